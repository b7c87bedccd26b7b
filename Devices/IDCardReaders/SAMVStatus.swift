public import DeviceKit

extension SAMV {
  /// What SW3 says (A.4).
  public struct Status: Hashable, Sendable, CustomStringConvertible {
    /// Whose turn it is after an answer.
    public enum Verdict: Hashable, Sendable {
      /// The module did what it was asked.
      case good
      /// The card has no such item.
      case notOnCard
      /// Our frame arrived damaged: the question again.
      case resend
      /// No card, or the one that was read and still lies there (A.7).
      case noCard
      /// The person's turn.
      case retry(CardRetry)
      /// The module lost its thread: once more, then a reset.
      case confused
      /// The technician's turn.
      case fault(DeviceFault.Code)
    }

    public let sw3: UInt8

    public init(_ sw3: UInt8) { self.sw3 = sw3 }

    public static let success = Status(0x90)
    public static let cardFound = Status(0x9F)

    public var verdict: Verdict { Self.table[sw3]?.verdict ?? .fault(.protocolError) }

    /// For a technician.
    public var meaning: String { Self.table[sw3]?.meaning ?? "a status that no table knows" }

    public var description: String { "\([sw3].hex) (\(meaning))" }

    /// Every status of A.4. 67 and 69, which some remote modules add, have no known meaning.
    public static let table: [UInt8: (meaning: String, verdict: Verdict)] = [
      0x90: ("success", .good),
      0x9F: ("card found", .good),
      0x91: ("not on this card", .notOnCard),
      0x10: ("our check byte arrived wrong", .resend),
      0x11: ("our length arrived wrong", .resend),
      0x21: ("command, parameter or order refused", .fault(.protocolError)),
      0x23: ("operation not authorised", .fault(.hardwareError)),
      0x24: ("unrecognised error", .confused),
      0x31: ("card did not authenticate the module", .retry(.notAuthenticated)),
      0x32: ("module did not authenticate the card", .retry(.notRecognised)),
      0x33: ("data of the card do not verify", .retry(.unreadable)),
      0x37: ("fingerprint of the card does not verify", .retry(.unreadable)),
      0x3F: ("length on the card is wrong", .retry(.unreadable)),
      0x40: ("wrong or unknown kind of card", .retry(.wrongCard)),
      0x41: ("card could not be read", .retry(.movedTooEarly)),
      0x47: ("no random number from the card", .confused),
      0x60: ("module failed its self-test", .fault(.hardwareError)),
      0x66: ("module is not authorised", .fault(.hardwareError)),
      0x80: ("no card found", .noCard),
      0x81: ("card not selected", .noCard),
    ]
  }
}

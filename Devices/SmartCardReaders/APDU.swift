/// Commands and responses of ISO 7816-4, in short form.
public enum APDU {
  /// What a card is told, as the bytes that cross the reader.
  public struct Command: Sendable, Equatable {
    public let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// SELECT by application identifier (ISO 7816-4, 11.2.2): `00 A4 04 00 Lc AID`.
    public static func select(application: [UInt8]) -> Command {
      Command(bytes: [0x00, 0xA4, 0x04, 0x00, UInt8(clamping: application.count)] + application)
    }

    /// SELECT of an elementary file under the present application: `00 A4 02 00 02 FID`.
    public static func select(file: UInt16) -> Command {
      Command(bytes: [
        0x00, 0xA4, 0x02, 0x00, 0x02, UInt8(file >> 8), UInt8(truncatingIfNeeded: file),
      ])
    }

    /// READ RECORD as protocols.md B.1 has it: `00 B2 record P2 length`.
    public static func readRecord(_ record: UInt8, p2: UInt8, length: UInt8) -> Command {
      Command(bytes: [0x00, 0xB2, record, p2, length])
    }

    /// GET RESPONSE after `61 xx`.
    public static func getResponse(length: UInt8) -> Command {
      Command(bytes: [0x00, 0xC0, 0x00, 0x00, length])
    }

    /// The same command with the length that `6C xx` asks for.
    public func expecting(_ length: UInt8) -> Command {
      Command(bytes: bytes.dropLast() + [length])
    }
  }

  /// What a card says: data and the status word.
  public struct Response: Sendable, Equatable {
    public var data: [UInt8]
    public let sw1: UInt8
    public let sw2: UInt8

    /// nil for fewer than the two bytes of a status.
    public init?(_ bytes: [UInt8]) {
      guard let sw2 = bytes.last, let sw1 = bytes.dropLast().last else { return nil }
      self.sw1 = sw1
      self.sw2 = sw2
      data = Array(bytes.dropLast(2))
    }

    public var status: Status {
      switch (sw1, sw2) {
      case (0x90, 0x00): .success
      case (0x61, let length): .moreData(length)
      case (0x6C, let length): .wrongLength(length)
      // 6A82 file or application, 6A83 record not found.
      case (0x6A, 0x82), (0x6A, 0x83): .notFound
      default: .refused(UInt16(sw1) << 8 | UInt16(sw2))
      }
    }
  }

  public enum Status: Sendable, Equatable {
    case success
    /// So many bytes wait for GET RESPONSE; 0 stands for 256.
    case moreData(UInt8)
    /// The command is to be sent again with this length.
    case wrongLength(UInt8)
    case notFound
    case refused(UInt16)
  }
}

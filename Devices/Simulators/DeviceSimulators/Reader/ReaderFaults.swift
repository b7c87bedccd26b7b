/// The questions a reader knows (protocols.md A.2).
public enum ReaderCommand: String, Sendable, CaseIterable {
  case reset, status, moduleID, find, select, base, baseWithFingerprints, newAddress
  case managementNumber, maxRFByte, baud

  init?(_ command: UInt8, _ parameter: UInt8) {
    switch (command, parameter) {
    case (0x10, 0xFF): self = .reset
    case (0x11, 0xFF): self = .status
    case (0x12, 0xFF): self = .moduleID
    case (0x20, 0x01): self = .find
    case (0x20, 0x02): self = .select
    case (0x30, 0x01): self = .base
    case (0x30, 0x03): self = .newAddress
    case (0x30, 0x05): self = .managementNumber
    case (0x30, 0x10): self = .baseWithFingerprints
    case (0x60, _): self = .baud
    case (0x61, 0xFF): self = .maxRFByte
    default: return nil
    }
  }

  /// Whether it looks at the card beyond finding it.
  var readsCard: Bool {
    switch self {
    case .base, .baseWithFingerprints, .newAddress, .managementNumber: true
    case .reset, .status, .moduleID, .find, .select, .maxRFByte, .baud: false
    }
  }
}

/// What can be made to go wrong with the reader (protocols.md A.11).
public struct ReaderFaults: Sendable {
  /// Takes commands and never answers.
  public var silent = false
  /// Waits this long before each answer.
  public var delay: Duration = .zero
  public var tearing: Tearing = .whole
  /// Spoils the check byte of each answer.
  public var wrongChecksum = false
  /// 60 and 66 answer every command; any other value answers commands that read the card.
  public var status: SamvStatus?
  /// Reads the same card again without a new find and select, as some modules do (A.7).
  public var rereadsWithoutFind = false
  /// Finds a card again that it has read and that was not lifted, as some modules do.
  public var findsReadCardAgain = false
  /// Answers every question with what belongs to the one before.
  public var lagsByOne = false
  /// No more than this of an answer leaves.
  public var cutShort: Int?

  private var refusals: [ReaderCommand: (status: SamvStatus, times: Int)] = [:]

  public init() {}

  /// Answers a command with a status instead of obeying, so many times.
  public mutating func refuse(
    _ command: ReaderCommand, with status: SamvStatus, times: Int = .max
  ) {
    refusals[command] = (status, times)
  }

  /// The status to answer a command with instead of obeying it, each time counted.
  mutating func refusal(of command: ReaderCommand) -> SamvStatus? {
    if let refusal = refusals[command], refusal.times > 0 {
      refusals[command] = (refusal.status, refusal.times - 1)
      return refusal.status
    }
    return command.readsCard ? status : nil
  }
}

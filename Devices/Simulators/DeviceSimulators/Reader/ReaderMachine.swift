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

  public init() {}
}

/// The SAM_V module of an ID card reader: find, select, read (protocols.md A.2 to A.7).
public struct ReaderMachine: WireMachine {
  /// A partial frame older than this is dropped: 128 bytes at 9600 baud take 134 ms.
  static let interByteLimit: Duration = .milliseconds(500)
  /// The sample of protocols.md A.5: 05.03-20120101-0001234567-0890123456.
  static let samIdentifier: [UInt8] = [
    0x05, 0x00, 0x03, 0x00, 0x25, 0x02, 0x33, 0x01, 0x87, 0xD6, 0x12, 0x00, 0xC0, 0x34, 0x0E, 0x35,
  ]

  private enum Step { case idle, found, selected, read }

  public var faults = ReaderFaults()
  /// Whose card lies on the reader.
  public private(set) var card: InventedPerson?

  private var step = Step.idle
  /// The module does not find a card again that it has read and that has not left the field (A.7).
  private var cardWasRead = false
  private var addressesRead = 0
  private var scanner = SamvRequestScanner()
  private var lastByte: WireInstant?
  private var answers = AnswerQueue()

  public init() {}

  /// Lays a card on the reader, in place of the one that lies there.
  public mutating func placeCard(_ person: InventedPerson) {
    removeCard()
    card = person
  }

  /// Takes the card away.
  public mutating func removeCard() {
    card = nil
    step = .idle
    cardWasRead = false
  }

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    if let lastByte, now - lastByte > Self.interByteLimit { scanner.reset() }
    lastByte = now
    for byte in bytes {
      guard let request = scanner.consume(byte) else { continue }
      var answer = answer(to: request)
      guard !faults.silent else { continue }
      if faults.wrongChecksum { answer[answer.count - 1] ^= 0xFF }
      answers.schedule(answer, at: now + faults.delay, tearing: faults.tearing)
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] { answers.takeDue(at: now) }

  public var nextDue: WireInstant? { answers.nextDue }

  public mutating func losePower() {
    scanner.reset()
    answers.removeAll()
    step = .idle
    cardWasRead = false
  }

  private mutating func answer(to request: SamvRequest) -> [UInt8] {
    switch request {
    case .badLength: return SamvFrame.answer(.badLength)
    case .badChecksum: return SamvFrame.answer(.badChecksum)
    case .command(let command, let parameter, let data):
      if let status = faults.status, status == .selfTestFailed || status == .notAuthorised {
        return SamvFrame.answer(status)
      }
      // Only "set max RF byte" carries data (A.2).
      guard command == 0xDC || data.count == (command == 0x61 ? 1 : 0) else {
        return SamvFrame.answer(.badLength)
      }
      return execute(command, parameter, data)
    }
  }

  private mutating func execute(
    _ command: UInt8, _ parameter: UInt8, _ data: [UInt8]
  ) -> [UInt8] {
    switch (command, parameter) {
    case (0x10, 0xFF):
      step = .idle
      return SamvFrame.answer(.success)
    case (0x11, 0xFF): return SamvFrame.answer(.success)
    case (0x12, 0xFF): return SamvFrame.answer(.success, Self.samIdentifier)
    case (0x20, 0x01): return findCard()
    case (0x20, 0x02): return selectCard()
    case (0x30, 0x01): return readBase(withFingerprints: false)
    case (0x30, 0x10): return readBase(withFingerprints: true)
    case (0x30, 0x03): return readNewAddress()
    case (0x30, 0x05): return readManagementNumber()
    // Baud rates 115200 down to 9600; a pty carries every speed alike.
    case (0x60, 0x00...0x04): return SamvFrame.answer(.success)
    case (0x61, 0xFF):
      return SamvFrame.answer((data.first ?? 0) >= 0x18 ? .success : .badCommand)
    default: return SamvFrame.answer(.badCommand)
    }
  }

  private mutating func findCard() -> [UInt8] {
    guard card != nil, !cardWasRead else {
      step = .idle
      return SamvFrame.answer(.findFailed)
    }
    step = .found
    return SamvFrame.answer(.cardFound, [0, 0, 0, 0])
  }

  private mutating func selectCard() -> [UInt8] {
    guard card != nil, step == .found else { return SamvFrame.answer(.selectFailed) }
    step = .selected
    addressesRead = 0
    return SamvFrame.answer(.success, [UInt8](repeating: 0, count: 8))
  }

  private mutating func readBase(withFingerprints: Bool) -> [UInt8] {
    let selected =
      step == .selected || (faults.rereadsWithoutFind && (step == .read || cardWasRead))
    guard let card, selected else { return SamvFrame.answer(.readFailed) }
    if let status = faults.status { return SamvFrame.answer(status) }
    step = .read
    cardWasRead = true
    let image = CardImage(person: card)
    let blocks =
      [image.text, image.photo] + (withFingerprints ? [image.fingerprints] : [])
    let lengths = blocks.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] }
    return SamvFrame.answer(.success, lengths + blocks.joined())
  }

  private mutating func readNewAddress() -> [UInt8] {
    guard let card, step == .selected || step == .read else {
      return SamvFrame.answer(.readFailed)
    }
    if let status = faults.status { return SamvFrame.answer(status) }
    guard let address = CardImage(person: card).newAddress(addressesRead) else {
      return SamvFrame.answer(.itemAbsent)
    }
    addressesRead += 1
    return SamvFrame.answer(.success, address)
  }

  private mutating func readManagementNumber() -> [UInt8] {
    guard let card, step == .selected || step == .read else {
      return SamvFrame.answer(.readFailed)
    }
    if let status = faults.status { return SamvFrame.answer(status) }
    return SamvFrame.answer(.success, CardImage(person: card).managementNumber)
  }
}

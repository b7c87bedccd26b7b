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
  /// Called with every command heard, before it is obeyed.
  public var heard: (@Sendable (ReaderCommand) -> Void)?

  private var step = Step.idle
  /// The module does not find a card again that it has read and that has not left the field (A.7).
  private var cardWasRead = false
  private var addressesRead = 0
  private var scanner = SamvRequestScanner()
  private var lastByte: WireInstant?
  private var answers = AnswerQueue()
  private var speed: ReaderSpeed
  /// What ``ReaderFaults/lagsByOne`` holds back.
  private var heldBack: [UInt8] = []

  /// - Parameter powerOnBaud: the speed the module has after power-on and until it is told another;
  ///   nil hears every speed.
  public init(powerOnBaud: Int? = nil) { speed = ReaderSpeed(powerOn: powerOnBaud) }

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
    guard speed.hears(at: now) else {
      scanner.reset()
      return
    }
    for byte in bytes {
      guard let request = scanner.consume(byte) else { continue }
      var answer = answer(to: request, at: now)
      guard !faults.silent else { continue }
      if faults.wrongChecksum { answer[answer.count - 1] ^= 0xFF }
      if let count = faults.cutShort { answer = Array(answer.prefix(count)) }
      if faults.lagsByOne { swap(&answer, &heldBack) }
      guard !answer.isEmpty else { continue }
      answers.schedule(answer, at: now + faults.delay, tearing: faults.tearing)
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] { answers.takeDue(at: now) }

  public var nextDue: WireInstant? { answers.nextDue }

  public mutating func hostSends(at baud: Int) { speed.hostSends(at: baud) }

  public mutating func losePower() {
    scanner.reset()
    answers.removeAll()
    speed.losePower()
    heldBack = []
    step = .idle
    cardWasRead = false
  }

  private mutating func answer(to request: SamvRequest, at now: WireInstant) -> [UInt8] {
    switch request {
    case .badLength: return SamvFrame.answer(.badLength)
    case .badChecksum: return SamvFrame.answer(.badChecksum)
    case .command(let code, let parameter, let data):
      if let status = faults.status, status == .selfTestFailed || status == .notAuthorised {
        return SamvFrame.answer(status)
      }
      // Only "set max RF byte" carries data (A.2).
      guard code == 0xDC || data.count == (code == 0x61 ? 1 : 0) else {
        return SamvFrame.answer(.badLength)
      }
      guard let command = ReaderCommand(code, parameter) else {
        return SamvFrame.answer(.badCommand)
      }
      heard?(command)
      return execute(command, data.first ?? parameter, at: now)
    }
  }

  /// Obeys a command; `value` is its one data byte, or else its parameter.
  private mutating func execute(
    _ command: ReaderCommand, _ value: UInt8, at now: WireInstant
  ) -> [UInt8] {
    // Out of order comes before a fault of the card: who has not selected one reads none.
    if !command.readsCard || mayRead(command), let status = faults.refusal(of: command) {
      return SamvFrame.answer(status)
    }
    switch command {
    case .reset:
      step = .idle
      return SamvFrame.answer(.success)
    case .status: return SamvFrame.answer(.success)
    case .moduleID: return SamvFrame.answer(.success, Self.samIdentifier)
    case .find: return findCard()
    case .select: return selectCard()
    case .base: return readBase(withFingerprints: false)
    case .baseWithFingerprints: return readBase(withFingerprints: true)
    case .newAddress: return readNewAddress()
    case .managementNumber: return readManagementNumber()
    case .baud: return SamvFrame.answer(speed.take(code: value, at: now) ? .success : .badCommand)
    case .maxRFByte: return SamvFrame.answer(value >= 0x18 ? .success : .badCommand)
    }
  }

  /// Whether the steps before were taken; or none is needed.
  private func mayRead(_ command: ReaderCommand) -> Bool {
    guard card != nil else { return false }
    if faults.rereadsWithoutFind, step == .read || cardWasRead { return true }
    switch command {
    case .newAddress, .managementNumber: return step == .selected || step == .read
    default: return step == .selected
    }
  }

  private mutating func findCard() -> [UInt8] {
    guard card != nil, !cardWasRead || faults.findsReadCardAgain else {
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
    guard let card, mayRead(.base) else { return SamvFrame.answer(.readFailed) }
    step = .read
    cardWasRead = true
    let image = CardImage(person: card)
    let blocks =
      [image.text, image.photo] + (withFingerprints ? [image.fingerprints] : [])
    let lengths = blocks.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] }
    return SamvFrame.answer(.success, lengths + blocks.joined())
  }

  private mutating func readNewAddress() -> [UInt8] {
    guard let card, mayRead(.newAddress) else { return SamvFrame.answer(.readFailed) }
    guard let address = CardImage(person: card).newAddress(addressesRead) else {
      return SamvFrame.answer(.itemAbsent)
    }
    addressesRead += 1
    return SamvFrame.answer(.success, address)
  }

  private mutating func readManagementNumber() -> [UInt8] {
    guard let card, mayRead(.managementNumber) else { return SamvFrame.answer(.readFailed) }
    return SamvFrame.answer(.success, CardImage(person: card).managementNumber)
  }
}

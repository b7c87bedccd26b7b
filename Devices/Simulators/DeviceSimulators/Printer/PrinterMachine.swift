/// A ticket printer: receive buffer, head, sensors (protocols.md C).
public struct PrinterMachine: WireMachine {
  /// The receive buffer of a middling printer; beyond it the host has to wait.
  static let bufferSize = 64 * 1024

  public var faults = PrinterFaults() {
    didSet { if faults != oldValue { conditionsChanged(from: oldValue) } }
  }

  private let profile: PrinterProfile
  private var buffer: [UInt8] = []
  private var printed = 0
  private var parser: EscPosParser
  private var head: PrintHead
  private var realTime = RealTimeScanner()
  private var answers = AnswerQueue()
  private var tickets: [PrintedTicket] = []
  private var automaticStatus: UInt8 = 0
  /// Stays after the blade is free again, until the host or the cover resets it (C.9).
  private var cutterError = false
  /// A ticket stands in the presenter's outlet until somebody takes it.
  public private(set) var ticketInOutlet = false
  /// Tickets pulled back or thrown out unread.
  public private(set) var ticketsLost = 0
  private var isDelivered = false
  private var job: [UInt8] = []
  /// Reads along on arrival, for models that tell dots from commands.
  private var arrival: EscPosParser
  private var lastPrint: WireInstant?
  private var now = ContinuousClock.now

  public init(profile: PrinterProfile) {
    self.profile = profile
    parser = EscPosParser(charset: profile.charset)
    arrival = parser
    head = PrintHead(
      width: profile.dots, printsQR: profile.printsQR, enlargesHan: profile.enlargesHan)
  }

  public var room: Int { max(0, Self.bufferSize - waiting) }

  /// Tickets cut since this was asked last, oldest first.
  mutating func takeTickets() -> [PrintedTicket] {
    defer { tickets.removeAll() }
    return tickets
  }

  /// Real-time commands act on arrival, even those that lie inside other data (C.7).
  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    self.now = now
    for byte in bytes {
      buffer.append(byte)
      if !profile.obeysInsideData {
        let isInData = arrival.isInData
        _ = arrival.consume(byte)
        if isInData { continue }
      }
      guard let command = realTime.consume(byte) else { continue }
      switch command {
      case .status(let n): answer(realTimeStatus(n))
      case .enquiry(let n) where profile.presenter == .epic:
        // Its second byte is GS: it must not begin a command where its turn comes.
        buffer.removeLast(min(2, waiting))
        answer([0x06, n, 0x41, n == 0x1D ? sensors.epicTransport : sensors.epicSensors])
      case .enquiry: break
      case .recover(clearing: let clearing): recover(clearing: clearing)
      case .clear: clearBuffers()
      }
    }
  }

  /// Somebody takes the ticket out of the presenter.
  public mutating func takeTicket() { ticketInOutlet = false }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] {
    self.now = now
    if isPrinting { printBuffer() }
    return answers.takeDue(at: now)
  }

  public var nextDue: WireInstant? {
    [answers.nextDue, isPrinting ? nextPrint : nil].compactMap(\.self).min()
  }

  public mutating func losePower() {
    buffer.removeAll()
    printed = 0
    parser.reset()
    arrival.reset()
    head.reset()
    realTime = RealTimeScanner()
    job.removeAll()
    answers.removeAll()
    automaticStatus = 0
    cutterError = faults.cutterStuck
  }

  private var waiting: Int { buffer.count - printed }

  private var sensors: PrinterSensors { sensors(with: faults) }

  private func sensors(with faults: PrinterFaults) -> PrinterSensors {
    PrinterSensors(
      faults: faults, cutterError: cutterError, hasNearEndSensor: profile.hasNearEndSensor,
      paperEndByte: profile.paperEndByte, ticketInOutlet: ticketInOutlet)
  }

  private var isPrinting: Bool { waiting > 0 && !sensors.isOffline }

  /// One step of a slow printer takes this many bytes, about a line.
  private static let slowStep = 32

  private var nextPrint: WireInstant {
    guard let rate = faults.bytesPerSecond, let lastPrint else { return now }
    return lastPrint + .seconds(Double(Self.slowStep) / Double(max(rate, 1)))
  }

  private mutating func printBuffer() {
    guard nextPrint <= now else { return }
    let end =
      faults.bytesPerSecond == nil ? buffer.count : min(printed + Self.slowStep, buffer.count)
    while printed < end {
      let byte = buffer[printed]
      printed += 1
      guard let command = parser.consume(byte) else { continue }
      if let ticket = head.execute(command) {
        tickets.append(ticket)
        // The blade lets go, and a presenter holds what it cut.
        if profile.presenter != nil { ticketInOutlet = true }
        isDelivered = false
      }
      answerInTurn(command)
    }
    lastPrint = now
    if printed == buffer.count || printed > Self.bufferSize {
      buffer.removeFirst(printed)
      printed = 0
    }
  }

  private mutating func answerInTurn(_ command: EscPosCommand) {
    switch command {
    case .automaticStatus(let mask) where profile.tellsChanges:
      automaticStatus = mask
      if mask != 0 { answer(sensors.automaticStatus) }
    case .transmitStatus(let n) where profile.tellsInTurn && (n == 1 || n == 49):
      answer([sensors.paperStatus])
    case .transmitStatus(let n) where profile.tellsInTurn && (n == 2 || n == 50): answer([0x00])
    case .transmitPaperStatus where profile.tellsInTurn: answer([sensors.paperStatus])
    case .transmitIdentity(let n): answer(identity(n))
    case .reportCompletion(let id) where profile.confirmsJobs: answer([0x37, 0x22] + id + [0x00])
    case .beginJob(let id): job = id
    case .endJob:
      if job.count == 4 { answer([0xFF, 0x13] + job + [0x00, 0x00, 0x00, 0x00]) }
      job.removeAll()
    case .ejector(let n, _) where profile.presenter == .custom: eject(n)
    case .deliver where profile.presenter == .epic:
      // A second delivery drops what the first one held out.
      if ticketInOutlet, isDelivered { dropTicket() }
      isDelivered = ticketInOutlet
    default: break
    }
  }

  private mutating func dropTicket() {
    if ticketInOutlet { ticketsLost += 1 }
    ticketInOutlet = false
  }

  /// Custom `GS e n`: 2 retracts, 3 presents, 5 ejects, 6 tells (C.10).
  private mutating func eject(_ n: UInt8) {
    switch n {
    case 2, 5: dropTicket()
    case 6: answer([sensors.ejectorStatus])
    default: break
    }
  }

  private func realTimeStatus(_ n: UInt8) -> [UInt8] {
    guard profile.tellsInRealTime else { return [] }
    if profile.presenter == .custom, n == 20 { return sensors.customStatus }
    return sensors.realTimeStatus(n).map { [$0] } ?? []
  }

  /// GS I (C.9).
  private func identity(_ n: UInt8) -> [UInt8] {
    switch n {
    case 1, 49: [0x20]
    // Multi-byte characters and a cutter.
    case 2, 50: [0x03]
    case 3, 51: [0x01]
    case 65: header("1.04")
    case 66: header("HALLWAY")
    case 67: header("HW-80")
    case 68: header("HW8000000001")
    case 69: header(profile.charset.reportedName)
    default: []
    }
  }

  private func header(_ text: String) -> [UInt8] { [0x5F] + Array(text.utf8) + [0x00] }

  private mutating func answer(_ bytes: [UInt8]) {
    guard profile.answers, !faults.mute, !bytes.isEmpty else { return }
    answers.schedule(bytes, at: now)
  }

  /// DLE ENQ: leaves a cutter error once the blade is free; 2 also empties the buffers, and does
  /// so in any stop, for lack of paper too (C.9).
  private mutating func recover(clearing: Bool) {
    guard sensors.isOffline else { return }
    let before = sensors
    if !faults.cutterStuck { cutterError = false }
    if clearing { clearBuffers() }
    reportChange(since: before)
  }

  private mutating func clearBuffers() {
    buffer.removeAll()
    printed = 0
    parser.reset()
    arrival.reset()
    head.reset()
  }

  private mutating func conditionsChanged(from old: PrinterFaults) {
    let before = sensors(with: old)
    if faults.cutterStuck { cutterError = true }
    if old.coverOpen, !faults.coverOpen, !faults.cutterStuck { cutterError = false }
    now = max(now, ContinuousClock.now)
    reportChange(since: before)
  }

  private mutating func reportChange(since before: PrinterSensors) {
    guard sensors.differs(from: before, in: automaticStatus) else { return }
    answer(sensors.automaticStatus)
  }
}

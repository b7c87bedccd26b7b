/// What can be seen of a QP1 device besides its rating keys.
public struct StationFace: Sendable, Equatable {
  /// Lines of its display, by number.
  public var lines: [UInt8: String] = [:]
  public var waiting: Int?
  public var ticket: String?
  public var beeps = 0
  /// Lamps that are on, bit 0 for key 1.
  public var lamps: UInt8 = 0
  /// Prompts spoken, by number, oldest first.
  public var spoken: [UInt8] = []

  public init() {}
}

/// A device that speaks QP1: a pad, a keypad or a strip, by what its host asks of it (protocols.md
/// D.5).
public struct QP1Machine: RatingPad {
  /// How long it waits for the host's ACK.
  static let acknowledgeLimit: Duration = .milliseconds(200)
  static let tries = 3
  /// A RESULT is kept until it is acknowledged: after three tries it rests and tries again.
  static let rest: Duration = .seconds(1)

  private struct Event {
    let packet: QP1Packet
    /// A KEY is given up after three tries, a RESULT never.
    let isKept: Bool
    var tries = 0
    var due: WireInstant
  }

  public let address: UInt8
  /// RS-485: it says nothing but in answer to a POLL.
  public let isPolled: Bool
  public var faults = PadFaults()
  public private(set) var face = PadFace()
  public private(set) var station = StationFace()

  private var ear = QP1Ear()
  private var answers = AnswerQueue()
  private var events: [Event] = []
  private var sequence: UInt8 = 0x7F
  /// The host's last packet and what was said to it.
  private var last: (packet: QP1Packet, answer: [UInt8])?
  private var evaluation: (sequence: UInt8, levels: UInt8, until: WireInstant)?

  public init(address: UInt8, isPolled: Bool = false) {
    self.address = address
    self.isPolled = isPolled
  }

  // MARK: Fingers

  /// Presses a rating key; only a pad that was asked for a rating sends it.
  public mutating func press(_ key: Int, at now: WireInstant) -> Bool {
    guard (1...5).contains(key), let score = UInt8(exactly: key) else { return false }
    if let evaluation, score <= evaluation.levels {
      report(score, of: evaluation.sequence, at: now)
    }
    return true
  }

  /// Presses a key that is no rating, such as those of a keypad.
  public mutating func pressKey(_ key: UInt8, argument: UInt16 = 0, at now: WireInstant) {
    let data = [key, UInt8(argument & 0xFF), UInt8(argument >> 8)]
    add(command: 0xA0, data, isKept: false, at: now)
  }

  /// Events that nobody has acknowledged yet.
  public var unacknowledged: Int { events.count }

  // MARK: The wire

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    for heard in ear.hear(bytes, at: now) {
      switch heard {
      case .packet(let packet) where packet.address == 0: _ = obey(packet, at: now)
      case .packet(let packet) where packet.address == address: take(packet, at: now)
      case .damaged(address, let sequence): say(command: 0x15, sequence, [1], at: now)
      case .packet, .damaged: break
      }
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] {
    if let evaluation, evaluation.until <= now { report(0, of: evaluation.sequence, at: now) }
    if !isPolled, let first = events.first, first.due <= now { send(at: now) }
    return answers.takeDue(at: now)
  }

  public var nextDue: WireInstant? {
    [answers.nextDue, isPolled ? nil : events.first?.due, evaluation?.until]
      .compactMap(\.self).min()
  }

  public mutating func losePower() {
    ear.forget()
    answers.removeAll()
    events.removeAll()
    sequence = 0x7F
    last = nil
    evaluation = nil
    face.asksForRating = false
    station = StationFace()
  }

  // MARK: The host's words

  private mutating func take(_ packet: QP1Packet, at now: WireInstant) {
    switch packet.command {
    case 0x06: acknowledged(packet.sequence, at: now)
    // The host could not take it: it goes out again at its time.
    case 0x15: break
    default:
      // The same packet again: its answer got lost. It is answered and not obeyed twice.
      if let last, last.packet.sequence == packet.sequence, last.packet.command == packet.command {
        return say(last.answer, at: now)
      }
      if packet.command == 0x03, isPolled, !events.isEmpty {
        events[0].due = now
        return send(at: now)
      }
      let (command, data) = obey(packet, at: now)
      let answer = wire(command, packet.sequence, data)
      last = (packet, answer)
      say(answer, at: now)
    }
  }

  private mutating func obey(
    _ packet: QP1Packet, at now: WireInstant
  ) -> (command: UInt8, data: [UInt8]) {
    let data = packet.data
    switch (packet.command, data.count) {
    // Model 5051, every ability, the firmware's name.
    case (0x01, 0): return (0x81, [0x51, 0x50, 0xFF, 0x00] + Array("SIM 1.0".utf8))
    case (0x02, 0), (0x03, 0): break
    case (0x20, 4):
      guard (1...5).contains(data[2]) else { return (0x15, [5]) }
      let tenths = Int(data[0]) | Int(data[1]) << 8
      evaluation = (packet.sequence, data[2], now + .milliseconds(tenths * 100))
      face.asksForRating = true
      if data[3] != 0 { station.spoken.append(data[3]) }
    case (0x21, 0):
      if let evaluation { report(0xFF, of: evaluation.sequence, at: now) }
    case (0x22, 2): station.spoken.append(data[0])
    case (0x23, 2): station.lamps = data[0]
    case (0x24, 2...):
      guard let text = String(validating: data.dropFirst(2), as: UTF8.self) else {
        return (0x15, [2])
      }
      station.lines[data[0]] = text
    case (0x25, 2):
      station.beeps += 1
      face.beeps += 1
    case (0x26, 2...10):
      station.waiting = Int(data[0]) | Int(data[1]) << 8
      station.ticket = String(decoding: data.dropFirst(2), as: UTF8.self)
    case (0x01...0x03, _), (0x20...0x26, _): return (0x15, [2])
    default: return (0x15, [3])
    }
    return (0x06, [])
  }

  // MARK: Its own words

  private mutating func report(_ score: UInt8, of sequence: UInt8, at now: WireInstant) {
    evaluation = nil
    face.asksForRating = false
    add(command: 0xA1, [sequence, score], isKept: true, at: now)
  }

  private mutating func add(
    command: UInt8, _ data: [UInt8], isKept: Bool, at now: WireInstant
  ) {
    sequence &+= 1
    let packet = QP1Packet(address: address, sequence: sequence, command: command, data: data)
    events.append(Event(packet: packet, isKept: isKept, due: now))
  }

  private mutating func acknowledged(_ sequence: UInt8, at now: WireInstant) {
    guard let first = events.first, first.packet.sequence == sequence, first.tries > 0 else {
      return
    }
    if first.packet.command == 0xA0 || (1...5).contains(first.packet.data[1]) {
      face.acknowledged += 1
    }
    events.removeFirst()
    if !events.isEmpty { events[0].due = now }
  }

  private mutating func send(at now: WireInstant) {
    guard var event = events.first else { return }
    if event.tries > 0, event.tries.isMultiple(of: Self.tries), !event.isKept, !isPolled {
      face.givenUp += 1
      events.removeFirst()
      if !events.isEmpty { events[0].due = now }
      return
    }
    event.tries += 1
    event.due = now + Self.acknowledgeLimit
    if event.isKept, event.tries.isMultiple(of: Self.tries) { event.due = now + Self.rest }
    events[0] = event
    say(command: event.packet.command, event.packet.sequence, event.packet.data, at: now)
  }

  private mutating func say(
    command: UInt8, _ sequence: UInt8, _ data: [UInt8], at now: WireInstant
  ) {
    say(wire(command, sequence, data), at: now)
  }

  private mutating func say(_ wire: [UInt8], at now: WireInstant) {
    guard !faults.silent else { return }
    var wire = wire
    if faults.wrongSum, !wire.isEmpty { wire[wire.count - 1] ^= 0xFF }
    answers.schedule(wire, at: now, tearing: faults.tearing)
  }

  private func wire(_ command: UInt8, _ sequence: UInt8, _ data: [UInt8]) -> [UInt8] {
    QP1Packet(address: address, sequence: sequence, command: command, data: data).wire
  }
}

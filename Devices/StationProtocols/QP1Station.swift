public import DeviceKit

/// A driver of one QP1 device: what pads, keypads and strips have in common is here.
///
/// The driver supplies ``SupervisedDevice``'s stored parts, a session and what it does with events.
public protocol QP1Station: SupervisedDevice {
  var session: QP1Session { get set }
  /// RS-485: the device speaks when it is polled and not before.
  var isPolled: Bool { get }

  /// Takes what the device sent unasked, or one more copy of it.
  func take(_ event: QP1.Frame) -> StationTaking

  /// The device has introduced itself: what it should show or know is said now.
  func greeted(on link: any ByteLink) throws(DeviceFault)
}

/// The times and options of every QP1 driver.
public enum QP1Timing {
  /// The longest frame takes 277 ms at 9600 baud; longer means a stuck line.
  public static let write: Duration = .milliseconds(500)
  /// Noticing within six seconds that a device is gone costs 20 bytes in five.
  public static let ping: Duration = .seconds(5)
  /// A press answers within a tenth of a second, and a poll takes 21 ms of the line at 9600 baud.
  public static let poll: Duration = .milliseconds(100)

  public static let timeouts: [DriverDescriptor.Timeout] = [
    .init("answer", QP1Session.answerLimit, "protocols.md D.5, three tries"),
    .init("write", write, "the longest frame takes 277 ms; longer means a stuck line"),
    .init("ping", ping, "a device that is silent for so long is asked whether it is there"),
    .init("poll", poll, "RS-485: how often the device may speak"),
    .init("gap", QP1.gap, "protocols.md D.5: a frame with a longer gap inside is none"),
  ]

  public static let options: [DriverOption] = [
    DriverOption("station", .integer(1...247, usual: 1), "Its own number on the line"),
    DriverOption(
      "poll", .flag(usual: false), "RS-485: the device speaks only when polled, ten times a second"),
  ]
}

extension QP1Session {
  /// A session with the device that a configuration names; it begins with any number, so that a
  /// device that remembers the last hall's rarely takes a question for a copy.
  public init(_ request: DeviceRequest, of descriptor: DriverDescriptor, bench: DeviceBench) {
    self.init(
      address: UInt8(clamping: request.integer("station", of: descriptor)),
      sequence: bench.isRecorded ? 0 : UInt8.random(in: UInt8.min...UInt8.max))
  }
}

extension QP1Station {
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public func greeted(on link: any ByteLink) throws(DeviceFault) {}

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    session.reopen(at: .now)
    var answer = try ask(.hello, on: link)
    // A device that heard this very number last repeats what it said then; the next number is new.
    if case .frame(let frame) = answer, frame.code != .introduction {
      answer = try ask(.hello, on: link)
    }
    switch answer {
    case .frame(let frame) where frame.code == .introduction: break
    case .silence: throw DeviceFault(.silent, "no answer to HELLO")
    case .frame, .refused: throw DeviceFault(.protocolError, "does not introduce itself")
    }
    try greeted(on: link)
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    if isPolled {
      try order(.poll, on: link)
      _ = try link.waitForInput(until: .after(QP1Timing.poll))
      return
    }
    let pingDue = session.lastHeard.advanced(by: QP1Timing.ping)
    let due = min(pingDue, session.restDue ?? pingDue)
    if try link.waitForInput(until: due) {
      _ = try hear(on: link, until: due)
    } else {
      try answer(session.receive([], at: .now), on: link)
      if pingDue <= .now { try order(.ping, on: link) }
    }
  }

  /// Asks and waits; presses that come meanwhile are taken.
  public func ask(
    _ code: QP1.Code, _ data: [UInt8] = [], on link: any ByteLink
  ) throws(DeviceFault) -> QP1Session.Answer {
    let question = session.ask(code, data, at: .now)
    try write(question.bytes, on: link)
    var now = Deadline.now
    while true {
      switch session.step(at: now) {
      case .answered(let answer): return answer
      case .send(let bytes):
        try write(bytes, on: link)
        now = .now
      case .wait(let due): now = try hear(on: link, until: due)
      }
    }
  }

  /// Asks for something to be done.
  ///
  /// - Throws: `silent` where nobody answers, `busy` where the device refuses.
  public func order(
    _ code: QP1.Code, _ data: [UInt8] = [], on link: any ByteLink
  ) throws(DeviceFault) {
    switch try ask(code, data, on: link) {
    case .frame: return
    case .silence:
      throw DeviceFault(.silent, "no answer to \(QP1Session.tries) tries of \([code.rawValue].hex)")
    case .refused(let reason):
      // No fault of the line: it answers.
      let why = reason.map { "\($0)" } ?? "unknown"
      throw DeviceFault(.busy, "refuses \([code.rawValue].hex), reason \(why)")
    }
  }

  /// Reads once; answers with the moment that counts as now.
  private func hear(on link: any ByteLink, until due: Deadline) throws(DeviceFault) -> Deadline {
    let limit = min(due, session.restDue ?? due)
    let bytes: [UInt8]
    do {
      bytes = try link.read(upTo: 512, deadline: limit)
    } catch {
      guard error.code == .silent else { throw error }
      // A command's own deadline may end the read earlier: then what is waited for is over too.
      let now = max(.now, limit)
      try answer(session.receive([], at: now), on: link)
      return now
    }
    let now = Deadline.now
    try answer(session.receive(bytes, at: now), on: link)
    return now
  }

  private func answer(
    _ incoming: [QP1Session.Incoming], on link: any ByteLink
  ) throws(DeviceFault) {
    for item in incoming {
      switch item {
      case .reply(let bytes): try write(bytes, on: link)
      case .event(let event):
        // Kept first, acknowledged then: an ACK that goes out for a press that is nowhere loses it.
        switch take(event) {
        case .taken: try acknowledge(event, on: link)
        case .waits: break
        case .notKept: try write(session.refuse(event, .busy), on: link)
        }
      }
    }
  }

  /// Tells the device that its event is kept.
  public func acknowledge(_ event: QP1.Frame, on link: any ByteLink) throws(DeviceFault) {
    try write(session.accept(event, at: .now), on: link)
  }

  private func write(_ bytes: [UInt8], on link: any ByteLink) throws(DeviceFault) {
    try link.write(bytes, deadline: .after(QP1Timing.write))
  }
}

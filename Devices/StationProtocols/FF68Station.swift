public import DeviceKit

/// A driver of one FF 68 device: what pads and keypads have in common is here.
///
/// The driver supplies ``SupervisedDevice``'s stored parts, a session and what its keys mean.
public protocol FF68Station: SupervisedDevice {
  var session: FF68Session { get set }

  /// What acknowledges a frame of this station's; nil where it is none of its keys.
  func acknowledgement(of frame: FF68.Frame) -> FF68.Frame?

  /// Takes a press, or one more copy of the last.
  func take(_ press: FF68.Frame, isCopy: Bool) -> StationTaking

  /// The line is open: what the station should show is said now.
  func greet(on link: any ByteLink) throws(DeviceFault)
}

/// What became of something that a station sent and wants acknowledged.
public enum StationTaking: Sendable, Equatable {
  /// Acknowledge it now.
  case taken
  /// The driver acknowledges it when the hall has answered.
  case waits
  /// It cannot be kept: no acknowledgement, so that the station sends it again.
  case notKept
}

/// The times and options of every FF 68 driver.
public enum FF68Timing {
  /// The longest frame, fifteen bytes at 9600 baud, takes 16 ms; longer means a stuck line.
  public static let write: Duration = .milliseconds(500)
  /// An idle station says nothing and cannot be asked: only the wait itself has a length.
  static let idle: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait; the rest of a torn frame comes with a later one.
  static let read: Duration = .milliseconds(200)

  public static let timeouts: [DriverDescriptor.Timeout] = [
    .init("write", write, "fifteen bytes; longer means a stuck line"),
    .init("gap", FF68.gap, "a frame whose rest has not come by then never comes whole"),
    .init(
      "repeat", FF68RepeatFilter.window,
      "the same key again so soon is the station repeating itself"),
  ]

  public static let station = DriverOption(
    "station", .integer(1...255, usual: 1), "Its own number on the line; 1 as delivered")
}

/// What the host remembers of one FF 68 station.
public struct FF68Session: Sendable {
  /// The station's number on the line.
  public let address: UInt8
  fileprivate var scanner = FrameScanner<FF68>()
  fileprivate var filter = FF68RepeatFilter()

  /// The session with the device that a configuration names.
  public init(_ request: DeviceRequest, of descriptor: DriverDescriptor) {
    address = UInt8(clamping: request.integer("station", of: descriptor))
  }

  /// Whatever comes next is a press and no copy: somebody was asked anew.
  public mutating func expectPress() { filter.forget() }

  /// Whether the station still waits for the acknowledgement of this frame, as far as can be told.
  /// Later it would be taken for that of the next press of the same key.
  public func isAwaited(_ frame: FF68.Frame, at now: Deadline) -> Bool {
    filter.verdict(on: frame, at: now) == .resend
  }
}

extension FF68Station {
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  /// An open line is all that can be known: the protocol has no question a station answers.
  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    session.scanner = FrameScanner()
    try greet(on: link)
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    if try link.waitForInput(until: session.scanner.restDue ?? .after(FF68Timing.idle)) {
      let bytes = try link.read(upTo: 256, deadline: .after(FF68Timing.read))
      session.scanner.append(bytes, at: .now)
    } else {
      session.scanner.settle(at: .now)
    }
    while let frame = session.scanner.next() { try hear(frame, on: link) }
  }

  public func say(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    try link.write(frame.bytes, deadline: .after(FF68Timing.write))
  }

  private func hear(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    // Other addresses are other stations on the same RS-485 pair.
    guard frame.address == session.address, let answer = acknowledgement(of: frame) else { return }
    let now = Deadline.now
    let verdict = session.filter.verdict(on: frame, at: now)
    guard verdict != .babble else { return session.filter.note(frame, at: now) }
    // Kept first, acknowledged then: a station that hears nothing sends its press again.
    let taking = take(frame, isCopy: verdict == .resend)
    guard taking != .notKept else { return }
    session.filter.note(frame, at: now)
    if taking == .taken { try say(answer, on: link) }
  }
}

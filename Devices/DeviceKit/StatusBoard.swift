public import Logging
import Synchronization

/// Where a device's present status hangs for everyone to see, without asking its busy thread.
public final class StatusBoard: Sendable {
  /// Lines one device may log in a minute: a babbling one changes hundreds of times a second, and
  /// what fills the disk stops the hall.
  static let linesPerMinute = 20

  private let current: Mutex<DeviceStatus>
  private let logged = Mutex((since: Deadline.now, lines: 0))
  private let listeners = Broadcast<DeviceStatus>(backlog: 16)
  private let wallTime: WallTime
  private let logger: Logger

  public init(
    id: DeviceID, kind: DeviceKind, address: DeviceAddress, paper: PaperSupply? = nil,
    wallTime: @escaping WallTime, logger: Logger
  ) {
    current = Mutex(
      DeviceStatus(
        id: id, kind: kind, address: address.description, state: .absent, since: wallTime(),
        paper: paper))
    self.wallTime = wallTime
    self.logger = logger
  }

  public var status: DeviceStatus { current.withLock { $0 } }

  /// The present status first, then every change.
  public func statuses() -> AsyncStream<DeviceStatus> {
    // Under the lock: a change between the first element and the registration would be lost.
    current.withLock { listeners.listen(first: $0) }
  }

  /// Shows a new state and, for printers, paper; publishes and logs only what changed.
  public func show(_ state: DeviceState, paper: PaperSupply? = nil) {
    let changed: (old: DeviceStatus, new: DeviceStatus)? = current.withLock { status in
      let old = status
      if !status.state.isSame(as: state) {
        status.state = state
        status.since = wallTime()
      }
      if let paper {
        status.paper = paper
      } else if status.paper != nil, state.saysNothing {
        status.paper = .unknown
      }
      guard status != old else { return nil }
      // Sent under the lock, so that no listener sees two changes in the wrong order.
      listeners.send(status)
      return (old, status)
    }
    if let changed, mayLog() { log(changed.new, after: changed.old) }
  }

  private func mayLog() -> Bool {
    logged.withLock { logged in
      if logged.since.duration(to: .now) > .seconds(60) { logged = (.now, 0) }
      guard logged.lines < Self.linesPerMinute else { return false }
      logged.lines += 1
      return true
    }
  }

  func finish() { listeners.finish() }

  private func log(_ status: DeviceStatus, after old: DeviceStatus) {
    let name = "\(status.kind.rawValue) \(status.id) at \(status.address)"
    let paper = status.paper.map { ", paper \($0.rawValue)" } ?? ""
    switch status.state {
    case .ready where old.state == .ready && status.paper != .full:
      logger.warning("\(name): ready\(paper)")
    case .ready: logger.notice("\(name): ready\(paper)")
    case .opening: logger.debug("\(name): opening")
    case .absent: logger.warning("\(name): absent")
    case .faulted(let fault): logger.warning("\(name): \(fault)\(paper)")
    }
  }
}

extension DeviceState {
  /// Equal but for the wording of a fault: another byte count is no change of state.
  func isSame(as other: DeviceState) -> Bool {
    switch (self, other) {
    case (.faulted(let a), .faulted(let b)): a.code == b.code
    default: self == other
    }
  }

  /// Nobody answers, so what was known of its paper may be long past.
  var saysNothing: Bool {
    switch self {
    case .absent: true
    case .faulted(let fault): fault.code == .silent
    case .opening, .ready: false
    }
  }

  /// What a device is seen as after `fault`.
  init(after fault: DeviceFault) {
    switch fault.code {
    case .absent, .unplugged: self = .absent
    default: self = .faulted(fault)
    }
  }
}

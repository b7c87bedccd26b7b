public import Logging
import Synchronization

/// Where a device's present status hangs for everyone to see, without asking its busy thread.
public final class StatusBoard: Sendable {
  /// Lines one device may log in a minute: a babbling one changes hundreds of times a second, and
  /// what fills the disk stops the hall.
  static let linesPerMinute = 20

  private let current: Mutex<DeviceStatus>
  private let logged = Mutex(Log())
  private let listeners = Broadcast<DeviceStatus>(backlog: 16)
  private let wallTime: WallTime
  private let logger: Logger

  /// A board whose `parts` are what the device can tell of itself, each as yet unknown.
  public init(
    id: DeviceID, kind: DeviceKind, address: DeviceAddress, parts: DeviceParts = DeviceParts(),
    wallTime: @escaping WallTime, logger: Logger
  ) {
    current = Mutex(
      DeviceStatus(
        id: id, kind: kind, address: address.description, state: .absent, since: wallTime(),
        parts: parts))
    self.wallTime = wallTime
    self.logger = logger
  }

  public var status: DeviceStatus { current.withLock { $0 } }

  /// The present status first, then every change.
  public func statuses() -> AsyncStream<DeviceStatus> {
    // Under the lock: a change between the first element and the registration would be lost.
    current.withLock { listeners.listen(first: $0) }
  }

  /// Shows a new state and the parts that the device told of; publishes and logs only what changed.
  public func show(_ state: DeviceState, parts: DeviceParts? = nil) {
    show(state, parts: parts, absence: nil)
  }

  /// Shows what a device is seen as after `fault`. That the hall ends is no news of a device.
  func show(after fault: DeviceFault) {
    show(
      DeviceState(after: fault), parts: nil, absence: fault.message, isNews: fault != .stopping)
  }

  private func show(
    _ state: DeviceState, parts: DeviceParts?, absence: String?, isNews: Bool = true
  ) {
    change(isNews: isNews) { status in
      status.absence = state == .absent ? absence : nil
      if !status.state.isSame(as: state) {
        status.state = state
        status.since = wallTime()
      }
      if let parts {
        status.parts = parts
      } else if state.saysNothing {
        status.parts = status.parts.forgotten
      }
      if state == .ready { status.recovery = nil }
    }
  }

  /// Shows which rung of recovery is being tried.
  func show(_ step: RecoveryStep) { change { $0.recovery = step } }

  /// The device was taken away: what was tried was tried on another, or on this one before a hand
  /// mended it. What comes next is the news.
  func forgetRecovery() { change(isNews: false) { $0.recovery = nil } }

  func show(isBusy: Bool) { change { $0.isBusy = isBusy } }

  func finish() { listeners.finish() }

  private func change(isNews: Bool = true, _ body: (inout DeviceStatus) -> Void) {
    let changed: DeviceStatus? = current.withLock { status in
      let old = status
      body(&status)
      guard status != old else { return nil }
      // Sent under the lock, so that no listener sees two changes in the wrong order.
      listeners.send(status)
      return status
    }
    guard let changed, isNews else { return }
    let news: (old: DeviceStatus?, isWorthALine: Bool) = logged.withLock { $0.take(changed) }
    if news.isWorthALine { log(changed, after: news.old) }
  }

  /// What was logged last: a device that is tried again and again goes through the same states.
  private struct Log {
    private var since = Deadline.now
    private var lines = 0
    private var last: DeviceStatus?

    mutating func take(_ status: DeviceStatus) -> (old: DeviceStatus?, isWorthALine: Bool) {
      // An attempt is no news until it has ended.
      if status.state == .opening { return (last, false) }
      if let last, status.reads(like: last) { return (last, false) }
      if since.duration(to: .now) > .seconds(60) { (since, lines) = (.now, 0) }
      guard lines < StatusBoard.linesPerMinute else { return (last, false) }
      lines += 1
      defer { last = status }
      return (last, true)
    }
  }

  private func log(_ status: DeviceStatus, after old: DeviceStatus?) {
    let name = "\(status.kind.rawValue) \(status.id) at \(status.address)"
    let paper = status.paper.map { ", paper \($0.rawValue)" } ?? ""
    if status.recovery == .callTechnician, old?.recovery != .callTechnician {
      logger.error("\(name): software can do no more, call a technician")
    }
    switch status.state {
    case .ready where old?.state != .ready: logger.notice("\(name): ready\(paper)")
    case .ready where old?.paper != status.paper && status.paper != .full:
      logger.warning("\(name): ready\(paper)")
    // A card that came, a cover that was closed.
    case .ready, .opening: logger.debug("\(name): \(status.state)\(paper)")
    case .absent: logger.warning("\(name): absent\(status.absence.map { ": \($0)" } ?? "")")
    case .faulted(let fault), .backingOff(let fault):
      logger.warning("\(name): \(fault)\(paper)")
    }
  }
}

extension DeviceStatus {
  /// Whether a line about this status would say what the line about `other` said: a pause before
  /// the next attempt and a command under way are no news.
  fileprivate func reads(like other: DeviceStatus) -> Bool {
    let isSameState =
      switch (state.fault, other.state.fault) {
      case (let fault?, let before?): fault.code == before.code
      case (nil, nil): state == other.state
      default: false
      }
    return isSameState && parts == other.parts
      && (recovery == .callTechnician) == (other.recovery == .callTechnician)
  }
}

extension DeviceState {
  /// Equal but for the wording of a fault: another byte count is no change of state.
  func isSame(as other: DeviceState) -> Bool {
    switch (self, other) {
    case (.faulted(let a), .faulted(let b)), (.backingOff(let a), .backingOff(let b)):
      a.code == b.code
    default: self == other
    }
  }

  /// Nobody answers, so what was known of its parts may be long past.
  var saysNothing: Bool {
    switch self {
    case .absent: true
    case .faulted(let fault), .backingOff(let fault): fault.code == .silent
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

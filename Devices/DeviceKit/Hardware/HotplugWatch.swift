import CLibUDev
import Glibc
public import Logging
import Synchronization

/// Watches what is plugged in and pulled out.
///
/// An event only says that it is time to look: each burst ends in a scan, and what differs from the
/// scan before is the news. So an event that was lost, came twice or out of order does no harm.
public enum HotplugWatch {
  /// A plug brings a device, its interfaces and their nodes within some ten milliseconds; they are
  /// one look. Nothing that a person notices.
  private static let quiet: Duration = .milliseconds(100)
  /// A device that never comes to rest is looked at this often.
  private static let longestBurst: Duration = .milliseconds(400)

  /// Everything that is there, then every change, until nobody listens any more.
  ///
  /// Where the kernel gives no events (no netlink, as in some sandboxes) the stream stays at what
  /// is there; devices are found by the pace of their attempts then.
  public static func changes(logger: Logger) -> AsyncStream<HardwareChange> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: HardwareChange.self, bufferingPolicy: .bufferingNewest(256))
    do {
      let stop = try Signal()
      continuation.onTermination = { _ in stop.raise() }
      try startThread("hotplug") {
        watch(until: stop, logger: logger) { continuation.yield($0) }
        continuation.finish()
      }
    } catch {
      logger.error("no hotplug: \(error)")
      continuation.finish()
    }
    return stream
  }

  // MARK: The last look

  /// How long a look is believed without an event: udevd may have died, and its events with it.
  private static let trust: Duration = .seconds(30)
  /// The newest look and when it began; nil while nobody watches.
  private static let seen = Mutex<(tree: HardwareTree, begun: Deadline)?>(nil)

  /// What is plugged in. While a watch runs this costs nothing: an absent device that is looked for
  /// every few seconds must not have all of sysfs read each time (trap 12).
  static func tree() -> HardwareTree {
    if let seen = seen.withLock({ $0 }), seen.begun.duration(to: .now) < trust { return seen.tree }
    return look(isWatch: false)
  }

  private static func look(isWatch: Bool) -> HardwareTree {
    let begun = Deadline.now
    let tree = HardwareTree.scan()
    seen.withLock { seen in
      // A look that began later has seen more.
      if seen.map({ $0.begun < begun }) ?? isWatch { seen = (tree, begun) }
    }
    return tree
  }

  private static func watch(
    until stop: Signal, logger: Logger, report: (HardwareChange) -> Void
  ) {
    // First the monitor, then the scan: what comes in between is seen twice and not never.
    guard let monitor = UDevMonitor() else {
      logger.warning("the kernel gives no hotplug events here; devices are looked for by turns")
      for node in HardwareTree.scan().nodes { report(.added(node)) }
      while !stop.wait(until: .after(.seconds(3600))) {}
      return
    }
    defer { seen.withLock { $0 = nil } }
    var tree = look(isWatch: true)
    for node in tree.nodes { report(.added(node)) }
    while monitor.waitForEvent(unless: stop) {
      let burstEnd = Deadline.after(longestBurst)
      var touched: Set<String> = []
      repeat {
        touched.formUnion(monitor.drain())
      } while Deadline.now < burstEnd
        && monitor.waitForEvent(unless: stop, until: .after(quiet))
      let now = look(isWatch: true)
      for change in now.changes(since: tree, touched: touched) { report(change) }
      tree = now
    }
  }
}

/// A netlink socket of libudev's, confined to the thread that made it.
private final class UDevMonitor {
  private let udev: OpaquePointer
  private let monitor: OpaquePointer

  init?() {
    // udevd's own messages come after its rules have set owner and mode of the node (trap 5);
    // without udevd only the kernel's come.
    let source = access("/run/udev/control", F_OK) == 0 ? "udev" : "kernel"
    guard let udev = udev_new() else { return nil }
    guard let monitor = udev_monitor_new_from_netlink(udev, source) else {
      udev_unref(udev)
      return nil
    }
    self.udev = udev
    self.monitor = monitor
    for subsystem in HardwareNode.Subsystem.allCases {
      udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem.rawValue, nil)
    }
    guard udev_monitor_enable_receiving(monitor) >= 0 else { return nil }
  }

  deinit {
    udev_monitor_unref(monitor)
    udev_unref(udev)
  }

  /// True for an event, false at the deadline or when `stop` is raised.
  func waitForEvent(unless stop: Signal, until deadline: Deadline? = nil) -> Bool {
    while true {
      var entries = [
        pollfd(fd: udev_monitor_get_fd(monitor), events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop.raw, events: Int16(POLLIN), revents: 0),
      ]
      let timeout = deadline?.pollTimeout ?? -1
      let count = retryingInterrupts { Int(poll(&entries, nfds_t(entries.count), timeout)) }
      if count < 0 || entries[1].revents != 0 { return false }
      if entries[0].revents != 0 { return true }
      if let deadline, Deadline.now >= deadline { return false }
    }
  }

  /// Takes what is queued, at most `limit` messages, and returns the folders of what was removed.
  func drain(limit: Int = 1024) -> Set<String> {
    var removed: Set<String> = []
    for _ in 0..<limit {
      // Non-blocking: nil when the queue is empty, and once for an overflow (ENOBUFS), which the
      // scan makes good.
      guard let device = udev_monitor_receive_device(monitor) else { break }
      defer { udev_device_unref(device) }
      if let action = udev_device_get_action(device), strcmp(action, "remove") == 0,
        let path = udev_device_get_syspath(device)
      {
        removed.insert(String(cString: path))
      }
    }
    return removed
  }
}

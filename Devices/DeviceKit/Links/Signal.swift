import CLinuxDevices
import Glibc

/// A level that one thread raises and another waits for in poll(2).
final class Signal: Sendable {
  private let descriptor: Descriptor

  init() throws(DeviceFault) {
    let raw = hallway_eventfd()
    guard raw >= 0 else { throw .system(-raw, "eventfd") }
    descriptor = Descriptor(raw)
  }

  var raw: Int32 { descriptor.raw }

  func raise() {
    // eventfd(2): eight bytes; EAGAIN means that it is raised already.
    var one: UInt64 = 1
    _ = retryingInterrupts { write(raw, &one, 8) }
  }

  func lower() {
    var count: UInt64 = 0
    _ = retryingInterrupts { read(raw, &count, 8) }
  }

  /// Waits for the level whatever else happens; true where it was raised in time.
  func wait(until deadline: Deadline) -> Bool {
    var entry = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
    while true {
      if retryingInterrupts({ Int(poll(&entry, 1, deadline.pollTimeout)) }) > 0 { return true }
      if Deadline.now >= deadline { return false }
    }
  }
}

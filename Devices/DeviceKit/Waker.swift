import Glibc
import Synchronization

/// Lets other threads reach a device's thread while it waits in poll(2).
///
/// Two things do: the end of the hall, which is final, and work queued behind a thread that is
/// merely idle, which it should turn to. A wait inside an exchange is never cut short by work.
public final class Waker: Sendable {
  enum Outcome { case ready, deadline, work }

  private struct State {
    var stopped = false
    var queuedJobs = 0
    var idling = false
  }

  private let state = Mutex(State())
  private let readEnd: Descriptor
  private let writeEnd: Descriptor

  public init() throws(DeviceFault) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(errno, "pipe") }
    readEnd = Descriptor(ends[0])
    writeEnd = Descriptor(ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  public var isStopped: Bool { state.withLock { $0.stopped } }

  /// Ends every present and future wait at once.
  public func stop() {
    state.withLock { $0.stopped = true }
    ring()
  }

  func jobQueued() {
    let idling = state.withLock {
      $0.queuedJobs += 1
      return $0.idling
    }
    if idling { ring() }
  }

  func jobTaken() { state.withLock { $0.queuedJobs -= 1 } }

  /// Waits until `descriptor` can do one of `events`; `nil` waits for the deadline alone.
  ///
  /// With `idle`, queued work ends the wait early.
  func wait(
    for descriptor: Int32?, events: Int32 = 0, until deadline: Deadline, idle: Bool
  ) throws(DeviceFault) -> Outcome {
    if idle {
      let mayIdle = state.withLock {
        $0.idling = $0.queuedJobs == 0
        return $0.idling
      }
      guard mayIdle else { return .work }
    }
    defer { if idle { state.withLock { $0.idling = false } } }

    while true {
      if isStopped { throw .stopping }
      // poll(2) ignores negative descriptors.
      var entries = [
        pollfd(fd: readEnd.raw, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor ?? -1, events: Int16(events), revents: 0),
      ]
      let count = retryingInterrupts {
        Int(poll(&entries, nfds_t(entries.count), deadline.pollTimeout))
      }
      guard count >= 0 else { throw .system(errno, "poll") }
      if entries[0].revents != 0 {
        drain()
        if isStopped { throw .stopping }
        if idle { return .work }
      }
      let seen = Int32(entries[1].revents)
      // Bytes that arrived before a hang-up are still handed over.
      if seen & events != 0 { return .ready }
      if seen & (POLLHUP | POLLERR | POLLNVAL) != 0 {
        throw DeviceFault(.unplugged, "the line was hung up")
      }
      if count == 0, Deadline.now >= deadline { return .deadline }
    }
  }

  private func ring() {
    // A full pipe already wakes the reader, so a failed write changes nothing.
    _ = retryingInterrupts { write(writeEnd.raw, [1], 1) }
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while retryingInterrupts({ read(readEnd.raw, &bytes, bytes.count) }) == bytes.count {}
  }
}

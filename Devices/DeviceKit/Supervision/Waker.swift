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
    /// Something was plugged in: a pause before the next attempt is over.
    var isHasty = false
    /// Ends a wait that poll(2) has no part in.
    var wake: (@Sendable () -> Void)?
    var command: Command?
    /// Blocking calls that other threads make for this device and that are not back.
    var calls = 0
  }

  /// The caller's command that is under way on this thread.
  private struct Command {
    let number: UInt64
    let deadline: Deadline
    var isCancelled = false
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

  /// Whether waits end now: the hall stops, or the command under way was given up or ran out of
  /// time.
  public var isInterrupted: Bool {
    state.withLock { state in
      guard !state.stopped, let command = state.command else { return state.stopped }
      return command.isCancelled || Deadline.now >= command.deadline
    }
  }

  // MARK: Commands

  func beginCommand(_ number: UInt64, until deadline: Deadline) {
    state.withLock { $0.command = Command(number: number, deadline: deadline) }
  }

  func endCommand() { state.withLock { $0.command = nil } }

  /// Ends the wait of that command; nothing happens where another one is under way.
  func cancelCommand(_ number: UInt64) {
    let isUnderWay = state.withLock { state in
      guard state.command?.number == number else { return false }
      state.command?.isCancelled = true
      return true
    }
    if isUnderWay { ring() }
  }

  // MARK: Blocking calls

  /// Counts a call that begins; false, and not counted, where more than `others` are out.
  func beginCall(beside others: Int) -> Bool {
    state.withLock { state in
      guard state.calls <= others else { return false }
      state.calls += 1
      return true
    }
  }

  func endCall() { state.withLock { $0.calls -= 1 } }

  // MARK: Haste

  /// Ends a pause before the next attempt.
  func hasten() {
    state.withLock { $0.isHasty = true }
    ring()
  }

  /// Whether somebody asked for haste since the last time.
  func takeHaste() -> Bool {
    state.withLock { state in
      defer { state.isHasty = false }
      return state.isHasty
    }
  }

  // MARK: Waiting

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
  /// With `idle`, queued work ends the wait early; with `heedsCommand` false the command under way
  /// does not, whether given up or out of time.
  func wait(
    for descriptor: Int32?, events: Int32 = 0, until deadline: Deadline, idle: Bool,
    heedsCommand: Bool = true
  ) throws(DeviceFault) -> Outcome {
    if idle {
      let mayIdle = state.withLock {
        $0.idling = $0.queuedJobs == 0
        return $0.idling
      }
      guard mayIdle else { return .work }
    }
    defer { if idle { state.withLock { $0.idling = false } } }

    var deadline = deadline
    while true {
      let command = try currentCommand(heeded: heedsCommand)
      if let command { deadline = min(deadline, command.deadline) }
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
        _ = try currentCommand(heeded: heedsCommand)
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

  /// Waits for the deadline alone, in the middle of an exchange.
  ///
  /// - Throws: ``DeviceFault`` as soon as the command is given up or the hall stops.
  public func pause(until deadline: Deadline) throws(DeviceFault) {
    _ = try wait(for: nil, until: deadline, idle: false)
  }

  /// Waits for the deadline, or for work that is queued for this thread.
  public func idle(until deadline: Deadline) throws(DeviceFault) {
    _ = try wait(for: nil, until: deadline, idle: true)
  }

  /// Runs `wait`, a wait of a library's own that poll(2) has no part in.
  ///
  /// `wake` is called from other threads whenever that wait may have to end: the hall stops, the
  /// command is given up or, with `idle`, work is queued; also just before `wait` begins, so it has
  /// to be remembered, as a semaphore does. What the wait ended for is for ``isInterrupted`` to say.
  ///
  /// - Returns: false, without waiting, where work is queued already.
  public func whileWaking(
    by wake: @escaping @Sendable () -> Void, idle: Bool, _ wait: () -> Void
  ) -> Bool {
    let mayWait = state.withLock { state in
      guard !idle || state.queuedJobs == 0 else { return false }
      state.idling = idle
      state.wake = wake
      return true
    }
    guard mayWait else { return false }
    defer {
      state.withLock { state in
        state.idling = false
        state.wake = nil
      }
    }
    if isInterrupted { wake() }
    wait()
    return true
  }

  /// The command that a wait now belongs to; none where the wait does not heed it.
  private func currentCommand(heeded: Bool) throws(DeviceFault) -> Command? {
    let (stopped, command) = state.withLock { ($0.stopped, heeded ? $0.command : nil) }
    if stopped { throw .stopping }
    if command?.isCancelled == true { throw .cancelled }
    return command
  }

  private func ring() {
    // A full pipe already wakes the reader, so a failed write changes nothing.
    _ = retryingInterrupts { write(writeEnd.raw, [1], 1) }
    state.withLock { $0.wake }?()
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while retryingInterrupts({ read(readEnd.raw, &bytes, bytes.count) }) == bytes.count {}
  }
}

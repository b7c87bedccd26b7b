import Glibc
import Synchronization

/// Makes a call that may stay in the kernel, on a thread of its own, and gives it up at `deadline`
/// or when the device's thread is told to stop.
///
/// The kernel gives a control transfer 5 s whoever waits (USB_CTRL_SET_TIMEOUT), and a reset or a
/// close longer. What an abandoned call returns at last is handed to `late`, once.
/// `unstarted` runs where there is no thread for it.
///
/// While a device's abandoned call is out, the next one is `silent` at once: a device that hangs
/// would otherwise cost a thread with each attempt. A `isRescue`, which may free the one that hangs,
/// is let out beside it.
///
/// With `heedsCommand` false the call outlasts a caller who gives up: for calls whose abandonment
/// costs the link.
func abandonably<Value: Sendable>(
  _ what: String, until deadline: Deadline, _ waker: Waker,
  isRescue: Bool = false, heedsCommand: Bool = true,
  late: @escaping @Sendable (Value) -> Void = { _ in },
  unstarted: () -> Void = {},
  _ call: @escaping @Sendable () -> Value
) throws(DeviceFault) -> Value {
  guard waker.beginCall(beside: isRescue ? 1 : 0) else {
    unstarted()
    throw DeviceFault(.silent, "\(what): an earlier call has not come back from the kernel")
  }
  let outcome: Outcome<Value>
  do {
    outcome = try Outcome<Value>()
    try startThread("device-call") {
      let value = call()
      // Before the value is there: whoever gets it may call again at once.
      waker.endCall()
      if !outcome.deliver(value) { late(value) }
    }
  } catch {
    waker.endCall()
    unstarted()
    throw error
  }
  do {
    _ = try waker.wait(
      for: outcome.delivered.raw, events: POLLIN, until: deadline, idle: false,
      heedsCommand: heedsCommand)
  } catch {
    if let value = outcome.takeOrAbandon() { late(value) }
    throw error
  }
  guard let value = outcome.takeOrAbandon() else {
    throw DeviceFault(.silent, "\(what) has not come back from the kernel")
  }
  return value
}

extension Descriptor {
  /// A blocking call with a descriptor of its own, which outlives this one where the call is
  /// abandoned.
  func abandonably<Value: Sendable>(
    _ what: String, until deadline: Deadline, _ waker: Waker, heedsCommand: Bool = true,
    _ call: @escaping @Sendable (Int32) -> Value
  ) throws(DeviceFault) -> Value {
    let copy = fcntl(raw, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .system(errno, what) }
    return try DeviceKit.abandonably(
      what, until: deadline, waker, heedsCommand: heedsCommand,
      unstarted: { close(copy) },
      {
        defer { close(copy) }
        return call(copy)
      })
  }
}

/// Where the thread of a call and the one that waits for it meet: exactly one of them gets the
/// value.
private final class Outcome<Value: Sendable>: Sendable {
  private enum State {
    case pending
    case delivered(Value)
    case over
  }

  private let state = Mutex(State.pending)
  let delivered: Signal

  init() throws(DeviceFault) { delivered = try Signal() }

  /// False where nobody waits any more.
  func deliver(_ value: Value) -> Bool {
    let isWanted = state.withLock { state in
      guard case .pending = state else { return false }
      state = .delivered(value)
      return true
    }
    if isWanted { delivered.raise() }
    return isWanted
  }

  func takeOrAbandon() -> Value? {
    state.withLock { state in
      defer { state = .over }
      return if case .delivered(let value) = state { value } else { nil }
    }
  }
}

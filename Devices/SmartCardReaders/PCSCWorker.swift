import DeviceKit
import Dispatch
import Synchronization

/// A thread for libpcsclite's calls, which know no deadline: the device's own thread waits for their
/// results and goes on without them when pcscd hangs.
///
/// One a driver, for as long as it lives: a call that never returns costs one thread, not one an
/// attempt.
final class PCSCWorker: Sendable {
  /// How long a cancelled wait may take to return.
  static let cancelDeadline: Duration = .seconds(1)
  static let cancelInterval: Duration = .milliseconds(50)

  /// A serial queue of its own, whose thread Dispatch adds to the pool's (overcommit).
  private let queue = DispatchQueue(label: "pcsc")
  /// Cancelling asks pcscd too, which may be what hangs.
  private let cancelling = DispatchQueue(label: "pcsc-cancel")
  private let isAtWork = Atomic(false)

  /// The result of `body`, or `silent` at the deadline; later calls are `silent` until it returns.
  func run<Value: Sendable>(
    by deadline: Deadline, waker: Waker,
    _ body: @escaping @Sendable () -> Result<Value, DeviceFault>
  ) throws(DeviceFault) -> Value {
    let outcome = Outcome<Value>()
    var result: Result<Value, DeviceFault>?
    try begin(outcome, body)
    _ = waker.whileWaking(by: { outcome.arrived.signal() }, idle: false) {
      while result == nil, Deadline.now < deadline, !waker.isInterrupted {
        result = outcome.take(by: deadline)
      }
    }
    if let result { return try result.get() }
    if waker.isInterrupted { throw DeviceFault(.cancelled, "whoever asked gave up") }
    throw DeviceFault(.silent, "pcscd does not answer")
  }

  /// The same for a wait that `cancel` ends, called where work is queued for the device's thread;
  /// nil in that case.
  func wait<Value: Sendable>(
    by deadline: Deadline, waker: Waker, cancel: @escaping @Sendable () -> Void,
    _ body: @escaping @Sendable () -> Result<Value, DeviceFault>
  ) throws(DeviceFault) -> Value? {
    let outcome = Outcome<Value>()
    let isWoken = Atomic(false)
    var result: Result<Value, DeviceFault>?
    var refusal: DeviceFault?
    let hasWaited = waker.whileWaking(
      by: {
        isWoken.store(true, ordering: .relaxed)
        outcome.arrived.signal()
      }, idle: true
    ) {
      do throws(DeviceFault) { try begin(outcome, body) } catch { refusal = error }
      while refusal == nil, result == nil, Deadline.now < deadline,
        !isWoken.load(ordering: .relaxed)
      {
        result = outcome.take(by: deadline)
      }
    }
    if let refusal { throw refusal }
    guard hasWaited else { return nil }
    if result == nil {
      let limit = Deadline.after(Self.cancelDeadline)
      while result == nil, Deadline.now < limit {
        // Again and again: a wait that had not quite begun is not cancelled.
        cancelling.async(execute: cancel)
        result = outcome.take(by: min(limit, .after(Self.cancelInterval)))
      }
    }
    guard let result else { throw DeviceFault(.silent, "pcscd does not answer") }
    return try result.get()
  }

  /// Cleans up when the calls before it have returned; nobody waits for it.
  func afterwards(_ body: @escaping @Sendable () -> Void) { queue.async(execute: body) }

  private func begin<Value>(
    _ outcome: Outcome<Value>, _ body: @escaping @Sendable () -> Result<Value, DeviceFault>
  ) throws(DeviceFault) {
    guard !isAtWork.exchange(true, ordering: .acquiringAndReleasing) else {
      throw DeviceFault(.silent, "pcscd has not answered the question before")
    }
    queue.async { [self] in
      let result = body()
      isAtWork.store(false, ordering: .releasing)
      outcome.put(result)
    }
  }
}

/// A result on its way from one thread to another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, DeviceFault>?>(nil)
  /// Signalled for a result, and to look up from waiting.
  let arrived = DispatchSemaphore(value: 0)

  func put(_ value: Result<Value, DeviceFault>) {
    result.withLock { $0 = value }
    arrived.signal()
  }

  func take(by deadline: Deadline) -> Result<Value, DeviceFault>? {
    let (seconds, attoseconds) = Deadline.now.duration(to: deadline).components
    let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
    _ = arrived.wait(timeout: .now() + .nanoseconds(Int(max(0, min(nanoseconds, 1e15)))))
    return result.withLock { $0 }
  }
}

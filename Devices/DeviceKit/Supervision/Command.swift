import Synchronization

/// How long a command may take unless its driver says otherwise, its place in the queue included: a
/// person in front of the machine does not wait longer.
public let usualCommandTime: Duration = .seconds(10)

extension SupervisedDevice {
  /// Carries out a caller's command on the device's thread: one at a time, in the order they came.
  ///
  /// The deadline runs while the command still waits for its turn, and ends every wait inside it.
  /// Cancelling the caller's task ends a command that waits, and the wait of one that is under way.
  /// A misbehaving device is left to supervision, which climbs the ladder; the next command is told
  /// the fault at once.
  ///
  /// - Parameters:
  ///   - name: letters only; recordings have it, and a replay gives the same command.
  ///   - time: its place in the queue included.
  ///   - body: runs on the device's thread and may block it, with deadlines.
  /// - Returns: what `body` returned.
  /// - Throws: ``DeviceFault``: `overloaded` when too many wait or its turn did not come in time,
  ///   `cancelled`, what ``requireLink()`` throws, or what `body` does.
  public nonisolated func command<Value: Sendable>(
    _ name: String, within time: Duration = usualCommandTime,
    _ body:
      @escaping @Sendable (isolated Self, any ByteLink) throws(DeviceFault) -> Value
  ) async throws(DeviceFault) -> Value {
    let deadline = Deadline.after(time)
    let order = Order<Value>()
    let number = supervision.turns.admit { number in
      self.assumeIsolated { $0.perform(name, number, by: deadline, order, body) }
    }
    guard let number else {
      throw DeviceFault(.overloaded, "\(Turnstile.limit) commands wait already")
    }
    // Its turn comes when those before it are done; the caller does not wait longer than it said.
    Task.detached { await self.serveNext() }
    let patience = Task.detached {
      try await Task.sleep(until: deadline, clock: .continuous)
      order.giveUp(DeviceFault(.overloaded, "its turn did not come in time"))
    }
    defer { patience.cancel() }
    let waker = supervision.thread.waker
    let begun = ContinuousClock.now
    let result = await withTaskCancellationHandler {
      await order.outcome()
    } onCancel: {
      if !order.giveUp(.cancelled) { waker.cancelCommand(number) }
    }
    var fault: DeviceFault?
    if case .failure(let failure) = result { fault = failure }
    DeviceMeters.note(name, of: id, took: ContinuousClock.now - begun, fault: fault)
    return try result.get()
  }

  /// Serves whoever came first. Tasks reach the device's thread in any order, so a task brings a turn
  /// and not its own command.
  private func serveNext() { supervision.turns.serveNext() }

  /// Returns what tells the caller how it ended.
  private func perform<Value: Sendable>(
    _ name: String, _ number: UInt64, by deadline: Deadline, _ order: Order<Value>,
    _ body: (isolated Self, any ByteLink) throws(DeviceFault) -> Value
  ) -> @Sendable () -> Void {
    let waker = supervision.thread.waker
    // First the waker knows the command, then it counts as under way: whoever gives it up in
    // between is heard by one of the two.
    waker.beginCommand(number, until: deadline)
    defer { waker.endCommand() }
    // Whoever gave it up was told then.
    guard order.begin() else { return {} }
    do {
      let link = try requireLink()
      link.mark(name)
      let value = try body(self, link)
      return { order.end(.success(value)) }
    } catch {
      if link != nil {
        if error.code == .unplugged || error.code == .absent {
          lose(error)
        } else if error.isMisbehaviour {
          suspicion = error
        }
      }
      let fault = error
      return { order.end(.failure(fault)) }
    }
  }
}

/// One caller's command, from its admission to its outcome.
private final class Order<Value: Sendable>: Sendable {
  private enum Stage { case waiting, underWay, over }

  private struct State {
    var stage = Stage.waiting
    var outcome: Result<Value, DeviceFault>?
    var caller: CheckedContinuation<Result<Value, DeviceFault>, Never>?
  }

  private let state = Mutex(State())

  /// Its turn has come; false where nobody waits for it any more.
  func begin() -> Bool {
    state.withLock { state in
      guard state.stage == .waiting else { return false }
      state.stage = .underWay
      return true
    }
  }

  func end(_ outcome: Result<Value, DeviceFault>) { settle(outcome) { $0 != .over } }

  /// Ends a command whose turn has not come; false where it is under way.
  @discardableResult
  func giveUp(_ fault: DeviceFault) -> Bool { settle(.failure(fault)) { $0 == .waiting } }

  /// How it ended, once it has.
  func outcome() async -> Result<Value, DeviceFault> {
    await withCheckedContinuation { caller in
      let outcome: Result<Value, DeviceFault>? = state.withLock { state in
        if state.outcome == nil { state.caller = caller }
        return state.outcome
      }
      if let outcome { caller.resume(returning: outcome) }
    }
  }

  @discardableResult
  private func settle(
    _ outcome: Result<Value, DeviceFault>, where mayEnd: (Stage) -> Bool
  ) -> Bool {
    let (ended, caller) = state.withLock {
      state -> (Bool, CheckedContinuation<Result<Value, DeviceFault>, Never>?) in
      guard mayEnd(state.stage) else { return (false, nil) }
      state.stage = .over
      state.outcome = outcome
      defer { state.caller = nil }
      return (true, state.caller)
    }
    caller?.resume(returning: outcome)
    return ended
  }
}

extension DeviceFault {
  static let cancelled = DeviceFault(.cancelled, "whoever asked gave up")
}

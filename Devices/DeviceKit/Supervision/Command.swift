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
  /// - Throws: ``DeviceFault``: `overloaded` when too many wait or its turn did not come in time,
  ///   `cancelled`, what ``requireLink()`` throws, or what `body` does.
  public nonisolated func command<Value: Sendable>(
    _ name: String, within time: Duration = usualCommandTime,
    _ body:
      @escaping @Sendable (isolated Self, any ByteLink) throws(DeviceFault) -> Value
  ) async throws(DeviceFault) -> Value {
    let turns = supervision.turns
    guard let number = turns.admit() else {
      throw DeviceFault(.overloaded, "\(Turnstile.limit) commands wait already")
    }
    defer { turns.leave() }
    let deadline = Deadline.after(time)
    let waker = supervision.thread.waker
    let result: Result<Value, DeviceFault> = await withTaskCancellationHandler {
      await perform(name, number, by: deadline, body)
    } onCancel: {
      waker.cancelCommand(number)
    }
    return try result.get()
  }

  private func perform<Value: Sendable>(
    _ name: String, _ number: UInt64, by deadline: Deadline,
    _ body: (isolated Self, any ByteLink) throws(DeviceFault) -> Value
  ) async -> Result<Value, DeviceFault> {
    if Task.isCancelled { return .failure(.cancelled) }
    guard Deadline.now < deadline else {
      return .failure(DeviceFault(.overloaded, "its turn did not come in time"))
    }
    let waker = supervision.thread.waker
    waker.beginCommand(number, until: deadline)
    defer { waker.endCommand() }
    // Cancelled between the check above and the line before this one.
    if Task.isCancelled { return .failure(.cancelled) }
    do {
      let link = try requireLink()
      link.mark(name)
      return .success(try body(self, link))
    } catch {
      if link != nil {
        if error.code == .unplugged || error.code == .absent {
          lose(error)
        } else if error.isMisbehaviour {
          suspicion = error
        }
      }
      return .failure(error)
    }
  }
}

extension DeviceFault {
  static let cancelled = DeviceFault(.cancelled, "whoever asked gave up")
}

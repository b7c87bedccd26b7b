/// The clock, the countdowns and the tries to come of a front live from these: one a second, until
/// the task is cancelled.
public func everySecond(_ tick: @escaping @Sendable () -> Void) -> Task<Void, Never> {
  Task {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      tick()
    }
  }
}

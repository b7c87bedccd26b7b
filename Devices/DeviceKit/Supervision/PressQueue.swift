import Synchronization

/// Presses on their way from a device to the hall, none of which may be lost once the device was
/// told that it arrived.
///
/// A ``Broadcast`` drops what nobody hears. Here the first listener gets what came before it, and
/// ``offer(_:)`` says whether the press is kept: only then does a driver acknowledge it.
public final class PressQueue<Press: Sendable>: Sendable {
  private struct State {
    var listeners: [UInt64: AsyncStream<Press>.Continuation] = [:]
    /// What came while nobody listened.
    var waiting: [Press] = []
    var nextKey: UInt64 = 0
    var isFinished = false
  }

  private let state = Mutex(State())
  private let capacity: Int

  /// `capacity` presses are kept for each listener, and for the first one to come.
  public init(capacity: Int) { self.capacity = max(1, capacity) }

  public func listen() -> AsyncStream<Press> {
    // The oldest press counts (protocols.md D.3): a full buffer refuses what is new.
    let (stream, continuation) = AsyncStream.makeStream(
      of: Press.self, bufferingPolicy: .bufferingOldest(capacity))
    let key: UInt64? = state.withLock { state in
      guard !state.isFinished else { return nil }
      for press in state.waiting { continuation.yield(press) }
      state.waiting.removeAll()
      state.nextKey += 1
      state.listeners[state.nextKey] = continuation
      return state.nextKey
    }
    guard let key else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
    }
    return stream
  }

  /// Hands a press to every listener.
  ///
  /// - Returns: whether at least one has it now or it waits for the first to come; false where all
  ///   of them lag by `capacity` presses, and the device has to keep it.
  public func offer(_ press: Press) -> Bool {
    state.withLock { state in
      guard !state.isFinished else { return false }
      if state.listeners.isEmpty {
        guard state.waiting.count < capacity else { return false }
        state.waiting.append(press)
        return true
      }
      // Yielding under the lock keeps the order; a listener's end takes the lock only afterwards,
      // since AsyncStream runs onTermination outside of yield(_:).
      var isTaken = false
      for listener in state.listeners.values {
        if case .enqueued = listener.yield(press) { isTaken = true }
      }
      return isTaken
    }
  }

  /// Ends every stream, and every later one at once.
  public func finish() {
    let listeners = state.withLock { state in
      defer { state.listeners = [:] }
      state.isFinished = true
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}

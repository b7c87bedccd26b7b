import Hall
import Synchronization

/// Tells every follower that something changed; what changed they look up themselves.
///
/// A follower that is slow hears once for many changes, so nobody waits for it and nothing piles
/// up.
final class ChangeBell: Sendable {
  private struct State {
    var next = 0
    var rings = 0
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Mutex(State())

  /// How often it rang: what was looked up at the same count is still so.
  var rings: Int { state.withLock { $0.rings } }

  func ring() {
    let listeners = state.withLock { state in
      state.rings &+= 1
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.yield() }
  }

  /// Rings once at the start, then after changes, until the consumer goes.
  func changes() -> AsyncStream<Void> { Self.changes(of: [self]).rings }

  /// The same of several bells, as one; who has more to listen to yields to the continuation.
  static func changes(of bells: [ChangeBell])
    -> (rings: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
  {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let removals = bells.map { $0.add(continuation) }
    continuation.onTermination = { _ in for remove in removals { remove() } }
    continuation.yield()
    return (stream, continuation)
  }

  private func add(_ listener: AsyncStream<Void>.Continuation) -> @Sendable () -> Void {
    let id = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = listener
      return state.next
    }
    return { [weak self] in _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) } }
  }

  /// Rings in a while: something ends by itself.
  func ring(in time: Duration) async {
    try? await Task.sleep(for: time)
    ring()
  }
}

/// What all followers of a bell see alike, looked up once for all of them.
///
/// Without it each of a hundred boards on the wall would ask the ledger again for every ticket, and
/// the citizen at the kiosk would wait behind them.
actor SharedView<Value: Sendable> {
  /// When a view was looked up: a new day changes what is seen without a ring.
  struct Occasion: Equatable {
    let rings: Int
    let day: LocalDay
  }

  private var latest: (of: Occasion, view: Task<Value, any Error>)?

  func view(
    of occasion: Occasion, _ look: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    if let latest, latest.of == occasion { return try await latest.view.value }
    let view = Task { try await look() }
    latest = (occasion, view)
    do {
      return try await view.value
    } catch {
      // A disk that was full for a moment is asked again.
      if latest?.of == occasion { latest = nil }
      throw error
    }
  }
}

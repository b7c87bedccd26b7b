import Synchronization

/// One sender, any number of listeners that come and go.
public final class Broadcast<Element: Sendable>: Sendable {
  private struct State {
    var listeners: [UInt64: AsyncStream<Element>.Continuation] = [:]
    var nextKey: UInt64 = 0
    var finished = false
  }

  private let state = Mutex(State())
  private let backlog: Int

  /// A listener that lags by more than `backlog` elements loses the oldest.
  public init(backlog: Int) { self.backlog = backlog }

  /// A new listener, given `first` before anything else.
  public func listen(first: Element? = nil) -> AsyncStream<Element> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Element.self, bufferingPolicy: .bufferingNewest(backlog))
    if let first { continuation.yield(first) }
    let key: UInt64? = state.withLock { state in
      guard !state.finished else { return nil }
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

  /// Whether anybody listens at this moment.
  public var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

  public func send(_ element: Element) {
    let listeners = state.withLock { Array($0.listeners.values) }
    for listener in listeners { listener.yield(element) }
  }

  /// Ends every stream, and every later one after its first element.
  public func finish() {
    let listeners = state.withLock { state in
      defer { state.listeners = [:] }
      state.finished = true
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}

import Logging
import NIOCore
import Synchronization

/// What the log hears about peers that misbehave: a bounded number of lines.
///
/// A peer costs nothing to itself by connecting and breaking the protocol again and again; one line
/// for each time would fill the disk that the ledger needs.
final class Complaints: Sendable {
  /// Enough to see that and who, in the log of a day.
  static let mostPerMinute = 10

  private struct State {
    var began = NIODeadline.now()
    var count = 0
  }

  private let logger: Logger
  private let state = Mutex(State())

  init(_ logger: Logger) { self.logger = logger }

  func note(_ message: Logger.Message, metadata: Logger.Metadata? = nil) {
    let count = state.withLock { state in
      let now = NIODeadline.now()
      if now >= state.began + .minutes(1) { state = State(began: now) }
      // Counts no further than where it stops to matter.
      state.count = min(state.count + 1, Self.mostPerMinute + 2)
      return state.count
    }
    if count <= Self.mostPerMinute { logger.notice(message, metadata: metadata) }
    if count == Self.mostPerMinute + 1 {
      logger.notice("more peers misbehave; silent about them for up to a minute")
    }
  }
}

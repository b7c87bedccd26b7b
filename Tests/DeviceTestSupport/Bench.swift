public import DeviceKit
import Hall
public import Logging
import Synchronization

public let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
public let noon: WallTime = { Moment(milliseconds: 1_795_406_400_000) }

/// Supervision that tests do not wait for.
public let quick = Backoff(first: .milliseconds(20), limit: .milliseconds(40))

/// What drivers under test work with; `openLink` is the live one unless a test scripts its own.
public func quickBench(
  logger: Logger = silentLogger, _ openLink: @escaping LinkOpener = openLiveLink
) -> DeviceBench {
  DeviceBench(wallTime: noon, logger: logger, backoff: quick, openLink: openLink)
}

/// Everything a logger was given, so that a test can say what is in it and what is not.
public final class LogBook: Sendable {
  private let entries = Mutex<[(message: String, metadata: String)]>([])
  private let level: Logger.Level

  public init(level: Logger.Level = .trace) { self.level = level }

  /// What was said, without metadata.
  public var lines: [String] { entries.withLock { $0.map(\.message) } }
  public var text: String {
    entries.withLock { $0.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n") }
  }

  public var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(book: self) }
    logger.logLevel = level
    return logger
  }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
      book.entries.withLock {
        $0.append(("\(event.message)", String(describing: event.metadata)))
      }
    }
  }
}

import HallService
import JournalLogging
import Logging
import OpenMetrics
import ServiceLifecycle

/// Says in `systemctl status` how the hall is.
struct StatusService: Service {
  /// A person who looks sees what was so a moment ago.
  private static let period = Duration.seconds(5)

  let desk: FrontDesk

  func run() async {
    await cancelWhenGracefulShutdown { [desk] in
      var last = ""
      while !Task.isCancelled {
        let line = await desk.healthLine()
        if line != last { ServiceManager.notify("STATUS=\(line)") }
        last = line
        try? await Task.sleep(for: Self.period)
      }
    }
  }
}

/// Tells what is counted and measured on a socket of its own; a hall without it goes on.
struct MetricsService: Service {
  let server: MetricsServer
  let logger: Logger

  func run() async {
    await cancelWhenGracefulShutdown { [server, logger] in
      do {
        try await server.run()
      } catch {
        logger.warning("metrics are not told", metadata: ["reason": "\(error)"])
      }
    }
    try? await gracefulShutdown()
  }
}

/// Where log lines go: to journald with their fields where systemd started us, to standard error
/// otherwise.
enum LogRoad {
  static func handler(label: String, stream: String?) -> any LogHandler {
    let plain = StreamLogHandler.standardError(label: label)
    guard JournalSocket.isStandardError(stream), let journal = JournalSocket() else { return plain }
    return JournalLogHandler(identifier: label, journal: journal, spare: plain)
  }
}

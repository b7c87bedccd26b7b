public import Logging

/// Sends what is logged to journald with its fields: `journalctl HALLWAY_DEVICE=reader` finds all that
/// was said of one device.
///
/// Metadata are in the message too, for whoever reads it; journald's own fields tell process, unit
/// and user.
public struct JournalLogHandler: LogHandler {
  public var logLevel = Logger.Level.notice
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let identifier: String
  private let journal: JournalSocket
  private var spare: any LogHandler

  /// - Parameters:
  ///   - identifier: the program's name.
  ///   - journal: where messages go.
  ///   - spare: what is used where journald does not take one, as while it starts anew.
  public init(identifier: String, journal: JournalSocket, spare: any LogHandler) {
    self.identifier = identifier
    self.journal = journal
    self.spare = spare
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let fields = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
      .merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    var line = JournalLine()
    let told = fields.map { " \($0.key)=\($0.value)" }.joined()
    line.add("MESSAGE", "\(event.message)\(told)")
    line.add("PRIORITY", Self.priority(event.level))
    line.add("SYSLOG_IDENTIFIER", identifier)
    line.add("HALLWAY_SOURCE", event.source)
    for (key, value) in fields { line.add("HALLWAY_" + key, "\(value)") }
    guard !journal.send(line.bytes) else { return }
    var spare = spare
    spare.logLevel = logLevel
    spare.metadata = metadata
    spare.log(event: event)
  }

  /// syslog(3)'s levels.
  private static func priority(_ level: Logger.Level) -> String {
    switch level {
    case .critical: "2"
    case .error: "3"
    case .warning: "4"
    case .notice: "5"
    case .info: "6"
    case .debug, .trace: "7"
    }
  }
}

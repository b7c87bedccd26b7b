import ArgumentParser
import CoreMetrics
import Crypto
import Foundation
import Hall
import HallConfig
import HallService
import HallStoreSQLite
import Logging
import OpenMetrics
import PersonKeys
import ProgramKit
import ServiceLifecycle
import UnixSignals
import Varlink

/// The hall's service: numbers, cases and ratings behind one local socket.
@main
struct Hallwayd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallwayd",
    abstract: "Runs one service hall: its queue, cases, ratings and devices on a local socket.",
    discussion: """
      EXAMPLES
        hallwayd --config /etc/hallway/hallway.yaml
        hallwayd --config Demo/hallway.yaml --state /tmp/h --socket /tmp/h/hall
        hallwayd --config hallway.yaml --check
        hallwayd --check-guides guides.yaml
        hallwayd --config hallway.yaml --device printer=tcp:192.0.2.7:9100

      SIGHUP reads the file anew: services, windows, hours, clerks, guides and the rules of the queue change
      without losing a number; devices, access and the program that sends notices change at the next start. A file with faults, or one that
      would leave somebody waiting for nobody, changes nothing and is said in the log.
      """,
    version: hallwayVersion)

  @Option(help: "The hall's file; see hallway.yaml(5).")
  var config = "/etc/hallway/hallway.yaml"

  @Option(help: "Directory of the ledger and the hall's key; made if missing, mode 0700.")
  var state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"] ?? "/var/lib/hallway"

  @Option(help: "Unix socket to serve, unless the service manager hands one over.")
  var socket = "/run/hallway/org.hallway"

  @Option(name: .customLong("device"), help: "ID=ADDRESS instead of the file's; repeatable.")
  var devices: [DeviceOverride] = []

  @Option(help: "Unix socket that tells metrics in OpenMetrics' text by HTTP; none unless given.")
  var metrics: String?

  @Option(help: "Record every device, redacted, into DIR/ID.recording.")
  var record: String?

  @Flag(help: "Check the file, say every fault with its line, and end.")
  var check = false

  @Option(help: "Check a file of guides by itself, say every fault with its line, and end.")
  var checkGuides: String?

  @Flag(help: "End when standard input ends, for whoever starts the service as a child.")
  var untilEof = false

  @Option(
    help: "How much to log: debug, info, notice (unless given), warning or error.",
    transform: level)
  var logLevel = Logger.Level.notice

  func run() async throws {
    if let checkGuides { return try check(guides: checkGuides) }
    let configuration = try readConfiguration()
    do throws(UntrustedProgram) {
      _ = try HallAssembly.sender(for: configuration)
    } catch {
      throw Complaint("\(config): notices.program: \(error)")
    }
    do throws(ConfigurationErrors) {
      _ = try HallAssembly.edition(of: configuration, owner: check ? nil : geteuid())
    } catch {
      throw Complaint(error.description)
    }
    if check {
      if let advice = configuration.calendarAdvice(on: Self.today) {
        FileHandle.standardError.write(Data("\(config): hours.calendar: \(advice)\n".utf8))
      }
      print("\(config): \(configuration.catalogue.services.count) services, no faults")
      return
    }
    do {
      try await serve(configuration)
    } catch {
      throw Complaint("hallwayd: \(error)")
    }
  }

  private func readConfiguration() throws -> HallConfiguration {
    do {
      return try HallConfiguration.load(
        path: config, drivers: DriverRoster.descriptors, state: absolute(state),
        addresses: Dictionary(devices.map { ($0.id, $0.address) }) { _, last in last },
        today: check ? Self.today : nil)
    } catch {
      throw Complaint(error.description)
    }
  }

  private func check(guides path: String) throws {
    do throws(ConfigurationErrors) {
      let book = try GuideBook.load(path: path, services: nil)
      print("\(path): \(book.guides.count) guides, no faults")
    } catch {
      throw Complaint(error.description)
    }
  }

  private static var today: LocalDay { WallClock(HallAssembly.wallTime()).day }

  private func serve(_ configuration: HallConfiguration) async throws {
    let logger = Self.logger(logLevel)
    // Before anything is made that measures.
    let registry = MetricsRegistry(helps: HallMeters.helps)
    if metrics != nil { MetricsSystem.bootstrap(registry) }
    if let advice = configuration.calendarAdvice(on: Self.today) {
      logger.warning("calendar runs out", metadata: ["advice": "\(advice)"])
    }
    Self.allowManyConnections()
    CoreDumps.forbid()
    let directory = try StateDirectory(
      path: absolute(state), lockFile: "lock", program: "hallwayd")
    let hallKey = SymmetricKey(
      data: try HallKey.people.load(from: directory, makes: true))
    let store = try SQLiteHallStore(
      path: directory.path(HallFiles.ledger), hall: configuration.hall.id,
      ratingKey: RatingKey(hallKey: hallKey))
    async let warnings = store.lookOver()
    let cases = try SQLiteCaseStore(
      path: directory.path(HallFiles.cases), hall: configuration.hall.id)
    let keys = PersonKeys(key: hallKey)
    let assembly = HallAssembly(
      configuration: configuration, store: store, cases: cases, people: keys,
      sealKey: try SealKeyFile.load(from: directory),
      recordings: record.map(absolute), state: absolute(state), logger: logger)
    let parts = try await assembly.parts()
    for warning in try await warnings { logger.warning("\(warning)") }
    try await assembly.importCases()
    let desk = FrontDesk(parts)
    let server = VarlinkServer(
      service: try desk.varlinkService(version: hallwayVersion), limits: .hall, logger: logger)
    var services: [any ServiceLifecycle.Service] = [
      BackgroundService(desk: desk),
      HotplugService(desk: desk, logger: logger),
      SocketService(server: server, path: absolute(socket), logger: logger),
      ReloadService(desk: desk, running: configuration, logger: logger) {
        try readConfiguration()
      },
    ]
    services.append(StatusService(desk: desk))
    if let metrics {
      let server = MetricsServer(registry, path: absolute(metrics)) { await desk.measure() }
      services.append(MetricsService(server: server, logger: logger))
    }
    if untilEof { services.append(EndOfInputService()) }
    try await ServiceGroup(
      configuration: .init(
        services: services.map {
          .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        },
        gracefulShutdownSignals: [.sigterm, .sigint],
        // At level debug it would print every service whole, the hall's people among it.
        logger: Self.logger(max(logLevel, .info)))
    ).run()
    withExtendedLifetime(directory) {}
  }

  /// The usual soft limit of 1024 descriptors (kept low for select(2)) is below what the server's
  /// own limits allow.
  private static func allowManyConnections() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  private static func level(_ word: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: word) else {
      throw ValidationError(
        "\"\(word)\" is no log level; say debug, info, notice, warning or error")
    }
    return level
  }

  private static func logger(_ level: Logger.Level) -> Logger {
    let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"]
    var logger = Logger(label: "hallwayd") { LogRoad.handler(label: $0, stream: stream) }
    logger.logLevel = level
    return logger
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

/// `printer=tcp:192.0.2.7:9100`
struct DeviceOverride: ExpressibleByArgument {
  let id: String
  let address: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    id = String(parts[0])
    address = String(parts[1])
  }
}

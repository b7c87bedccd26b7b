import DeviceKit
import DocumentPrinters
import Foundation
import TestSupport

/// A real IPP Everywhere printer, ippeveprinter(1), with a script for its insides.
final class SoftwarePrinter: Sendable {
  let port: UInt16
  let directory: TemporaryDirectory
  private let bus: Daemon
  private let printer: Daemon

  /// `script` is what happens to a document, in sh: its path is `$1`; `say WORDS` sends a line to
  /// the printer, `await FILE` waits until the test has made that file.
  init(port: UInt16? = nil, _ script: String) async throws {
    let directory = TemporaryDirectory()
    self.directory = directory
    self.port = try port ?? freePort()
    try Self.write(script, to: directory)
    // It will not start without a D-Bus to look for Avahi on, even with -r off: a bus of its own.
    let address = "unix:path=\(directory.path("bus"))"
    bus = try Daemon(
      ["dbus-daemon", "--config-file=\(directory.path("bus.conf"))", "--nofork"],
      log: directory.path("bus.log"))
    try await eventually("a bus") { FileManager.default.fileExists(atPath: directory.path("bus")) }
    printer = try Daemon(
      [
        "ippeveprinter", "-r", "off", "-n", "localhost", "-p", "\(self.port)",
        "-d", directory.path("spool"), "-k", "-2", "-c", directory.path("command"), "-vvv",
        "-f", "application/pdf,application/vnd.cups-raw,application/octet-stream", "Hall A4",
      ], environment: ["DBUS_SYSTEM_BUS_ADDRESS": address], log: directory.path("printer.log"))
    do {
      try await eventually("a printer") { accepts(port: self.port) }
    } catch {
      throw Daemon.Failure(description: "ippeveprinter: \(printer.said)")
    }
  }

  private static func write(_ script: String, to directory: TemporaryDirectory) throws {
    try FileManager.default.createDirectory(
      atPath: directory.path("spool"), withIntermediateDirectories: true)
    // 1200 times 50 ms: a minute, and nothing of a test that failed stays behind for longer.
    let text = """
      #!/bin/sh
      cd \(directory.path("")) || exit 1
      say() { echo "$*" >&2; }
      await() { n=0; until [ -e "$1" ] || [ $n -gt 1200 ]; do sleep 0.05; n=$((n+1)); done; }
      touch began
      \(script)
      """
    try text.write(toFile: directory.path("command"), atomically: true, encoding: .utf8)
    chmod(directory.path("command"), 0o755)
    try """
    <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
      "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
    <busconfig><type>session</type><listen>unix:path=\(directory.path("bus"))</listen>
    <policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/>
    <allow own="*"/></policy></busconfig>
    """.write(toFile: directory.path("bus.conf"), atomically: true, encoding: .utf8)
  }

  /// `cups:ipp://…` without a spooler in between.
  var address: DeviceAddress {
    get throws { try DeviceAddress("cups:ipp://127.0.0.1:\(port)/ipp/print") }
  }

  /// Lets the script go on that waits for this file.
  func make(_ file: String) throws {
    try Data().write(to: URL(filePath: directory.path(file)))
  }

  /// The script works on a document.
  func began() async throws {
    try await eventually("a document in the printer") { [directory] in
      FileManager.default.fileExists(atPath: directory.path("began"))
    }
  }

  /// Whoever sent a document rests between two questions about it.
  func isLeftAlone() async throws {
    var (length, since) = (0, ContinuousClock.now)
    try await eventually("a rest between two questions") {
      let said = said
      if said.utf8.count != length { (length, since) = (said.utf8.count, .now) }
      return said.contains("Send-Document successful-ok") && since.duration(to: .now) > Self.rest
    }
  }

  /// CUPS asks once a second at most (backend/ipp.c), and is answered within milliseconds.
  private static let rest = Duration.milliseconds(300)

  /// The documents it was sent, oldest first.
  var documents: [[UInt8]] { files(ending: ".pdf") }

  /// What it keeps: documents, and beside each what its script wrote to standard output.
  func files(ending: String) -> [[UInt8]] {
    let folder = directory.path("spool")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { ending.isEmpty || $0.hasSuffix(ending) }.sorted()
      .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }.map { [UInt8]($0) }
  }

  /// The plug is pulled.
  func pullPlug() { printer.end(SIGKILL) }

  var said: String { printer.said }
}

/// A real cupsd(8) with nothing of the machine's own: configuration, spool and socket are its own.
final class PrintServer: Sendable {
  let port: UInt16
  let directory: TemporaryDirectory
  private let cupsd: Daemon

  init() async throws {
    let directory = TemporaryDirectory()
    self.directory = directory
    port = try freePort()
    for folder in ["root", "cache", "state", "spool", "tmp"] {
      try FileManager.default.createDirectory(
        atPath: directory.path(folder), withIntermediateDirectories: true)
    }
    // As root cupsd hands filters to `lp`, who has to reach the spool.
    chmod(directory.path(""), 0o755)
    try """
    ServerRoot \(directory.path("root"))
    ServerKeychain \(directory.path("root"))
    CacheDir \(directory.path("cache"))
    StateDir \(directory.path("state"))
    RequestRoot \(directory.path("spool"))
    TempDir \(directory.path("tmp"))
    ErrorLog \(directory.path("error.log"))
    AccessLog \(directory.path("access.log"))
    PageLog \(directory.path("page.log"))
    ServerBin /usr/lib/cups
    DataDir /usr/share/cups
    Sandboxing relaxed
    """.write(toFile: directory.path("files.conf"), atomically: true, encoding: .utf8)
    try """
    LogLevel info
    Listen \(directory.path("socket"))
    Listen 127.0.0.1:\(port)
    Browsing Off
    WebInterface No
    DefaultAuthType None
    <Location />
      Order allow,deny
      Allow all
    </Location>
    <Policy default>
      <Limit All>
        Order deny,allow
      </Limit>
    </Policy>
    """.write(toFile: directory.path("cupsd.conf"), atomically: true, encoding: .utf8)
    cupsd = try Daemon(
      [
        "/usr/sbin/cupsd", "-f", "-c", directory.path("cupsd.conf"), "-s",
        directory.path("files.conf"),
      ], log: directory.path("cupsd.log"))
    do {
      try await eventually("a spooler") { accepts(port: self.port) }
    } catch {
      throw Daemon.Failure(description: "cupsd: \(cupsd.said)")
    }
  }

  var socket: String { directory.path("socket") }

  /// Adds a queue that prints on `printer`, as a technician would; `options` are those of
  /// lpadmin(8), such as `-m everywhere`.
  func add(_ queue: String, for printer: SoftwarePrinter, _ options: [String]) async throws {
    let uri = "ipp://localhost:\(printer.port)/ipp/print"
    let lpadmin = ["/usr/sbin/lpadmin", "-h", socket, "-p", queue, "-v"]
    _ = try output(of: lpadmin + [uri, "-E"] + options)
    if options.contains("everywhere") {
      // lpadmin returns before cupsd has asked the printer what it can do.
      try await eventually("the queue's description") { [directory] in
        FileManager.default.fileExists(atPath: directory.path("root/ppd/\(queue).ppd"))
      }
    }
    // A printer that is off is given up after a second, for tests that wait for it; with this in
    // the URI cupsd would not have found out what the printer can do.
    _ = try output(of: lpadmin + ["\(uri)?contimeout=1"])
  }

  func address(of queue: String) throws -> DeviceAddress {
    try DeviceAddress("cups:ipp://127.0.0.1:\(port)/printers/\(queue)")
  }

  /// The spooler hangs: it accepts connections and says nothing, until `continue`.
  func freeze() { cupsd.signal(SIGSTOP) }
  func thaw() { cupsd.signal(SIGCONT) }

  var said: String {
    (try? String(contentsOfFile: directory.path("error.log"), encoding: .utf8)) ?? ""
  }
}

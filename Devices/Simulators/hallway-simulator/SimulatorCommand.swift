import ArgumentParser
import DeviceSimulators
import FoundationEssentials
import Glibc
import Logging
import ProgramKit
import Varlink

@main
struct SimulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-simulator",
    abstract:
      "Simulated readers, printers, pads and scanners that speak the wire bytes of real ones.",
    discussion: """
      Runs in the foreground. When everything is connected it prints one line of JSON that says \
      where the devices are, and ends on SIGTERM or SIGINT. Links and socket are removed then; \
      printed tickets stay in DIR/tickets as text and picture. Without --reader, --printer, \
      --scanner, --pad and the other devices at windows there are a reader, a printer and a pad.

      EXAMPLES
        A hall with two windows:
          hallway-simulator --state /tmp/hall --socket /tmp/hall/simulator.socket \\
            --reader reader --printer printer --pad 1 --pad 2

        Lay a card down, run out of paper, rate; any Varlink client will do:
          S=unix:/tmp/hall/simulator.socket/org.hallway.Simulator
          python3 -m varlink.cli call $S.PlaceCard '{"person": "ouyang"}'
          python3 -m varlink.cli call $S.SetPrinter '{"paper": "out"}'
          python3 -m varlink.cli call $S.PressPad '{"pad": "1", "key": 5}'

        A narrow GB2312 printer without QR codes on a port of its own:
          hallway-simulator --state /tmp/hall --socket /tmp/hall/simulator.socket \\
            --printer printer --printer-port 9100 --columns 32 --gb2312 --no-qr
      """,
    version: hallwayVersion)

  @Option(help: ArgumentHelp("Where links and tickets go.", valueName: "dir"))
  var state: String

  @Option(help: ArgumentHelp("Unix socket of org.hallway.Simulator.", valueName: "path"))
  var socket: String

  @Option(help: ArgumentHelp("Have an ID card reader of this name.", valueName: "name"))
  var reader: String?

  @Option(help: ArgumentHelp("Have a ticket printer of this name.", valueName: "name"))
  var printer: String?

  @Option(help: ArgumentHelp("Have a scanner module of this name.", valueName: "name"))
  var scanner: String?

  @Option(help: ArgumentHelp("Have an evaluation pad at this window.", valueName: "number"))
  var pad: [UInt8] = []

  @OptionGroup(title: "Other devices at windows")
  var stations: StationOptions

  @Option(help: ArgumentHelp("TCP port of the printer; 0 for a free one.", valueName: "port"))
  var printerPort: UInt16 = 0

  @Flag(help: "The printer is on a serial line like the other devices, not on TCP.")
  var printerSerial = false

  @Option(
    help: ArgumentHelp(
      "What the printer can do: \(PrinterProfile.models.joined(separator: ", ")).",
      valueName: "model"))
  var printerModel = "full"

  @Option(
    help: ArgumentHelp(
      "Columns of the printer: 48, 42 or 32; as the model has without it.", valueName: "count"))
  var columns: Int?

  @Flag(name: .customLong("gb2312"), help: "The printer has the characters of GB2312 only.")
  var gb2312 = false

  @Flag(help: "The printer cannot print QR codes.")
  var noQr = false

  @Flag(help: "The printer's cable has no way back: it never answers.")
  var oneWay = false

  @Flag(help: "End when standard input ends.")
  var untilEof = false

  func validate() throws {
    if let columns, ![48, 42, 32].contains(columns) {
      throw ValidationError("--columns is 48, 42 or 32, not \(columns).")
    }
    guard PrinterProfile.models.contains(printerModel) else {
      throw ValidationError(
        "--printer-model is one of \(PrinterProfile.models.joined(separator: ", ")).")
    }
    try StationOptions.check([pad, stations.qp1Pad], of: "pad")
    for name in [reader, printer, scanner].compactMap(\.self) {
      guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
        throw ValidationError("\"\(name)\" is no device name: it is also a file name.")
      }
    }
    let names = [reader, printer, scanner].compactMap(\.self)
    guard Set(names).count == names.count else {
      throw ValidationError("Reader, printer and scanner need different names.")
    }
  }

  func run() async throws {
    let stop = await StopRequest(untilEndOfInput: untilEof)
    let hall = try SimulatedHall(plan()) { fault in
      Self.say("a ticket was lost: \(fault)")
    }
    do {
      try hall.plugEverything()
      try await serve(hall, until: stop)
    } catch {
      await hall.close()
      throw error
    }
    await hall.close()
  }

  private func plan() throws -> SimulatedHall.Plan {
    // validate() has seen that the model is one of ours.
    var profile =
      try PrinterProfile.model(printerModel) ?? PrinterProfile(charset: .gb18030())
    if gb2312 { profile.charset = try .gb2312() }
    if let columns { profile.dots = [48: 576, 42: 512][columns] ?? 384 }
    if noQr { profile.printsQR = false }
    if oneWay { profile.answers = false }
    var plan = SimulatedHall.Plan(state: state, printerProfile: profile)
    plan.printerPort = printerPort
    plan.isPrinterSerial = printerSerial
    let isNothingNamed = reader == nil && printer == nil && scanner == nil && pad.isEmpty
    guard !isNothingNamed || !stations.isEmpty else {
      plan.reader = "reader"
      plan.printer = "printer"
      plan.pads = [1]
      return plan
    }
    plan.reader = reader
    plan.printer = printer
    plan.scanner = scanner
    plan.pads = pad
    stations.complete(&plan)
    return plan
  }

  private func serve(_ hall: SimulatedHall, until stop: StopRequest) async throws {
    let server = VarlinkServer(
      service: try SimulatorService(hall: hall).makeService(),
      logger: Logger(label: "hallway-simulator"))
    let ready = ReadyLine(
      socket: socket,
      devices: Dictionary(
        hall.devices.map { ($0.id, $0.address) }, uniquingKeysWith: { first, _ in first }),
      pid: getpid())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [socket] in
        try await server.run(unixSocket: socket, mode: 0o600) { ready.print() }
      }
      group.addTask { await stop.wait() }
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private static func say(_ text: String) {
    let line = Array("hallway-simulator: \(text)\n".utf8)
    write(STDERR_FILENO, line, line.count)
  }
}

/// What a parent process reads to learn that the devices are there.
private struct ReadyLine: Encodable, Sendable {
  let socket: String
  let devices: [String: String]
  let pid: Int32

  func print() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and a number always encode; without a line the parent would wait in vain.
    guard let json = try? encoder.encode(self) else { return }
    let line = Array(json) + [0x0A]
    write(STDOUT_FILENO, line, line.count)
  }
}

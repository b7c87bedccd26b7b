import ArgumentParser
import DeviceKit
import Doctor
import Drivers
import Foundation
import Glibc
import Hall
import HallAPI
import HallConfig
import ProgramKit

/// Looks the whole machine over. 体检
@main
struct HallwayDoctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-doctor",
    abstract: "Says what is wrong with this machine and its devices, why, and what mends it.",
    discussion: """
      Nothing is changed and no device is opened. As root it sees the most: who holds a device, the
      kernel's log, the ledger.

      Ends with 0 where all is well, 1 with warnings only, 2 with a fault.

      EXAMPLES
        sudo hallway doctor
        hallway doctor --json | jq '.examinations[].findings[].word'
        sudo hallway doctor --bundle /tmp/hall.tar      for whoever helps from far away
        hallway doctor --state ~/.hallway-demo --config Demo/hallway.yaml --socket /tmp/h/hall
      """,
    version: hallwayVersion)

  @Option(help: "The hall's file; see hallway.yaml(5).")
  var config = "/etc/hallway/hallway.yaml"
  @Option(help: "The service's state directory.")
  var state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"] ?? "/var/lib/hallway"
  @Option(help: "The hall's socket; HALLWAY_SOCKET names another default.")
  var socket = ProcessInfo.processInfo.environment["HALLWAY_SOCKET"] ?? "/run/hallway/org.hallway"
  @Flag(help: "Print JSON instead of words.")
  var json = false
  @Option(help: "Write a support bundle (tar) to this file as well, without personal data.")
  var bundle: String?
  @Option(help: "The service's socket for metrics, for the bundle.")
  var metrics = "/run/hallway-metrics/metrics"
  @Flag(help: "Leave the ledger's chains unverified, which take seconds for years of them.")
  var quick = false

  func run() async throws {
    let now = Int64(Date().timeIntervalSince1970)
    let (report, devices) = await examine(at: now)
    if let bundle {
      try await SupportBundle(report: report, devices: devices, now: now)
        .write(to: bundle, metrics: metrics)
    }
    if json {
      print(try PrettyJSON.text(report), terminator: "")
    } else {
      print(report.words)
    }
    if report.exitCode != 0 { throw ExitCode(report.exitCode) }
  }

  /// One after the other on the main thread, which nobody else waits for: most of it blocks.
  private func examine(at now: Int64) async -> (DoctorReport, [DevicesInterface.Device]) {
    let files = MachineFiles()
    let drivers = allDrivers.map(\.descriptor)
    let today = WallClock(Moment(milliseconds: now * 1000)).day
    let configuration = ConfigurationCheck(
      path: config, state: state, drivers: drivers, today: today)
    let nodes = HardwareTree.scan(withSerials: true).nodes
    let hall = await HallCheck(files, socket: socket).examine()
    var examinations = [
      configuration.examine(),
      UdevCheck(files, wanted: UdevRules(drivers: drivers).text).examine(),
      HardwareCheck(files, nodes: nodes, drivers: drivers).examine(),
      KernelLogCheck(files).examine(),
      hall.examination,
      PortCheck(hall.devices, nodes: nodes).examine(),
      SpoolerCheck(queues(of: configuration.configuration)).examine(),
      ClockCheck(
        files, state: state, now: now, isSynchronised: KernelClock.isKept
      ).examine(),
      DiskCheck(path: state, room: DiskCheck.Room(state)).examine(),
      StateCheck(
        files, state: state, keys: [HallKey.people, .seal].map(\.file), keyBytes: HallKey.bytes,
        now: now
      ).examine(),
      SurroundingsCheck(files, terminal: SurroundingsCheck.ownTerminal).examine(),
    ]
    if !quick {
      let line = ProgressLine()
      examinations.append(LedgerCheck(state: state) { line.show("verifying", $0) }.examine())
      line.clear()
    }
    return (DoctorReport(examinations), hall.devices)
  }

  private func queues(of configuration: HallConfiguration?)
    -> [(device: String, destination: String)]
  {
    (configuration?.devices ?? []).compactMap { device in
      guard case .cups(let destination) = device.address else { return nil }
      return (device.id.name, destination)
    }
  }
}

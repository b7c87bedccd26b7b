import ArgumentParser
import DeviceKit
import Drivers
import FoundationEssentials

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Writes udev rules, hwdb and device list from the drivers' tables.",
    discussion: """
      With --check nothing is written: the exit code is 1 and every stale file is named.

      EXAMPLE
        hallway-devices generate .
      """)

  @Argument(help: "The repository.", completion: .directory) var root: String
  @Flag(help: "Only compare.") var check = false

  func run() throws {
    let drivers = allDrivers.map(\.descriptor)
    let files = [
      ("systemd/60-hallway.rules", UdevRules(drivers: drivers).text),
      ("systemd/60-hallway.hwdb", HardwareDatabase(drivers: drivers).text),
      ("docs/devices.md", DeviceList(drivers: drivers).text),
    ]
    var stale: [String] = []
    for (name, text) in files {
      let path = "\(root)/\(name)"
      let present = FileManager.default.contents(atPath: path).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard present != text else { continue }
      stale.append(name)
      if !check { try Data(text.utf8).write(to: URL(filePath: path)) }
    }
    if check, !stale.isEmpty {
      throw ValidationError("stale: \(stale.joined(separator: ", ")); run: make devices")
    }
    for name in stale { print("wrote \(name)") }
  }
}

struct DriversCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drivers", abstract: "Lists every driver and what it recognises.")

  func run() {
    for driver in allDrivers.map(\.descriptor) {
      let schemes = driver.schemes.map(\.rawValue).sorted().joined(separator: " ")
      print("\(driver.name)  \(driver.kind.rawValue)  \(driver.title)  [\(schemes)]")
      for match in driver.matches { print("    \(match.product)") }
    }
  }
}

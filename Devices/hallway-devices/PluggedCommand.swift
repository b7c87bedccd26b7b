import ArgumentParser
import DeviceKit
import Drivers
import FoundationEssentials

struct PluggedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugged",
    abstract: "Shows what is plugged in, which driver knows it, and who may get in its way.",
    discussion: """
      Nothing is opened and nothing is written to: a printer or a keypad would act on stray bytes.

      EXAMPLE
        hallway-devices plugged
      """)

  func run() {
    let nodes = HardwareTree.scan().nodes
    for node in nodes {
      let place = node.port.map { "port \($0)" } ?? "no USB port"
      let ids = node.ids?.description ?? "-"
      say("\(node.path)  \(node.subsystem.rawValue)  \(place)  \(ids)\(advice(on: node))")
    }
    if nodes.isEmpty { say("nothing that a driver could use is plugged in") }
    for meddler in Meddlers.running() { say("note: \(meddler)") }
  }

  private func advice(on node: HardwareNode) -> String {
    if let ids = node.ids, let bridge = USBID.genericBridges[ids] {
      return "\n    \(bridge), in devices of every kind: name its port in the configuration"
    }
    return allDrivers.map(\.descriptor).compactMap { driver in
      driver.recognises(node).map { match, address in
        "\n    \(driver.name): \(match.product); address: \"\(address)\""
      }
    }.joined()
  }
}

/// Programs that are known to take or write to devices that are not theirs.
enum Meddlers {
  private static let known = [
    // Traps 14 to 16 of device-daemons.md section 5.
    "brltty": "brltty runs and takes CH340 and CP210x lines; a hall without Braille removes it",
    "ModemManager":
      "ModemManager runs and greets lines that look like modems; systemd/60-hallway.rules stops it",
    "fwupd":
      "fwupd runs and probes new devices for a moment; opening is tried again until it is done",
  ]

  /// What there is to say about the processes that run now.
  static func running(proc: String = "/proc") -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: proc)) ?? []
    let names = entries.filter { $0.allSatisfy(\.isNumber) }.compactMap { entry in
      FileManager.default.contents(atPath: "\(proc)/\(entry)/comm").map {
        String(decoding: $0, as: UTF8.self).filter { $0 != "\n" }
      }
    }
    return Set(names).compactMap { known[$0] }.sorted()
  }
}

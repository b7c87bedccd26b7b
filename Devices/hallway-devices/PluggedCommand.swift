import ArgumentParser
import DeviceKit
import Drivers

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
    for meddler in Meddler.running() { say("note: \(meddler); \(meddler.mend)") }
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

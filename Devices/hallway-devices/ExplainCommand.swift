import ArgumentParser
import DeviceKit
import Drivers
import ProgramKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why a device is taken by a driver, or by none.",
    discussion: """
      Nothing is opened. A node with no driver is compared with every row of every driver's table, and
      those that nearly fit are named with what differs.

      EXAMPLES
        hallway-devices explain /dev/hidraw0
        hallway-devices explain 1-2
        hallway-devices explain 0400:c35a
        hallway-devices explain usb:auto
      """)

  @Argument(help: "A node's path, an address, a USB port or USB ids.") var what: String

  func run() throws {
    let tree = HardwareTree.scan()
    guard let nodes = tree.candidates(what) else {
      throw ValidationError(
        "\"\(what)\" is no node, address, port or USB ids; such as /dev/hidraw0, usb:auto, 1-2, 0400:c35a"
      )
    }
    guard !nodes.isEmpty else {
      say(nothing())
      throw ExitCode.failure
    }
    let explanations = nodes.map { Explanation(node: $0, drivers: allDrivers.map(\.descriptor)) }
    for explanation in explanations { say(explanation.text) }
    if !explanations.contains(where: \.isTaken) { throw ExitCode.failure }
  }

  /// What there is to say where no node is meant.
  private func nothing() -> String {
    guard let scheme = (try? DeviceAddress(what))?.scheme else {
      return "nothing is there; `hallway devices plugged` lists what is"
    }
    switch scheme {
    case .tcp, .pcsc, .cups:
      let takers = allDrivers.map(\.descriptor).filter { $0.schemes.contains(scheme) }
      return "\(scheme.rawValue): has no node to look at; the configuration says which driver: "
        + takers.map(\.name).joined(separator: ", ")
    case .serial, .usb, .hidraw, .evdev, .v4l2, .usblp:
      return "nothing that \(what) means is there; `hallway devices plugged` lists what is"
    }
  }
}

/// Why drivers take one node or leave it.
struct Explanation {
  let node: HardwareNode
  private let judgements: [(driver: DriverDescriptor, judgement: Judgement)]

  init(node: HardwareNode, drivers: [DriverDescriptor]) {
    self.node = node
    judgements = drivers.map { ($0, $0.judge(node)) }.sorted { $0.1.rank < $1.1.rank }
  }

  /// Whether a driver knows it by itself.
  var isTaken: Bool {
    judgements.contains { if case .recognised = $0.judgement { true } else { false } }
  }

  var text: String {
    var lines = [head]
    if let ids = node.ids, let bridge = USBID.genericBridges[ids] {
      lines.append(
        "  \(bridge): in devices of every kind, so it is bound by its port and never by its ids")
    }
    for (driver, judgement) in judgements {
      switch judgement {
      case .recognised(let match, let address):
        lines.append(
          "  \(driver.name) takes it: the row \"\(match.product)\"; address \"\(address)\"")
      case .nearly(let match, let why):
        lines.append("  \(driver.name) nearly: the row \"\(match.product)\", but \(why)")
      case .byAddress(let address, let why):
        lines.append("  \(driver.name) would take it by address \"\(address)\": \(why)")
      case .unrelated: break
      }
    }
    if lines.count == 1 { lines.append("  no driver has a row that is about it or nearly so") }
    return lines.joined(separator: "\n")
  }

  private var head: String {
    let place = node.port.map { "port \($0)" } ?? "no USB port"
    let facts = [
      node.ids?.description, node.serial.map { "serial number \($0)" },
      node.interfaces.isEmpty
        ? nil : "interfaces " + node.interfaces.map(\.description).joined(separator: " "),
      node.usages.isEmpty
        ? nil
        : "usages "
          + node.usages.map {
            String($0.page, radix: 16) + "/" + String($0.id, radix: 16)
          }.joined(separator: " "),
    ].compactMap(\.self)
    return (["\(node.path): \(node.subsystem.rawValue) at \(place)"] + facts).joined(
      separator: ", ")
  }
}

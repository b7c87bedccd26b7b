import ArgumentParser
import Hall
import HallAPI
import ProgramKit
import Varlink

struct DevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "The hall's devices: how they are, tests, recordings, drivers.",
    discussion: """
      EXAMPLES
        How are they, and tell me when that changes:
          hallway devices
          hallway devices watch

        Everything about one; why something that is plugged in is taken by no driver:
          hallway devices show reader
          hallway devices explain /dev/hidraw0

        Prove that every device works, with cards, keys and paper; or one:
          hallway devices test
          hallway devices test pad-3

        Record a reader that misbehaves, without the hall; replay it anywhere:
          hallway devices record sam-v usb:auto reader.recording --command readCard
          hallway devices replay reader.recording
      """,
    subcommands: [
      ListDevicesCommand.self, ShowDeviceCommand.self, WatchDevicesCommand.self,
      TestDevicesCommand.self,
      ExplainErrand.self, RecordErrand.self, ReplayErrand.self, PluggedErrand.self,
      DriversErrand.self,
    ],
    defaultSubcommand: ListDevicesCommand.self)
}

struct ListDevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the hall's devices and how they are, by USB port.",
    discussion: """
      What is plugged in stands below its hub; what hangs on no USB port comes last. Who may not ask
      for that sees the devices in the order of the hall's file.

      EXAMPLES
        hallway devices list
        hallway devices --json
      """)

  @Flag(help: "Stay, and list them again after each change.") var watch = false
  @OptionGroup var connection: Connection

  func run() async throws {
    if watch { return try await DeviceTable.follow(connection) }
    let reply = try await connection.ask(DevicesInterface.List.self, NoParameters())
    // A script gets the same as ever, and a person who may not look closer the plain table.
    guard !connection.json,
      let units = try? await connection.ask(DevicesInterface.Show.self, .init())
    else { return try DeviceTable.show(reply, connection) }
    print(DeviceTable.tree(units.units) + "\n")
  }
}

struct WatchDevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Lists the devices again after each change.",
    discussion: "EXAMPLE\n  hallway devices watch")

  @OptionGroup var connection: Connection

  func run() async throws { try await DeviceTable.follow(connection) }
}

struct ShowDeviceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Everything the hall knows about one device.",
    discussion: "EXAMPLE\n  hallway devices show reader")

  @Argument(help: "The device's id, such as reader.") var device: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(DevicesInterface.Show.self, .init(device: device))
    try connection.show(reply) {
      reply.units.map(DeviceTable.sheet).joined(separator: "\n\n")
    }
  }
}

/// The devices as a technician reads them.
enum DeviceTable {
  static func follow(_ connection: Connection) async throws {
    try await connection.follow(DevicesInterface.Watch.self, NoParameters()) { reply in
      try show(reply, connection)
    }
  }

  static func show(_ reply: DevicesInterface.Devices, _ connection: Connection) throws {
    try connection.show(reply) {
      var table = Table("DEVICE", "KIND", "STATE", "PARTS", "SINCE", "ADDRESS", "WHY")
      for device in reply.devices {
        table.rows.append([
          device.id, device.kind, device.state, parts(device), time(device), device.address,
          why(device),
        ])
      }
      return table.text + "\n"
    }
  }

  /// Bus, hubs and what hangs on them; what hangs on no USB port last.
  static func tree(_ units: [DevicesInterface.Unit]) -> String {
    var table = Table(
      "PORT", "DEVICE", "DRIVER", "STATE", "PARTS", "SINCE", "SERIAL", "IDENTITY", "ADDRESS", "WHY")
    let plugged = units.filter { $0.port != nil }.sorted {
      order($0).lexicographicallyPrecedes(order($1))
    }
    var above: [Int] = []
    for unit in plugged {
      let path = order(unit)
      // Each hub on the way is named once, at the first unit behind it.
      for depth in 1..<max(path.count, 1)
      where Array(path.prefix(depth)) != Array(above.prefix(depth)) {
        table.rows.append([place(Array(path.prefix(depth)))])
      }
      above = path
      table.rows.append([place(path)] + row(unit))
    }
    for unit in units where unit.port == nil { table.rows.append(["-"] + row(unit)) }
    return table.text
  }

  /// Everything about one, a line each.
  static func sheet(_ unit: DevicesInterface.Unit) -> String {
    let device = unit.device
    let facts: [(String, String?)] = [
      ("device", device.id), ("kind", device.kind), ("window", device.window),
      ("driver", unit.driver), ("drives", unit.title), ("product", unit.product),
      ("address", device.address), ("node", unit.node), ("port", unit.port),
      ("USB ids", unit.ids), ("serial", unit.serial), ("says it is", unit.identity),
      ("state", "\(device.state), \(device.availability)"), ("since", device.since),
      ("why", why(device).isEmpty ? nil : why(device)),
      ("parts", parts(device) == "-" ? nil : parts(device)), ("self-test", device.selfTest),
      ("can", unit.abilities.isEmpty ? nil : unit.abilities.joined(separator: ", ")),
    ]
    let width = facts.map { $0.0.count }.max() ?? 0
    return facts.compactMap { name, value in
      value.map {
        name + String(repeating: " ", count: width - name.count + 2)
          + Sanitiser.line($0, limit: 200)
      }
    }.joined(separator: "\n")
  }

  private static func row(_ unit: DevicesInterface.Unit) -> [String] {
    let device = unit.device
    return [
      device.id, unit.driver ?? "-", device.state, parts(device), time(device), unit.serial ?? "-",
      unit.identity ?? "-", device.address, why(device),
    ]
  }

  private static func order(_ unit: DevicesInterface.Unit) -> [Int] {
    (unit.port ?? "").split { $0 == "-" || $0 == "." }.map { Int($0) ?? 0 }
  }

  /// `└` for each hub above; a bus alone is a number.
  private static func place(_ path: [Int]) -> String {
    let ports = path.dropFirst().map { "\($0)" }.joined(separator: ".")
    let name = ports.isEmpty ? "bus \(path.first ?? 0)" : "\(path.first ?? 0)-\(ports)"
    return String(repeating: "└", count: path.count - 1) + name
  }

  private static func parts(_ device: DevicesInterface.Device) -> String {
    let parts = [
      device.paper.map { "paper \($0)" }, device.media.map { "media \($0)" },
      device.cover.map { "cover \($0)" }, device.cutter.map { "cutter \($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? "-" : parts.joined(separator: " ")
  }

  private static func time(_ device: DevicesInterface.Device) -> String {
    String(device.since.dropFirst(11).prefix(8))
  }

  private static func why(_ device: DevicesInterface.Device) -> String {
    [
      [device.fault, device.detail].compactMap(\.self).joined(separator: ": "),
      device.recovery.map { "[\($0)]" } ?? "",
      device.selfTest == "failed" ? "(self-test failed)" : "",
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

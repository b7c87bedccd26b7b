import ArgumentParser
import Hall
import HallAPI
import Varlink

struct DevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "The hall's devices: how they are, recordings, drivers.",
    discussion: """
      EXAMPLES
        How are they, and tell me when that changes:
          hallway devices --watch

        Record a reader that misbehaves, without the hall; replay it anywhere:
          hallway devices record sam-v usb:auto reader.recording --command readCard
          hallway devices replay reader.recording
      """,
    subcommands: [
      ListDevicesCommand.self, RecordErrand.self, ReplayErrand.self, PluggedErrand.self,
      DriversErrand.self,
    ],
    defaultSubcommand: ListDevicesCommand.self)
}

struct ListDevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the hall's devices and how they are.")

  @Flag(help: "Stay, and list them again after each change.") var watch = false
  @OptionGroup var connection: Connection

  func run() async throws {
    if watch {
      try await connection.follow(DevicesInterface.Watch.self, NoParameters(), show)
    } else {
      try show(try await connection.ask(DevicesInterface.List.self, NoParameters()))
    }
  }

  private func show(_ reply: DevicesInterface.Devices) throws {
    try connection.show(reply) {
      var table = Table("DEVICE", "KIND", "STATE", "PARTS", "SINCE", "ADDRESS", "WHY")
      for device in reply.devices {
        let parts = [
          device.paper.map { "paper \($0)" }, device.media.map { "media \($0)" },
          device.cover.map { "cover \($0)" }, device.cutter.map { "cutter \($0)" },
        ].compactMap(\.self)
        let tried = device.recovery.map { "[\($0)]" }
        table.rows.append([
          device.id, device.kind, device.state, parts.isEmpty ? "-" : parts.joined(separator: " "),
          String(device.since.dropFirst(11).prefix(8)), device.address,
          ([device.fault, device.detail].compactMap(\.self).joined(separator: ": ")
            + (tried.map { " " + $0 } ?? "")).trimmed,
        ])
      }
      return table.text + "\n"
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}

struct BoardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Shows the waiting-hall board until interrupted.")

  @OptionGroup var connection: Connection

  func run() async throws {
    try await connection.follow(QueueInterface.Board.self, NoParameters()) { board in
      try connection.show(board) {
        var table = Table("WINDOW", "NOW", "WAITING", "STATE", "NAME")
        for line in board.lines {
          table.rows.append([
            line.window, line.current ?? "-", "\(line.waiting)",
            line.pause.map { QueueSentences.pause($0, backAt: line.backAt) }
              ?? (line.open ? "open" : "closed"), line.name.zh,
          ])
        }
        let hall = board.pause.map {
          "the hall is \(QueueSentences.pause($0, backAt: board.backAt)), "
        }
        return "\(table.text)\n\(hall ?? "")\(board.waiting) waiting\n"
      }
    }
  }
}

struct DescribeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Says what the hall offers and where.")

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(HallInterface.Describe.self, NoParameters())
    try connection.show(reply) {
      var windows = Table("WINDOW", "KIND", "SERVICES", "NAME")
      for window in reply.windows {
        windows.rows.append([
          window.id, window.kind.rawValue, "\(window.services.count)", window.name.zh,
        ])
      }
      var services = Table("SERVICE", "LETTER", "CARD", "WINDOWS", "NAME")
      for service in reply.services {
        services.rows.append([
          service.id, service.letter, service.card.rawValue,
          service.windows.joined(separator: ","), service.name.zh,
        ])
      }
      let open = reply.hours.openNow ? "open" : "closed"
      return "\(reply.hall.name.zh) (\(open))\n\n\(windows.text)\n\n\(services.text)"
    }
  }
}

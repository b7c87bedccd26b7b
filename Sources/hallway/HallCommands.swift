import ArgumentParser
import Hall
import HallAPI
import Varlink

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

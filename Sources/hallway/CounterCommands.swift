import ArgumentParser
import Hall
import HallAPI
import Varlink

struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls the next number to a window.",
    discussion: "EXAMPLE\n  hallway call 3 --socket /tmp/demo/hallway.socket")

  @Argument(help: "The window, such as 3.") var window: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.CallNext.self, .init(window: window))
    try connection.show(reply) {
      reply.ticket.map { ticket in
        "\(ticket.number) to window \(window): \(ticket.serviceName.zh)"
          + (ticket.papers.map { "\n  \($0.sentence)" } ?? "")
      } ?? "nobody waits for window \(window)"
    }
  }
}

struct FinishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish", abstract: "Finishes the number a window serves and asks for a rating.",
    discussion: "EXAMPLE\n  hallway finish 3 --socket /tmp/demo/hallway.socket")

  @Argument(help: "The window, such as 3.") var window: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(CounterInterface.Finish.self, .init(window: window))
    try connection.show(reply) { "\(reply.ticket.number) is finished" }
  }
}

struct TicketsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickets", abstract: "Lists today's tickets in the order they were taken.")

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(CounterInterface.List.self, NoParameters())
    try connection.show(reply) {
      var table = Table("NUMBER", "STATE", "WINDOW", "PAPER", "TAKEN", "SERVICE")
      for ticket in reply.tickets {
        table.rows.append([
          ticket.number, ticket.state.rawValue, ticket.window ?? "-", ticket.paper.rawValue,
          QueueSentences.minute(of: ticket.takenAt), ticket.serviceName.zh,
        ])
      }
      return reply.tickets.isEmpty ? "no tickets today" : table.text
    }
  }
}

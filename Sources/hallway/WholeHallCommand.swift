import ArgumentParser
import Hall
import HallAPI
import Varlink

/// What a manager does with the whole hall.
struct WholeHallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hall", abstract: "Pauses the whole hall, or lifts its walk-in quota.",
    discussion: """
      EXAMPLES
        hallway hall pause --reason lunch --back 13:30
        hallway hall unpause
        hallway hall lift-quota --until 17:00 --why "the evening before a holiday"
        hallway hall lift-quota --until 11:00 --why "two more came" --service passport
      """,
    subcommands: [PauseHallCommand.self, UnpauseHallCommand.self, LiftQuotaCommand.self])
}

struct PauseHallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Lets the whole hall stand still: no numbers, no calls.",
    discussion: "EXAMPLE\n  hallway hall pause --reason lunch --back 13:30")

  @Option(
    help: "lunch, meeting, system, equipment or other, which it is unless given.",
    transform: Hall.Pause.Reason.init(argument:))
  var reason: Hall.Pause.Reason?
  @Option(help: "When service goes on, such as 13:30.") var back: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reason = reason ?? .other
    let reply = try await connection.ask(
      CounterInterface.PauseHall.self, .init(reason: reason, backAt: back))
    try connection.show(reply) {
      "the hall is paused (\(reason.rawValue))" + (back.map { " until \($0)" } ?? "")
    }
  }
}

struct UnpauseHallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpause", abstract: "Lets the hall go on.",
    discussion: "EXAMPLE\n  hallway hall unpause")

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(CounterInterface.UnpauseHall.self, NoParameters())
    try connection.show(reply) { "the hall goes on" }
  }
}

/// 现场取号量 (clause 5.3.2.1)
struct LiftQuotaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift-quota", abstract: "Gives numbers beyond the walk-in quota for a while.",
    discussion: """
      EXAMPLES
        hallway hall lift-quota --until 17:00 --why "the evening before a holiday"
        hallway hall lift-quota --until 11:00 --why "two more came" --service passport
      """)

  @Option(help: "A time of today, such as 17:00.") var until: String
  @Option(help: "Why; it goes on record.") var why: String
  @Option(help: "One service, such as passport; all unless given.") var service: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.LiftQuota.self, .init(service: service, until: until, why: why))
    try connection.show(reply) { "no quota for \(service ?? "any service") until \(until)" }
  }
}

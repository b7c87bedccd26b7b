import ArgumentParser
import HallAPI

/// 过号后返回
struct ReturnCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "return", abstract: "Takes a number that was passed back into line.",
    discussion: "EXAMPLE\n  hallway return A012")

  @Argument(help: "The number, such as A012.") var number: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(CounterInterface.Return.self, .init(number: number))
    try connection.show(reply) { "\(reply.number) is in line again" }
  }
}

/// 作废
struct VoidCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void", abstract: "Takes a number out for good.",
    discussion: "EXAMPLE\n  hallway void A012 --why \"printed twice by mistake\"")

  @Argument(help: "The number, such as A012.") var number: String
  @Option(help: "Why; it goes on record.") var why: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.Void.self, .init(number: number, why: why))
    try connection.show(reply) { "\(reply.number) is void" }
  }
}

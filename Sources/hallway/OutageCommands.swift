import ArgumentParser
import Hall
import HallAPI

/// Before the machines stand still. 应急号
struct BlockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block", abstract: "Prints a block of emergency numbers to cut and hand out.",
    discussion: "EXAMPLE\n  hallway block E 200")

  @Argument(help: "A letter that no service has, such as E.") var letter: String
  @Argument(help: "How many numbers, 1 to 500.") var count: Int
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.PrintBlock.self, .init(letter: letter, count: count))
    try connection.show(reply) {
      "\(reply.numbers.first ?? "")-\(reply.numbers.last ?? ""), paper \(reply.paper.rawValue)"
    }
  }
}

/// After the machines stood still. 补录
struct LateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "late", abstract: "Enters an emergency number with its real times.",
    discussion: """
      EXAMPLES
        hallway late E001 passport --taken 09:05
        hallway late E002 passport --taken 09:07 --called 09:20 --finished 09:31 --window 3
      """)

  @Argument(help: "The number, such as E001.") var number: String
  @Argument(help: "The service, such as passport.") var service: String
  @Option(help: "When it was handed out, such as 09:05.") var taken: String
  @Option(help: "When it was called; without it the number waits on.") var called: String?
  @Option(help: "When it was finished.") var finished: String?
  @Option(help: "The window that served it.") var window: String?
  @OptionGroup var connection: Connection

  func validate() throws {
    let told = [called, finished, window].count { $0 != nil }
    guard told == 0 || told == 3 else {
      throw ValidationError(
        "a number that was served has --called, --finished and --window; one that waits on, none")
    }
  }

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.EnterLate.self,
      .init(
        number: number, service: service, takenAt: taken, calledAt: called,
        finishedAt: finished, window: window))
    try connection.show(reply) { "\(reply.number) is entered" }
  }
}

import ArgumentParser
import Hall
import HallAPI

/// Before the machines stand still. 应急号
struct BlockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block", abstract: "Prints a block of emergency numbers to cut and hand out.",
    discussion: """
      EXAMPLES
        hallway block E 200
        hallway block E 50 --again more     E201 to E250
        hallway block E 1 --again same      what was printed today once more
      """)

  @Argument(help: "A letter that no service has, such as E.") var letter: String
  @Argument(help: "How many numbers; at most 500 of a letter a day.") var count: Int
  @Option(
    help: "Where numbers of the letter were printed today: same or more.",
    transform: EmergencyBlock.Again.init(argument:))
  var again: EmergencyBlock.Again?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.PrintBlock.self, .init(letter: letter, count: count, again: again))
    try connection.show(reply) {
      "\(reply.numbers.first ?? "")-\(reply.numbers.last ?? "")\(reply.reprint ? " again" : ""), "
        + "paper \(reply.paper.rawValue)"
    }
  }
}

extension EmergencyBlock.Again {
  /// As written after `--again`.
  fileprivate init(argument: String) throws {
    guard let again = Self(rawValue: argument) else {
      throw ValidationError("say same or more")
    }
    self = again
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
        hallway late E003 passport --day 2026-11-23 --taken 09:07 --called 09:20 --finished 09:31 \\
          --window 3
      """)

  @Argument(help: "The number, such as E001.") var number: String
  @Argument(help: "The service, such as passport.") var service: String
  @Option(help: "The day, such as 2026-11-23 and at most 31 days ago; today unless given.")
  var day: String?
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
    if day != nil, told == 0 {
      throw ValidationError("a number of an earlier day waits no longer; say when it was served")
    }
  }

  func run() async throws {
    let reply = try await connection.ask(
      CounterInterface.EnterLate.self,
      .init(
        number: number, day: day, service: service, takenAt: taken, calledAt: called,
        finishedAt: finished, window: window))
    try connection.show(reply) { "\(reply.number) is entered" }
  }
}

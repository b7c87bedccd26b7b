import ArgumentParser
import Hall
import HallAPI
import Varlink

/// People at kiosks who called somebody. 呼叫工作人员
struct HelpCallsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help-calls", abstract: "People at kiosks who call somebody: list, answer, close.",
    discussion: """
      EXAMPLES
        hallway help-calls --watch
        hallway help-calls answer 3 --window 4     the kiosk says that somebody is coming
        hallway help-calls close 3
      """,
    subcommands: [
      ListHelpCallsCommand.self, AnswerHelpCallCommand.self, CloseHelpCallCommand.self,
    ], defaultSubcommand: ListHelpCallsCommand.self)

  static func show(_ calls: [HelpInterface.HelpCall], _ json: some Encodable, on line: Connection)
    throws
  {
    try line.show(json) {
      var table = Table("CALL", "KIOSK", "SINCE", "STATE", "WHO", "PRESSED")
      for call in calls {
        table.rows.append([
          "\(call.id)", Sanitiser.line(call.place), String(call.at.dropFirst(11).prefix(8)),
          call.state.rawValue, call.by ?? "-", "\(call.times)",
        ])
      }
      return table.text + "\n"
    }
  }

  static func sentence(_ error: VarlinkRemoteError) -> String? {
    error.decode(HelpInterface.NoSuchCall.self).map {
      "there is no call \($0.id) today; `hallway help-calls` lists them"
    }
  }
}

struct ListHelpCallsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists today's calls, those that nobody has answered first.")

  @Flag(help: "Stay, and list them again after each change.") var watch = false
  @OptionGroup var connection: Connection

  func run() async throws {
    if watch {
      try await connection.follow(HelpInterface.Watch.self, NoParameters(), show)
    } else {
      try show(try await connection.ask(HelpInterface.List.self, NoParameters()))
    }
  }

  private func show(_ reply: HelpInterface.CallsReply) throws {
    try HelpCallsCommand.show(reply.calls, reply, on: connection)
  }
}

struct AnswerHelpCallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Says at the kiosk that somebody is coming.")

  @Argument(help: "The call.") var call: Int
  @Option(help: "The window of who goes.") var window: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      HelpInterface.Answer.self, .init(id: call, window: window))
    try HelpCallsCommand.show([reply.call], reply, on: connection)
  }
}

struct CloseHelpCallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Somebody was there.")

  @Argument(help: "The call.") var call: Int
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(HelpInterface.Close.self, .init(id: call))
    try HelpCallsCommand.show([reply.call], reply, on: connection)
  }
}

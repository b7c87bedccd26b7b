import ArgumentParser
import Hall
import HallAPI

/// How many notices went to phones, never to whose. 短信提醒
struct NoticesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notices", abstract: "Counts a day's notices to phones; no phone is shown.",
    discussion: """
      EXAMPLES
        hallway notices
        hallway notices --day 2026-11-22 --json
      """)

  @Option(help: "The day, such as 2026-11-23; today unless given.") var day: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(NoticesInterface.Totals.self, .init(day: day))
    try connection.show(reply) {
      var table = Table("NOTICE", "WAITING", "SENT", "GIVEN UP", "LAPSED")
      for count in reply.counts {
        table.rows.append([
          count.kind.rawValue, "\(count.waiting)", "\(count.sent)", "\(count.givenUp)",
          "\(count.lapsed)",
        ])
      }
      let off = reply.sending ? "" : ", sending is off: see `notices` in hallway.yaml(5)"
      return "\(reply.day)\(off)\n\(table.text)"
    }
  }
}

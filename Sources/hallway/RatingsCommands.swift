import ArgumentParser
import Foundation
import Hall
import HallAPI
import ProgramKit
import Varlink

/// What managers and reviewers do with ratings. 好差评
struct RatingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ratings",
    abstract: "Satisfaction, records, seals, and the work that bad ratings are.",
    discussion: """
      EXAMPLES
        hallway ratings totals --from 2026-11-01 --to 2026-11-30 --by item
        hallway ratings export --from 2026-11-01 --to 2026-11-30 > november.csv
        hallway ratings seal --print
        hallway ratings verify
        hallway ratings tasks --overdue
        hallway ratings task 12 contacted --note "called back, will come on Friday"
        hallway ratings watch
        hallway ratings exclude 345 --kind mistaken --reason "pressed by a child, see video"
      """,
    subcommands: [
      RatingTotalsCommand.self, RatingExportCommand.self, RatingSealCommand.self,
      RatingVerifyCommand.self, RatingExcludeCommand.self, RatingTasksCommand.self,
      RatingTaskCommand.self, RatingWatchCommand.self,
    ], defaultSubcommand: RatingTotalsCommand.self)
}

struct RatingTotalsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "totals", abstract: "Adds ratings up; unrated is counted as unrated.",
    discussion: """
      Each day that is over falls into lots of at least ratings.smallestGroup services, the same ones
      whatever is asked, and a lot is told whole: under its group, or together where it belongs to
      several. So no table tells of fewer, nor do two tables that are subtracted. Of today nothing is
      told. A reviewer's exclusion changes one lot by one, and tasks tell bad ratings singly.

      EXAMPLES
        hallway ratings totals
        hallway ratings totals --from 2026-11-01 --to 2026-11-30 --by window
      """)

  @Option(help: "The first day, such as 2026-11-01; yesterday unless given.") var from: String?
  @Option(help: "The last day; yesterday unless given.") var to: String?
  @Option(
    help: "hall, item, window, field or day; hall unless given.",
    transform: { try word($0, "grouping") })
  var by: Satisfaction.Grouping?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.Totals.self, .init(from: from, to: to, by: by))
    try connection.show(reply) {
      var table = Table(
        "GROUP", "FINISHED", "5", "4", "3", "2", "1", "UNRATED", "EXCLUDED", "SATISFIED")
      for group in reply.groups {
        let counts = [5, 4, 3, 2, 1].map { level in
          "\(group.counts.first { $0.level == level }?.count ?? 0)"
        }
        let share = group.satisfied.map { "\(Int(($0 * 100).rounded())) %" } ?? "-"
        table.rows.append(
          [group.name.zh, "\(group.finished)"] + counts
            + ["\(group.unrated)", "\(group.excluded)", share])
      }
      let note = reply.withheld > 0 ? "\n\(reply.withheld) of today or too few to be told" : ""
      return "\(reply.from) to \(reply.to)\n\(table.text)\(note)"
    }
  }
}

struct RatingExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Prints the records of finished days as a province wants them.",
    discussion: """
      EXAMPLES
        hallway ratings export --from 2026-11-01 --to 2026-11-30 > november.csv
        hallway ratings export --from 2026-11-25 --to 2026-11-25 --format jsonl --adapter anhui
      """)

  @Option(help: "The first day, such as 2026-11-01.") var from: String
  @Option(help: "The last day, which has to be over.") var to: String
  @Option(help: "Whose field list: national unless given, or anhui.") var adapter: String?
  @Option(
    help: "csv, which it is unless given, or jsonl.", transform: { try word($0, "format") })
  var format: RatingsInterface.Format?
  @OptionGroup var connection: Connection

  func run() async throws {
    try await connection.follow(
      RatingsInterface.Export.self,
      .init(from: from, to: to, adapter: adapter, format: format ?? .csv)
    ) { if !$0.line.isEmpty { print($0.line) } }
  }
}

struct RatingSealCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal", abstract: "Shows or prints the seal of a day's ratings.",
    discussion: """
      The hall seals each day by itself once it is over. A printed seal that is kept away from the
      hall proves later that nobody changed the ratings: hallway audit verify --seal TEXT.

      EXAMPLES
        hallway ratings seal
        hallway ratings seal --day 2026-11-25 --print
      """)

  @Option(help: "The day, such as 2026-11-25; the last sealed one unless given.") var day: String?
  @Flag(help: "Print it on the ticket printer, as a QR code.") var print = false
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.Seal.self, .init(day: day, print: print))
    try connection.show(reply) {
      "\(reply.day): \(reply.rows) rows, signed with \(reply.key)\n\(reply.text)"
        + (print ? reply.printed ? "\nprinted" : "\nNOT printed" : "")
    }
  }
}

struct RatingVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Lets the hall verify its ratings; ends with 1 where they are broken.",
    discussion: """
      The same without the service, and with the rest of the ledger: hallway audit verify.

      EXAMPLE
        hallway ratings verify
      """)

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(RatingsInterface.Verify.self, NoParameters())
    try connection.show(reply) {
      if let why = reply.why { return "BROKEN \(why)" }
      let clock = reply.clockSetBack.map { "\nthe clock was put back before row \($0)" }.joined()
      let noted = reply.noted.map { "\nnoted in row \($0.row): \($0.what)" }.joined()
      return "whole: \(reply.rows) rows, \(reply.seals) seals, head \(reply.head)\(clock)\(noted)"
    }
    if reply.why != nil { throw ExitCode(1) }
  }
}

struct RatingExcludeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclude",
    abstract: "Leaves a rating out of the figures; the rating itself stays.",
    discussion: """
      EXAMPLE
        hallway ratings exclude 345 --kind mistaken --reason "pressed by a child"
      """)

  @Argument(help: "The rating's row, as watch and tasks name it.") var rating: Int
  @Option(help: "mistaken or malicious.", transform: { try word($0, "kind") })
  var kind: RatingExclusion
  @Option(help: "Why; it goes on record.") var reason: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.Exclude.self, .init(rating: rating, kind: kind, reason: reason))
    try connection.show(reply) { "rating \(rating) is left out (\(kind.rawValue))" }
  }
}

struct RatingTasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Lists what bad ratings ask for, and by when.",
    discussion: """
      EXAMPLES
        hallway ratings tasks
        hallway ratings tasks --overdue
        hallway ratings tasks --all --csv > for-12345.csv
      """)

  @Flag(help: "Only those that are overdue.") var overdue = false
  @Flag(help: "Those that are closed too.") var all = false
  @Flag(help: "Print CSV instead of a table.") var csv = false
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.Tasks.self, .init(overdueOnly: overdue, includeClosed: all))
    if csv {
      print(
        "task,rating,ticket,level,reasons,text,service,window,openedAt,state,callBackBy,fixBy,overdue,confirmed,note"
      )
      for task in reply.tasks { print(RatingAdapter.line(fields(task))) }
      return
    }
    try connection.show(reply) {
      var table = Table("TASK", "TICKET", "LEVEL", "STATE", "CALL BACK", "FIX", "", "SERVICE")
      for task in reply.tasks {
        table.rows.append([
          "\(task.id)", task.ticket, "\(task.level)", task.state.rawValue, task.callBackBy ?? "?",
          task.fixBy ?? "?", task.overdue ? "OVERDUE" : "", task.service.zh,
        ])
      }
      return reply.tasks.first.map { "\(table.text)\n\($0.rule.zh)" } ?? "no tasks"
    }
  }

  private func fields(_ task: RatingsInterface.Task) -> [String] {
    [
      "\(task.id)", "\(task.rating)", task.ticket, "\(task.level)",
      task.reasons.joined(separator: " "), task.text ?? "", task.service.zh, task.window ?? "",
      task.openedAt, task.state.rawValue, task.callBackBy ?? "", task.fixBy ?? "",
      "\(task.overdue)", "\(task.confirmed)", task.note ?? "",
    ]
  }
}

struct RatingTaskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Notes a step of a task.",
    discussion: """
      contacted, fixing, answered, confirmed (the citizen says that it is right), closed, which needs
      that or the reason why without in --note.

      EXAMPLES
        hallway ratings task 12 contacted --note "will come on Friday"
        hallway ratings task 12 closed --note "not reached in three calls"
      """)

  @Argument(help: "The task, as tasks lists it.") var task: Int
  @Argument(help: "The step.", transform: { try word($0, "step") }) var step: RatingTask.Step
  @Option(help: "What was said or done.") var note: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      RatingsInterface.TaskStep.self, .init(task: task, step: step, note: note ?? ""))
    try connection.show(reply) { "task \(task) is \(reply.task.state.rawValue)" }
  }
}

struct RatingWatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Shows what in a day's ratings somebody should look at.",
    discussion: """
      Each figure with its threshold, ratings.watch in hallway.yaml(5); nothing is left out for it.

      EXAMPLES
        hallway ratings watch
        hallway ratings watch --day 2026-11-25
      """)

  @Option(help: "The day, which has to be over; yesterday unless given.") var day: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(RatingsInterface.Watch.self, .init(day: day))
    try connection.show(reply) {
      var table = Table("WHAT", "PLACE", "VALUE", "THRESHOLD", "RATINGS")
      for finding in reply.findings {
        table.rows.append([
          finding.kind.rawValue, finding.place, number(finding.value), number(finding.threshold),
          finding.ratings.prefix(8).map(String.init).joined(separator: " "),
        ])
      }
      return reply.findings.isEmpty ? "\(reply.day): nothing" : "\(reply.day)\n\(table.text)"
    }
  }

  private func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}

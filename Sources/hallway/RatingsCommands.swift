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
        hallway ratings export --from 2026-11-01 --to 2026-11-30 --rejects lacking.csv > november.csv
        hallway ratings seal --print
        hallway ratings verify
        hallway ratings tasks --overdue
        hallway ratings task 12
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
      A record that lacks what the field list must have is left out and told on standard error, and
      in --rejects as CSV; the others are printed. The exit status is then 3.

      EXAMPLES
        hallway ratings export --from 2026-11-01 --to 2026-11-30 > november.csv
        hallway ratings export --from 2026-11-25 --to 2026-11-25 --json --adapter anhui
        hallway ratings export --from 2026-11-25 --to 2026-11-25 --rejects lacking.csv > day.csv
      """)

  /// Some records were left out.
  static let incomplete = ExitCode(3)

  @Option(help: "The first day, such as 2026-11-01.") var from: String
  @Option(help: "The last day, which has to be over.") var to: String
  @Option(help: "Whose field list: national unless given, or anhui.") var adapter: String?
  @Option(
    help: "csv, or jsonl as --json; csv unless given.", transform: { try word($0, "format") })
  var format: RatingsInterface.Format?
  @Option(help: "A file for the records that are left out: rating, day, ticket, missing fields.")
  var rejects: String?
  @OptionGroup var connection: Connection

  func validate() throws {
    if connection.json, format == .csv {
      throw ValidationError("--json and --format csv are two things; say one of them")
    }
  }

  func run() async throws {
    var rejected: [RatingsInterface.Rejected] = []
    var printed = 0
    try await connection.follow(
      RatingsInterface.Export.self,
      .init(
        from: from, to: to, adapter: adapter, format: format ?? (connection.json ? .jsonl : .csv))
    ) { reply in
      if let lacking = reply.rejected {
        rejected.append(lacking)
        complain(
          "rating \(lacking.rating) (\(lacking.ticket), \(lacking.day)) lacks "
            + lacking.fields.joined(separator: ", "))
      } else if !reply.line.isEmpty {
        print(reply.line)
        printed += 1
      }
    }
    // Also where none is left out: an older file there would say otherwise.
    if let rejects { try write(rejected, to: rejects) }
    guard !rejected.isEmpty else { return }
    let records = printed - (format == .jsonl || connection.json ? 0 : 1)
    complain(
      "\(rejected.count) of \(records + rejected.count) records are left out; what they lack is "
        + "said in ratings.export, see hallway.yaml(5)")
    throw Self.incomplete
  }

  private func write(_ rejected: [RatingsInterface.Rejected], to path: String) throws {
    let lines =
      ["rating,day,ticket,missing"]
      + rejected.map {
        RatingAdapter.line([
          "\($0.rating)", $0.day, $0.ticket, $0.fields.joined(separator: " "),
        ])
      }
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Complaint("\(path) cannot be written: \(error.localizedDescription)")
    }
  }

  private func complain(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}

struct RatingSealCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal", abstract: "Shows or prints the seal of a day's ratings.",
    discussion: """
      The hall seals each day by itself once it is over. A printed seal that is kept away from the
      hall proves later that nobody changed the ratings: hallway audit verify --seal TEXT. With
      --print the exit status is 1 unless the printer said that it is on paper.

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
        + (reply.printed ? "\nprinted" : "")
    }
    guard print, !reply.printed else { return }
    throw Complaint(RatingSentences.notPrinted(reply.notPrinted))
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

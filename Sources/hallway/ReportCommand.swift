import ArgumentParser
import Foundation
import Hall
import HallAPI
import ProgramKit
import Varlink

/// The hall's figures. 统计
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "The figures of a day, a week or a month.",
    discussion: """
      Per hour, window and service: numbers issued, called, finished, passed and abandoned, waits and
      service times (middle, nine of ten, longest), the load against 30 a window and day, the windows
      and people it asks for (clause 4.6).

      EXAMPLES
        hallway report day
        hallway report week --until 2026-11-22
        hallway report month --csv > november.csv
        hallway report day --until 2026-11-25 --record > yesterday.json
        hallway report visits               who came too often for one matter, without names
      """)

  enum Period: String, ExpressibleByArgument, CaseIterable {
    case day, week, month, visits

    /// Days the report reaches back, its last day included.
    var days: Int64 {
      switch self {
      case .day, .visits: 1
      case .week: 7
      case .month: 31
      }
    }
  }

  @Argument(help: "day, week (7 days), month (31 days) or visits.") var period = Period.day
  @Option(help: "The last day, such as 2026-11-22; today unless given.") var until: String?
  @Flag(help: "Print CSV instead of tables.") var csv = false
  @Flag(help: "Print the one day as simulate --replay reads it: no names.") var record = false
  @OptionGroup var connection: Connection

  func validate() throws {
    if record, period != .day {
      throw ValidationError("--record is of one day: report day --record")
    }
  }

  func run() async throws {
    if period == .visits { return try await visits() }
    if record {
      let day = try await connection.ask(FiguresInterface.Day.self, .init(day: until)).record
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return print(String(decoding: try encoder.encode(day), as: UTF8.self))
    }
    let reply = try await connection.ask(
      FiguresInterface.Report.self, .init(from: try first(), through: until))
    if csv { return print(rows(reply).map(line).joined(separator: "\n")) }
    try connection.show(reply) { tables(reply) }
  }

  /// 多次往返: the hall keeps a key of who it was, and tells it nobody.
  private func visits() async throws {
    let reply = try await connection.ask(FiguresInterface.Visits.self, NoParameters())
    try connection.show(reply) {
      guard let times = reply.times, let days = reply.withinDays else {
        return "this hall counts no visits; see `visits` in hallway.yaml(5)"
      }
      var table = Table("MATTER", "VISITS", "FIRST", "LAST", "LAST NUMBER")
      for person in reply.people {
        table.rows.append([
          person.name.zh, "\(person.visits)", person.first, person.last, person.number,
        ])
      }
      return "served \(times) times or more for one matter within \(days) days: "
        + "\(reply.people.count)\n\(table.text)"
    }
  }

  private func first() throws -> String? {
    guard period != .day else { return nil }
    var last = WallClock(Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))).day
    if let until {
      guard let day = LocalDay(until) else {
        throw Complaint("\"\(until)\" is no day; write it like 2026-11-23")
      }
      last = day
    }
    let first = last.moment(atMinute: 0).advanced(bySeconds: -(period.days - 1) * 86_400)
    return WallClock(first).day.description
  }

  // MARK: CSV

  private static let head = [
    "kind", "id", "issued", "called", "finished", "passed", "abandoned", "wait_p50_s",
    "wait_p90_s", "wait_longest_s", "service_p50_s", "service_p90_s", "service_longest_s",
    "per_day",
  ]

  private func rows(_ reply: FiguresInterface.Report.Reply) -> [[String]] {
    [Self.head, row("total", "\(reply.from)..\(reply.through)", reply.total)]
      + reply.hours.map { row("hour", "\($0.hour)", $0.tally) }
      + reply.windows.map { row("window", $0.window, $0.tally, perDay: "\($0.perDay)") }
      + reply.services.map { row("service", $0.service, $0.tally) }
  }

  private func row(
    _ kind: String, _ id: String, _ tally: FiguresInterface.Tally, perDay: String = ""
  ) -> [String] {
    let counts = [tally.issued, tally.called, tally.finished, tally.passed, tally.abandoned]
    let spreads = [tally.wait, tally.service].flatMap { spread in
      [spread?.p50, spread?.p90, spread?.longest].map { $0.map(String.init) ?? "" }
    }
    return [kind, id] + counts.map(String.init) + spreads + [perDay]
  }

  private func line(_ cells: [String]) -> String { cells.joined(separator: ",") }

  // MARK: Tables

  private func tables(_ reply: FiguresInterface.Report.Reply) -> String {
    let days = "\(reply.from) to \(reply.through), \(reply.days) days with numbers"
    let needs =
      "needed at \(HallFigures.standardLoad) a window and day: \(reply.neededWindows) windows, "
      + "\(reply.neededStaff) people (clause 4.6)"
    return [
      days, table("ALL", [("", reply.total)]),
      table("HOUR", reply.hours.map { ("\($0.hour):00", $0.tally) }),
      table("WINDOW", reply.windows.map { ("\($0.window) (\($0.perDay)/day)", $0.tally) }),
      table("SERVICE", reply.services.map { ($0.name.zh, $0.tally) }), needs,
    ].joined(separator: "\n\n")
  }

  private func table(_ head: String, _ tallies: [(String, FiguresInterface.Tally)]) -> String {
    var table = Table(
      head, "ISSUED", "CALLED", "FINISHED", "PASSED", "LEFT", "WAIT P50", "P90", "SERVICE P50",
      "P90")
    for (name, tally) in tallies {
      table.rows.append(
        [
          name, "\(tally.issued)", "\(tally.called)", "\(tally.finished)", "\(tally.passed)",
          "\(tally.abandoned)",
        ] + minutes(tally.wait) + minutes(tally.service))
    }
    return table.text
  }

  private func minutes(_ spread: FiguresInterface.Spread?) -> [String] {
    guard let spread else { return ["-", "-"] }
    return [spread.p50, spread.p90].map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }
  }
}

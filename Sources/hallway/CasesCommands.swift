import ArgumentParser
import Foundation
import Hall
import HallAPI
import ProgramKit
import Varlink

/// What managers do with the cases that other systems told of. 办件
struct CasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases",
    abstract: "Shows cases, those that are late, and promises that were not kept.",
    discussion: """
      EXAMPLES
        hallway cases show 202611160007
        hallway cases late
        hallway cases late --kind intake
        hallway cases owed
        hallway cases credit enter gd 10075000169811328411401050001 --reason "called twice"
        hallway cases credit clear 12 --reason "handed in on 3 December"
        hallway cases days 2026-09-30 5
        hallway cases import --source gd EX_GDBS_SL.csv
      """,
    subcommands: [
      ShowCaseCommand.self, LateCasesCommand.self, OwedCommand.self, CreditCommand.self,
      CountDaysCommand.self, CaseImportErrand.self, CaseQuarantineErrand.self,
    ], defaultSubcommand: LateCasesCommand.self)
}

struct ShowCaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows the case of a receipt, masked as its applicant sees it.",
    discussion: """
      EXAMPLE
        hallway cases show 202611160007
      """)

  @Argument(help: "The receipt's number.") var receipt: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(CasesInterface.Show.self, .init(receipt: receipt))
    try connection.show(reply) { reply.cases.map(text).joined(separator: "\n\n") }
  }

  private func text(_ item: CasesInterface.Case) -> String {
    var lines = [
      "\(item.item.zh)  \(item.applicant ?? "-")  \(item.stateText.zh)",
      "at:       \(item.place.zh)", "next:     \(item.nextStep.zh)",
    ]
    if let law = item.byLaw { lines.append("by law:   \(law.zh)") }
    for deadline in item.deadlines {
      lines.append("\(deadline.label.zh): \(deadline.day ?? "-")  \(deadline.words.zh)")
    }
    lines.append("contact:  \(item.contact)  first handler: \(item.firstHandler ?? "-")")
    for part in item.parts {
      lines.append("part:     \(part.item.zh)  \(part.stateText.zh)  \(part.place.zh)")
    }
    lines += item.steps.map { "\($0.at.prefix(16))  \($0.text.zh)" }
    return lines.joined(separator: "\n")
  }
}

struct LateCasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "late", abstract: "Lists cases of which a day is over.",
    discussion: """
      Kinds: intake (nobody answered within 5 working days, so the law took it as accepted),
      supplement (documents did not come), tolerance (promised documents did not come), promised,
      legal, delivery.

      EXAMPLES
        hallway cases late
        hallway cases late --kind legal --csv > late.csv
        hallway cases late --within 3
      """)

  @Option(help: "Only days of this kind.", transform: { try word($0, "kind") })
  var kind: CaseDeadline.Kind?
  @Option(help: "Also those of which a day ends within so many days, 0 to 60.") var within: Int?
  @Flag(help: "Print CSV instead of a table.") var csv = false
  @OptionGroup var connection: Connection

  func run() async throws {
    try await LateCases(kind: kind, within: within, csv: csv).show(by: connection)
  }
}

struct OwedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owed",
    abstract: "Lists promises of tolerant intake whose day is over, for a person to look at.",
    discussion: """
      EXAMPLES
        hallway cases owed
        hallway cases owed --within 2     whom to remind
      """)

  @Option(help: "Also those whose day ends within so many days, 0 to 60.") var within: Int?
  @Flag(help: "Print CSV instead of a table.") var csv = false
  @OptionGroup var connection: Connection

  func run() async throws {
    try await LateCases(kind: .tolerance, within: within, csv: csv).show(by: connection)
  }
}

/// The list of late cases, page by page.
private struct LateCases {
  let kind: CaseDeadline.Kind?
  let within: Int?
  let csv: Bool

  func show(by connection: Connection) async throws {
    var cases: [CasesInterface.LateCase] = []
    var after: String?
    repeat {
      let page = try await connection.ask(
        CasesInterface.Late.self, .init(kind: kind, within: within, after: after))
      cases += page.cases
      after = page.next
    } while after != nil
    if csv { return printCSV(cases) }
    try connection.show(CasesInterface.Late.Reply(cases: cases, next: nil)) {
      var table = Table("CASE", "ITEM", "APPLICANT", "STATE", "HANDLER", "LATE", "")
      for item in cases {
        table.rows.append([
          "\(item.source) \(item.serial)", item.item.zh, item.applicant ?? "-", item.stateText.zh,
          item.firstHandler ?? "-", words(item), item.credit ? "CREDIT" : "",
        ])
      }
      return cases.isEmpty ? "nothing is late" : table.text
    }
  }

  private func words(_ item: CasesInterface.LateCase) -> String {
    let days = item.deadlines.map { "\($0.label.zh) \($0.day ?? "") \($0.words.zh)" }
    return (days + [item.byLaw?.zh].compactMap(\.self)).joined(separator: "; ")
  }

  private func printCSV(_ cases: [CasesInterface.LateCase]) {
    print("source,serial,receipt,item,applicant,state,handler,department,late,credit")
    for item in cases {
      let fields = [
        item.source, item.serial, item.receipt ?? "", item.item.zh, item.applicant ?? "",
        item.stateText.zh, item.firstHandler ?? "", item.department?.zh ?? "", words(item),
        "\(item.credit)",
      ]
      print(RatingAdapter.line(fields))
    }
  }
}

struct CreditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credit", abstract: "Enters, clears and lists promises that were not kept.",
    subcommands: [
      EnterCreditCommand.self, ClearCreditCommand.self, CreditListCommand.self,
    ], defaultSubcommand: CreditListCommand.self)
}

struct EnterCreditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enter", abstract: "Enters that an applicant did not keep a promise.",
    discussion: """
      A person looks at the case first: the hall enters none by itself. Until the entry is cleared the
      applicant gets no tolerant intake.

      EXAMPLE
        hallway cases credit enter gd 10075000169811328411401050001 --reason "called twice"
      """)

  @Argument(help: "The case's source, as owed lists it.") var source: String
  @Argument(help: "Its serial there.") var serial: String
  @Option(help: "Why; it goes on record.") var reason: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CasesInterface.EnterCredit.self, .init(source: source, serial: serial, reason: reason))
    try connection.show(reply) { "entry \(reply.credit.id)" }
  }
}

struct ClearCreditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Clears an entry that was repaired.",
    discussion: """
      EXAMPLE
        hallway cases credit clear 12 --reason "handed in on 3 December"
      """)

  @Argument(help: "The entry, as list has it.") var entry: Int
  @Option(help: "How it was repaired; it goes on record.") var reason: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CasesInterface.ClearCredit.self, .init(id: entry, reason: reason))
    try connection.show(reply) { "entry \(reply.credit.id) is cleared" }
  }
}

struct CreditListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the entries.",
    discussion: """
      EXAMPLE
        hallway cases credit list --all
      """)

  @Flag(help: "Those that were cleared too.") var all = false
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CasesInterface.Credits.self, .init(includeCleared: all))
    try connection.show(reply) {
      var table = Table("ENTRY", "CASE", "APPLICANT", "SINCE", "BY", "REASON", "CLEARED")
      for entry in reply.credits {
        table.rows.append([
          "\(entry.id)", "\(entry.source) \(entry.serial)", entry.applicant ?? "-",
          String(entry.at.prefix(10)), entry.author, entry.reason,
          entry.cleared.map { String($0.prefix(10)) } ?? "",
        ])
      }
      return reply.credits.isEmpty ? "no entries" : table.text
    }
  }
}

struct CountDaysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "days", abstract: "Says on which day so many working days end.",
    discussion: """
      The day itself is not counted. A year whose holidays nobody announced is refused.

      EXAMPLE
        hallway cases days 2026-09-30 5
      """)

  @Argument(help: "The day after which they begin.") var from: String
  @Argument(help: "How many.") var count: Int
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      CasesInterface.CountDays.self, .init(from: from, workingDays: count))
    try connection.show(reply) { "\(reply.day)  \(reply.words.zh)" }
  }
}

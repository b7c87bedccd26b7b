import ArgumentParser
import Foundation
import Hall
import HallAPI
import PrivateFiles
import ProgramKit
import Varlink

/// The papers citizens take home. 文书
struct LetterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letter", abstract: "Writes, prints and lists the letters citizens take home.",
    discussion: """
      EXAMPLES
        hallway letter kinds
        hallway letter preview supplementNotice --sample --png notice.png
        hallway letter issue supplementNotice --window 4 --receipt 202611190022 \\
          --field dueDay=2026-12-03 --field "gaps=居民户口簿：缺本人页复印件" --field "gaps=申请表：第3栏未填写"
        hallway letter issue collection --window 11 --receipt 202611020015 --fields-from facts.txt --slip
        hallway letter list 202611190022
        hallway letter reprint 02-2026-000001 --window 4
      """,
    subcommands: [
      LetterKindsCommand.self, LetterPreviewCommand.self, LetterIssueCommand.self,
      LetterReprintCommand.self, LetterListCommand.self, LetterShowCommand.self,
    ], defaultSubcommand: LetterListCommand.self)
}

/// What a letter is to say.
struct LetterFactOptions: ParsableArguments {
  @Option(help: "The receipt number of the case, which fills in what it knows.")
  var receipt: String?

  @Option(help: "The item of the guides, which fills in its five parts.") var guide: String?

  @Option(name: .customLong("field"), help: "NAME=TEXT; repeat it for the lines of a list.")
  var given: [String] = []

  @Option(
    name: .customLong("fields-from"),
    help: "A file of lines NAME=TEXT, - for standard input: names of people belong here.")
  var file: String?

  func fields() throws -> [LettersInterface.Field] {
    var lines = given
    if let file {
      let data =
        file == "-"
        ? FileHandle.standardInput.readDataToEndOfFile()
        : FileManager.default.contents(atPath: file)
      guard let data else { throw Complaint("\(file) cannot be read") }
      lines += String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        .map(String.init).filter { !$0.hasPrefix("#") }
    }
    var names: [String] = []
    var values: [String: [String]] = [:]
    for line in lines {
      guard let equals = line.firstIndex(of: "=") else {
        throw ValidationError("a field is NAME=TEXT; `hallway letter kinds` lists the names")
      }
      let name = String(line[..<equals])
      if values[name] == nil { names.append(name) }
      values[name, default: []].append(String(line[line.index(after: equals)...]))
    }
    return names.map { .init(name: $0, values: values[$0] ?? []) }
  }
}

struct LetterKindsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinds", abstract: "Lists the kinds of letters and what each states.",
    discussion: "EXAMPLE\n  hallway letter kinds")

  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(LettersInterface.Kinds.self, NoParameters())
    try connection.show(reply) {
      var table = Table("KIND", "CODE", "COPIES", "TEMPLATE", "TITLE")
      for kind in reply.kinds {
        table.rows.append([
          kind.kind.rawValue, kind.code, "\(kind.copies)", kind.edition ?? "none", kind.title.zh,
        ])
      }
      let fields = reply.kinds.map { kind in
        let names = kind.fields.map { field in
          let mark = field.shape == .list ? "..." : ""
          return field.needed ? field.name + mark : "[\(field.name)\(mark)]"
        }
        return "\(kind.kind.rawValue): \(names.joined(separator: " "))"
      }
      return "\(table.text)\n\n\(fields.joined(separator: "\n"))"
    }
  }
}

struct LetterPreviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Draws a page as a picture; nothing is kept.",
    discussion: """
      EXAMPLES
        hallway letter preview acceptance --sample --png acceptance.png
        hallway letter preview onceNotice --guide id-card-renewal --page 2 --png page.png
      """)

  @Argument(help: "The kind; see hallway letter kinds.", transform: kind) var letter: LetterKind
  @Flag(help: "With invented facts, to look at the template.") var sample = false
  @Option(help: "The page, from 1.") var page = 1
  @Option(help: "The file to write.") var png: String
  @OptionGroup var facts: LetterFactOptions
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      LettersInterface.Preview.self,
      .init(
        kind: letter, receipt: facts.receipt, guide: facts.guide, fields: try facts.fields(),
        page: page, sample: sample))
    guard let picture = Data(base64Encoded: reply.png) else {
      throw Complaint("the hall sent no picture")
    }
    try PrivateFile.put(Array(picture), at: png)
    print("\(png): page \(page) of \(reply.pages)")
  }
}

struct LetterIssueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issues a numbered letter to whom a window serves.",
    discussion: """
      EXAMPLE
        hallway letter issue refusal --window 4 --receipt 202611170026 --fields-from facts.txt
      """)

  @Argument(help: "The kind; see hallway letter kinds.", transform: kind) var letter: LetterKind
  @Option(help: "The window that serves who it is for.") var window: String
  @Option(help: "Why there is another notice of missing documents on one case.") var why: String?
  @Flag(help: "Print the short form on the ticket printer.") var slip = false
  @Flag(name: .customLong("no-print"), help: "Print nothing now.") var noPrint = false
  @Option(
    name: .customLong("request"),
    help: "The same request again is answered with the same letter; a new one unless given.")
  var request: String?
  @OptionGroup var facts: LetterFactOptions
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      LettersInterface.Issue.self,
      .init(
        window: window, kind: letter, receipt: facts.receipt, guide: facts.guide,
        fields: try facts.fields(),
        form: noPrint ? LettersInterface.Issue.Form.none : slip ? .slip : .a4,
        why: why, requestId: request ?? UUID().uuidString))
    try connection.show(reply) { LetterLines.sentence(reply.letter) }
  }
}

struct LetterReprintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reprint", abstract: "Prints a letter again under its number.",
    discussion: "EXAMPLE\n  hallway letter reprint 02-2026-000012 --window 4")

  @Argument(help: "Its number, such as 02-2026-000012.") var number: String
  @Option(help: "The window where it is asked for.") var window: String
  @Flag(help: "The short form, on the ticket printer.") var slip = false
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      LettersInterface.Reprint.self,
      .init(window: window, number: number, form: slip ? .slip : .a4))
    try connection.show(reply) { LetterLines.sentence(reply.letter) }
  }
}

struct LetterListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the letters of a case, or of a day.",
    discussion: """
      EXAMPLES
        hallway letter list 202611190022
        hallway letter list --day 2026-11-25
      """)

  @Argument(help: "The receipt number of the case.") var receipt: String?
  @Option(help: "The day, such as 2026-11-25; today unless given.") var day: String?
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(
      LettersInterface.List.self, .init(receipt: receipt, day: day))
    try connection.show(reply) {
      var table = Table("NUMBER", "LETTER", "TIME", "WINDOW", "CASE", "DUE", "PAPER", "")
      for letter in reply.letters {
        table.rows.append([
          letter.number, letter.title.zh, "\(letter.day) \(QueueSentences.minute(of: letter.at))",
          letter.window, letter.receipt ?? "-", letter.dueDay ?? "-",
          LetterLines.paper(letter),
          letter.earlier.map { "SECOND, after \($0): \(letter.why ?? "")" } ?? "",
        ])
      }
      return reply.letters.isEmpty ? "no letters" : table.text
    }
  }
}

struct LetterShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what a letter says.",
    discussion: "EXAMPLE\n  hallway letter show 02-2026-000012")

  @Argument(help: "Its number.") var number: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(LettersInterface.Get.self, .init(number: number))
    try connection.show(reply) {
      ([LetterLines.sentence(reply.letter)] + reply.text.map { Sanitiser.line($0) })
        .joined(separator: "\n")
    }
  }
}

private func kind(_ text: String) throws -> LetterKind {
  guard let kind = LetterKind(rawValue: text) else {
    let known = LetterKind.allCases.map(\.rawValue)
    let meant = nearest(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
    throw ValidationError(
      "\"\(text)\" is no kind of letter\(meant) There are \(known.joined(separator: ", "))")
  }
  return kind
}

enum LetterLines {
  static func sentence(_ letter: LettersInterface.Letter) -> String {
    let second = letter.earlier.map { ", SECOND on this case after \($0)" } ?? ""
    return "\(letter.number) \(letter.title.zh), \(paper(letter))\(second)"
  }

  /// How the last print went.
  static func paper(_ letter: LettersInterface.Letter) -> String {
    guard let last = letter.prints.last else { return "not printed" }
    let again = letter.prints.count > 1 ? ", print \(letter.prints.count)" : ""
    return "\(last.paper.rawValue)\(last.fault.map { " (\($0))" } ?? "")\(again)"
  }
}

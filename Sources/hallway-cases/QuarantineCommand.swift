import ArgumentParser
import CaseImport
import Foundation
import Hall
import ProgramKit

/// 隔离区
struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "Shows and retries records that could not be taken.",
    subcommands: [QuarantineListCommand.self, QuarantineRetryCommand.self],
    defaultSubcommand: QuarantineListCommand.self)
}

struct QuarantineListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists what is in quarantine: file, line and reason.",
    discussion: """
      The records themselves are not shown: they hold whole names and ID numbers. They lie in
      STATE/quarantine, for the service's user alone, and are gone after 30 days.

      EXAMPLES
        runuser -u hallway -- hallway cases quarantine list
        runuser -u hallway -- hallway cases quarantine list --lines
      """)

  @Flag(help: "Every line, not only how many for each reason.") var lines = false
  @OptionGroup var place: CasePlace

  func run() async throws {
    let names = try place.quarantine.names()
    if names.isEmpty { return print("nothing is in quarantine") }
    for name in names {
      let sheet = try place.quarantine.read(name)
      print("\(name): \(sheet.head.file), \(sheet.entries.count) records")
      if lines {
        for entry in sheet.entries { print("  line \(entry.line): \(entry.why)") }
      } else {
        let reasons = Dictionary(grouping: sheet.entries, by: \.why).mapValues(\.count)
        for (why, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
          print("  \(count) \(why)")
        }
      }
    }
  }
}

struct QuarantineRetryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Tries what is in quarantine again.",
    discussion: """
      Of use once hallway.yaml says what a code means, or a newer Hallway reads more. What is taken
      leaves the quarantine; the command ends with 1 while anything stays.

      EXAMPLE
        runuser -u hallway -- hallway cases quarantine retry
      """)

  @Argument(help: "Sheets, as list names them; all unless given.") var sheets: [String] = []
  @OptionGroup var place: CasePlace

  func run() async throws {
    let intake = try place.intake()
    let ledger = try place.open(intake)
    var isEmpty = true
    for name in sheets.isEmpty ? try place.quarantine.names() : sheets {
      do {
        let head = try place.quarantine.read(name).head
        let summary = try await ledger.importer.retry(name, source: try intake.source(head.source))
        print("\(name): \(summary.words)")
        if summary.setAside > 0 { isEmpty = false }
      } catch let error as CaseFileError {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        isEmpty = false
      }
    }
    withExtendedLifetime(ledger.lock) {}
    if !isEmpty { throw ExitCode(1) }
  }
}

extension Quarantine.Entry {
  fileprivate var why: String { field.map { "\(reason) \($0)" } ?? reason }
}

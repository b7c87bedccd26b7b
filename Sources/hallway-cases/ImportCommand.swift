import ArgumentParser
import CaseImport
import Foundation
import Hall
import HallStoreSQLite
import ProgramKit

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Imports files of cases.",
    discussion: """
      Whoever owns the state directory runs this, also while the hall is open. What was interrupted goes
      on where it was, and the same file again changes nothing. A record that cannot be taken goes into
      quarantine and the rest goes on; the command then ends with 1. No ID number and no name is shown.

      EXAMPLES
        runuser -u hallway -- hallway cases import --source gd EX_GDBS_SB.csv EX_GDBS_SL.csv
        runuser -u hallway -- hallway cases import --format hallway-jsonl cases.txt
      """)

  @Argument(help: "The files.") var files: [String]
  @Option(help: "Which of the hall's caseSources sends them; else the records say it.")
  var source: String?
  @Option(
    help:
      "hallway-csv, hallway-jsonl, guangdong-csv or guangdong-jsonl; by the file's name unless given.",
    transform: format)
  var format: CaseFormat?
  @Flag(help: "Import from the beginning what was imported before.") var again = false
  @Flag(help: "Print JSON instead of words.") var json = false
  /// So that a short file has many commits to be killed between.
  @Option(help: .hidden) var batch = CaseImporter.usualBatch
  @OptionGroup var place: CasePlace

  private static func format(_ text: String) throws -> CaseFormat {
    guard let format = CaseFormat(text) else {
      throw ValidationError("\"\(text.prefix(40))\" is no format; say hallway-csv, for example")
    }
    return format
  }

  func run() async throws {
    let intake = try place.intake()
    let source = try intake.source(source)
    let ledger = try place.open(intake, batch: batch)
    let line = ProgressLine()
    var isWhole = true
    for file in files {
      let name = URL(filePath: file).lastPathComponent
      do {
        let summary = try await ledger.importer.run(
          file, name: name, format: source.format(of: name, said: format), source: source,
          again: again, progress: line.show)
        line.clear()
        try show(summary, of: file)
        if summary.setAside > 0 { isWhole = false }
      } catch let error as CaseFileError {
        line.clear()
        FileHandle.standardError.write(Data("\(file): \(error)\n".utf8))
        isWhole = false
      } catch {
        line.clear()
        throw Complaint("the ledger failed at \(file): \(error); run it again to go on")
      }
    }
    withExtendedLifetime(ledger.lock) {}
    if !isWhole { throw ExitCode(1) }
  }

  private func show(_ summary: ImportSummary, of file: String) throws {
    guard json else { return print("\(file): \(summary.words)") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(summary), as: UTF8.self))
  }
}

/// Whether two ledgers hold the same cases, whatever came first.
struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Prints a hash of all cases, equal for equal cases.",
    discussion: """
      Two ledgers of one hall and one key print the same where the same was told to both, in whatever
      order and however often.

      EXAMPLE
        hallway-cases digest --state /tmp/demo
      """)

  @OptionGroup var place: CasePlace

  func run() async throws {
    let store = try place.store(try place.intake())
    print(try await store.contentDigest())
  }
}

import ArgumentParser
import Crypto
import Foundation
import Glibc
import Hall
import HallStore
import HallStoreSQLite
import ProgramKit

/// Where a hall's ledger lies; these commands need no service.
struct LedgerPlace: ParsableArguments {
  @Option(help: "The service's state directory.")
  var state = ProcessInfo.processInfo.environment["STATE_DIRECTORY"] ?? "/var/lib/hallway"

  @Flag(help: "Print JSON instead of words.")
  var json = false

  var ledger: String { "\(state)/\(HallFiles.ledger)" }
  var cases: String { "\(state)/\(HallFiles.cases)" }

  private static let keyBytes = 32

  /// The hall's key: the file `path`, else the service manager's credential, else hall.key of the state
  /// directory; nil where nobody named one and there is none to be read.
  func hallKey(_ path: String?) throws -> SymmetricKey? {
    let credential = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"].flatMap {
      FileManager.default.contents(atPath: "\($0)/hall-key")
    }
    let usual = "\(state)/hall.key"
    let bytes =
      if let path { FileManager.default.contents(atPath: path) } else {
        credential ?? FileManager.default.contents(atPath: usual)
      }
    guard let bytes else {
      guard let path else { return nil }
      throw Complaint("\(path) cannot be read")
    }
    guard bytes.count == Self.keyBytes else {
      throw Complaint("\(path ?? usual) is no hall's key, which has \(Self.keyBytes) bytes")
    }
    return SymmetricKey(data: bytes)
  }

  func show(_ value: some Encodable, else words: () -> String) throws {
    guard json else { return print(words()) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verifies the hall's ledger and cases.",
    subcommands: [VerifyCommand.self])
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Verifies the journal's and the ratings' chains, the seals, tickets and numbers, and the cases.",
    discussion: """
      Works while the hall is open. Ends with 1 and names the first row that is wrong. Keep the last
      line's hash elsewhere, and nobody can cut the journal's end unseen. The ratings of a day are
      sealed when it is over; keep a printed seal elsewhere (hallway ratings seal --print), and not
      even who owns the machine can change them unseen.

      EXAMPLES
        hallway audit verify
        hallway audit verify --seal "HWSEAL1 demo 2026-11-25 812 3f... 9a..."
        hallway audit verify --state /tmp/demo --json
      """)

  @Option(help: "What a printed seal's QR code says; repeatable.", transform: seal)
  var seal: [PrintedSeal] = []
  @Option(
    help: "The hall's key; hall.key of the state directory unless given, where it can be read.")
  var key: String?
  @OptionGroup var place: LedgerPlace

  private static func seal(_ text: String) throws -> PrintedSeal {
    guard let seal = PrintedSeal(text) else {
      throw ValidationError("\"\(text.prefix(40))\" is no seal; it begins with HWSEAL1")
    }
    return seal
  }

  private struct Verdict: Encodable {
    let whole: Bool
    var report: LedgerAudit.Report?
    var cases: CaseAudit.Report?
    var fault: String?
  }

  func run() throws {
    let line = ProgressLine()
    do {
      var anchors = RatingAnchors(beside: place.ledger)
      anchors.printed = seal
      anchors.key = try place.hallKey(key).map(RatingKey.init(hallKey:))
      let report = try LedgerAudit.verify(path: place.ledger, anchors: anchors) {
        line.show("verifying the ledger", $0)
      }
      var cases: CaseAudit.Report?
      if access(place.cases, F_OK) == 0 {
        cases = try CaseAudit.verify(path: place.cases) { line.show("verifying the cases", $0) }
      }
      line.clear()
      try place.show(Verdict(whole: true, report: report, cases: cases)) {
        report.words + (cases.map { "\n\($0.words)" } ?? "")
      }
    } catch let fault as LedgerFault {
      try tellBroken(fault, line)
    } catch let fault as CaseFault {
      try tellBroken(fault, line)
    } catch let error as SQLiteHallStoreError {
      line.clear()
      throw Complaint("\(error)")
    }
  }

  private func tellBroken(
    _ fault: some Error & CustomStringConvertible, _ line: ProgressLine
  ) throws {
    line.clear()
    try place.show(Verdict(whole: false, fault: "\(fault)")) { "BROKEN \(fault)" }
    throw ExitCode(1)
  }
}

extension CaseAudit.Report {
  var words: String { "cases: \(cases), with \(records) records" }
}

extension LedgerAudit.Report {
  var words: String {
    let ends = ends.map { "\n\($0.hall) ends with line \($0.sequence), hash \($0.hash)" }
    return "whole: \(lines) lines of the journal, \(tickets) tickets" + ends.joined()
      + ratings.map(\.words).joined()
  }
}

extension RatingReport {
  fileprivate var words: String {
    guard rows > 0 || seals > 0 else { return "" }
    return "\nratings of \(hall): \(rows) rows, \(seals) seals, hash \(head)"
      + clockSetBack.map { "\n\(hall): the clock was put back before row \($0)" }.joined()
      + noted.map { "\n\(hall): \($0.words)" }.joined()
      + (isKeyed
        ? ""
        : "\n\(hall): without the hall's key it is not known who wrote these rows, and whether texts"
          + " that are gone were forgotten (--key)")
  }
}

extension RatingReport.Note {
  fileprivate var words: String {
    let what =
      switch RatingEntry.Warning(rawValue: what) {
      case .rowsMissing: "the hall found rows missing"
      case .foreignRows: "the hall found rows that it had not written"
      case .headMissing: "the hall found ratings.head gone or changed"
      case .keysMissing: "the hall found seal.pub gone"
      case .clockSetBack, .textsForgotten, nil: what
      }
    return "\(what), row \(row)"
  }
}

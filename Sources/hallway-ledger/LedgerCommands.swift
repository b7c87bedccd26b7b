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

  var ledger: String { "\(state)/hall.sqlite" }

  func show(_ value: some Encodable, else words: () -> String) throws {
    guard json else { return print(words()) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verifies the hall's ledger.",
    subcommands: [VerifyCommand.self])
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verifies the journal's and the ratings' chains, the seals, and tickets and numbers.",
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

  private static let keyBytes = 32

  /// nil where nobody named one and there is none to be read.
  private func ratingKey() throws -> RatingKey? {
    let path = key ?? "\(place.state)/hall.key"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      guard key == nil else { throw Complaint("\(path) cannot be read") }
      return nil
    }
    guard bytes.count == Self.keyBytes else {
      throw Complaint("\(path) is no hall's key, which has \(Self.keyBytes) bytes")
    }
    return RatingKey(hallKey: SymmetricKey(data: bytes))
  }

  private static func seal(_ text: String) throws -> PrintedSeal {
    guard let seal = PrintedSeal(text) else {
      throw ValidationError("\"\(text.prefix(40))\" is no seal; it begins with HWSEAL1")
    }
    return seal
  }

  private struct Verdict: Encodable {
    let whole: Bool
    var report: LedgerAudit.Report?
    var fault: String?
  }

  func run() throws {
    let line = ProgressLine()
    do {
      var anchors = RatingAnchors(beside: place.ledger)
      anchors.printed = seal
      anchors.key = try ratingKey()
      let report = try LedgerAudit.verify(path: place.ledger, anchors: anchors) {
        line.show("verifying", $0)
      }
      line.clear()
      try place.show(Verdict(whole: true, report: report)) { report.words }
    } catch let fault as LedgerFault {
      line.clear()
      try place.show(Verdict(whole: false, fault: "\(fault)")) { "BROKEN \(fault)" }
      throw ExitCode(1)
    } catch let error as SQLiteHallStoreError {
      line.clear()
      throw Complaint("\(error)")
    }
  }
}

extension LedgerAudit.Report {
  fileprivate var words: String {
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

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the ledger, also while the hall is open.",
    discussion: """
      FILE is there only once the copy is verified and on the disk. It holds what the ledger holds of
      citizens, masked, so it is made for its user alone. The hall's key, hall.key, is not in it: keep
      a copy apart, or no person of the backup is found again.

      EXAMPLES
        hallway backup /backup/hall-2026-11-23.sqlite
        hallway backup demo.sqlite --state /tmp/demo
      """)

  @Argument(help: "The file to write; one that is there is replaced.") var file: String
  @OptionGroup var place: LedgerPlace

  private struct Copy: Encodable {
    let file: String
    let report: LedgerAudit.Report
  }

  func run() throws {
    let line = ProgressLine()
    defer { line.clear() }
    let report: LedgerAudit.Report
    do {
      report = try LedgerBackup.write(place.ledger, to: file, progress: line.show)
    } catch {
      throw Complaint("no backup was made: \(error)")
    }
    line.clear()
    try place.show(Copy(file: file, report: report)) { "\(file) is \(report.words)" }
  }
}

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a backup in the place of a closed hall's ledger.",
    discussion: """
      The hall's service must not run, and whoever owns its state directory runs this. The backup is
      verified first; the ledger that was there is kept beside it.

      EXAMPLES
        systemctl stop hallwayd
        runuser -u hallway -- hallway restore /backup/hall-2026-11-23.sqlite
        systemctl start hallwayd
      """)

  @Argument(help: "A file that hallway backup made.") var file: String
  @OptionGroup var place: LedgerPlace

  private struct Restored: Encodable {
    let ledger: String
    let kept: String?
    let report: LedgerAudit.Report
  }

  func run() throws {
    try StateDirectory.refuseOthers(than: place.state)
    let directory = try StateDirectory(
      path: absolute(place.state), lockFile: "lock", program: "hallwayd")
    let ledger = directory.path("hall.sqlite")
    let line = ProgressLine()
    defer { line.clear() }
    let restored: (report: LedgerAudit.Report, kept: String?)
    do {
      let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
      restored = try LedgerBackup.restore(file, to: ledger, at: now, progress: line.show)
    } catch {
      throw Complaint("nothing was restored: \(error)")
    }
    line.clear()
    try place.show(
      Restored(ledger: ledger, kept: restored.kept, report: restored.report)
    ) {
      "\(ledger) is \(restored.report.words)"
        + (restored.kept.map { "\nthe ledger that was there is kept as \($0)" } ?? "")
    }
    withExtendedLifetime(directory) {}
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

extension ProgressLine {
  fileprivate func show(_ progress: LedgerBackup.Progress) {
    switch progress {
    case .copied(let share): show("copying", share)
    case .verified(let share): show("verifying", share)
    }
  }
}

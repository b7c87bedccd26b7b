import Foundation
import GRDB
import Glibc
public import Hall

/// Copies a ledger out of a hall that is open, and back into one that is closed.
///
/// What stands under the name a caller gave is always whole: a copy is made beside its place,
/// verified, put on the disk and only then moved there.
public enum LedgerBackup {
  /// Why there is no copy; nothing that was there before has changed.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    case source(SQLiteHallStoreError)
    /// The copy, or the backup to be restored, is not a whole ledger.
    case broken(path: String, LedgerFault)
    case system(path: String, reason: String)

    public var description: String {
      switch self {
      case .source(let error): "\(error)"
      case .broken(let path, let fault): "\(path) is no whole ledger: \(fault)"
      case .system(let path, let reason): "\(path): \(reason)"
      }
    }
  }

  /// How far a copy has come.
  public enum Progress: Sendable, Equatable {
    /// Share of the pages, 0...1.
    case copied(Double)
    /// Share of the rows, 0...1.
    case verified(Double)
  }

  /// Copies the ledger at `live` to `file` by SQLite's online backup, mode 0600.
  ///
  /// The copy is the ledger of one moment, however much is written meanwhile; the hall notices
  /// nothing, since readers and the writer of a ledger in WAL mode do not wait for each other.
  ///
  /// - Returns: what was verified in the copy.
  @discardableResult
  public static func write(
    _ live: String, to file: String, progress: (Progress) -> Void = { _ in }
  ) throws(Failure) -> LedgerAudit.Report {
    try copy(live, to: file, progress)
  }

  /// Puts the backup `file` in the place of the ledger `path`, whose program must not run.
  ///
  /// The ledger that was there is kept beside it.
  ///
  /// - Returns: what was verified in the backup, and where the old ledger is kept, if there was one.
  public static func restore(
    _ file: String, to path: String, at now: Moment, progress: (Progress) -> Void = { _ in }
  ) throws(Failure) -> (report: LedgerAudit.Report, kept: String?) {
    let draft = path + ".restored"
    let report = try copy(file, to: draft, progress)
    let kept = try keep(path, now)
    // The end that was noted is the old ledger's; it would call the restored one cut off.
    let head = RatingAnchors.path(of: RatingHead.file, beside: path)
    if access(head, F_OK) == 0 {
      try system(head) { rename(head, "\(head).before-\(now.milliseconds / 1000)") }
    }
    try system(path) { rename(draft, path) }
    try sync(folder(of: path))
    return (report, kept)
  }

  // MARK: Copying

  /// Pages between two words about progress: half a megabyte.
  private static let pagesPerStep: CInt = 128

  private static func copy(
    _ source: String, to file: String, _ progress: (Progress) -> Void
  ) throws(Failure) -> LedgerAudit.Report {
    let draft = file + ".partial"
    try makeEmpty(draft)
    do {
      try copyPages(source, draft) { progress(.copied($0)) }
      let report = try LedgerAudit.verify(path: draft) { progress(.verified($0)) }
      try sync(draft)
      try system(file) { rename(draft, file) }
      try sync(folder(of: file))
      return report
    } catch {
      unlink(draft)
      throw failure(error, source)
    }
  }

  private static func copyPages(
    _ source: String, _ draft: String, _ progress: (Double) -> Void
  ) throws {
    let live = try LedgerAudit.readOnly(source)
    let copy = try DatabaseQueue(path: draft)
    try live.read { from in
      // With its snapshot taken the backup never begins anew, as it would after each write of
      // another process (sqlite.org/c3ref/backup_finish.html).
      _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_schema")
      try withoutActuallyEscaping(progress) { progress in
        try copy.writeWithoutTransaction { to in
          try from.backup(to: to, pagesPerStep: pagesPerStep) { step in
            progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
          }
          // The copy is one file, without a log beside it that somebody might forget to move.
          try to.execute(sql: "PRAGMA journal_mode = DELETE")
        }
      }
    }
    try copy.close()
    try live.close()
  }

  private static func failure(_ error: any Error, _ source: String) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let fault as LedgerFault: .broken(path: source, fault)
    case let error as SQLiteHallStoreError: .source(error)
    default: .source(SQLiteHallStoreError(opening: source, error))
    }
  }

  // MARK: The old ledger

  /// Moves a ledger aside with its log, in an order in which no moment has a ledger beside a log
  /// that is not its own: SQLite would play that into it.
  private static func keep(_ path: String, _ now: Moment) throws(Failure) -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    // Where the old ledger is sound, its log goes into it first and there is one file to move.
    _ = try? DatabaseQueue(path: path).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    let kept = "\(path).before-\(now.milliseconds / 1000)"
    try system(kept) { link(path, kept) }
    for log in ["-wal", "-journal", "-shm"] where access(path + log, F_OK) == 0 {
      try system(kept + log) { rename(path + log, kept + log) }
    }
    return kept
  }

  // MARK: Files

  private static func makeEmpty(_ path: String) throws(Failure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw systemFailure(path) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw systemFailure(path) }
    close(file)
  }

  private static func folder(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path
  }

  /// Puts a file's bytes, or a folder's names, on the disk.
  private static func sync(_ path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemFailure(path) }
    defer { close(descriptor) }
    try system(path) { fsync(descriptor) }
  }

  private static func system(_ path: String, _ call: () -> Int32) throws(Failure) {
    guard call() == 0 else { throw systemFailure(path) }
  }

  private static func systemFailure(_ path: String) -> Failure {
    .system(path: path, reason: String(cString: strerror(errno)))
  }
}

import GRDB
import Hall

/// Verifies a file of cases: the file, that every record can be read and belongs to a case, and that
/// every case has records.
///
/// How a case stands is not folded anew: another version may fold by other rules, and rightly so.
public enum CaseAudit {
  /// What was verified.
  public struct Report: Sendable, Equatable, Codable {
    public let cases: Int
    public let records: Int
    public let receipts: Int
  }

  /// Reads the cases at `path`, also while a service or an import writes to them.
  ///
  /// - Parameters:
  ///   - path: the file of the cases.
  ///   - progress: told the share of records that were read, 0...1, now and then.
  /// - Returns: what was verified.
  /// - Throws: ``CaseFault`` for the first thing that is wrong, ``SQLiteHallStoreError`` where the file
  ///   cannot be read at all.
  public static func verify(path: String, progress: (Double) -> Void = { _ in }) throws -> Report {
    do {
      let cases = try LedgerAudit.readOnly(path)
      return try withoutActuallyEscaping(progress) { progress in
        try cases.read { db in
          guard try !CaseSchema.migrator.hasBeenSuperseded(db) else {
            throw SQLiteHallStoreError.newerSchema(path: path)
          }
          guard try CaseSchema.migrator.hasCompletedMigrations(db) else {
            throw SQLiteHallStoreError.olderSchema(path: path)
          }
          return try run(db, progress)
        }
      }
    } catch let error as DatabaseError {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  /// Records between two words about progress, some hundredths of a second.
  private static let stride = 10_000

  private static func run(_ db: Database, _ progress: (Double) -> Void) throws -> Report {
    let words = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
    guard words == "ok" else { throw CaseFault.damagedFile(words ?? "no answer") }
    let all = try count("SELECT count(*) FROM caseRecord", db)
    var read = 0
    try db.forEachRow("SELECT head, form FROM caseRecord") { row in
      guard CaseForm.read(row.bytes(1)) != nil else {
        throw CaseFault.unreadableRecord(case: row.integer(0))
      }
      read += 1
      if read % stride == 0 { progress(Double(read) / Double(max(1, all))) }
    }
    try none(
      "SELECT head FROM caseRecord WHERE head NOT IN (SELECT id FROM caseHead)", db,
      CaseFault.strayRecord)
    try none(
      "SELECT head FROM caseReceipt WHERE head NOT IN (SELECT id FROM caseHead)", db,
      CaseFault.strayReceipt)
    try none(
      "SELECT id FROM caseHead WHERE id NOT IN (SELECT head FROM caseRecord)", db,
      CaseFault.emptyCase)
    try none(
      "SELECT id FROM caseHead WHERE source NOT IN (SELECT id FROM caseSource)", db,
      CaseFault.noSource)
    progress(1)
    return Report(
      cases: try count("SELECT count(*) FROM caseHead", db), records: read,
      receipts: try count("SELECT count(*) FROM caseReceipt", db))
  }

  private static func count(_ sql: String, _ db: Database) throws -> Int {
    try db.firstRow(sql, binding: { _ in }, { $0.int(0) }) ?? 0
  }

  private static func none(
    _ sql: String, _ db: Database, _ fault: (Int64) -> CaseFault
  ) throws {
    let found = try db.firstRow(sql + " LIMIT 1", binding: { _ in }, { $0.integer(0) })
    if let found { throw fault(found) }
  }
}

/// The first thing in a file of cases that does not agree with the rest; cases are named by their
/// number in the file, which says nothing of a person.
public enum CaseFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// SQLite itself finds the file damaged.
  case damagedFile(String)
  case unreadableRecord(case: Int64)
  case strayRecord(case: Int64)
  case strayReceipt(case: Int64)
  case emptyCase(case: Int64)
  case noSource(case: Int64)

  public var description: String {
    switch self {
    case .damagedFile(let words): "the file itself is damaged: \(words)"
    case .unreadableRecord(let id): "case \(id): a record cannot be read"
    case .strayRecord(let id): "case \(id) is gone, and a record of it is there"
    case .strayReceipt(let id): "case \(id) is gone, and a receipt of it is there"
    case .emptyCase(let id): "case \(id) has no records"
    case .noSource(let id): "case \(id) has no source"
    }
  }
}

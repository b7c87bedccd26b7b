import GRDB
import GRDBSQLite
import Hall

/// What looking a ledger over found, and a hall can open with all the same.
public enum LedgerWarning: Sendable, Equatable, CustomStringConvertible {
  /// The journal was changed by something that is not Hallway; `hallway audit verify` says more.
  case journalBroken(LedgerFault)
  /// The file is too large to be looked over before the hall opens.
  case notWhollyChecked(seconds: Double)

  public var description: String {
    switch self {
    case .journalBroken(let fault): "the journal is broken: \(fault); run: hallway audit verify"
    case .notWhollyChecked(let seconds):
      "the ledger was looked over for \(seconds) seconds and not to its end; when the hall is "
        + "closed, run: hallway audit verify"
    }
  }
}

/// Looks a ledger over when a hall opens with it, within a time that is bounded: nobody stands before
/// a closed door for a check.
enum OpeningCheck {
  /// A hall of a thousand tickets a day fills half a gigabyte in three years, which takes about
  /// this long from a slow disk.
  static let budget = 5.0
  /// About the lines of a day in a busy hall; their hashes take some twenty milliseconds.
  static let tailLines = 10_000

  static func run(
    _ db: Database, path: String, hall: String, budget: Double = Self.budget
  ) throws -> [LedgerWarning] {
    var warnings: [LedgerWarning] = []
    switch try quickCheck(db, budget) {
    case .some("ok"): break
    case .some: throw SQLiteHallStoreError.notADatabase(path: path)
    case nil: warnings.append(.notWhollyChecked(seconds: budget))
    }
    if let fault = try tailFault(db, hall) { warnings.append(.journalBroken(fault)) }
    return warnings
  }

  /// SQLite's own look at every page and row but not at every index entry; nil where time ran out.
  ///
  /// CHECKs are left to `hallway audit verify`: they were kept when the rows were written, and are
  /// three quarters of the time, 0.32 of 0.44 s for 100,000 tickets.
  ///
  /// The deadline is kept by SQLite's progress handler, which is asked between rows; the pages of
  /// one B-tree are walked between two questions, so a large file overruns by one table's pages.
  private static func quickCheck(_ db: Database, _ budget: Double) throws -> String? {
    let deadline = Deadline(seconds: budget)
    let connection = db.sqliteConnection
    return try withExtendedLifetime(deadline) {
      sqlite3_progress_handler(
        connection, 10_000,
        { context in
          guard let context else { return 0 }
          return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
        }, Unmanaged.passUnretained(deadline).toOpaque())
      defer { sqlite3_progress_handler(connection, 0, nil, nil) }
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      defer { try? db.execute(sql: "PRAGMA ignore_check_constraints = OFF") }
      do {
        return try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
        return nil
      }
    }
  }

  private final class Deadline {
    private let end: ContinuousClock.Instant
    init(seconds: Double) { end = .now.advanced(by: .seconds(seconds)) }
    var isOver: Bool { .now >= end }
  }

  /// The first broken line of the journal's last day, as far back as `tailLines`.
  private static func tailFault(_ db: Database, _ hall: String) throws -> LedgerFault? {
    let tail = try JournalTable.tail(of: hall, db)
    guard tail.sequence > 0 else { return nil }
    let first =
      try db.firstRow(
        """
        SELECT min(sequence) FROM journal WHERE hall = ?1
          AND day = (SELECT day FROM journal WHERE hall = ?1 ORDER BY sequence DESC LIMIT 1)
        """, binding: { $0.add(hall) }, { $0.integer(0) }) ?? 1
    var chain = ChainCheck(
      hall: hall, after: try before(max(first, tail.sequence - Int64(tailLines) + 1), hall, db))
    var fault: LedgerFault?
    try db.forEachRow(
      "\(JournalTable.select) WHERE hall = ? AND sequence > ? ORDER BY sequence",
      binding: {
        $0.add(hall)
        $0.add(chain.tail.sequence)
      }
    ) { row in
      if fault == nil {
        fault = chain.fault(JournalTable.row(row), JournalTable.hash(row))
          .map { LedgerFault($0, journalOf: hall) }
      }
    }
    return fault
  }

  /// The line before, whose hash is taken as it stands.
  private static func before(_ sequence: Int64, _ hall: String, _ db: Database) throws
    -> ChainTail
  {
    try db.firstRow(
      """
      SELECT sequence, hash FROM journal WHERE hall = ? AND sequence < ?
      ORDER BY sequence DESC LIMIT 1
      """,
      binding: {
        $0.add(hall)
        $0.add(sequence)
      },
      { ChainTail(sequence: $0.integer(0), hash: $0.bytes(1)) }) ?? .none
  }
}

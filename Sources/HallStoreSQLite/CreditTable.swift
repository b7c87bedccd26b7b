import GRDB
public import Hall
public import HallStore

/// Broken promises of tolerant intake: the hall's own, so they stay with the ledger. The cases, which
/// were sample cases until now, went into a file of their own (``CaseSchema``); the sample file brings
/// them again.
enum CreditMigration {
  static func migrate(_ db: Database) throws { try db.execute(sql: tables) }

  private static let tables = """
    DROP TABLE caseFile;

    CREATE TABLE toleranceCredit (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      source TEXT NOT NULL,
      serial TEXT NOT NULL,
      person BLOB CHECK (person IS NULL OR length(person) = 32),
      organisation TEXT,
      applicant TEXT,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      reason TEXT NOT NULL,
      clearedAt INTEGER,
      clearedBy TEXT,
      clearedReason TEXT,
      CHECK ((clearedAt IS NULL) = (clearedBy IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX creditOfCase ON toleranceCredit (hall, source, serial)
      WHERE clearedAt IS NULL;
    CREATE INDEX creditOfPerson ON toleranceCredit (hall, person)
      WHERE clearedAt IS NULL AND person IS NOT NULL;
    CREATE INDEX creditOfOrganisation ON toleranceCredit (hall, organisation)
      WHERE clearedAt IS NULL AND organisation IS NOT NULL;
    """
}

/// The rows of broken promises. 容缺失信记录
enum CreditTable {
  static let columns = """
    id, source, serial, person, organisation, applicant, at, author, reason, clearedAt, clearedBy,
    clearedReason
    """

  static func entry(_ row: Columns) -> CreditEntry {
    CreditEntry(
      id: row.integer(0), identity: CaseIdentity(source: row.text(1), serial: row.text(2)),
      person: row.optionalBytes(3).map(PersonKey.init),
      organisation: row.optionalText(4).flatMap(OrganisationCode.init),
      applicant: row.optionalText(5), at: Moment(milliseconds: row.integer(6)),
      author: row.text(7), reason: row.text(8),
      clearing: row.moment(9).map {
        .init(at: $0, author: row.text(10), reason: row.text(11))
      })
  }

  /// Whose promise it was is forgotten once it is repaired and the days of the hall are over; until
  /// then the entry has a purpose.
  static func forget(_ hall: String, before day: LocalDay, _ db: Database) throws -> Int {
    try db.run(
      """
      UPDATE toleranceCredit SET person = NULL, organisation = NULL, applicant = NULL
      WHERE hall = ? AND clearedAt < ?
        AND (person IS NOT NULL OR organisation IS NOT NULL OR applicant IS NOT NULL)
      """
    ) {
      $0.add(hall)
      $0.add(day.midnight)
    }
    return db.changesCount
  }
}

extension SQLiteHallStore {
  public func enterCredit(_ entry: CreditEntry) async throws -> CreditEntry? {
    try await writer.write { [hall] db in
      try db.run(
        """
        INSERT INTO toleranceCredit
          (hall, source, serial, person, organisation, applicant, at, author, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
      ) {
        $0.add(hall)
        $0.add(entry.identity.source)
        $0.add(entry.identity.serial)
        $0.add(entry.person?.bytes)
        $0.add(entry.organisation?.text)
        $0.add(entry.applicant)
        $0.add(entry.at)
        $0.add(entry.author)
        $0.add(entry.reason)
      }
      guard db.changesCount == 1 else { return nil }
      let id = db.lastInsertedRowID
      return try Self.credit(id, hall, db)
    }
  }

  public func clearCredit(_ id: Int64, _ clearing: CreditEntry.Clearing) async throws
    -> CreditEntry?
  {
    try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE toleranceCredit SET clearedAt = ?, clearedBy = ?, clearedReason = ?
        WHERE hall = ? AND id = ? AND clearedAt IS NULL
        """
      ) {
        $0.add(clearing.at)
        $0.add(clearing.author)
        $0.add(clearing.reason)
        $0.add(hall)
        $0.add(id)
      }
      return db.changesCount == 1 ? try Self.credit(id, hall, db) : nil
    }
  }

  private static func credit(_ id: Int64, _ hall: String, _ db: Database) throws -> CreditEntry? {
    try db.firstRow(
      "SELECT \(CreditTable.columns) FROM toleranceCredit WHERE hall = ? AND id = ?",
      binding: {
        $0.add(hall)
        $0.add(id)
      }, CreditTable.entry)
  }

  public func credits(includingCleared: Bool) async throws -> [CreditEntry] {
    try await reader.read { [hall] db in
      var entries: [CreditEntry] = []
      try db.forEachRow(
        """
        SELECT \(CreditTable.columns) FROM toleranceCredit
        WHERE hall = ? AND (clearedAt IS NULL OR ?) ORDER BY id DESC LIMIT 1000
        """,
        binding: {
          $0.add(hall)
          $0.add(includingCleared)
        }, { entries.append(CreditTable.entry($0)) })
      return entries
    }
  }

  public func hasCredit(of person: PersonKey?, _ organisation: OrganisationCode?) async throws
    -> Bool
  {
    try await reader.read { [hall] db in
      try db.firstRow(
        """
        SELECT 1 FROM toleranceCredit WHERE hall = ?1 AND clearedAt IS NULL AND person = ?2
        UNION ALL
        SELECT 1 FROM toleranceCredit WHERE hall = ?1 AND clearedAt IS NULL AND organisation = ?3
        LIMIT 1
        """,
        binding: {
          $0.add(hall)
          $0.add(person?.bytes)
          $0.add(organisation?.text)
        }, { _ in true }) ?? false
    }
  }
}

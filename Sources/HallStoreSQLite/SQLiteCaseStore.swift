import GRDB
public import Hall
public import HallStore

/// The cases of a hall in one SQLite file: WAL, `synchronous=FULL`, STRICT tables.
public struct SQLiteCaseStore: CaseStore {
  let hall: String
  let reader: LedgerReader
  private let writer: GroupCommitter<Void>

  /// More cases than a person goes through at a kiosk.
  public static let mostCases = 100

  /// What an import comes back to: the cases of the last weeks, whose next messages it brings, in pages
  /// that would be written and read again at every commit. Memory that nobody writes with is not used.
  private static let writerCacheKiB = 32_768

  /// Opens or creates the file and brings its schema up to date.
  ///
  /// - Throws: ``SQLiteHallStoreError`` in words for a person where the file cannot serve.
  public init(path: String, hall: String) throws(SQLiteHallStoreError) {
    do {
      let pool = try DatabasePool(path: path, configuration: SQLiteHallStore.configuration)
      try pool.writeWithoutTransaction { db in
        try SQLiteHallStore.makeDurable(db)
        try db.execute(sql: "PRAGMA cache_size = -\(Self.writerCacheKiB)")
      }
      guard try !pool.read(CaseSchema.migrator.hasBeenSuperseded) else {
        throw SQLiteHallStoreError.newerSchema(path: path)
      }
      try CaseSchema.migrator.migrate(pool)
      self.hall = hall
      reader = LedgerReader(pool: pool)
      writer = GroupCommitter(writer: pool)
    } catch let error as SQLiteHallStoreError {
      throw error
    } catch {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  public func apply(_ notices: [CaseNotice], mark: CaseMark?, at now: Moment) async throws
    -> [CaseOutcome]
  {
    try await writer.write { [hall] db in
      var batch = CaseBatch(db: db, hall: hall)
      let outcomes = try batch.apply(notices, at: now)
      if let mark { try Self.keep(mark, hall, db) }
      return outcomes
    }
  }

  private static func keep(_ mark: CaseMark, _ hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO caseMark (hall, name, position, digest) VALUES (?, ?, ?, ?)
      ON CONFLICT (hall, name) DO UPDATE
      SET position = excluded.position, digest = excluded.digest
      """
    ) {
      $0.add(hall)
      $0.add(mark.name)
      $0.add(mark.position)
      $0.add(mark.digest)
    }
  }

  public func caseMark(_ name: String) async throws -> CaseMark? {
    try await reader.read { [hall] db in
      try db.firstRow(
        "SELECT position, digest FROM caseMark WHERE hall = ? AND name = ?",
        binding: {
          $0.add(hall)
          $0.add(name)
        },
        { CaseMark(name: name, position: $0.integer(0), digest: $0.text(1)) })
    }
  }

  public func cases(of person: PersonKey) async throws -> [CaseStanding] {
    try await standings("person = ? AND hall = ? ORDER BY caseHead.id DESC LIMIT ?") { [hall] in
      $0.add(person.bytes)
      $0.add(hall)
      $0.add(Self.mostCases)
    }
  }

  public func cases(of organisation: OrganisationCode, agent: PersonKey) async throws
    -> [CaseStanding]
  {
    try await standings(
      "organisation = ? AND agent = ? AND hall = ? ORDER BY caseHead.id DESC LIMIT ?"
    ) { [hall] in
      $0.add(organisation.text)
      $0.add(agent.bytes)
      $0.add(hall)
      $0.add(Self.mostCases)
    }
  }

  public func caseCounts(of person: PersonKey) async throws -> (own: Int, asAgent: Int) {
    try await reader.read { [hall] db in
      func count(_ column: String) throws -> Int {
        try db.firstRow(
          """
          SELECT count(*) FROM caseHead JOIN caseSource ON caseSource.id = caseHead.source
          WHERE \(column) = ? AND hall = ?
          """,
          binding: {
            $0.add(person.bytes)
            $0.add(hall)
          }, { $0.int(0) }) ?? 0
      }
      return (try count("person"), try count("agent"))
    }
  }

  public func keys(ofReceipt receipt: String) async throws -> [CaseReceiptKey] {
    try await reader.read { [hall] db in
      var keys: [CaseReceiptKey] = []
      try db.forEachRow(
        """
        SELECT name, serial, password FROM caseReceipt
        JOIN caseHead ON caseHead.id = caseReceipt.head
        JOIN caseSource ON caseSource.id = caseHead.source
        WHERE receipt = ? AND hall = ? ORDER BY head LIMIT ?
        """,
        binding: {
          $0.add(receipt)
          $0.add(hall)
          $0.add(Self.mostCases)
        },
        { row in
          keys.append(
            CaseReceiptKey(
              identity: CaseIdentity(source: row.text(0), serial: row.text(1)),
              password: row.optionalBytes(2)))
        })
      return keys
    }
  }

  public func caseStanding(_ identity: CaseIdentity) async throws -> CaseStanding? {
    try await standings("name = ? AND serial = ? AND hall = ?") { [hall] in
      $0.add(identity.source)
      $0.add(identity.serial)
      $0.add(hall)
    }.first
  }

  public func parts(of identity: CaseIdentity) async throws -> [CaseStanding] {
    try await standings("name = ? AND parent = ? AND hall = ? ORDER BY serial LIMIT ?") { [hall] in
      $0.add(identity.source)
      $0.add(identity.serial)
      $0.add(hall)
      $0.add(Self.mostCases)
    }
  }

  public func casesDue(by day: LocalDay, after cursor: CasePage.Cursor?, limit: Int) async throws
    -> CasePage
  {
    try await reader.read { [hall] db in
      let heads = try CaseRows.heads(
        """
        dueFrom IS NOT NULL AND dueFrom <= ?1 AND (dueFrom, caseHead.id) > (?2, ?3) AND hall = ?4
        ORDER BY dueFrom, caseHead.id LIMIT ?5
        """, db
      ) {
        $0.add(day.daysSince1970)
        $0.add(cursor?.day ?? Int64.min)
        $0.add(cursor?.id ?? 0)
        $0.add(hall)
        $0.add(limit)
      }
      let next = heads.count < limit ? nil : heads.last
      return CasePage(
        cases: try heads.map { try CaseRows.standing($0, db) },
        next: next.map { CasePage.Cursor(day: $0.dueFrom ?? 0, id: $0.id) })
    }
  }

  public func caseCount() async throws -> Int {
    try await reader.read { [hall] db in
      try db.firstRow(
        """
        SELECT count(*) FROM caseHead
        WHERE source IN (SELECT id FROM caseSource WHERE hall = ?)
        """, binding: { $0.add(hall) }, { $0.int(0) }) ?? 0
    }
  }

  /// A commit of so many leaves room for notices between two of them.
  private static let forgottenAtOnce = 1000

  public func forgetCases(overBefore moment: Moment) async throws -> Int {
    var forgotten = 0
    while true {
      let some = try await writer.write { [hall] db in
        let heads = try CaseRows.heads(
          "overAt IS NOT NULL AND overAt < ? AND hall = ? ORDER BY overAt LIMIT ?", db
        ) {
          $0.add(moment)
          $0.add(hall)
          $0.add(Self.forgottenAtOnce)
        }
        for head in heads { try CaseRows.remove(head, db) }
        return heads.count
      }
      forgotten += some
      if some < Self.forgottenAtOnce { return forgotten }
    }
  }

  private func standings(
    _ condition: String, binding bind: @escaping @Sendable (inout Binder) -> Void
  ) async throws -> [CaseStanding] {
    try await reader.read { db in
      try CaseRows.heads(condition, db, binding: bind).map { try CaseRows.standing($0, db) }
    }
  }
}

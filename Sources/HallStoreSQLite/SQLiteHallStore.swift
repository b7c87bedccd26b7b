import GRDB
public import Hall
public import HallStore

/// The hall's ledger in one SQLite file: WAL, `synchronous=FULL`, STRICT tables.
public struct SQLiteHallStore: HallStore {
  let path: String
  let hall: String
  let reader: LedgerReader
  let steps: StepWriter
  /// Notices and broken promises, whose rows the queue's steps do not touch.
  let writer: GroupCommitter<Void>
  /// Ratings, whose chain's end is kept outside the file after each commit.
  let ratings: GroupCommitter<RatingTable.End>
  let witness: RatingWitness
  let ratingKey: RatingKey?

  /// Opens or creates the ledger and brings its schema up to date.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - hall: whose rows are written.
  ///   - ratingKey: what rows of ratings are marked with; without it a stranger's are not told from
  ///     the hall's.
  /// - Throws: ``SQLiteHallStoreError`` in words for a person where the file cannot serve.
  public init(path: String, hall: String, ratingKey: RatingKey? = nil)
    throws(SQLiteHallStoreError)
  {
    do {
      let pool = try DatabasePool(path: path, configuration: Self.configuration)
      try pool.writeWithoutTransaction(Self.makeDurable)
      guard try !pool.read(Schema.migrator.hasBeenSuperseded) else {
        throw SQLiteHallStoreError.newerSchema(path: path)
      }
      let isNew = try pool.read {
        try !Schema.migrator.appliedIdentifiers($0).contains(Schema.marks)
      }
      try Schema.migrator(key: ratingKey).migrate(pool)
      self.path = path
      self.hall = hall
      reader = LedgerReader(pool: pool)
      steps = StepWriter(pool: pool, hall: hall)
      writer = GroupCommitter(writer: pool)
      self.ratingKey = ratingKey
      let witness = RatingWitness(beside: path, hall: hall, key: ratingKey)
      self.witness = witness
      witness.committed(try pool.write { db in try witness.open(db, isNew: isNew) })
      ratings = GroupCommitter(
        writer: pool, begin: { try witness.begin($0) }, committed: { witness.committed($0) })
    } catch let error as SQLiteHallStoreError {
      throw error
    } catch {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  /// Looks the file over, on a thread of its own while the day is read: a damaged file is refused,
  /// a broken journal is told, and a hall opens no later for it.
  ///
  /// - Returns: what a hall can open with all the same; for the log and a technician.
  /// - Throws: ``SQLiteHallStoreError`` where it cannot.
  public func lookOver() async throws -> [LedgerWarning] {
    do {
      return try await reader.pool.read { [path, hall] db in
        try OpeningCheck.run(db, path: path, hall: hall)
      }
    } catch let error as SQLiteHallStoreError {
      throw error
    } catch {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  public func commit(_ steps: [LedgerStep]) async throws -> [Result<Void, StoreFailure>] {
    try await self.steps.commit(steps)
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    // What a row held before is overwritten with zeros, or forgetting a citizen would leave their
    // bytes in the file's free space (sqlite.org/pragma.html#pragma_secure_delete).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    return configuration
  }

  /// A number is acknowledged only after it is on the disk, WAL included.
  ///
  /// `Configuration.prepareDatabase` is too early for this: GRDB turns WAL on after it and sets
  /// `synchronous = NORMAL` then (`Database.setUpWALMode`), which syncs only at checkpoints.
  static func makeDurable(_ db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    // What a savepoint may have to undo stays in memory instead of a file in /var/tmp.
    try db.execute(sql: "PRAGMA temp_store = MEMORY")
  }

  /// A backup or a technician's sqlite3 may hold the file for moments, never for longer.
  static let busySeconds = 5.0
}

/// Reads of the ledger, with failures in the store's words.
struct LedgerReader: Sendable {
  let pool: DatabasePool

  func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
    do {
      return try await pool.read(body)
    } catch {
      throw StoreFailure(reporting: error)
    }
  }
}

import GRDB
public import HallStore

/// The hall's ledger in one SQLite file: WAL, `synchronous=FULL`, STRICT tables.
public struct SQLiteHallStore: HallStore {
  let hall: String
  let reader: LedgerReader
  let writer: GroupCommitter

  /// Opens or creates the ledger and brings its schema up to date.
  ///
  /// - Throws: ``SQLiteHallStoreError`` in words for a person where the file cannot serve.
  public init(path: String, hall: String) throws(SQLiteHallStoreError) {
    do {
      let pool = try DatabasePool(path: path, configuration: Self.configuration)
      try pool.writeWithoutTransaction(Self.makeDurable)
      guard try !pool.read(Schema.migrator.hasBeenSuperseded) else {
        throw SQLiteHallStoreError.newerSchema(path: path)
      }
      try Schema.migrator.migrate(pool)
      self.hall = hall
      reader = LedgerReader(pool: pool)
      writer = GroupCommitter(writer: pool)
    } catch let error as SQLiteHallStoreError {
      throw error
    } catch {
      throw SQLiteHallStoreError(opening: path, error)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    return configuration
  }

  /// A number is acknowledged only after it is on the disk, WAL included.
  ///
  /// `Configuration.prepareDatabase` is too early for this: GRDB turns WAL on after it and sets
  /// `synchronous = NORMAL` then (`Database.setUpWALMode`), which syncs only at checkpoints.
  private static func makeDurable(_ db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
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

extension StoreFailure {
  init(reporting error: any Error) {
    let code = (error as? DatabaseError)?.resultCode
    // Messages of SQLite carry no values, descriptions of GRDB's errors may: name, masked name.
    let message = (error as? DatabaseError).map { $0.message ?? "\($0.resultCode)" }
    self.init(
      code == .SQLITE_FULL ? .diskFull : .storage, message ?? String(describing: type(of: error)))
  }
}

/// Why the ledger could not be opened, in words a technician can act on.
public enum SQLiteHallStoreError: Error, Equatable, CustomStringConvertible {
  case newerSchema(path: String)
  case diskFull(path: String)
  case notADatabase(path: String)
  case other(path: String, reason: String)

  init(opening path: String, _ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = .other(path: path, reason: "\(error)")
      return
    }
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notADatabase(path: path)
    default: self = .other(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  public var description: String {
    switch self {
    case .newerSchema(let path):
      "\(path) was written by a newer Hallway; install that version or restore a backup"
    case .diskFull(let path): "no space left on the disk that holds \(path); free some and retry"
    case .notADatabase(let path):
      "\(path) is damaged or no database; move it away and restore a backup"
    case .other(let path, let reason): "\(path) cannot be opened: \(reason)"
    }
  }
}

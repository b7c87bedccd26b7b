import GRDB
import GRDBSQLite
import Glibc
import HallStore

extension StoreFailure {
  /// A failure in the store's words; one that is in them already stays as it is.
  init(reporting error: any Error) {
    if let failure = error as? StoreFailure {
      self = failure
      return
    }
    let error = error as? DatabaseError
    let code: Code =
      switch error?.resultCode {
      case .SQLITE_FULL: .diskFull
      case .SQLITE_READONLY: .readOnly
      default: .storage
      }
    // Messages of SQLite carry no values, descriptions of GRDB's errors may: name, masked name.
    self.init(code, error.map { $0.message ?? "\($0.resultCode)" } ?? "the write was given up")
  }

  /// Asks the connection also what the system said: where a disk is full or was turned read-only
  /// while the file was open, SQLite often says "disk I/O error" only.
  init(reporting error: any Error, on db: Database) {
    let system = db.sqliteConnection.map(sqlite3_system_errno) ?? 0
    guard (error as? DatabaseError)?.resultCode == .SQLITE_IOERR,
      let code = [ENOSPC: Code.diskFull, EDQUOT: .diskFull, EROFS: .readOnly][system]
    else {
      self.init(reporting: error)
      return
    }
    self.init(code, String(cString: strerror(system)))
  }
}

/// Why the ledger could not be opened, in words a technician can act on.
public enum SQLiteHallStoreError: Error, Equatable, CustomStringConvertible {
  case newerSchema(path: String)
  /// No Hallway made it, or one that had no journal.
  case olderSchema(path: String)
  case diskFull(path: String)
  case readOnly(path: String)
  case notADatabase(path: String)
  case other(path: String, reason: String)

  init(opening path: String, _ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = .other(path: path, reason: "\(error)")
      return
    }
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notADatabase(path: path)
    default: self = .other(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  public var description: String {
    switch self {
    case .newerSchema(let path):
      "\(path) was written by a newer Hallway; install that version or restore a backup"
    case .olderSchema(let path):
      "\(path) is no ledger of this Hallway; hallwayd brings an older one up to date when it starts"
    case .diskFull(let path): "no space left on the disk that holds \(path); free some and retry"
    case .readOnly(let path):
      "\(path) can only be read; see that its disk is sound and its directory this user's"
    case .notADatabase(let path):
      "\(path) is damaged or no database; move it away and restore a backup"
    case .other(let path, let reason): "\(path) cannot be opened: \(reason)"
    }
  }
}

import Crypto
import Foundation
import Hall

/// What a backup says of itself, in the file `backup.json` of its folder.
public struct BackupManifest: Sendable, Equatable, Codable {
  /// A file of the backup.
  public struct File: Sendable, Equatable, Codable {
    public let name: String
    public let bytes: Int
    /// Hexadecimal.
    public let sha256: String
  }

  static let name = "backup.json"
  /// Of this file; a later one may hold what this program does not know to put back.
  static let format = 1
  /// More than any; a stranger's file is not read into memory whole.
  private static let mostBytes = 1 << 20

  public let format: Int
  /// The version of Hallway that made it.
  public let program: String
  /// When it began, ISO 8601.
  public let at: String
  /// Tells whether a hall's key is the one of the backup, and nothing else about it; nil where the key
  /// was not to be read.
  public let keyCheck: String?
  public let files: [File]
  /// What was verified in the copies.
  public let ledger: LedgerAudit.Report
  /// nil of a hall without cases.
  public let cases: CaseAudit.Report?

  /// HMAC-SHA256 with a key that is derived from the hall's, hexadecimal.
  static func check(of hallKey: SymmetricKey) -> String {
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: hallKey, info: Array("backup".utf8), outputByteCount: 32)
    return Hexadecimal.text(
      Array(HMAC<SHA256>.authenticationCode(for: Array("hall.key".utf8), using: key)))
  }

  func write(into folder: String) throws {
    let path = "\(folder)/\(Self.name)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    try encoder.encode(self).write(to: URL(filePath: path))
    try DatabaseCopy.sync(path)
  }

  static func read(from folder: String) throws -> BackupManifest {
    let path = "\(folder)/\(name)"
    guard let file = FileHandle(forReadingAtPath: path) else { throw DatabaseCopy.failure(path) }
    let bytes = try file.read(upToCount: mostBytes) ?? Data()
    struct Format: Decodable { let format: Int }
    guard let format = try? JSONDecoder().decode(Format.self, from: bytes).format else {
      throw BackupFailure.notABackup(path: folder)
    }
    guard format <= Self.format else { throw BackupFailure.newer(path: folder) }
    guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: bytes) else {
      throw BackupFailure.notABackup(path: folder)
    }
    return manifest
  }
}

/// Why there is no backup, or nothing was put back.
public enum BackupFailure: Error, Equatable, CustomStringConvertible {
  case source(SQLiteHallStoreError)
  /// The copy, or the backup to be restored, is not a whole ledger.
  case broken(path: String, LedgerFault)
  case brokenCases(path: String, CaseFault)
  /// A file of a backup is not the one that was put into it.
  case changed(path: String)
  case notABackup(path: String)
  /// Of a later Hallway.
  case newer(path: String)
  /// A backup is never written over.
  case exists(path: String)
  /// The hall's key in `path` is another than the backup's.
  case otherKey(path: String)
  case system(path: String, reason: String)

  public var description: String {
    switch self {
    case .source(let error): "\(error)"
    case .broken(let path, let fault): "\(path) is no whole ledger: \(fault)"
    case .brokenCases(let path, let fault): "\(path) are no whole cases: \(fault)"
    case .changed(let path): "\(path) is not the file that was put into the backup"
    case .notABackup(let path): "\(path) is no backup: it has no \(BackupManifest.name) of one"
    case .newer(let path): "\(path) was made by a newer Hallway; install that version"
    case .exists(let path): "\(path) is there already; name another folder"
    case .otherKey(let path):
      "\(path) is another hall's key than the backup's, and no person would be found with it; "
        + "put the right one there, or move it away if that is lost"
    case .system(let path, let reason): "\(path): \(reason)"
    }
  }

  init(_ error: any Error, at path: String) {
    switch error {
    case let failure as BackupFailure: self = failure
    case let fault as LedgerFault: self = .broken(path: path, fault)
    case let fault as CaseFault: self = .brokenCases(path: path, fault)
    case let error as SQLiteHallStoreError: self = .source(error)
    default: self = .source(SQLiteHallStoreError(opening: path, error))
    }
  }
}

import Crypto
import Foundation
import GRDB
import Glibc
import Hall

/// Copies of databases and files, each mode 0600 and on the disk once the call returns.
enum DatabaseCopy {
  /// Pages between two words about progress: half a megabyte.
  private static let pagesPerStep: CInt = 128

  /// Copies the database at `live` to the new file `copy` by SQLite's online backup.
  ///
  /// The copy is the database of one moment, however much is written meanwhile; the hall notices
  /// nothing, since readers and the writer of a database in WAL mode do not wait for each other.
  static func pages(of live: String, to copy: String, _ progress: (Double) -> Void) throws {
    close(try create(copy))
    let from = try LedgerAudit.readOnly(live)
    let to = try DatabaseQueue(path: copy)
    try from.read { from in
      // With its snapshot taken the backup never begins anew, as it would after each write of
      // another process (sqlite.org/c3ref/backup_finish.html).
      _ = try Int.fetchOne(from, sql: "SELECT count(*) FROM sqlite_schema")
      try withoutActuallyEscaping(progress) { progress in
        try to.writeWithoutTransaction { to in
          try from.backup(to: to, pagesPerStep: pagesPerStep) { step in
            progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
          }
          // The copy is one file, without a log beside it that somebody might forget to move.
          try to.execute(sql: "PRAGMA journal_mode = DELETE")
        }
      }
    }
    try to.close()
    try from.close()
    try sync(copy)
  }

  /// Reads a file through, and writes it to the new file `copy` where one is named.
  ///
  /// - Returns: its length, and its SHA-256 in hexadecimal.
  static func bytes(
    of file: String, to copy: String? = nil, _ progress: (Double) -> Void = { _ in }
  ) throws -> (count: Int, sha256: String) {
    let source = open(file, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw failure(file) }
    defer { close(source) }
    var status = stat()
    guard fstat(source, &status) == 0 else { throw failure(file) }
    let target = try copy.map(create)
    defer { if let target { close(target) } }
    var hash = SHA256()
    var count = 0
    var piece = [UInt8](repeating: 0, count: pieceSize)
    while true {
      let got = piece.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
      guard got >= 0 else { throw failure(file) }
      guard got > 0 else { break }
      try piece.withUnsafeBytes { bytes in
        let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(got))
        hash.update(bufferPointer: bytes)
        if let target, let copy { try write(bytes, to: target, copy) }
      }
      count += got
      progress(Double(count) / Double(max(1, Int(status.st_size))))
    }
    if let target, let copy { try system(copy) { fsync(target) } }
    return (count, Hexadecimal.text(Array(hash.finalize())))
  }

  /// One read's worth: large beside the cost of a call, small beside memory.
  private static let pieceSize = 1 << 20

  private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws
  {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(file, rest.baseAddress, rest.count)
      guard count >= 0 else { throw failure(path) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  /// A new file of its user's alone, in the place of one that was left there.
  private static func create(_ path: String) throws -> Int32 {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path) }
    return file
  }

  /// Moves a database aside with its log, in an order in which no moment has a database beside a log
  /// that is not its own: SQLite would play that into it. Its name stays taken.
  ///
  /// - Returns: where it is kept; nil where there was none.
  static func keep(_ path: String, _ now: Moment) throws -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    // Where the old database is sound, its log goes into it first and there is one file to move.
    _ = try? DatabaseQueue(path: path).writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    let kept = aside(path, now)
    try system(kept) { link(path, kept) }
    for log in ["-wal", "-journal", "-shm"] where access(path + log, F_OK) == 0 {
      try system(kept + log) { rename(path + log, kept + log) }
    }
    return kept
  }

  /// The name under which what was there before `now` is kept.
  static func aside(_ path: String, _ now: Moment) -> String {
    "\(path).before-\(now.milliseconds / 1000)"
  }

  /// Puts a file's bytes, or a folder's names, on the disk.
  static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    try system(path) { fsync(descriptor) }
  }

  static func system(_ path: String, _ call: () -> Int32) throws {
    guard call() == 0 else { throw failure(path) }
  }

  static func failure(_ path: String) -> BackupFailure {
    .system(path: path, reason: String(cString: strerror(errno)))
  }
}

import Foundation
import GRDB
import Glibc
import Hall
import HallStore
import Synchronization

/// What an open hall knows of its ratings besides what their file says: the end of the last commit,
/// and that its other files lie where it has left them.
///
/// What is not as it was is written into the chain, before anything is added that would cover it.
final class RatingWitness: Sendable {
  private struct Known {
    let tail: ChainTail
    /// What stands in ``RatingHead/file``; nil where it could not be written.
    let line: String?
  }

  /// Rows back from the end that are looked over where it is not known how far the hall had come; a
  /// busy hall writes as many in a day.
  private static let mostLookedOver: Int64 = 20_000

  private let head: RatingHead
  private let seals: String
  /// nil before the ledger was opened.
  private let known = Mutex<Known?>(nil)

  private var hall: String { head.hall }
  private var key: RatingKey? { head.key }

  init(beside ledger: String, hall: String, key: RatingKey?) {
    head = RatingHead(beside: ledger, hall: hall, key: key)
    seals = RatingAnchors.path(of: RatingAnchors.keyFile, beside: ledger)
  }

  private static var now: Moment {
    Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  // MARK: Opening

  /// Compares a ledger with what lies beside it, within a transaction; gives the chain's end, for
  /// ``committed(_:)``. In one that `isNew` rows were marked just now for the first time.
  func open(_ db: Database, isNew: Bool) throws -> RatingTable.End {
    var end = try RatingTable.end(of: hall, key: key, db)
    let tail = end.tail
    let kept = head.read().flatMap(RatingAnchors.Head.init).flatMap { $0.hall == hall ? $0 : nil }
    func warn(_ word: RatingEntry.Warning, _ why: String? = nil) throws {
      try RatingTable.warn(word, why, at: Self.now, to: &end, db)
    }
    if let kept, kept.rows > 0,
      try RatingTable.hash(of: kept.rows, hall, db).map(Hexadecimal.text) != kept.hash
    {
      head.setAside(kept)
      try warn(.rowsMissing, "knew row \(kept.rows) \(kept.hash)")
    } else if isNew, kept?.mark != nil {
      try warn(.rowsMissing, "of a time before its marks")
    }
    guard let key, !isNew else { return end }
    let isOurs = kept?.isMarked(with: key) ?? false
    if !isOurs { try warn(.headMissing) }
    if access(seals, F_OK) != 0, try !SealTable.seals("LIMIT 1", hall, db).isEmpty {
      try warn(.keysMissing)
    }
    let from = isOurs ? kept?.rows ?? 0 : max(0, tail.sequence - Self.mostLookedOver)
    if let row = try foreignRow(after: from, through: tail.sequence, key, db) {
      try warn(.foreignRows, "from row \(row)")
    }
    return end
  }

  private func foreignRow(after first: Int64, through last: Int64, _ key: RatingKey, _ db: Database)
    throws -> Int64?
  {
    var foreign: Int64?
    try db.forEachRow(
      """
      SELECT sequence, hash, mark FROM ratingRow WHERE hall = ? AND sequence > ? AND sequence <= ?
      ORDER BY sequence
      """,
      binding: {
        $0.add(hall)
        $0.add(first)
        $0.add(last)
      }
    ) { row in
      let tail = ChainTail(sequence: row.integer(0), hash: row.bytes(1))
      if foreign == nil, key.mark(of: tail, hall: hall) != row.bytes(2) { foreign = tail.sequence }
    }
    return foreign
  }

  // MARK: Commits

  /// The end to chain to, at the beginning of a transaction.
  func begin(_ db: Database) throws -> RatingTable.End {
    var end = try RatingTable.end(of: hall, key: key, db)
    guard key != nil, let known = known.withLock(\.self) else { return end }
    if end.tail != known.tail {
      let isThere =
        try known.tail.sequence == 0
        || RatingTable.hash(of: known.tail.sequence, hall, db) == known.tail.hash
      if isThere {
        try RatingTable.warn(
          .foreignRows, "from row \(known.tail.sequence + 1)", at: Self.now, to: &end, db)
      } else {
        let why = "knew row \(known.tail.sequence) \(Hexadecimal.text(known.tail.hash))"
        try RatingTable.warn(.rowsMissing, why, at: Self.now, to: &end, db)
      }
    }
    if let line = known.line, head.read() != line {
      try RatingTable.warn(.headMissing, at: Self.now, to: &end, db)
    }
    return end
  }

  /// A transaction that ends so is on the disk.
  func committed(_ end: RatingTable.End) {
    known.withLock { known in
      let line = head.line(end.tail)
      known = Known(tail: end.tail, line: head.write(line) ? line : nil)
    }
  }

  // MARK: Verifying

  /// What the hall knows at a moment.
  struct Look {
    fileprivate let tail: ChainTail
    fileprivate let isFileThere: Bool

    /// - Throws: ``RatingFault`` where rows are gone since, or the file beside them.
    func compare(with db: Database, hall: String) throws {
      guard isFileThere else { throw RatingFault.missingHead(hall: hall) }
      guard tail.sequence > 0, try RatingTable.hash(of: tail.sequence, hall, db) != tail.hash else {
        return
      }
      let rows = try RatingTable.end(of: hall, key: nil, db).tail.sequence
      throw RatingFault.truncated(hall: hall, rows: rows, known: tail.sequence, by: "the open hall")
    }
  }

  func look() -> Look? {
    known.withLock { known in
      guard key != nil, let known else { return nil }
      return Look(
        tail: known.tail, isFileThere: known.line.map { head.read() == $0 } ?? true)
    }
  }
}

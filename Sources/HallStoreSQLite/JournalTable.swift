import GRDB
import Hall
import HallStore

/// The journal's rows: appended, read, never changed.
enum JournalTable {
  private static let columns = """
    hall, sequence, day, at, kind, ticket, number, window, fromState, toState, who, place, why, hash
    """
  static let select = "SELECT \(columns) FROM journal"

  /// Chains a row to the tail, which it then is.
  static func append(_ row: JournalRow, to tail: inout ChainTail, _ db: Database) throws {
    let hash = row.hash(after: tail.hash)
    try db.run(
      "INSERT INTO journal (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ) {
      $0.add(row.hall)
      $0.add(row.sequence)
      $0.add(row.day)
      $0.add(row.at)
      $0.add(row.kind)
      $0.add(row.ticket)
      $0.add(row.number)
      $0.add(row.window)
      $0.add(row.from)
      $0.add(row.to)
      $0.add(row.who)
      $0.add(row.place)
      $0.add(row.why)
      $0.add(hash)
    }
    tail = ChainTail(sequence: row.sequence, hash: hash)
  }

  static func row(_ row: Columns) -> JournalRow {
    JournalRow(
      hall: row.text(0), sequence: row.integer(1), day: row.text(2), at: row.integer(3),
      kind: row.text(4), ticket: row.optionalInteger(5), number: row.optionalText(6),
      window: row.optionalText(7), from: row.optionalText(8), to: row.optionalText(9),
      who: row.text(10), place: row.text(11), why: row.optionalText(12))
  }

  static func hash(_ row: Columns) -> [UInt8] { row.bytes(13) }

  static func record(_ columns: Columns) throws -> JournalRecord {
    let row = row(columns)
    guard let line = row.line else { throw UnreadableRow(table: "journal", id: row.sequence) }
    return JournalRecord(sequence: row.sequence, line: line, hash: hash(columns))
  }

  static func tail(of hall: String, _ db: Database) throws -> ChainTail {
    try db.firstRow(
      "SELECT sequence, hash FROM journal WHERE hall = ? ORDER BY sequence DESC LIMIT 1",
      binding: { $0.add(hall) },
      { ChainTail(sequence: $0.integer(0), hash: $0.bytes(1)) }) ?? .none
  }
}

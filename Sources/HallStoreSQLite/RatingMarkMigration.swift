import GRDB
import Hall

/// Each row of the ratings gets the hall's mark; the rows that are there are marked as they stand.
enum RatingMarkMigration {
  /// The marks and what the rows are looked up by.
  static let column = """
    ALTER TABLE ratingRow ADD COLUMN mark BLOB CHECK (mark IS NULL OR length(mark) = 32);
    CREATE INDEX ratingAsked ON ratingRow (hall, window, sequence) WHERE kind = 'opened';
    CREATE INDEX ratingAskedOf ON ratingRow (hall, ticket, stage) WHERE kind = 'opened';
    """

  /// Who was called to a window when, to end what its pads asked.
  private static let calls = """
    CREATE INDEX journalCame ON journal (hall, window, at, ticket)
      WHERE kind IN ('called', 'resumed');
    """

  /// Without a key the rows are not marked.
  static func migrate(_ db: Database, key: RatingKey?) throws {
    try db.execute(sql: column)
    try db.execute(sql: calls)
    guard let key else { return }
    try db.execute(sql: "DROP TRIGGER ratingRowNeverChanges; DROP TRIGGER ratingRowNeverGoes;")
    var rows: [(hall: String, tail: ChainTail)] = []
    try db.forEachRow("SELECT hall, sequence, hash FROM ratingRow") {
      rows.append(($0.text(0), ChainTail(sequence: $0.integer(1), hash: $0.bytes(2))))
    }
    for row in rows {
      try db.run("UPDATE ratingRow SET mark = ? WHERE hall = ? AND sequence = ?") {
        $0.add(key.mark(of: row.tail, hall: row.hall))
        $0.add(row.hall)
        $0.add(row.tail.sequence)
      }
    }
    try db.execute(sql: RatingMigration.guardOf("ratingRow"))
    for hall in Set(rows.map(\.hall)) { try noteForgotten(hall, key, db) }
  }

  /// Words that earlier releases have forgotten left nothing that says so.
  private static func noteForgotten(_ hall: String, _ key: RatingKey, _ db: Database) throws {
    let last = try db.firstRow(
      """
      SELECT max(day) FROM ratingRow WHERE hall = ? AND textDigest IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM ratingText WHERE ratingText.hall = ratingRow.hall
          AND ratingText.row = ratingRow.sequence)
      """, binding: { $0.add(hall) }, { LocalDay($0.text(0)) })
    guard let day = last.flatMap(\.self)?.adding(days: 1) else { return }
    var end = try RatingTable.end(of: hall, key: key, db)
    try RatingTable.noteForgotten(before: day, at: Moment(milliseconds: end.at ?? 0), &end, db)
  }
}

import GRDB
import Hall
import HallStore

/// The chain of ratings: appended, read, never changed.
enum RatingTable {
  private static let names = [
    "hall", "sequence", "day", "at", "kind", "ticket", "number", "stage", "service", "window",
    "level", "reasons", "textDigest", "channel", "edition", "clientAt", "evaluation", "closesAt",
    "requestID", "about", "word", "why", "who", "place", "hash",
  ]
  private static let columns = names.map { "ratingRow.\($0)" }.joined(separator: ", ")
  /// Of ledgers that know no marks yet, and of those that do.
  private static let insert = insert(names)
  private static let insertMarked = insert(names + ["mark"])

  private static func insert(_ names: [String]) -> String {
    """
    INSERT INTO ratingRow (\(names.joined(separator: ", ")))
    VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
    """
  }

  /// Rows without their texts, for the chain.
  static let select = "SELECT \(columns), ratingRow.mark FROM ratingRow"
  /// Rows with the texts that are not forgotten.
  static let selectWithText = """
    SELECT \(columns), ratingText.text FROM ratingRow LEFT JOIN ratingText
      ON ratingText.hall = ratingRow.hall AND ratingText.row = ratingRow.sequence
    """
  private static let textColumn: Int32 = 25

  // MARK: Appending

  /// The chain's end with the time of its last row.
  struct End {
    let hall: String
    /// What the next rows are marked with; nil for no marks.
    var key: RatingKey?
    var tail: ChainTail
    /// Milliseconds since 1970; nil before the first row.
    var at: Int64?
  }

  static func end(of hall: String, key: RatingKey?, _ db: Database) throws -> End {
    let end = try db.firstRow(
      "SELECT sequence, hash, at FROM ratingRow WHERE hall = ? ORDER BY sequence DESC LIMIT 1",
      binding: { $0.add(hall) },
      { (tail: ChainTail(sequence: $0.integer(0), hash: $0.bytes(1)), at: $0.integer(2)) })
    return End(hall: hall, key: key, tail: end?.tail ?? .none, at: end?.at)
  }

  /// The hash of a row; nil where there is none.
  static func hash(of sequence: Int64, _ hall: String, _ db: Database) throws -> [UInt8]? {
    try db.firstRow(
      "SELECT hash FROM ratingRow WHERE hall = ? AND sequence = ?",
      binding: {
        $0.add(hall)
        $0.add(sequence)
      }, { $0.bytes(0) })
  }

  /// Milliseconds by which a row may seem older than the one before, without a word: rows of one
  /// commit were made by many tasks. They get the time of the row before.
  static let jitter: Int64 = 60_000

  /// Chains an entry to the end, and before it a warning where the clock was set back.
  @discardableResult
  static func append(_ entry: RatingEntry, to end: inout End, _ db: Database) throws
    -> RatingRecord
  {
    var entry = entry
    if let last = end.at, entry.at.milliseconds < last {
      let back = last - entry.at.milliseconds
      if back <= jitter {
        entry.at = Moment(milliseconds: last)
      } else {
        var warning = RatingEntry(.warning, at: entry.at, by: .service)
        warning.word = RatingEntry.Warning.clockSetBack.rawValue
        warning.why = "by \(back / 1000) s"
        _ = try write(warning, &end, db)
      }
    }
    return try write(entry, &end, db)
  }

  /// Chains what the hall has noticed of its own ledger.
  static func warn(
    _ word: RatingEntry.Warning, _ why: String? = nil, at now: Moment, to end: inout End,
    _ db: Database
  ) throws {
    var warning = RatingEntry(
      .warning, at: max(now, Moment(milliseconds: end.at ?? 0)), by: .service)
    warning.word = word.rawValue
    warning.why = why
    _ = try write(warning, &end, db)
  }

  /// Chains that the words of the days before `day` are forgotten.
  static func noteForgotten(
    before day: LocalDay, at now: Moment, _ end: inout End, _ db: Database
  ) throws {
    try warn(.textsForgotten, day.description, at: now, to: &end, db)
  }

  private static func write(_ entry: RatingEntry, _ end: inout End, _ db: Database) throws
    -> RatingRecord
  {
    let hall = end.hall
    let salt = entry.text == nil ? [] : salt()
    let row = RatingRow(
      entry, hall: hall, sequence: end.tail.sequence + 1,
      textDigest: entry.text.map { RatingRow.digest(of: $0, salt: salt) })
    let tail = ChainTail(sequence: row.sequence, hash: row.hash(after: end.tail.hash))
    if let mark = end.key?.mark(of: tail, hall: hall) {
      try db.run(insertMarked) {
        bind(row, tail.hash, &$0)
        $0.add(mark)
      }
    } else {
      try db.run(insert) { bind(row, tail.hash, &$0) }
    }
    if let text = entry.text {
      try db.run("INSERT INTO ratingText (hall, row, day, salt, text) VALUES (?, ?, ?, ?, ?)") {
        $0.add(hall)
        $0.add(row.sequence)
        $0.add(row.day)
        $0.add(salt)
        $0.add(text)
      }
    }
    end.tail = tail
    end.at = row.at
    return RatingRecord(sequence: row.sequence, entry: entry, hash: tail.hash)
  }

  private static func bind(_ row: RatingRow, _ hash: [UInt8], _ binder: inout Binder) {
    binder.add(row.hall)
    binder.add(row.sequence)
    binder.add(row.day)
    binder.add(row.at)
    binder.add(row.kind)
    binder.add(row.ticket)
    binder.add(row.number)
    binder.add(row.stage)
    binder.add(row.service)
    binder.add(row.window)
    binder.add(row.level)
    binder.add(row.reasons)
    binder.add(row.textDigest)
    binder.add(row.channel)
    binder.add(row.edition)
    binder.add(row.clientAt)
    binder.add(row.evaluation)
    binder.add(row.closesAt)
    binder.add(row.requestID)
    binder.add(row.about)
    binder.add(row.word)
    binder.add(row.why)
    binder.add(row.who)
    binder.add(row.place)
    binder.add(hash)
  }

  private static func salt() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  // MARK: Reading

  static func row(_ row: Columns) -> RatingRow {
    RatingRow(
      hall: row.text(0), sequence: row.integer(1), day: row.text(2), at: row.integer(3),
      kind: row.text(4), ticket: row.optionalInteger(5), number: row.optionalText(6),
      stage: row.optionalText(7), service: row.optionalText(8), window: row.optionalText(9),
      level: row.optionalInteger(10), reasons: row.optionalText(11),
      textDigest: row.optionalBytes(12), channel: row.optionalInteger(13),
      edition: row.optionalText(14), clientAt: row.optionalInteger(15),
      evaluation: row.optionalBytes(16), closesAt: row.optionalInteger(17),
      requestID: row.optionalText(18), about: row.optionalInteger(19), word: row.optionalText(20),
      why: row.optionalText(21), who: row.text(22), place: row.text(23))
  }

  static func hash(_ row: Columns) -> [UInt8] { row.bytes(24) }

  /// The mark of a row of ``select``.
  static func mark(_ row: Columns) -> [UInt8] { row.bytes(25) }

  /// A row of ``selectWithText``.
  static func record(_ columns: Columns) throws -> RatingRecord {
    let row = row(columns)
    guard let entry = row.entry(text: columns.optionalText(textColumn)) else {
      throw UnreadableRow(table: "ratingRow", id: row.sequence)
    }
    return RatingRecord(sequence: row.sequence, entry: entry, hash: hash(columns))
  }

  /// The records of a condition whose first parameter is the hall.
  static func records(
    _ condition: String, _ hall: String, _ db: Database,
    binding bind: (inout Binder) -> Void = { _ in }
  ) throws -> [RatingRecord] {
    var records: [RatingRecord] = []
    try db.forEachRow(
      "\(selectWithText) WHERE ratingRow.hall = ? \(condition)",
      binding: {
        $0.add(hall)
        bind(&$0)
      },
      { records.append(try record($0)) })
    return records
  }
}

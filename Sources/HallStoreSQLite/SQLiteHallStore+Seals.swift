import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func seal(of day: LocalDay?) async throws -> RatingSeal? {
    try await reader.read { [hall] db in
      if let day {
        return try SealTable.seals("AND day = ?", hall, db) { $0.add(day.description) }.first
      }
      return try SealTable.seals("ORDER BY day DESC LIMIT 1", hall, db).first
    }
  }

  public func unsealedDay(before day: LocalDay) async throws -> LocalDay? {
    try await reader.read { [hall] db in
      let covered = try SealTable.seals("ORDER BY day DESC LIMIT 1", hall, db).first?.rows ?? 0
      return try db.firstRow(
        "SELECT max(day) FROM ratingRow WHERE hall = ? AND sequence > ? AND day < ?",
        binding: {
          $0.add(hall)
          $0.add(covered)
          $0.add(day.description)
        }, { LocalDay($0.text(0)) }) ?? nil
    }
  }

  public func ratingEnd(of day: LocalDay) async throws -> (rows: Int64, head: [UInt8]) {
    try await reader.read { [hall] db in
      let end = try db.firstRow(
        """
        SELECT sequence, hash FROM ratingRow WHERE hall = ? AND sequence = (
          SELECT max(sequence) FROM ratingRow WHERE hall = ? AND day <= ?)
        """,
        binding: {
          $0.add(hall)
          $0.add(hall)
          $0.add(day.description)
        }, { (rows: $0.integer(0), head: $0.bytes(1)) })
      return end ?? (rows: 0, head: ChainTail.none.hash)
    }
  }

  public func keep(_ seal: RatingSeal) async throws {
    try await ratings.write { _, db in try SealTable.insert(seal, db) }
  }

  public func verifyRatings() async throws -> Result<RatingReport, RatingBreach> {
    // What is known first, then the rows: those of a commit in between are more and not fewer.
    var anchors = RatingAnchors(beside: path)
    anchors.key = ratingKey
    let known = witness.look()
    return try await reader.read { [hall, anchors] db in
      do {
        try known?.compare(with: db, hall: hall)
        return .success(try RatingAudit.verify(db, hall: hall, anchors: anchors))
      } catch let fault as RatingFault {
        return .failure(RatingBreach(row: fault.row, why: "\(fault)"))
      }
    }
  }
}

/// The seals' rows: appended, read, never changed.
enum SealTable {
  static func insert(_ seal: RatingSeal, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO ratingSeal (hall, day, at, rows, head, previous, publicKey, signature)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.add(seal.hall)
      $0.add(seal.day.description)
      $0.add(seal.at)
      $0.add(seal.rows)
      $0.add(seal.head)
      $0.add(seal.previous)
      $0.add(seal.publicKey)
      $0.add(seal.signature)
    }
  }

  /// The seals of a condition whose first parameter is the hall.
  static func seals(
    _ condition: String, _ hall: String, _ db: Database,
    binding bind: (inout Binder) -> Void = { _ in }
  ) throws -> [RatingSeal] {
    var seals: [RatingSeal] = []
    try db.forEachRow(
      """
      SELECT day, at, rows, head, previous, publicKey, signature FROM ratingSeal
      WHERE hall = ? \(condition)
      """,
      binding: {
        $0.add(hall)
        bind(&$0)
      }
    ) { row in
      guard let day = LocalDay(row.text(0)) else {
        throw UnreadableRow(table: "ratingSeal", id: row.integer(2))
      }
      seals.append(
        RatingSeal(
          hall: hall, day: day, at: Moment(milliseconds: row.integer(1)), rows: row.integer(2),
          head: row.bytes(3), previous: row.optionalBytes(4), publicKey: row.bytes(5),
          signature: row.bytes(6)))
    }
    return seals
  }
}

import GRDB
import Hall

/// Ratings move into a chain that nobody changes; those of the releases before are its first rows.
enum RatingMigration {
  static func migrate(_ db: Database) throws {
    try db.execute(sql: tables)
    try chainOldRatings(db)
    try db.execute(sql: "DROP TABLE rating;")
    try db.execute(sql: view)
    for table in guarded { try db.execute(sql: guardOf(table)) }
  }

  /// The tables with what guards their rows, as they were made.
  static func createGuarded(_ db: Database) throws {
    try db.execute(sql: tables)
    for table in guarded { try db.execute(sql: guardOf(table)) }
    try db.execute(sql: RatingMarkMigration.column)
  }

  /// Tables whose rows stay as they are.
  static let guarded = ["ratingRow", "ratingSeal"]

  /// 7, the system's default rating, is no channel: not even this program can write one.
  private static let tables = """
    CREATE TABLE ratingRow (
      hall TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      day TEXT NOT NULL CHECK (length(day) = 10),
      at INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('opened', 'rated', 'again', 'refused', 'excluded', 'task',
        'warning')),
      ticket INTEGER REFERENCES ticket (id),
      number TEXT,
      stage TEXT CHECK (stage IN ('intake', 'finish')),
      service TEXT,
      window TEXT,
      level INTEGER CHECK (level BETWEEN 1 AND 5),
      reasons TEXT,
      textDigest BLOB CHECK (textDigest IS NULL OR length(textDigest) = 32),
      channel INTEGER CHECK (channel IN (3, 4, 5)),
      edition TEXT,
      clientAt INTEGER,
      evaluation BLOB CHECK (evaluation IS NULL OR length(evaluation) = 32),
      closesAt INTEGER,
      requestID TEXT,
      about INTEGER CHECK (about < sequence),
      word TEXT,
      why TEXT,
      who TEXT NOT NULL,
      place TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (hall, sequence),
      CHECK (kind NOT IN ('rated', 'again')
        OR (ticket IS NOT NULL AND stage IS NOT NULL AND level IS NOT NULL AND channel IS NOT NULL)),
      CHECK (kind NOT IN ('again', 'excluded', 'task') OR about IS NOT NULL),
      CHECK (kind NOT IN ('refused', 'excluded', 'task', 'warning') OR word IS NOT NULL)
    ) STRICT, WITHOUT ROWID;

    CREATE UNIQUE INDEX ratingOnce ON ratingRow (hall, ticket, stage) WHERE kind = 'rated';
    CREATE UNIQUE INDEX ratingAgainOnce ON ratingRow (hall, ticket, stage) WHERE kind = 'again';
    CREATE UNIQUE INDEX ratingRequest ON ratingRow (hall, requestID)
      WHERE kind IN ('rated', 'again') AND requestID IS NOT NULL;
    CREATE UNIQUE INDEX ratingExcludedOnce ON ratingRow (hall, about) WHERE kind = 'excluded';
    CREATE INDEX ratingOpened ON ratingRow (hall, evaluation) WHERE kind = 'opened';
    CREATE INDEX ratingTask ON ratingRow (hall, sequence) WHERE kind = 'task';
    CREATE INDEX ratingOfDay ON ratingRow (hall, day);

    CREATE TABLE ratingText (
      hall TEXT NOT NULL,
      row INTEGER NOT NULL,
      day TEXT NOT NULL,
      salt BLOB NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (hall, row)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ratingSeal (
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      at INTEGER NOT NULL,
      rows INTEGER NOT NULL CHECK (rows >= 0),
      head BLOB NOT NULL CHECK (length(head) = 32),
      previous BLOB CHECK (previous IS NULL OR length(previous) = 64),
      publicKey BLOB NOT NULL CHECK (length(publicKey) = 32),
      signature BLOB NOT NULL CHECK (length(signature) = 64),
      PRIMARY KEY (hall, day)
    ) STRICT, WITHOUT ROWID;
    """

  /// The rating of each ticket, as queries for tickets want it.
  private static let view = """
    CREATE VIEW rating AS
    SELECT sequence AS id, hall, ticket, level, channel, place, requestID, at FROM ratingRow
    WHERE kind = 'rated' AND stage = 'finish';
    """

  static func guardOf(_ table: String) -> String {
    """
    CREATE TRIGGER \(table)NeverChanges BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'rows of \(table) are never changed'); END;
    CREATE TRIGGER \(table)NeverGoes BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'rows of \(table) are never deleted'); END;
    """
  }

  private static func chainOldRatings(_ db: Database) throws {
    for hall in try String.fetchAll(db, sql: "SELECT DISTINCT hall FROM rating ORDER BY hall") {
      var end = RatingTable.End(hall: hall, tail: .none, at: nil)
      let old = try Row.fetchCursor(
        db,
        sql: """
          SELECT rating.*, ticket.number, ticket.service, ticket.window FROM rating
          JOIN ticket ON ticket.id = rating.ticket WHERE rating.hall = ? ORDER BY rating.id
          """, arguments: [hall])
      while let row = try old.next() {
        let at: Int64 = try row.value("at")
        let place: String = try row.value("place")
        // Written down as of the row before where the clock went back: the order is what counts.
        var entry = RatingEntry(
          .rated, at: Moment(milliseconds: max(at, end.at ?? at)),
          by: Author(who: "earlier release", place: place))
        entry.clientAt = Moment(milliseconds: at)
        entry.ticket = try row.value("ticket")
        entry.number = try row.value("number")
        entry.service = try row.value("service")
        entry.window = try row.value("window")
        entry.stage = .finish
        entry.level = RatingLevel(rawValue: try row.value("level"))
        entry.channel = RatingChannel(rawValue: try row.value("channel")) ?? .kiosk
        try RatingTable.append(entry, to: &end, db)
      }
    }
  }
}

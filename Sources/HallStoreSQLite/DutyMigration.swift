import GRDB
import Hall

/// What people on duty decided and a restart must not forget: who proved to be at a window, for how
/// long numbers are given beyond the quota, and which emergency numbers are on paper.
enum DutyMigration {
  static func migrate(_ db: Database) throws { try db.execute(sql: tables) }

  private static let tables = """
    ALTER TABLE windowState ADD COLUMN user TEXT;

    CREATE TABLE quotaLifting (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      service TEXT,
      reason TEXT NOT NULL,
      author TEXT NOT NULL,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL CHECK (until > since)
    ) STRICT;
    CREATE INDEX quotaLiftingSince ON quotaLifting (hall, since);

    CREATE TABLE emergencyBlock (
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      letter TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      PRIMARY KEY (hall, day, letter)
    ) STRICT, WITHOUT ROWID;
    """
}

/// The liftings of the walk-in quota, one row each. 放开取号
enum QuotaTable {
  static func add(_ lifting: WalkInQuota.Override, hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO quotaLifting (hall, service, reason, author, since, until)
      VALUES (?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.add(hall)
      $0.add(lifting.service)
      $0.add(lifting.reason)
      $0.add(lifting.author)
      $0.add(lifting.since)
      $0.add(lifting.until)
    }
  }

  static func all(of hall: String, since moment: Moment, _ db: Database) throws
    -> [WalkInQuota.Override]
  {
    var liftings: [WalkInQuota.Override] = []
    try db.forEachRow(
      """
      SELECT service, reason, author, since, until FROM quotaLifting
      WHERE hall = ? AND since >= ? ORDER BY id
      """,
      binding: {
        $0.add(hall)
        $0.add(moment)
      }
    ) { row in
      let lifting = WalkInQuota.Override(
        service: row.optionalText(0), reason: row.text(1), author: row.text(2),
        since: Moment(milliseconds: row.integer(3)), until: Moment(milliseconds: row.integer(4)))
      if let lifting { liftings.append(lifting) }
    }
    return liftings
  }
}

/// The blocks of emergency numbers that were printed, one row a day and letter. 应急号段
enum BlockTable {
  /// A block only grows.
  static func put(_ block: EmergencyBlock, hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO emergencyBlock (hall, day, letter, count) VALUES (?, ?, ?, ?)
      ON CONFLICT (hall, day, letter) DO UPDATE SET count = max(count, excluded.count)
      """
    ) {
      $0.add(hall)
      $0.add(block.day.description)
      $0.add(block.letter)
      $0.add(block.count)
    }
  }

  static func all(of hall: String, on day: LocalDay, _ db: Database) throws -> [EmergencyBlock] {
    var blocks: [EmergencyBlock] = []
    try db.forEachRow(
      "SELECT letter, count FROM emergencyBlock WHERE hall = ? AND day = ? ORDER BY letter",
      binding: {
        $0.add(hall)
        $0.add(day.description)
      },
      { blocks.append(EmergencyBlock(day: day, letter: $0.text(0), count: $0.int(1))) })
    return blocks
  }
}

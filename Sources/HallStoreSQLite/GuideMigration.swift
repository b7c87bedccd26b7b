import GRDB

/// What is ticked before queueing, what is asked, and who came how often.
enum GuideMigration {
  static func migrate(_ db: Database) throws { try db.execute(sql: tables) }

  private static let tables = """
    CREATE TABLE paperTick (
      ticket INTEGER PRIMARY KEY REFERENCES ticket (id),
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      guide TEXT NOT NULL,
      edition TEXT NOT NULL,
      present TEXT NOT NULL,
      missing TEXT NOT NULL
    ) STRICT;
    CREATE INDEX paperTickOfDay ON paperTick (hall, day);

    CREATE TABLE guideQuestion (
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      guide TEXT NOT NULL,
      question TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      PRIMARY KEY (hall, day, guide, question)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX ticketVisit ON ticket (hall, person, service, day)
      WHERE person IS NOT NULL AND state = 'finished';
    """
}

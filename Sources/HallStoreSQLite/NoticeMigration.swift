import GRDB

/// The outbox of notices to phones; the phone numbers themselves stay with their tickets.
enum NoticeMigration {
  static func migrate(_ db: Database) throws { try db.execute(sql: tables) }

  private static let tables = """
    CREATE TABLE notice (
      hall TEXT NOT NULL,
      ticket INTEGER NOT NULL REFERENCES ticket (id),
      kind TEXT NOT NULL CHECK (kind IN ('nearTurn', 'called')),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'givenUp', 'lapsed')),
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      since INTEGER NOT NULL,
      nextAt INTEGER NOT NULL,
      PRIMARY KEY (hall, ticket, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX noticeWaiting ON notice (hall, kind, nextAt) WHERE state = 'waiting';
    CREATE INDEX ticketWithPhone ON ticket (hall, id) WHERE sealedPhone IS NOT NULL;
    """
}

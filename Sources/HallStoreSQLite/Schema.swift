import GRDB

/// The ledger's tables. A migration is never edited once released; a change is a new one.
///
/// The database refuses bad states before Swift does: STRICT types, CHECKs, unique indexes for
/// "no number twice", "one answer to a request", "one ticket per window".
enum Schema {
  static var migrator: DatabaseMigrator { migrator(key: nil) }

  /// The same, with what rows of ratings are marked that are there already.
  static func migrator(key: RatingKey?) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 the first citizen") { db in
      try db.execute(sql: firstCitizen)
    }
    migrator.registerMigration("2 the queue", migrate: QueueMigration.migrate)
    migrator.registerMigration("3 notices", migrate: NoticeMigration.migrate)
    migrator.registerMigration("4 sign-ins, liftings, blocks", migrate: DutyMigration.migrate)
    migrator.registerMigration("5 ratings in a chain", migrate: RatingMigration.migrate)
    migrator.registerMigration("guides", migrate: GuideMigration.migrate)
    migrator.registerMigration("broken promises, no cases", migrate: CreditMigration.migrate)
    migrator.registerMigration(marks) { try RatingMarkMigration.migrate($0, key: key) }
    migrator.registerMigration("letters", migrate: LetterMigration.migrate)
    return migrator
  }

  /// A ledger that has come so far was opened by a hall that keeps its end beside it.
  static let marks = "ratings are marked"

  private static let firstCitizen = """
    CREATE TABLE numberCounter (
      hall TEXT NOT NULL, day TEXT NOT NULL, letter TEXT NOT NULL,
      last INTEGER NOT NULL CHECK (last > 0),
      PRIMARY KEY (hall, day, letter)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ticket (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      letter TEXT NOT NULL,
      serial INTEGER NOT NULL CHECK (serial > 0),
      number TEXT NOT NULL,
      service TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'finished', 'voided')),
      rank INTEGER NOT NULL,
      priority TEXT,
      language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
      person BLOB CHECK (person IS NULL OR length(person) = 32),
      holder TEXT,
      maskedNumber TEXT,
      maskedPhone TEXT,
      secret TEXT NOT NULL CHECK (length(secret) = 6),
      requestID TEXT NOT NULL,
      takenAt INTEGER NOT NULL,
      calledAt INTEGER,
      finishedAt INTEGER,
      window TEXT,
      paper TEXT NOT NULL CHECK (paper IN ('none', 'pending', 'printed', 'failed', 'unknown')),
      paperFault TEXT,
      paperAt INTEGER,
      UNIQUE (hall, day, letter, serial),
      UNIQUE (hall, requestID),
      CHECK (state NOT IN ('called', 'finished') OR (window IS NOT NULL AND calledAt IS NOT NULL)),
      CHECK (state <> 'finished' OR finishedAt IS NOT NULL)
    ) STRICT;

    CREATE UNIQUE INDEX ticketOfPersonWaiting ON ticket (hall, day, service, person)
      WHERE state = 'waiting' AND person IS NOT NULL;
    CREATE UNIQUE INDEX ticketAtWindow ON ticket (hall, day, window) WHERE state = 'called';
    CREATE INDEX ticketInOrder ON ticket (hall, day, service, rank, id) WHERE state = 'waiting';
    CREATE INDEX ticketByNumber ON ticket (hall, number, day);
    CREATE INDEX ticketFinishedAt ON ticket (hall, day, finishedAt) WHERE state = 'finished';
    CREATE INDEX ticketPaperPending ON ticket (hall) WHERE paper = 'pending';
    CREATE INDEX ticketWithHolder ON ticket (hall, day)
      WHERE person IS NOT NULL OR maskedPhone IS NOT NULL;

    CREATE TABLE ticketEvent (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      ticket INTEGER NOT NULL REFERENCES ticket (id),
      at INTEGER NOT NULL,
      fromState TEXT,
      toState TEXT NOT NULL,
      who TEXT NOT NULL,
      place TEXT NOT NULL,
      why TEXT
    ) STRICT;
    CREATE INDEX ticketEventOfTicket ON ticketEvent (ticket);

    CREATE TABLE rating (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      ticket INTEGER NOT NULL REFERENCES ticket (id),
      level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
      channel INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 6),
      place TEXT NOT NULL,
      requestID TEXT NOT NULL,
      at INTEGER NOT NULL,
      UNIQUE (hall, ticket)
    ) STRICT;

    CREATE TABLE caseFile (
      hall TEXT NOT NULL,
      receipt TEXT NOT NULL,
      person BLOB NOT NULL CHECK (length(person) = 32),
      password BLOB NOT NULL CHECK (length(password) = 32),
      applicant TEXT NOT NULL,
      itemZh TEXT NOT NULL, itemEn TEXT NOT NULL,
      state TEXT NOT NULL,
      nextZh TEXT NOT NULL, nextEn TEXT NOT NULL,
      dueDay TEXT,
      contact TEXT NOT NULL,
      collectZh TEXT, collectEn TEXT,
      steps TEXT NOT NULL CHECK (json_valid(steps)),
      PRIMARY KEY (hall, receipt)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX caseFileOfPerson ON caseFile (hall, person);
    """
}

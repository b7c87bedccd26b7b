import GRDB

/// The tables of the cases, in a file of their own: an import of a million cases holds up no number of
/// the queue, whose file has one writer.
///
/// A migration is never edited once released; a change is a new one.
enum CaseSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 cases") { db in try db.execute(sql: tables) }
    // Whoever asks what the hall holds of them is answered without a look through all cases.
    migrator.registerMigration("cases by agent") { db in
      try db.execute(
        sql: "CREATE INDEX caseOfAgent ON caseHead (agent) WHERE agent IS NOT NULL")
    }
    return migrator
  }

  /// `caseHead` has what is looked up by, folded from the records of the case. `dueFrom` is a day
  /// since 1970. No foreign keys: heads are deleted with all that is theirs, and an import checks
  /// none three million times.
  private static let tables = """
    CREATE TABLE caseSource (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      name TEXT NOT NULL,
      UNIQUE (hall, name)
    ) STRICT;

    CREATE TABLE caseHead (
      id INTEGER PRIMARY KEY,
      source INTEGER NOT NULL,
      serial TEXT NOT NULL,
      state TEXT NOT NULL,
      person BLOB CHECK (person IS NULL OR length(person) = 32),
      agent BLOB CHECK (agent IS NULL OR length(agent) = 32),
      organisation TEXT,
      parent TEXT,
      dueFrom INTEGER,
      overAt INTEGER,
      UNIQUE (source, serial)
    ) STRICT;
    CREATE INDEX caseOfPerson ON caseHead (person) WHERE person IS NOT NULL;
    CREATE INDEX caseOfOrganisation ON caseHead (organisation, agent)
      WHERE organisation IS NOT NULL;
    CREATE INDEX caseOfParent ON caseHead (source, parent) WHERE parent IS NOT NULL;
    CREATE INDEX caseDueFrom ON caseHead (dueFrom) WHERE dueFrom IS NOT NULL;
    CREATE INDEX caseOverAt ON caseHead (overAt) WHERE overAt IS NOT NULL;

    CREATE TABLE caseRecord (
      head INTEGER NOT NULL,
      record TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      at INTEGER NOT NULL,
      form BLOB NOT NULL,
      PRIMARY KEY (head, record)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE caseReceipt (
      receipt TEXT NOT NULL,
      head INTEGER NOT NULL,
      password BLOB CHECK (password IS NULL OR length(password) = 32),
      PRIMARY KEY (receipt, head)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE caseMark (
      hall TEXT NOT NULL,
      name TEXT NOT NULL,
      position INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY (hall, name)
    ) STRICT, WITHOUT ROWID;
    """
}

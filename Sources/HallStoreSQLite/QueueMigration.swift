import GRDB
import Hall

/// The ledger of the queue engine: tickets with their whole state, windows, reservations and the
/// chained journal.
///
/// What a ledger of the first citizen's time holds is carried over. Its `ticketEvent` rows become
/// lines of the journal, chained on the day of the update, so that one rule holds for every
/// ticket whatever its age: its state is what the journal says last. The chain proves about those
/// lines only that nobody changed them since. `numberCounter` goes, since the next number follows
/// from the tickets themselves; `rank` goes, since order is the engine's.
enum QueueMigration {
  static func migrate(_ db: Database) throws {
    try db.execute(sql: tables)
    try db.execute(sql: carryTicketsOver)
    try closeEarlierDays(db)
    try chainEvents(db)
    try db.execute(sql: dropOldTables)
    try db.execute(sql: indexes)
  }

  private static let tables = """
    CREATE TABLE queueTicket (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      prefix TEXT NOT NULL,
      letter TEXT NOT NULL,
      serial INTEGER NOT NULL CHECK (serial > 0),
      width INTEGER NOT NULL CHECK (width BETWEEN 1 AND 9),
      number TEXT NOT NULL,
      service TEXT NOT NULL,
      laterServices TEXT NOT NULL CHECK (json_type(laterServices) = 'array'),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'onHold', 'passed',
        'returned', 'transferred', 'finished', 'abandoned', 'voided')),
      standing TEXT NOT NULL CHECK (standing IN ('reserved', 'priority', 'ordinary')),
      placeSince INTEGER NOT NULL,
      placeOrder INTEGER NOT NULL,
      placeStep INTEGER NOT NULL CHECK (placeStep >= 0),
      priority TEXT,
      language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
      person BLOB CHECK (person IS NULL OR length(person) = 32),
      holder TEXT,
      maskedNumber TEXT,
      maskedPhone TEXT,
      sealedPhone BLOB,
      secret TEXT NOT NULL CHECK (length(secret) = 6),
      requestID TEXT NOT NULL,
      takenAt INTEGER NOT NULL,
      callableFrom INTEGER,
      backAt INTEGER,
      boundWindow TEXT,
      note TEXT,
      window TEXT,
      calledAt INTEGER,
      servedAt INTEGER,
      finishedAt INTEGER,
      calls INTEGER NOT NULL CHECK (calls >= 0),
      returns INTEGER NOT NULL CHECK (returns >= 0),
      reason TEXT,
      announcedLow INTEGER,
      announcedHigh INTEGER,
      announcedModelled INTEGER,
      paper TEXT NOT NULL CHECK (paper IN ('none', 'pending', 'sent', 'printed', 'failed',
        'unknown', 'shown')),
      paperFault TEXT,
      enteredLate INTEGER NOT NULL CHECK (enteredLate IN (0, 1)),
      UNIQUE (hall, day, letter, serial),
      UNIQUE (hall, requestID, day),
      CHECK (state NOT IN ('called', 'serving', 'finished')
        OR (window IS NOT NULL AND calledAt IS NOT NULL)),
      CHECK (state <> 'finished' OR finishedAt IS NOT NULL),
      CHECK ((announcedLow IS NULL) = (announcedHigh IS NULL)
        AND (announcedLow IS NULL) = (announcedModelled IS NULL))
    ) STRICT;

    CREATE TABLE windowState (
      hall TEXT NOT NULL,
      id TEXT NOT NULL,
      isOpen INTEGER NOT NULL CHECK (isOpen IN (0, 1)),
      pauseReason TEXT,
      pauseSince INTEGER,
      pauseBack INTEGER,
      clerk TEXT,
      ticket INTEGER REFERENCES ticket (id),
      othersInRow INTEGER NOT NULL CHECK (othersInRow >= 0),
      PRIMARY KEY (hall, id),
      CHECK ((pauseReason IS NULL) = (pauseSince IS NULL)),
      CHECK (pauseBack IS NULL OR pauseSince IS NOT NULL)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE booking (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      code TEXT NOT NULL,
      service TEXT NOT NULL,
      slotFrom INTEGER NOT NULL,
      slotUntil INTEGER NOT NULL,
      person BLOB CHECK (person IS NULL OR length(person) = 32),
      state TEXT NOT NULL CHECK (state IN ('booked', 'checkedIn', 'cancelled', 'noShow')),
      ticket INTEGER REFERENCES ticket (id),
      UNIQUE (hall, code, slotFrom)
    ) STRICT;
    CREATE INDEX bookingBySlot ON booking (hall, slotFrom);
    CREATE INDEX bookingMissed ON booking (hall, person, slotFrom)
      WHERE state = 'noShow' AND person IS NOT NULL;
    CREATE INDEX bookingWithPerson ON booking (hall, slotFrom) WHERE person IS NOT NULL;

    CREATE TABLE journal (
      hall TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      day TEXT NOT NULL CHECK (length(day) = 10),
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      ticket INTEGER REFERENCES ticket (id),
      number TEXT,
      window TEXT,
      fromState TEXT,
      toState TEXT,
      who TEXT NOT NULL,
      place TEXT NOT NULL,
      why TEXT,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (hall, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX journalOfDay ON journal (hall, day);
    CREATE INDEX journalFinished ON journal (hall, day, window) WHERE toState = 'finished';
    """

  private static let carryTicketsOver = """
    INSERT INTO queueTicket
    SELECT id, hall, day, '', letter, serial, 3, number, service, '[]', state,
      iif(priority IS NULL, 'ordinary', 'priority'), takenAt, id, 0, priority, language, person,
      holder, maskedNumber, maskedPhone, NULL, secret, requestID, takenAt, NULL, NULL, NULL, NULL,
      window, calledAt, NULL, finishedAt, iif(calledAt IS NULL, 0, 1), 0, NULL, NULL, NULL, NULL,
      paper, paperFault, 0
    FROM ticket ORDER BY id;
    """

  /// The queue's indexes come after its rows, and are few: each costs every number a page of the
  /// log. Days and numbers are found by the key (hall, day, letter, serial). The trigger asks only when a number is taken: a
  /// clerk may well send somebody on to a service for which they hold another number.
  private static let indexes = """
    CREATE UNIQUE INDEX ticketAtWindow ON ticket (hall, day, window)
      WHERE state IN ('called', 'serving');
    CREATE INDEX ticketOpenOfPerson ON ticket (hall, day, person, service)
      WHERE person IS NOT NULL AND state IN ('waiting', 'called', 'serving', 'onHold',
        'returned', 'transferred');
    CREATE INDEX ticketWithHolder ON ticket (hall, day)
      WHERE person IS NOT NULL OR holder IS NOT NULL OR maskedNumber IS NOT NULL
        OR maskedPhone IS NOT NULL OR sealedPhone IS NOT NULL OR note IS NOT NULL;

    CREATE TRIGGER ticketOncePerPersonAndService BEFORE INSERT ON ticket
    WHEN NEW.person IS NOT NULL AND EXISTS (
      SELECT 1 FROM ticket WHERE hall = NEW.hall AND day = NEW.day AND person = NEW.person
        AND service = NEW.service AND state IN ('waiting', 'called', 'serving', 'onHold',
          'returned', 'transferred'))
    BEGIN SELECT RAISE(ABORT, 'the person has an open ticket for the service'); END;
    """

  private static let dropOldTables = """
    DROP TABLE ticketEvent;
    DROP TABLE numberCounter;
    DROP TABLE ticket;
    ALTER TABLE queueTicket RENAME TO ticket;
    """

  /// The old program left who was never called waiting for ever. Days before a hall's last one
  /// end as the engine ends them; the last one is the engine's own to end or to go on with.
  private static func closeEarlierDays(_ db: Database) throws {
    let left = try Row.fetchAll(
      db,
      sql: """
        SELECT id, hall, day, state FROM ticket
        WHERE state IN ('waiting', 'called') AND day < (
          SELECT max(day) FROM ticket AS later WHERE later.hall = ticket.hall)
        ORDER BY id
        """)
    for row in left {
      let dayText: String = try row.value("day")
      let end = (LocalDay(dayText)?.daysSince1970 ?? 0) + 1
      try db.execute(
        sql: "UPDATE queueTicket SET state = 'abandoned' WHERE id = ?",
        arguments: [try row.value("id") as Int64])
      try db.execute(
        sql: """
          INSERT INTO ticketEvent (hall, ticket, at, fromState, toState, who, place, why)
          VALUES (?, ?, ?, ?, 'abandoned', 'service', 'hall', 'day ended')
          """,
        arguments: [
          try row.value("hall") as String, try row.value("id") as Int64,
          (end * 86_400 - 8 * 3600) * 1000, try row.value("state") as String,
        ])
    }
  }

  private static func chainEvents(_ db: Database) throws {
    let halls = try String.fetchAll(db, sql: "SELECT DISTINCT hall FROM ticketEvent ORDER BY hall")
    for hall in halls {
      var tail = ChainTail.none
      let events = try Row.fetchCursor(
        db,
        sql: """
          SELECT ticketEvent.*, ticket.day, ticket.number, ticket.window FROM ticketEvent
          JOIN ticket ON ticket.id = ticketEvent.ticket
          WHERE ticketEvent.hall = ? ORDER BY ticketEvent.id
          """, arguments: [hall])
      while let event = try events.next() {
        let to: String = try event.value("toState")
        let atWindow = to == "called" || to == "finished"
        try JournalTable.append(
          JournalRow(
            hall: hall, sequence: tail.sequence + 1, day: try event.value("day"),
            at: try event.value("at"), kind: kind(of: to), ticket: try event.value("ticket"),
            number: try event.value("number"),
            window: atWindow ? try event.value("window") : nil,
            from: try event.value("fromState"), to: to, who: try event.value("who"),
            place: try event.value("place"), why: try event.value("why")), to: &tail, db)
      }
    }
  }

  /// What the journal calls the event that led to a state.
  private static func kind(of state: String) -> String {
    let kind: JournalLine.Kind =
      switch state {
      case "called": .called
      case "finished": .finished
      case "abandoned": .abandoned
      case "voided": .voided
      default: .issued
      }
    return kind.rawValue
  }
}

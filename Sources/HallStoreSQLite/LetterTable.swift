import GRDB
import Hall
import HallStore

/// Letters and their prints; what a letter says is sealed with the hall's key and forgotten in time.
enum LetterMigration {
  static func migrate(_ db: Database) throws { try db.execute(sql: tables) }

  private static let tables = """
    CREATE TABLE letter (
      hall TEXT NOT NULL,
      code TEXT NOT NULL CHECK (length(code) = 2),
      year INTEGER NOT NULL CHECK (year BETWEEN 1 AND 9999),
      serial INTEGER NOT NULL CHECK (serial > 0),
      day TEXT NOT NULL CHECK (length(day) = 10),
      at INTEGER NOT NULL,
      who TEXT NOT NULL,
      place TEXT NOT NULL,
      window TEXT NOT NULL,
      ticket TEXT NOT NULL,
      receipt TEXT,
      dueDay TEXT,
      requestID TEXT NOT NULL,
      why TEXT,
      sealed BLOB,
      PRIMARY KEY (hall, code, year, serial),
      UNIQUE (hall, requestID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX letterOfCase ON letter (hall, receipt) WHERE receipt IS NOT NULL;
    CREATE INDEX letterOfDay ON letter (hall, day);

    CREATE TABLE letterPrint (
      id INTEGER PRIMARY KEY,
      hall TEXT NOT NULL,
      job TEXT NOT NULL,
      code TEXT NOT NULL,
      year INTEGER NOT NULL,
      serial INTEGER NOT NULL,
      form TEXT NOT NULL CHECK (form IN ('a4', 'slip')),
      at INTEGER NOT NULL,
      who TEXT NOT NULL,
      paper TEXT NOT NULL CHECK (paper IN ('pending', 'sent', 'printed', 'failed', 'unknown')),
      fault TEXT,
      UNIQUE (hall, job),
      FOREIGN KEY (hall, code, year, serial) REFERENCES letter (hall, code, year, serial)
    ) STRICT;
    CREATE INDEX letterPrintOf ON letterPrint (hall, code, year, serial);
    CREATE INDEX letterPrintOpen ON letterPrint (hall) WHERE paper IN ('pending', 'sent');
    """
}

/// Rows of letters. 文书
enum LetterTable {
  static func add(_ letter: IssuedLetter, hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO letter (hall, code, year, serial, day, at, who, place, window, ticket, receipt,
        dueDay, requestID, why, sealed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.add(hall)
      bind(letter.number, &$0)
      $0.add(letter.day.description)
      $0.add(letter.at)
      $0.add(letter.author.who)
      $0.add(letter.author.place)
      $0.add(letter.window)
      $0.add(letter.ticket)
      $0.add(letter.receipt)
      $0.add(letter.dueDay?.description)
      $0.add(letter.requestID)
      $0.add(letter.why)
      $0.add(letter.sealed)
    }
  }

  static func put(_ print: LetterPrint, hall: String, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO letterPrint (hall, code, year, serial, job, form, at, who, paper, fault)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (hall, job) DO UPDATE SET paper = excluded.paper, fault = excluded.fault
      """
    ) {
      $0.add(hall)
      bind(print.letter, &$0)
      $0.add(print.job)
      $0.add(print.form.rawValue)
      $0.add(print.at)
      $0.add(print.who)
      $0.add(print.paper.rawValue)
      $0.add(print.fault)
    }
  }

  static func serials(of hall: String, _ db: Database) throws -> [LetterNumber.Series: Int] {
    var serials: [LetterNumber.Series: Int] = [:]
    try db.forEachRow(
      "SELECT code, year, max(serial) FROM letter WHERE hall = ? GROUP BY code, year",
      binding: { $0.add(hall) }
    ) { row in
      // A kind that a later release has made keeps its own count there.
      guard let kind = LetterKind(code: row.text(0)) else { return }
      serials[.init(kind: kind, year: row.int(1))] = row.int(2)
    }
    return serials
  }

  /// The letters of a condition whose first parameter is the hall, oldest first.
  static func letters(
    where condition: String, hall: String, _ db: Database,
    binding bind: (inout Binder) -> Void = { _ in }
  ) throws -> [KeptLetter] {
    var letters: [(letter: IssuedLetter, earlier: LetterNumber?)] = []
    try db.forEachRow(
      """
      SELECT code, year, serial, day, at, who, place, window, ticket, receipt, dueDay, requestID,
        why, sealed, (
          SELECT e.year || '-' || e.serial FROM letter e WHERE e.hall = letter.hall
            AND e.receipt = letter.receipt AND e.code = letter.code
            AND (e.year, e.serial) < (letter.year, letter.serial)
          ORDER BY e.year DESC, e.serial DESC LIMIT 1)
      FROM letter WHERE hall = ? AND \(condition) ORDER BY at, code, serial
      """,
      binding: {
        $0.add(hall)
        bind(&$0)
      }
    ) { row in
      let letter = try letter(row)
      letters.append((letter, earlier(row, of: letter)))
    }
    return try letters.map { found in
      KeptLetter(
        letter: found.letter, earlier: found.earlier,
        prints: try prints(
          where: "code = ? AND year = ? AND serial = ?", hall: hall, db
        ) { Self.bind(found.letter.number, &$0) })
    }
  }

  static func prints(
    where condition: String, hall: String, _ db: Database,
    binding bind: (inout Binder) -> Void = { _ in }
  ) throws -> [LetterPrint] {
    var prints: [LetterPrint] = []
    try db.forEachRow(
      """
      SELECT code, year, serial, job, form, at, who, paper, fault FROM letterPrint
      WHERE hall = ? AND \(condition) ORDER BY id
      """,
      binding: {
        $0.add(hall)
        bind(&$0)
      }
    ) { row in
      guard let form = LetterForm(rawValue: row.text(4)),
        let paper = PaperState(rawValue: row.text(7))
      else { throw UnreadableRow(table: "letterPrint", id: row.integer(2)) }
      prints.append(
        LetterPrint(
          letter: try number(row), job: row.text(3), form: form,
          at: Moment(milliseconds: row.integer(5)), who: row.text(6), paper: paper,
          fault: row.optionalText(8)))
    }
    return prints
  }

  static func bind(_ number: LetterNumber, _ binder: inout Binder) {
    binder.add(number.series.kind.code)
    binder.add(number.series.year)
    binder.add(number.serial)
  }

  private static func number(_ row: Columns) throws -> LetterNumber {
    guard let kind = LetterKind(code: row.text(0)) else {
      throw UnreadableRow(table: "letter", id: row.integer(2))
    }
    return LetterNumber(series: .init(kind: kind, year: row.int(1)), serial: row.int(2))
  }

  private static func letter(_ row: Columns) throws -> IssuedLetter {
    let number = try number(row)
    guard let day = LocalDay(row.text(3)) else {
      throw UnreadableRow(table: "letter", id: row.integer(2))
    }
    return IssuedLetter(
      number: number, day: day, at: Moment(milliseconds: row.integer(4)),
      author: Author(who: row.text(5), place: row.text(6)), window: row.text(7),
      ticket: row.text(8), receipt: row.optionalText(9),
      dueDay: row.optionalText(10).flatMap { LocalDay($0) }, requestID: row.text(11),
      why: row.optionalText(12), sealed: row.optionalBytes(13))
  }

  private static func earlier(_ row: Columns, of letter: IssuedLetter) -> LetterNumber? {
    guard letter.number.series.kind.isOnceOnly,
      let parts = row.optionalText(14)?.split(separator: "-"), parts.count == 2,
      let year = Int(parts[0]), let serial = Int(parts[1])
    else { return nil }
    return LetterNumber(series: .init(kind: letter.number.series.kind, year: year), serial: serial)
  }
}

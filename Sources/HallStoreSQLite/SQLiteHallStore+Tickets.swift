import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func ticket(_ number: String, on day: LocalDay) async throws -> Ticket? {
    guard let series = TicketNumber.letterAndSerial(of: number) else { return nil }
    return try await reader.read { [hall] db in
      try Self.ticket(number, series, on: day.description, hall, db)
    }
  }

  /// Looked for day by day from the last one back, which the key of letter and serial answers at
  /// once.
  public func tickets(_ number: String, since first: LocalDay) async throws -> [Ticket] {
    guard let series = TicketNumber.letterAndSerial(of: number) else { return [] }
    return try await reader.read { [hall] db in
      var found: [Ticket] = []
      // Above every day there is.
      var day = "A"
      while let earlier = try Self.lastDay(before: day, hall, db), earlier >= first.description {
        day = earlier
        if let ticket = try Self.ticket(number, series, on: day, hall, db) { found.append(ticket) }
      }
      return found
    }
  }

  private static func lastDay(before day: String, _ hall: String, _ db: Database) throws
    -> String?
  {
    try db.firstRow(
      "SELECT max(day) FROM ticket WHERE hall = ? AND day < ?",
      binding: {
        $0.add(hall)
        $0.add(day)
      }, { $0.optionalText(0) }) ?? nil
  }

  private static func ticket(
    _ number: String, _ series: (letter: String, serial: Int), on day: String, _ hall: String,
    _ db: Database
  ) throws -> Ticket? {
    try db.firstRow(
      """
      \(TicketTable.select)
      WHERE ticket.hall = ? AND ticket.day = ? AND ticket.letter = ? AND ticket.serial = ?
        AND ticket.number = ?
      """,
      binding: {
        $0.add(hall)
        $0.add(day)
        $0.add(series.letter)
        $0.add(series.serial)
        $0.add(number)
      }, TicketTable.ratedTicket)
  }

  public func tickets(from first: LocalDay, through last: LocalDay) async throws -> [Ticket] {
    try await tickets("WHERE ticket.hall = ? AND ticket.day BETWEEN ? AND ? ORDER BY ticket.id") {
      $0.add(first.description)
      $0.add(last.description)
    }
  }

  public func ticket(requestID: String, since day: LocalDay) async throws -> Ticket? {
    try await tickets(
      """
      WHERE ticket.hall = ? AND ticket.requestID = ? AND ticket.day >= ?
      ORDER BY ticket.day DESC LIMIT 1
      """
    ) {
      $0.add(requestID)
      $0.add(day.description)
    }.first
  }

  /// By the order of the journal, not by the clock: after it was put back, the citizen before would
  /// seem to be the last, and be given the next one's rating.
  public func lastFinished(window: String, on day: LocalDay) async throws -> Ticket? {
    try await tickets(
      """
      JOIN journal INDEXED BY journalFinished
        ON journal.ticket = ticket.id AND journal.hall = ticket.hall
      WHERE journal.hall = ? AND journal.day = ? AND journal.window = ?
        AND journal.toState = 'finished' AND ticket.state = 'finished'
      ORDER BY journal.sequence DESC LIMIT 1
      """
    ) {
      $0.add(day.description)
      $0.add(window)
    }.first
  }

  /// The tickets of a query whose first parameter is the hall.
  private func tickets(
    _ condition: String, binding bind: @escaping @Sendable (inout Binder) -> Void
  ) async throws -> [Ticket] {
    try await reader.read { [hall] db in
      var tickets: [Ticket] = []
      try db.forEachRow(
        "\(TicketTable.select) \(condition)",
        binding: {
          $0.add(hall)
          bind(&$0)
        },
        { tickets.append(try TicketTable.ratedTicket($0)) })
      return tickets
    }
  }

  public func missedSlots(of person: PersonKey, since moment: Moment) async throws -> [Moment] {
    try await reader.read { [hall] db in
      var slots: [Moment] = []
      try db.forEachRow(
        """
        SELECT slotFrom FROM booking
        WHERE hall = ? AND person = ? AND state = 'noShow' AND slotFrom >= ? ORDER BY slotFrom
        """,
        binding: {
          $0.add(hall)
          $0.add(person.bytes)
          $0.add(moment)
        },
        { slots.append(Moment(milliseconds: $0.integer(0))) })
      return slots
    }
  }

  public func journal(from first: LocalDay, through last: LocalDay) async throws
    -> [JournalRecord]
  {
    try await reader.read { [hall] db in
      var records: [JournalRecord] = []
      try db.forEachRow(
        // Left to itself SQLite would walk all the years' lines in their order.
        """
        \(JournalTable.select) INDEXED BY journalOfDay
        WHERE hall = ? AND day BETWEEN ? AND ? ORDER BY sequence
        """,
        binding: {
          $0.add(hall)
          $0.add(first.description)
          $0.add(last.description)
        },
        { records.append(try JournalTable.record($0)) })
      return records
    }
  }
}

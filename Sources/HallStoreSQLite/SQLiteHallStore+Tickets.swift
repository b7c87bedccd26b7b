import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func ticket(_ number: String, on day: LocalDay) async throws -> Ticket? {
    try await tickets(
      "WHERE ticket.hall = ? AND ticket.number = ? AND ticket.day = ? LIMIT 1"
    ) {
      $0.add(number)
      $0.add(day.description)
    }.first
  }

  public func tickets(_ number: String, since day: LocalDay) async throws -> [Ticket] {
    try await tickets(
      "WHERE ticket.hall = ? AND ticket.number = ? AND ticket.day >= ? ORDER BY ticket.id DESC"
    ) {
      $0.add(number)
      $0.add(day.description)
    }
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

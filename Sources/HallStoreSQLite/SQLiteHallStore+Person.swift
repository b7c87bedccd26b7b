import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func records(of person: PersonKey, since day: LocalDay) async throws
    -> [PersonRecord: KeptRecords]
  {
    try await reader.read { [hall] db in
      var counted = PersonCount(hall: hall, db: db)
      try counted.tickets(of: person, since: day)
      try counted.reservations(of: person, since: day)
      try counted.promises(of: person)
      return counted.records
    }
  }
}

/// Counts what leads to one person: first the tickets, of which there are few, then what hangs on each.
private struct PersonCount {
  let hall: String
  let db: Database
  var records: [PersonRecord: KeptRecords] = [:]

  /// By days and not by person: an index for this alone would be written with every number.
  mutating func tickets(of person: PersonKey, since day: LocalDay) throws {
    var held: [(id: Int64, day: LocalDay)] = []
    try db.forEachRow(
      """
      SELECT id, day, state, sealedPhone IS NOT NULL FROM ticket
      WHERE hall = ? AND day >= ? AND person = ?
      """,
      binding: {
        $0.add(hall)
        $0.add(day.description)
        $0.add(person.bytes)
      }
    ) { row in
      guard let day = LocalDay(row.text(1)), let state = TicketState(rawValue: row.text(2)) else {
        throw UnreadableRow(table: "ticket", id: row.integer(0))
      }
      held.append((row.integer(0), day))
      add(.tickets, 1, day)
      if state.isOpen { add(.inLine, 1, day) }
      if row.int(3) == 1 { add(.phones, 1, day) }
    }
    for ticket in held {
      for (kind, query) in Self.ofTicket { add(kind, try count(query, ticket.id), ticket.day) }
    }
  }

  /// ?1 is the hall, ?2 the ticket. Kinds of ratings one by one, as the partial indexes have them.
  private static let ofTicket: [(PersonRecord, String)] = [
    (.papers, "SELECT count(*) FROM paperTick WHERE hall = ?1 AND ticket = ?2"),
    (
      .letters,
      """
      SELECT count(*) FROM ticket JOIN letter ON letter.hall = ticket.hall
        AND letter.day = ticket.day AND letter.ticket = ticket.number
      WHERE ticket.hall = ?1 AND ticket.id = ?2 AND letter.sealed IS NOT NULL
      """
    ),
    (.ratings, ratings("count(*)", "rated")), (.ratings, ratings("count(*)", "again")),
    (.words, ratings("count(ratingText.row)", "rated")),
    (.words, ratings("count(ratingText.row)", "again")),
  ]

  private static func ratings(_ what: String, _ kind: String) -> String {
    """
    SELECT \(what) FROM ratingRow
    LEFT JOIN ratingText ON ratingText.hall = ratingRow.hall AND ratingText.row = ratingRow.sequence
    WHERE ratingRow.hall = ?1 AND ratingRow.ticket = ?2 AND ratingRow.kind = '\(kind)'
    """
  }

  private func count(_ query: String, _ ticket: Int64) throws -> Int {
    try db.firstRow(
      query,
      binding: {
        $0.add(hall)
        $0.add(ticket)
      }, { $0.int(0) }) ?? 0
  }

  mutating func reservations(of person: PersonKey, since day: LocalDay) throws {
    try db.forEachRow(
      "SELECT slotFrom FROM booking WHERE hall = ? AND slotFrom >= ? AND person = ?",
      binding: {
        $0.add(hall)
        $0.add(day.midnight)
        $0.add(person.bytes)
      }
    ) { add(.reservations, 1, WallClock(Moment(milliseconds: $0.integer(0))).day) }
  }

  mutating func promises(of person: PersonKey) throws {
    let count = try db.firstRow(
      "SELECT count(*) FROM toleranceCredit WHERE hall = ? AND person = ?",
      binding: {
        $0.add(hall)
        $0.add(person.bytes)
      }, { $0.int(0) })
    add(.promises, count ?? 0, nil)
  }

  private mutating func add(_ kind: PersonRecord, _ count: Int, _ day: LocalDay?) {
    guard count > 0 else { return }
    let before = records[kind]
    records[kind] = KeptRecords(
      count: (before?.count ?? 0) + count,
      lastDay: [before?.lastDay, day].compactMap(\.self).max())
  }
}

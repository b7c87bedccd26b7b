import GRDB
public import Hall
import HallStore

extension SQLiteHallStore {
  public func memory(at now: Moment) async throws -> QueueMemory {
    try await reader.read { [hall] db in
      let day = try Self.unfinishedDay(at: now, hall, db)
      return QueueMemory(
        day: day, tickets: try Self.entries(of: day, hall, db),
        windows: try WindowTable.all(of: hall, db),
        bookings: try BookingTable.all(of: hall, from: day.midnight, db),
        liftings: try QuotaTable.all(of: hall, since: day.midnight, db),
        blocks: try BlockTable.all(of: hall, on: day, db),
        letterSerials: try LetterTable.serials(of: hall, db),
        nextTicket: try Self.next(after: "SELECT max(id) FROM ticket", db),
        nextBooking: try Self.next(after: "SELECT max(id) FROM booking", db))
    }
  }

  /// The first identity nobody has used, in this hall or another of the file.
  private static func next(after largest: String, _ db: Database) throws -> Int64 {
    try db.firstRow(largest, binding: { _ in }, { $0.integer(0) + 1 }) ?? 1
  }

  /// Today, unless the ledger's last day is not over: a hall works past midnight, or the program
  /// stood still when the day should have been closed, which is the engine's work then.
  ///
  /// Tomorrow counts as well, for a clock that was put back over midnight; later days are those of
  /// a clock that was wrong, and would stop the hall until they come.
  private static func unfinishedDay(at now: Moment, _ hall: String, _ db: Database) throws
    -> LocalDay
  {
    let today = WallClock(now).day
    let tomorrow = WallClock(now.advanced(bySeconds: 86_400)).day
    let last: LocalDay? =
      try db.firstRow(
        "SELECT max(day) FROM ticket WHERE hall = ? AND day <= ?",
        binding: {
          $0.add(hall)
          $0.add(tomorrow.description)
        }, { LocalDay($0.text(0)) }) ?? nil
    guard let last else { return today }
    if try isUnfinished(last, hall, db) { return last }
    return today
  }

  private static func isUnfinished(_ day: LocalDay, _ hall: String, _ db: Database) throws -> Bool {
    try db.firstRow(
      """
      SELECT 1 FROM ticket WHERE hall = ? AND day = ? AND state IN ('waiting', 'called', 'serving',
        'onHold', 'passed', 'returned', 'transferred') LIMIT 1
      """,
      binding: {
        $0.add(hall)
        $0.add(day.description)
      }, { _ in true }) ?? false
  }

  private static func entries(of day: LocalDay, _ hall: String, _ db: Database) throws
    -> [QueueMemory.Entry]
  {
    let ofDay: (inout Binder) -> Void = {
      $0.add(hall)
      $0.add(day.description)
    }
    var entries: [QueueMemory.Entry] = []
    // Growing an array of such large values would copy them some seventeen times over.
    entries.reserveCapacity(
      try db.firstRow(
        "SELECT count(*) FROM ticket WHERE hall = ? AND day = ?", binding: ofDay, { $0.int(0) })
        ?? 0)
    try db.forEachRow(
      """
      SELECT \(TicketTable.columns), requestID FROM ticket WHERE hall = ? AND day = ? ORDER BY id
      """, binding: ofDay
    ) { row in
      entries.append(
        QueueMemory.Entry(
          ticket: try TicketTable.ticket(row, of: day),
          requestID: row.text(TicketTable.nextColumn)))
    }
    try addRatings(to: &entries, day, hall, db)
    return entries
  }

  /// Few tickets are rated, so their ratings come by themselves instead of being looked for with
  /// every ticket.
  private static func addRatings(
    to entries: inout [QueueMemory.Entry], _ day: LocalDay, _ hall: String, _ db: Database
  ) throws {
    guard let first = entries.first?.ticket.id, let last = entries.last?.ticket.id else { return }
    try db.forEachRow(
      """
      SELECT ticket, level FROM rating WHERE hall = ? AND ticket BETWEEN ? AND ? ORDER BY ticket
      """,
      binding: {
        $0.add(hall)
        $0.add(first)
        $0.add(last)
      }
    ) { row in
      let id = row.integer(0)
      // Identities of a day run on without a gap, nearly always: its place follows from that.
      let guess = Int(truncatingIfNeeded: id - first)
      let index =
        entries.indices.contains(guess) && entries[guess].ticket.id == id
        ? guess : entries.firstIndex { $0.ticket.id == id }
      if let index { entries[index].ticket.rating = row.int(1) }
    }
  }
}

extension LocalDay {
  /// When the day begins on the hall's wall.
  var midnight: Moment { Moment(milliseconds: (daysSince1970 * 24 - 8) * 3_600_000) }
}

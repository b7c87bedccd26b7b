import GRDB
import Hall

/// The reservations' rows.
enum BookingTable {
  static func put(_ booking: Booking, hall: String, _ db: Database) throws {
    // Like a ticket's, a reservation's person is written once and, once forgotten, stays so.
    try db.run(
      """
      INSERT INTO booking (id, hall, code, service, slotFrom, slotUntil, person, state, ticket)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, ticket = excluded.ticket
        WHERE hall = excluded.hall
      """
    ) {
      $0.add(booking.id)
      $0.add(hall)
      $0.add(booking.code)
      $0.add(booking.service)
      $0.add(booking.from)
      $0.add(booking.until)
      $0.add(booking.person?.bytes)
      $0.add(booking.state.rawValue)
      $0.add(booking.ticket)
    }
    guard db.changesCount == 1 else {
      throw DatabaseError(
        resultCode: .SQLITE_CONSTRAINT,
        message: "reservation \(booking.id) is another hall's")
    }
  }

  static func all(of hall: String, from moment: Moment, _ db: Database) throws -> [Booking] {
    var bookings: [Booking] = []
    try db.forEachRow(
      """
      SELECT id, code, service, slotFrom, slotUntil, person, state, ticket FROM booking
      WHERE hall = ? AND slotFrom >= ? ORDER BY id
      """,
      binding: {
        $0.add(hall)
        $0.add(moment)
      }
    ) { row in
      guard let state = Booking.State(rawValue: row.text(6)) else {
        throw UnreadableRow(table: "booking", id: row.integer(0))
      }
      bookings.append(
        Booking(
          id: row.integer(0), code: row.text(1), service: row.text(2),
          from: Moment(milliseconds: row.integer(3)), until: Moment(milliseconds: row.integer(4)),
          person: row.optionalBytes(5).map(PersonKey.init), state: state,
          ticket: row.optionalInteger(7)))
    }
    return bookings
  }
}

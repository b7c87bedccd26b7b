import Hall
import Testing

@Suite struct `Reservations in the queue` {
  @Test func `one step turns a reservation into a number, and only once`() throws {
    var hall = TestQueue()
    let booking = try hall.book("c", from: atHour(9, 20), person: person(1))
    let ticket = try hall.checkIn(booking)
    #expect(ticket.person == person(1), "who comes with the code is known by the reservation")
    #expect(try hall.checkIn(booking).id == ticket.id)
    #expect(hall.engine.booking(code: "c")?.state == .checkedIn)
    #expect(hall.engine.booking(of: person(1), at: hall.now) == nil)
    #expect(throws: QueueRefusal.alreadyWaiting(ticket.number)) { try hall.take(person: person(1)) }
  }

  @Test func `a request of somebody else is not answered with this number`() throws {
    var hall = TestQueue()
    let booking = try hall.book("c", from: atHour(9, 20))
    try hall.take(request: "r")
    #expect(throws: QueueRefusal.requestMismatch) { try hall.checkIn(booking, request: "r") }
  }

  @Test func `a kiosk gives the number some time before the slot`() throws {
    var hall = TestQueue(bookings: BookingPolicy(early: 30))
    let booking = try hall.book("c", from: atHour(10))
    #expect(throws: QueueRefusal.tooEarly(from: atHour(9, 30))) { try hall.checkIn(booking) }
    hall.now = atHour(9, 30)
    #expect(try hall.checkIn(booking).number.description == "YA001")
  }

  @Test func `a slot counts from its beginning, a late one from the check-in`() throws {
    var hall = TestQueue(order: OrderPolicy(reserved: .init(), ordinaryAfter: nil))
    let early = try hall.book("c1", from: atHour(9, 20))
    let late = try hall.book("c2", from: atHour(9, 10))
    try hall.checkIn(early)
    hall.now = atHour(9, 15)
    try hall.take()
    hall.now = atHour(9, 25)
    try hall.checkIn(late)
    #expect(try hall.all() == ["A002", "YA001", "YA003"])
  }

  @Test func `who comes after the slot has a number all the same, but an ordinary one`() throws {
    var hall = TestQueue(bookings: BookingPolicy(late: 15))
    let booking = try hall.book("c", from: atHour(9, 10), minutes: 10)
    hall.now = atHour(9, 34, 59)
    hall.engine.advance(to: hall.now)
    #expect(hall.engine.bookings[booking.id]?.state == .booked)
    hall.now = atHour(9, 35)
    hall.engine.advance(to: hall.now)
    #expect(hall.engine.bookings[booking.id]?.state == .noShow)
    #expect(try hall.checkIn(booking).number.description == "A001")
    #expect(hall.engine.bookings[booking.id]?.state == .noShow)
  }

  @Test func `an import that comes again changes nothing, another under its code is refused`()
    throws
  {
    var hall = TestQueue()
    let first = try hall.book("c", from: atHour(10))
    #expect(try hall.book("c", from: atHour(10)) == first)
    #expect(throws: QueueRefusal.codeTaken) { try hall.book("c", from: atHour(11)) }
    #expect(throws: QueueRefusal.timesContradict) {
      try hall.book("d", from: atHour(11), minutes: 0)
    }
    #expect(throws: QueueRefusal.bookingOver(.noShow)) { try hall.book("d", from: atHour(8)) }
    #expect(hall.engine.bookings.count == 1)
  }

  @Test func `a cancelled reservation gives no number`() throws {
    var hall = TestQueue()
    let booking = try hall.book("c", from: hall.now)
    _ = try hall.engine.cancelBooking(code: "c", by: aClerk, at: hall.now)
    #expect(throws: QueueRefusal.bookingOver(.cancelled)) { try hall.checkIn(booking) }
  }

  @Test func `who missed too many cannot reserve for a while, but may walk in`() throws {
    let policy = BookingPolicy(mostNoShows: 2, noShowDays: 30, restrictedDays: 7)
    var hall = TestQueue(bookings: policy)
    func daysAgo(_ days: Int64) -> Moment { atHour(9).advanced(bySeconds: -86_400 * days) }
    for missed in [[daysAgo(1)], [daysAgo(1), daysAgo(31)], [daysAgo(8), daysAgo(9)]] {
      _ = try hall.book("c\(missed)", from: atHour(10), person: person(1), missed: missed)
    }
    let until = daysAgo(-5)
    #expect(throws: QueueRefusal.restricted(until: until)) {
      try hall.book("d", from: atHour(10), person: person(1), missed: [daysAgo(2), daysAgo(3)])
    }
    try hall.take(person: person(1))
  }
}

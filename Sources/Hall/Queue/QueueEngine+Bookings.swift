/// What somebody reserves, or an import brings. 预约
public struct BookingWish: Sendable, Equatable {
  public var code: String
  public var service: String
  public var from: Moment
  public var until: Moment
  public var person: PersonKey?
  /// When slots that this person missed began, as far as the ledger remembers.
  public var missed: [Moment]

  public init(
    code: String, service: String, from: Moment, until: Moment, person: PersonKey?,
    missed: [Moment] = []
  ) {
    self.code = code
    self.service = service
    self.from = from
    self.until = until
    self.person = person
    self.missed = missed
  }
}

extension QueueEngine {
  /// Writes a reservation down; the same one again, as an import brings it, changes nothing.
  public mutating func book(_ wish: BookingWish, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Booking
  {
    advance(to: now)
    guard rules.catalogue.service(wish.service) != nil else {
      throw .noSuchService(wish.service)
    }
    if let earlier = booking(code: wish.code) {
      guard
        earlier.service == wish.service, earlier.from == wish.from, earlier.until == wish.until,
        earlier.person == wish.person
      else { throw .codeTaken }
      return earlier
    }
    guard wish.from < wish.until else { throw .timesContradict }
    guard wish.until > now else { throw .bookingOver(.noShow) }
    try refuseOutside(wish.service, on: WallClock(wish.from).day)
    if let until = rules.bookings.restricted(missed: wish.missed, at: now) {
      throw .restricted(until: until)
    }
    let booking = Booking(
      id: nextBooking, code: wish.code, service: wish.service, from: wish.from,
      until: wish.until, person: wish.person)
    nextBooking += 1
    put(booking)
    log(.booked, author, now, why: booking.line)
    return booking
  }

  public mutating func cancelBooking(code: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Booking
  {
    advance(to: now)
    guard var booking = booking(code: code) else { throw .noSuchBooking }
    guard booking.state == .booked else { throw .bookingOver(booking.state) }
    booking.state = .cancelled
    put(booking)
    log(.cancelled, author, now, why: booking.line)
    return booking
  }

  public func booking(code: String) -> Booking? { codes[code].flatMap { bookings[$0] } }

  /// The next reservation a person may check in for.
  public func booking(of person: PersonKey, at now: Moment) -> Booking? {
    bookings.values
      .filter { $0.person == person && $0.state == .booked && isOnDay($0, of: now) }
      .min { ($0.from, $0.id) < ($1.from, $1.id) }
  }

  /// A hall that works past midnight keeps its day, and gives numbers for the new one as well.
  private func isOnDay(_ booking: Booking, of now: Moment) -> Bool {
    let slot = WallClock(booking.from).day
    return slot == day || slot == WallClock(now).day
  }

  /// Turns a reservation into a number in one step: nobody queues for the right to queue. 签到
  ///
  /// The number is callable from its slot on. Who comes after the slot gets an ordinary number.
  public mutating func checkIn(
    _ id: Int64, _ order: TicketOrder, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> TakenTicket {
    advance(to: now)
    guard var booking = bookings[id] else { throw .noSuchBooking }
    if let earlier = ticket(requestID: order.requestID) {
      guard earlier.id == booking.ticket else { throw .requestMismatch }
      return TakenTicket(ticket: earlier, isRepeated: true)
    }
    if let ticket = booking.ticket.flatMap({ tickets[$0] }) {
      return TakenTicket(ticket: ticket, isRepeated: true)
    }
    // Whoever comes after the slot has the right to a number all the same.
    guard booking.state == .booked || booking.state == .noShow, isOnDay(booking, of: now) else {
      throw booking.state == .booked ? .noSuchBooking : .bookingOver(booking.state)
    }
    if let pause { throw .hallPaused(pause) }
    let opens = booking.from.advanced(bySeconds: -Int64(rules.bookings.early) * 60)
    guard now >= opens else { throw .tooEarly(from: opens) }
    var order = order
    order.service = booking.service
    // Who comes with the code alone is the one who reserved.
    order.person = order.person ?? booking.person
    try refuseSecond([order.service] + order.laterServices, of: order.person)
    let isInTime = booking.state == .booked
    let standing: Standing =
      isInTime ? .reserved : order.priority == nil ? .ordinary : .priority
    let ticket = try issue(
      order, standing: standing, callableFrom: isInTime ? booking.from : nil, by: author,
      at: now)
    if isInTime { booking.state = .checkedIn }
    booking.ticket = ticket.id
    put(booking)
    log(
      .checkedIn, author, now, ticket: ticket,
      why: booking.line + (isInTime ? "" : ", after the slot"))
    return TakenTicket(ticket: ticket, isRepeated: false)
  }

  mutating func noteMissedBookings(at now: Moment) {
    guard let nextMiss, nextMiss <= now else { return }
    let missed = bookings.values
      .filter { $0.state == .booked && missedAfter($0) <= now }.sorted { $0.id < $1.id }
    for var booking in missed {
      booking.state = .noShow
      put(booking)
      log(.noShow, .service, now, why: booking.line)
    }
    noteNextMiss()
  }

  mutating func noteNextMiss() {
    nextMiss = bookings.values.lazy.filter { $0.state == .booked }.map(missedAfter).min()
  }

  private func missedAfter(_ booking: Booking) -> Moment {
    booking.until.advanced(bySeconds: Int64(rules.bookings.late) * 60)
  }

  /// Reservations of the day that nobody has checked in for yet.
  public func bookingsToCome(for services: Set<String>, at now: Moment) -> Int {
    bookings.values.count {
      $0.state == .booked && services.contains($0.service) && isOnDay($0, of: now)
    }
  }

  mutating func put(_ booking: Booking) {
    index(booking)
    step.note(booking)
  }

  mutating func index(_ booking: Booking) {
    bookings[booking.id] = booking
    codes[booking.code] = booking.id
    if booking.state == .booked {
      nextMiss = min(nextMiss ?? missedAfter(booking), missedAfter(booking))
    }
  }
}

extension Booking {
  /// How the journal names it; its code lets somebody check in, so it is not written there.
  fileprivate var line: String { "booking \(id)" }
}

import Hall
import HallAPI
import HallStore
import PersonKeys
import Varlink

/// Reserved times, and the one step from them to a number. 预约
struct ReservationDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk
  let tickets: TicketDesk
  /// By caller's user: nobody tries codes by the thousand.
  let guesses = Throttle<String>(allowedFailures: CaseDesk.allowedFailuresOfPlace)

  func book(_ wish: ReservationsInterface.Book.Parameters, _ call: CallContext) async throws
    -> ReservationsInterface.ReservationReply
  {
    guard CallerText.isIdentifier(wish.code) else {
      throw StandardError.invalidParameter("code")
    }
    guard let from = Moment(wallTime: wish.from) else {
      throw StandardError.invalidParameter("from")
    }
    // What is over cannot be kept.
    guard let until = Moment(wallTime: wish.until), until > from, until > hall.wallTime() else {
      throw StandardError.invalidParameter("until")
    }
    var person: PersonKey?
    if let text = wish.idNumber {
      guard let number = IDNumber(text) else { throw StandardError.invalidParameter("idNumber") }
      person = hall.people.key(of: number)
    }
    try await refuseOutsideHours(wish.code.uppercased(), from: from, until: until)
    let policy = hall.rulebook.edition.queue.bookings
    var missed: [Moment] = []
    if let person {
      let since = hall.wallTime().advanced(bySeconds: -Int64(policy.noShowDays) * 86_400)
      missed = try await hall.store.missedSlots(of: person, since: since)
    }
    let asked = BookingWish(
      code: wish.code.uppercased(), service: wish.service, from: from, until: until, person: person,
      missed: missed)
    return try await change(wish.code, call) { engine, author, now throws(QueueRefusal) in
      try engine.book(asked, by: author, at: now)
    }
  }

  /// Nobody is told to come to closed doors. What was written down before the hours changed stays.
  private func refuseOutsideHours(_ code: String, from: Moment, until: Moment) async throws {
    let hours = hall.hours
    guard await hall.queue.look({ $0.booking(code: code) == nil }),
      !hours.holds(from: from, until: until)
    else { return }
    let day = WallClock(from).day
    throw ReservationsInterface.OutsideHours(
      day: day.description,
      spans: (hours.spans(on: day) ?? []).map {
        .init(opens: $0.opensText, closes: $0.closesText)
      })
  }

  func cancel(_ question: ReservationsInterface.Cancel.Parameters, _ call: CallContext)
    async throws -> ReservationsInterface.ReservationReply
  {
    try await change(question.code, call) { engine, author, now throws(QueueRefusal) in
      try engine.cancelBooking(code: question.code.uppercased(), by: author, at: now)
    }
  }

  private func change(
    _ code: String, _ call: CallContext,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> Booking
  ) async throws -> ReservationsInterface.ReservationReply {
    let booking = try await hall.queue.perform(
      by: Author(who: call.place, place: "reservations"),
      refusing: { reservationError($0, code: code) }, verb)
    return .init(reservation: await view(booking))
  }

  func checkIn(_ wish: ReservationsInterface.CheckIn.Parameters, _ call: CallContext)
    async throws -> ReservationsInterface.CheckIn.Reply
  {
    guard CallerText.isIdentifier(wish.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    var holder: CardDesk.Holder?
    if let token = wish.card {
      guard let known = await cards.holder(of: token) else { throw QueueInterface.CardExpired() }
      holder = known
    }
    let now = hall.wallTime()
    if wish.code != nil, guesses.pause(call.place, at: now) != nil {
      throw ReservationsInterface.NoSuchReservation()
    }
    guard let booking = await booking(code: wish.code, of: holder?.person, at: now) else {
      if wish.code != nil { guesses.failed(call.place, at: now) }
      throw ReservationsInterface.NoSuchReservation()
    }
    // A code may be read over a shoulder: once its number is given it shows nobody the secret.
    if wish.card == nil, booking.ticket != nil,
      await hall.queue.look({ $0.ticket(requestID: wish.requestId) }) == nil
    {
      throw ReservationsInterface.ReservationOver(state: booking.state)
    }
    let order = TicketOrder(
      requestID: wish.requestId, service: booking.service, language: wish.language ?? .zh,
      person: holder?.person ?? booking.person, holder: holder?.maskedName,
      particulars: try tickets.particulars(
        maskedNumber: holder?.maskedNumber, phone: wish.phone),
      secret: Secrets.ticketSecret(), paper: tickets.firstPaper)
    let given = try await hall.queue.give(
      by: Author(who: call.place, place: call.place),
      refusing: { reservationError($0, code: booking.code) }
    ) { engine, author, now throws(QueueRefusal) in
      try engine.checkIn(booking.id, order, by: author, at: now)
    }
    tickets.bringToPaperSoon(given)
    let after = await hall.queue.look { $0.bookings[booking.id] } ?? booking
    return .init(
      reservation: await view(after), number: given.ticket.number.description,
      secret: given.ticket.secret)
  }

  /// By code, by card, or by both, which must then agree.
  private func booking(code: String?, of person: PersonKey?, at now: Moment) async -> Booking? {
    await hall.queue.look { engine in
      // An on-screen keypad has capitals only.
      guard let code = code?.uppercased() else {
        return person.flatMap { engine.booking(of: $0, at: now) }
      }
      guard let booking = engine.booking(code: code) else { return nil }
      guard let person, let owner = booking.person else { return booking }
      return person == owner ? booking : nil
    }
  }

  private func view(_ booking: Booking) async -> ReservationsInterface.Reservation {
    let number = await hall.queue.look { engine in
      booking.ticket.flatMap { engine.tickets[$0]?.number.description }
    }
    return .init(
      code: booking.code, service: booking.service, from: WallClock(booking.from).iso8601,
      until: WallClock(booking.until).iso8601, state: booking.state, number: number)
  }
}

import Hall

extension ReferenceQueue {
  // MARK: Taking

  mutating func take(_ order: TicketOrder, _ now: Moment) throws(QueueRefusal) -> Int64 {
    if let earlier = tickets.first(where: { $0.request == order.requestID }) {
      let letter = rules.catalogue.services.first { $0.id == order.service }?.letter
      guard earlier.services[0] == order.service || earlier.letter == letter else {
        throw .requestMismatch
      }
      return earlier.id
    }
    if let hall { throw .hallPaused(hall) }
    try refuseSecond([order.service] + order.laterServices, order.person)
    return try issue(order, order.priority == nil ? .ordinary : .priority, nil, now)
  }

  private mutating func issue(
    _ order: TicketOrder, _ standing: Standing, _ slot: Moment?, _ now: Moment
  ) throws(QueueRefusal) -> Int64 {
    for service in [order.service] + order.laterServices where !isServed(service, standing) {
      throw .noSuchService(service)
    }
    for service in [order.service] + order.laterServices { try refuseOutside(service, day) }
    guard let letter = rules.catalogue.services.first(where: { $0.id == order.service })?.letter
    else { throw .noSuchService(order.service) }
    let serial = serials[letter, default: 0] + 1
    let digits = String(serial)
    if rules.numbers.bandEnd == .refuse, digits.count > rules.numbers.width {
      throw .bandExhausted(letter: letter)
    }
    serials[letter] = serial
    issued += 1
    let prefix = [Standing.reserved: "Y", .priority: "V", .ordinary: ""][standing] ?? ""
    let zeros = String(repeating: "0", count: max(0, rules.numbers.width - digits.count))
    var services: [String] = []
    for service in [order.service] + order.laterServices where !services.contains(service) {
      services.append(service)
    }
    tickets.append(
      Waiter(
        id: issued, number: prefix + letter + zeros + digits, letter: letter, serial: serial,
        services: services, standing: standing, priority: order.priority,
        age: [max(clock, slot?.milliseconds ?? 0), issued, 0, issued], person: order.person,
        paper: order.paper, takenAt: now, slot: slot, request: order.requestID))
    return issued
  }

  mutating func setPaper(_ paper: PaperState, _ id: Int64) throws(QueueRefusal) {
    let index = try index(id)
    let known: [PaperState: [PaperState]] = [
      .none: [.shown], .pending: [.sent, .printed, .failed, .unknown, .shown],
      .sent: [.printed, .failed, .unknown, .shown], .failed: [.printed, .unknown, .shown],
      .unknown: [.printed, .shown], .shown: [.printed],
    ]
    if known[tickets[index].paper]?.contains(paper) ?? false { tickets[index].paper = paper }
  }

  mutating func settlePaper() {
    for index in tickets.indices {
      switch tickets[index].paper {
      case .pending: tickets[index].paper = .failed
      case .sent: tickets[index].paper = .unknown
      default: break
      }
    }
  }

  // MARK: Leaving

  /// Takes a number out of the hall for good.
  mutating func end(_ id: Int64, as state: TicketState, from allowed: [TicketState])
    throws(QueueRefusal) -> Int64
  {
    let index = try index(id)
    let before = tickets[index].state
    if before == state { return id }
    guard allowed.contains(before) else { throw .notPossible(from: before, to: state) }
    tickets[index].state = state
    for window in windows.indices where windows[window].ticket == id {
      windows[window].ticket = nil
    }
    return id
  }

  mutating func leave(_ id: Int64, until back: Moment) throws(QueueRefusal) -> Int64 {
    let index = try index(id)
    guard tickets[index].state.isInLine, tickets[index].paper.isInHand else {
      throw .notCallable
    }
    tickets[index].backAt = back
    return id
  }

  mutating func comeBack(_ id: Int64, _ now: Moment) throws(QueueRefusal) -> Int64 {
    let index = try index(id)
    let state = tickets[index].state
    if [.finished, .abandoned, .voided, .passed].contains(state) {
      throw .notPossible(from: state, to: .waiting)
    }
    guard let back = tickets[index].backAt, tickets[index].state.isInLine else { return id }
    let grace = Int64(rules.order.grace) * 60_000
    if now.milliseconds - back.milliseconds > grace {
      tickets[index].age = ageBack(tickets[index])
    }
    tickets[index].backAt = nil
    return id
  }

  /// Behind the next few of its own kind who can be called, and never further in front.
  private func ageBack(_ ticket: Waiter) -> [Int64] {
    let kind = tickets.filter {
      isCallable($0) && $0.standing == ticket.standing && $0.bound == ticket.bound
        && (ticket.bound != nil || $0.services[0] == ticket.services[0])
    }.sorted(by: isOlder).prefix(rules.order.placesBack)
    guard let last = kind.last else { return ticket.age }
    let behind = [last.age[0], last.age[1], last.age[2] + 1, ticket.id]
    return ticket.age.lexicographicallyPrecedes(behind) ? behind : ticket.age
  }

  mutating func comeBackAfterPass(_ id: Int64) throws(QueueRefusal) -> Int64 {
    let index = try index(id)
    let ticket = tickets[index]
    guard ticket.state == .passed else { throw .notPossible(from: ticket.state, to: .returned) }
    guard ticket.returns < rules.order.mostReturns else { throw .noMoreReturns }
    guard isServed(ticket.services[0], ticket.standing) else {
      throw .noSuchService(ticket.services[0])
    }
    try refuseSecond(ticket.services, ticket.person)
    tickets[index].age = ageBack(ticket)
    tickets[index].state = .returned
    tickets[index].window = nil
    tickets[index].calls = 0
    tickets[index].returns += 1
    return id
  }

  // MARK: Reservations

  mutating func book(_ wish: BookingWish, _ now: Moment) throws(QueueRefusal) -> Int64 {
    guard rules.catalogue.services.contains(where: { $0.id == wish.service }) else {
      throw .noSuchService(wish.service)
    }
    if let same = bookings.last(where: { $0.code == wish.code }) {
      guard same.service == wish.service, same.from == wish.from, same.until == wish.until,
        same.person == wish.person
      else { throw .codeTaken }
      return same.id
    }
    guard wish.from < wish.until else { throw .timesContradict }
    guard wish.until > now else { throw .bookingOver(.noShow) }
    try refuseOutside(wish.service, WallClock(wish.from).day)
    booked += 1
    bookings.append(
      Booking(
        id: booked, code: wish.code, service: wish.service, from: wish.from, until: wish.until,
        person: wish.person))
    return booked
  }

  mutating func cancel(_ code: String) throws(QueueRefusal) -> Int64 {
    guard let index = bookings.lastIndex(where: { $0.code == code }) else {
      throw .noSuchBooking
    }
    guard bookings[index].state == .booked else { throw .bookingOver(bookings[index].state) }
    bookings[index].state = .cancelled
    return bookings[index].id
  }

  mutating func checkIn(_ id: Int64, _ wanted: TicketOrder, _ now: Moment)
    throws(QueueRefusal) -> Int64
  {
    guard let index = bookings.firstIndex(where: { $0.id == id }) else { throw .noSuchBooking }
    let booking = bookings[index]
    if let earlier = tickets.first(where: { $0.request == wanted.requestID }) {
      guard earlier.id == booking.ticket else { throw .requestMismatch }
      return earlier.id
    }
    if let ticket = booking.ticket, tickets.contains(where: { $0.id == ticket }) { return ticket }
    let isToday = [day, WallClock(now).day].contains(WallClock(booking.from).day)
    switch booking.state {
    case .booked where isToday, .noShow where isToday: break
    case .booked: throw .noSuchBooking
    default: throw .bookingOver(booking.state)
    }
    if let hall { throw .hallPaused(hall) }
    let opens = booking.from.advanced(bySeconds: Int64(rules.bookings.early) * -60)
    if now < opens { throw .tooEarly(from: opens) }
    var order = wanted
    order.service = booking.service
    if order.person == nil { order.person = booking.person }
    try refuseSecond([order.service] + order.laterServices, order.person)
    let isInTime = booking.state == .booked
    let late: Standing = order.priority == nil ? .ordinary : .priority
    let ticket = try issue(
      order, isInTime ? .reserved : late, isInTime ? booking.from : nil, now)
    if isInTime { bookings[index].state = .checkedIn }
    bookings[index].ticket = ticket
    return ticket
  }

  // MARK: Outage and rules

  /// Returns the last serial that was printed.
  mutating func printBlock(_ count: Int, _ again: EmergencyBlock.Again?) throws(QueueRefusal)
    -> Int64?
  {
    func number(_ serial: Int) -> TicketNumber {
      TicketNumber(letter: "E", serial: serial, width: rules.numbers.width)
    }
    if rules.catalogue.services.contains(where: { $0.letter == "E" }) { throw .numberTaken }
    if printed > 0, again == nil { throw .blockPrinted(first: number(1), last: number(printed)) }
    if printed > 0, again == .same { return Int64(printed) }
    let before = max(printed, tickets.filter { $0.letter == "E" }.map(\.serial).max() ?? 0)
    guard count >= 1, before + count <= 500 else { throw .blockTooLong(left: 500 - before) }
    printed = before + count
    return Int64(printed)
  }

  mutating func enterLate(_ entry: LateEntry, _ now: Moment) throws(QueueRefusal) -> Int64 {
    guard isServed(entry.service, .ordinary) else { throw .noSuchService(entry.service) }
    if rules.catalogue.services.contains(where: { $0.letter == entry.letter }) {
      throw .numberTaken
    }
    guard entry.serial >= 1, entry.serial <= 500 else { throw .noSuchTicket }
    if tickets.contains(where: { $0.letter == entry.letter && $0.serial == entry.serial }) {
      throw .numberTaken
    }
    let times = [entry.takenAt, entry.calledAt, entry.finishedAt, now].compactMap { $0 }
    guard times == times.sorted(), WallClock(entry.takenAt).day == day,
      (entry.calledAt == nil) == (entry.finishedAt == nil)
    else { throw .timesContradict }
    if entry.calledAt != nil { _ = try window(entry.window ?? "") }
    issued += 1
    let digits = String(entry.serial)
    let zeros = String(repeating: "0", count: max(0, rules.numbers.width - digits.count))
    var ticket = Waiter(
      id: issued, number: entry.letter + zeros + digits, letter: entry.letter,
      serial: entry.serial, services: [entry.service],
      age: [entry.takenAt.milliseconds, issued, 0, issued], person: nil, paper: .printed,
      takenAt: entry.takenAt, request: "late \(entry.letter)\(zeros)\(digits)")
    if entry.calledAt != nil {
      ticket.state = .finished
      ticket.window = entry.window
      ticket.calls = 1
      ticket.calledAt = entry.calledAt
      ticket.finishedAt = entry.finishedAt
    }
    tickets.append(ticket)
    return issued
  }

  /// Refuses with whichever service it finds first.
  mutating func adopt(_ new: QueueRules) throws(QueueRefusal) {
    let old = rules
    rules = new
    for ticket in tickets {
      let mayReturn = ticket.state == .passed && ticket.returns < new.order.mostReturns
      guard ticket.state.isOpen || mayReturn else { continue }
      let isBound = new.catalogue.windows.contains { $0.id == ticket.bound }
      let needed = (ticket.state.isInLine || mayReturn) && !isBound ? 0 : 1
      for service in ticket.services.dropFirst(needed)
      where !isServed(service, ticket.standing) {
        rules = old
        throw .noSuchService(service)
      }
    }
    let ids = new.catalogue.windows.map(\.id)
    for window in windows where window.ticket != nil && !ids.contains(window.id) {
      rules = old
      throw .noSuchWindow(window.id)
    }
    windows =
      windows.filter { ids.contains($0.id) }
      + ids.filter { id in !windows.contains { $0.id == id } }.map { WindowState(id: $0) }
    for index in tickets.indices {
      if let bound = tickets[index].bound, !ids.contains(bound), tickets[index].state.isInLine {
        tickets[index].bound = nil
      }
    }
    memories = [:]
  }
}

/// What a citizen asks for at a kiosk or a guide's desk. 取号
public struct TicketOrder: Sendable, Equatable {
  /// Made by the caller, the same for every retry of one wish.
  public var requestID: String
  public var service: String
  /// Further matters on the same number, visited in this order.
  public var laterServices: [String]
  public var priority: Priority?
  public var language: Language
  public var person: PersonKey?
  /// Masked.
  public var holder: String?
  public var particulars: Particulars
  public var secret: String
  public var paper: PaperState

  public init(
    requestID: String, service: String, laterServices: [String] = [], priority: Priority? = nil,
    language: Language = .zh, person: PersonKey? = nil, holder: String? = nil,
    particulars: Particulars = Particulars(), secret: String, paper: PaperState
  ) {
    self.requestID = requestID
    self.service = service
    self.laterServices = laterServices
    self.priority = priority
    self.language = language
    self.person = person
    self.holder = holder
    self.particulars = particulars
    self.secret = secret
    self.paper = paper
  }
}

/// A number, and whether it was given just now.
public struct TakenTicket: Sendable, Equatable {
  public let ticket: Ticket
  /// The same request again, after a lost answer or a double tap.
  public let isRepeated: Bool
}

extension QueueEngine {
  /// Gives the next number of the service's letter, exactly once per request and day.
  public mutating func take(_ order: TicketOrder, by author: Author, at now: Moment)
    throws(QueueRefusal) -> TakenTicket
  {
    advance(to: now)
    if let earlier = ticket(requestID: order.requestID) {
      // Its visits may have led it on by now; the letter of its number stays.
      let letter = rules.catalogue.service(order.service)?.letter
      guard earlier.service == order.service || earlier.number.letter == letter else {
        throw .requestMismatch
      }
      return TakenTicket(ticket: earlier, isRepeated: true)
    }
    if let pause { throw .hallPaused(pause) }
    try refuseSecond([order.service] + order.laterServices, of: order.person)
    let ticket = try issue(
      order, standing: order.priority == nil ? .ordinary : .priority, callableFrom: nil,
      by: author, at: now)
    return TakenTicket(ticket: ticket, isRepeated: false)
  }

  /// One open ticket per person and service, so that nobody holds places for others.
  func refuseSecond(_ services: [String], of person: PersonKey?, besides own: Set<Int64> = [])
    throws(QueueRefusal)
  {
    guard let person, let held = holders[person] else { return }
    let earlier = held.subtracting(own).sorted().lazy.compactMap { tickets[$0] }
      .first { !$0.services.allSatisfy { !services.contains($0) } }
    if let earlier { throw .alreadyWaiting(earlier.number) }
  }

  /// Refuses what the hall does not offer on a day, however many windows would serve it.
  func refuseOutside(_ service: String, on day: LocalDay) throws(QueueRefusal) {
    guard let validity = rules.catalogue.service(service)?.validity, !validity.contains(day) else {
      return
    }
    throw .notOffered(service, validity)
  }

  mutating func issue(
    _ order: TicketOrder, standing: Standing, callableFrom: Moment?, by author: Author,
    at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    for service in [order.service] + order.laterServices
    where rules.catalogue.service(service) == nil
      || rules.catalogue.windows(serving: service, as: standing).isEmpty
    { throw .noSuchService(service) }
    for service in [order.service] + order.laterServices {
      try refuseOutside(service, on: day)
    }
    guard let letter = rules.catalogue.service(order.service)?.letter else {
      throw .noSuchService(order.service)
    }
    let serial = (serials[letter] ?? 0) + 1
    guard let number = rules.numbers.number(standing, letter: letter, serial: serial) else {
      throw .bandExhausted(letter: letter)
    }
    var visited: Set<String> = [order.service]
    let visits = order.laterServices.filter { visited.insert($0).inserted }
    let id = nextTicket
    // A slot counts from its beginning, or from the check-in of who comes later.
    let since = max(clock, callableFrom ?? clock)
    var ticket = Ticket(
      id: id, day: day, number: number, service: order.service,
      laterServices: visits, standing: standing,
      place: Place(since: since, order: id, ticket: id), priority: order.priority,
      language: order.language, person: order.person, holder: order.holder,
      secret: order.secret, takenAt: now, paper: order.paper)
    ticket.callableFrom = callableFrom
    nextTicket += 1
    serials[letter] = serial
    add(ticket, requestID: order.requestID, particulars: order.particulars)
    if standing != .reserved { walkInsGiven[order.service, default: 0] += 1 }
    log(.issued, author, now, ticket: ticket, why: order.priority?.rawValue)
    return ticket
  }

  mutating func add(_ ticket: Ticket, requestID: String, particulars: Particulars) {
    index(ticket, requestID: requestID)
    step.note(ticket)
    step.issued.append(
      IssuedTicket(id: ticket.id, requestID: requestID, particulars: particulars))
  }

  /// Makes a ticket findable by everything it is looked up by.
  mutating func index(_ ticket: Ticket, requestID: String) {
    tickets.put(ticket)
    noteCall(of: ticket)
    requests[requestID] = ticket.id
    numbers[ticket.number.description] = ticket.id
    if let person = ticket.person, ticket.state.isOpen {
      holders[person, default: []].insert(ticket.id)
    }
    enlist(ticket)
  }

  // MARK: Paper and screen

  /// Writes down how far a ticket's paper has come; what the table of ``PaperState`` does not
  /// know, such as a late word about paper that was shown meanwhile, changes nothing.
  public mutating func setPaper(
    _ paper: PaperState, fault: String?, of id: Int64, by author: Author, at now: Moment
  ) throws(QueueRefusal) {
    advance(to: now)
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    guard ticket.paper != paper, ticket.paper.mayBecome(paper) else { return }
    try change(ticket, .paper, by: author, at: now, why: fault ?? paper.rawValue) {
      $0.paper = paper
      $0.paperFault = fault
    }
  }

  /// The citizen has the number from the screen; without a word where paper brought it already.
  public mutating func handOver(_ id: Int64, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try setPaper(.shown, fault: tickets[id]?.paperFault, of: id, by: author, at: now)
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    return ticket
  }

  /// After a restart nobody prints what was left: paper that was never given to the printer did
  /// not come out, and of the rest nobody knows.
  ///
  /// Returns how many tickets were settled.
  public mutating func settlePaper(at now: Moment) -> Int {
    advance(to: now)
    let open = tickets.values.filter { $0.paper == .pending || $0.paper == .sent }
      .sorted { $0.id < $1.id }
    for ticket in open {
      let paper: PaperState = ticket.paper == .pending ? .failed : .unknown
      _ = try? setPaper(paper, fault: "restart", of: ticket.id, by: .service, at: now)
    }
    return open.count
  }

  // MARK: Leaving

  /// The holder gives the number up. 弃号
  public mutating func abandon(_ id: Int64, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    advance(to: now)
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    // The same wish again, after a lost answer.
    if ticket.state == .abandoned { return ticket }
    let abandoned = try change(ticket, .abandoned, by: author, at: now) {
      $0.state = .abandoned
    }
    release(ticket)
    return abandoned
  }

  /// A clerk or manager takes a number out, and says why. 作废
  public mutating func void(_ id: Int64, why: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    advance(to: now)
    guard !why.isEmpty else { throw .reasonNeeded }
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    if ticket.state == .voided { return ticket }
    let voided = try change(ticket, .voided, by: author, at: now, why: why) {
      $0.state = .voided
    }
    release(ticket)
    return voided
  }

  /// The holder leaves the hall and keeps the place until `back`. 稍后再来
  ///
  /// Nobody calls into the void: the number is callable again once its holder says so.
  public mutating func leave(
    _ id: Int64, until back: Moment, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    advance(to: now)
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    guard ticket.state.isInLine, ticket.paper.isInHand else { throw .notCallable }
    return try change(
      ticket, .left, by: author, at: now, why: "until \(WallClock(back).timeOfDay)"
    ) { $0.backAt = back }
  }

  /// The holder is here again: in time at the old place, later behind the next few. A number that
  /// is done with does not come back.
  public mutating func comeBack(_ id: Int64, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    advance(to: now)
    guard let ticket = tickets[id] else { throw .noSuchTicket }
    guard ticket.state.isOpen else { throw .notPossible(from: ticket.state, to: .waiting) }
    guard let back = ticket.backAt, ticket.state.isInLine else { return ticket }
    let isLate = now > back.advanced(bySeconds: Int64(rules.order.grace) * 60)
    let place = isLate ? placeBack(for: ticket) : ticket.place
    return try change(ticket, .back, by: author, at: now, why: isLate ? "late" : "in time") {
      $0.backAt = nil
      $0.place = place
    }
  }

  /// The place behind the next few of a ticket's own line, and never before its old one.
  func placeBack(for ticket: Ticket) -> Place {
    let lane = lanes[Self.lane(of: ticket)]
    guard let last = lane?.place(behind: rules.order.placesBack) else {
      // Nobody to let go first: the place it had is behind nobody.
      return ticket.place
    }
    return max(ticket.place, .behind(last, ticket: ticket.id))
  }
}

extension Ticket {
  /// Everything its holder came for that is not done yet.
  var services: [String] { [service] + laterServices }
}

import Hall

/// A number as the reference sees it: everything that can be observed of one.
struct Waiter: Equatable {
  var id: Int64
  var number: String
  var letter: String
  var serial: Int
  /// What its holder came for and has not been served with, the present matter first.
  var services: [String]
  var state = TicketState.waiting
  var standing = Standing.ordinary
  var priority: Priority?
  /// Compared element by element: since when, behind which, how far behind, identity.
  var age: [Int64]
  var person: PersonKey?
  var paper: PaperState
  var takenAt: Moment
  var slot: Moment?
  var backAt: Moment?
  var bound: String?
  var window: String?
  var calls = 0
  var returns = 0
  var reason: ChoiceReason?
  var calledAt: Moment?
  var servedAt: Moment?
  var finishedAt: Moment?
  var request: String

  var since: Int64 { age[0] }
}

/// The queue as somebody would write it who has all the time in the world: one array of tickets, no
/// lines, no index, everything looked for and sorted anew at every call, whole copies for undo.
///
/// It shares with the engine the words (states, refusals, policies) and not one line of its working.
struct ReferenceQueue {
  struct Memory {
    let at: Int64
    let before: [Waiter]
    let after: [Waiter]
    let window: WindowState
    let windowAfter: WindowState
  }

  var rules: QueueRules
  var day: LocalDay
  var tickets: [Waiter] = []
  var windows: [WindowState]
  var bookings: [Booking] = []
  var hall: Pause?
  var issued: Int64 = 0
  var booked: Int64 = 0
  /// The last number of each letter today.
  var serials: [String: Int] = [:]
  var memories: [String: Memory] = [:]
  /// How many emergency numbers of letter E are on paper today.
  var printed = 0
  var clock: Int64 = 0
  var latest: Int64 = 0
  var wall: Int64?

  init(rules: QueueRules, day: LocalDay) {
    self.rules = rules
    self.day = day
    windows = rules.catalogue.windows.map { WindowState(id: $0.id) }
  }

  // MARK: Looking

  func index(_ id: Int64) throws(QueueRefusal) -> Int {
    guard let index = tickets.firstIndex(where: { $0.id == id }) else { throw .noSuchTicket }
    return index
  }

  func window(_ id: String) throws(QueueRefusal) -> Int {
    guard let index = windows.firstIndex(where: { $0.id == id }) else { throw .noSuchWindow(id) }
    return index
  }

  func atWindow(_ id: String) throws(QueueRefusal) -> Int {
    let window = try window(id)
    guard let ticket = windows[window].ticket else { throw .nobodyAtWindow(id) }
    return try index(ticket)
  }

  /// Whether any window of the hall calls numbers of a service and standing.
  func isServed(_ service: String, _ standing: Standing) -> Bool {
    rules.catalogue.windows.contains {
      $0.services.contains(service) && ($0.kind != .greenChannel || standing == .priority)
    }
  }

  /// Nothing is taken or reserved for a day on which the hall does not offer it.
  func refuseOutside(_ id: String, _ day: LocalDay) throws(QueueRefusal) {
    guard let service = rules.catalogue.services.first(where: { $0.id == id }) else { return }
    let (from, until) = (service.validity.from ?? day, service.validity.until ?? day)
    if day < from || day > until { throw .notOffered(id, service.validity) }
  }

  func isCallable(_ ticket: Waiter) -> Bool {
    [.waiting, .returned, .transferred].contains(ticket.state)
      && [.printed, .shown, .unknown].contains(ticket.paper)
      && ticket.backAt == nil && (ticket.slot?.milliseconds ?? 0) <= latest
  }

  func calls(_ window: Catalogue.Window, _ ticket: Waiter) -> Bool {
    if let bound = ticket.bound { return bound == window.id }
    return window.services.contains(ticket.services[0])
      && (window.kind != .greenChannel || ticket.standing == .priority)
  }

  func claim(_ ticket: Waiter) -> Int64 {
    let rule = rules.order.claim(of: ticket.standing)
    return max(0, clock - ticket.since) * Int64(rule.weight) + Int64(rule.headStart) * 6_000_000
  }

  func isPatient(_ ticket: Waiter) -> Bool {
    clock - ticket.since >= Int64(rules.order.patience) * 60_000
  }

  func isOlder(_ a: Waiter, _ b: Waiter) -> Bool { a.age.lexicographicallyPrecedes(b.age) }

  func goesFirst(_ a: Waiter, _ b: Waiter) -> Bool {
    switch (isPatient(a), isPatient(b)) {
    case (true, true): isOlder(a, b)
    case (true, false): true
    case (false, true): false
    case (false, false): claim(a) == claim(b) ? isOlder(a, b) : claim(a) > claim(b)
    }
  }

  /// Everybody a window may call, in the order in which they would go.
  func line(at window: Catalogue.Window) -> [Waiter] {
    tickets.filter { isCallable($0) && calls(window, $0) }.sorted(by: goesFirst)
  }

  func next(at window: Catalogue.Window) -> (ticket: Waiter, reason: ChoiceReason, others: Int)? {
    let line = line(at: window)
    let inRow = windows.first { $0.id == window.id }?.othersInRow ?? 0
    guard let first = line.first else { return nil }
    guard first.standing != .ordinary else {
      return (first, reason(first, in: line), 0)
    }
    guard let ordinary = line.filter({ $0.standing == .ordinary }).min(by: isOlder) else {
      return (first, reason(first, in: line), 0)
    }
    if let after = rules.order.ordinaryAfter, inRow >= after {
      return (ordinary, .ordinaryTurn, 0)
    }
    return (first, reason(first, in: line), inRow + 1)
  }

  private func reason(_ ticket: Waiter, in line: [Waiter]) -> ChoiceReason {
    let hasLargestClaim = line.allSatisfy {
      claim($0) < claim(ticket) || (claim($0) == claim(ticket) && !isOlder($0, ticket))
    }
    if !hasLargestClaim { return .patience }
    if ticket.state == .returned { return .returned }
    if ticket.state == .transferred { return .transferred }
    if ticket.standing == .reserved { return .reserved }
    if ticket.standing == .priority, let priority = ticket.priority { return .priority(priority) }
    return .longestWait
  }

  /// How many would be called before a ticket by the windows that may call it.
  func peopleAhead(of ticket: Waiter) -> Int {
    let windows = rules.catalogue.windows.filter { calls($0, ticket) }
    return tickets.count { other in
      other.id != ticket.id && isCallable(other) && goesFirst(other, ticket)
        && windows.contains { calls($0, other) }
    }
  }

  /// Who else holds a number for one of these matters.
  func refuseSecond(_ services: [String], _ person: PersonKey?, besides: [Int64] = [])
    throws(QueueRefusal)
  {
    guard let person else { return }
    let other = tickets.first { ticket in
      ticket.person == person && ticket.state.isOpen && !besides.contains(ticket.id)
        && ticket.services.contains { services.contains($0) }
    }
    if let other { throw .alreadyWaiting(other.ticketNumber) }
  }

  // MARK: Time

  mutating func advance(to now: Moment) {
    for index in bookings.indices where bookings[index].state == .booked {
      let late = Int64(rules.bookings.late) * 60
      if bookings[index].until.advanced(bySeconds: late) <= now { bookings[index].state = .noShow }
    }
    let today = WallClock(now)
    if today.day > day, !stays(at: today) { beginDay(today.day, at: now.milliseconds) }
    if let wall, now.milliseconds > wall { clock += now.milliseconds - wall }
    clock = max(clock, now.milliseconds)
    latest = max(latest, now.milliseconds)
    wall = now.milliseconds
  }

  /// People are still here after midnight.
  private func stays(at today: WallClock) -> Bool {
    tickets.contains { $0.state.isOpen } && today.day.daysSince1970 - day.daysSince1970 == 1
      && today.minute < 240
  }

  private mutating func beginDay(_ day: LocalDay, at now: Int64) {
    self.day = day
    tickets = []
    serials = [:]
    memories = [:]
    printed = 0
    windows = windows.map { WindowState(id: $0.id) }
    hall = nil
    bookings.removeAll { $0.state != .booked && WallClock($0.from).day < day }
    clock = now
    latest = now
    wall = nil
  }

  /// What an engine knows that reads the ledger.
  mutating func restart() {
    memories = [:]
    bookings.removeAll { $0.state != .booked && WallClock($0.from).day < day }
    latest = tickets.map { max($0.takenAt, $0.calledAt ?? $0.takenAt).milliseconds }.max() ?? 0
    clock = 0
    for ticket in tickets {
      // Somebody may have checked in for a slot that lies ahead.
      let isSlot = ticket.since == ticket.slot?.milliseconds
      clock = max(clock, isSlot ? ticket.takenAt.milliseconds : ticket.since)
      clock = max(clock, ticket.calledAt?.milliseconds ?? 0)
    }
    wall = nil
  }
}

extension Waiter {
  fileprivate var ticketNumber: TicketNumber {
    // The number as it was formed: its digits are whatever follows the letter.
    let digits = number.reversed().prefix { $0.isNumber }.count
    return TicketNumber(
      prefix: String(number.dropLast(digits + letter.count)), letter: letter, serial: serial,
      width: digits)
  }
}

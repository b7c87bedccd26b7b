/// What the engine goes by; replaced whole when a hall's file is read anew.
public struct QueueRules: Sendable, Equatable {
  public var catalogue: Catalogue
  public var order: OrderPolicy
  public var numbers: NumberScheme
  public var bookings: BookingPolicy

  public init(
    catalogue: Catalogue, order: OrderPolicy = OrderPolicy(), numbers: NumberScheme = .init(),
    bookings: BookingPolicy = .init()
  ) {
    self.catalogue = catalogue
    self.order = order
    self.numbers = numbers
    self.bookings = bookings
  }
}

/// One day of one hall's queue: every rule, and no clock, disk or device. 排队引擎
///
/// The service runs it on the wall clock, `hallway simulate` on a clock of its own, and tests on
/// dice. Each verb either refuses and changes nothing, or changes the state and adds to the step,
/// which the owner takes with ``takeStep()`` and writes down before it answers.
public struct QueueEngine: Sendable {
  /// Everybody is gone by then; what is left of a day is closed at this minute of the next one.
  ///
  /// Until then a hall that works past midnight keeps its day, its numbers and its line.
  public static let latestRollOver = 4 * 60

  public private(set) var rules: QueueRules
  public private(set) var day: LocalDay
  /// Today's, and what is left open of yesterday until the day rolls over.
  public internal(set) var tickets = TicketBook()
  public internal(set) var windows: [String: WindowState] = [:]
  public internal(set) var bookings: [Int64: Booking] = [:]
  /// The whole hall stands still. 暂停服务
  public internal(set) var pause: Pause?

  /// Under this name the ledger keeps the pause of the whole hall among the windows.
  static let wholeHall = ""

  /// Which ticket a request was answered with today.
  var requests: [String: Int64] = [:]
  var numbers: [String: Int64] = [:]
  /// Open tickets by who holds them.
  var holders: [PersonKey: Set<Int64>] = [:]
  var codes: [String: Int64] = [:]
  var serials: [String: Int] = [:]
  var lanes: [Lane.ID: Lane] = [:]
  /// Where a waiting ticket stands; tickets that wait without being callable stand nowhere.
  var laneOf: [Int64: Lane.ID] = [:]
  /// What forecasts ask of every window, by ticket: looking into the tickets copies each whole.
  var calls: [Int64: Call] = [:]
  /// Tickets that become callable by the clock alone, soonest first; those of one slot in the
  /// order they will stand in.
  var due: [Due] = []
  /// What waits are measured by. It goes with the wall clock but never back: where that is put
  /// back, this goes on from where it was, so that whoever comes later stands later and every
  /// wait grows.
  var clock = Moment(milliseconds: 0)
  /// The latest the wall clock has been: a slot that has begun stays begun, and none begins early
  /// because the wall clock was put back.
  var latest = Moment(milliseconds: 0)
  private var wall: Moment?
  var nextTicket: Int64
  var nextBooking: Int64
  /// Services finished today, by window.
  var loads: [String: Int] = [:]
  /// Seconds of today's last services, by service.
  var paces: [String: [Int]] = [:]
  /// Numbers given today to people without a reservation, by service.
  var walkInsGiven: [String: Int] = [:]
  /// Who lifted the limit of walk-in numbers today, and until when.
  public internal(set) var quotaOverrides: [WalkInQuota.Override] = []
  /// Today's emergency numbers that were printed, by letter.
  public internal(set) var blocks: [String: EmergencyBlock] = [:]
  /// The last number given of each row of letters; they outlast the day. 文书编号
  var letterSerials: [LetterNumber.Series: Int] = [:]
  /// Numbers of earlier days that were entered since this engine began.
  var enteredBefore: Set<String> = []
  var undos: [String: Undo] = [:]
  /// When the next reservation counts as missed.
  var nextMiss: Moment?
  /// The tickets a verb changed, as they were before; nil where nobody wants to know.
  var trail: [Ticket]?
  var step = LedgerStep()

  /// A ticket that a window has.
  struct Call: Sendable {
    let at: Moment
    let service: String
  }

  struct Due: Sendable {
    /// Its place as though it had waited since the slot's beginning by the wall.
    let place: Place
    let lane: Lane.ID

    var at: Moment { place.since }
    var ticket: Int64 { place.ticket }
  }

  /// What a window's last verb changed.
  struct Undo: Sendable {
    let at: Moment
    let before: [Ticket]
    let after: [Ticket]
    let window: WindowState
    let windowAfter: WindowState
  }

  /// An empty day.
  ///
  /// - Parameters:
  ///   - rules: what the day begins by.
  ///   - day: the day on the hall's wall.
  ///   - nextTicket: the first identity the ledger has not used.
  ///   - nextBooking: the same for reservations.
  public init(rules: QueueRules, day: LocalDay, nextTicket: Int64 = 1, nextBooking: Int64 = 1) {
    self.rules = rules
    self.day = day
    self.nextTicket = nextTicket
    self.nextBooking = nextBooking
    for window in rules.catalogue.windows { windows[window.id] = WindowState(id: window.id) }
  }

  /// What changed since it was last taken.
  public mutating func takeStep() -> LedgerStep {
    defer { step = LedgerStep() }
    return step
  }

  /// Goes on by other rules; refuses where somebody waits for what nobody would serve any more.
  public mutating func adopt(_ rules: QueueRules, by author: Author, at now: Moment)
    throws(QueueRefusal)
  {
    advance(to: now)
    let orphan = tickets.values.lazy.compactMap { ticket -> String? in
      // Who was passed and may come back counts as one who waits.
      let mayReturn = ticket.state == .passed && ticket.returns < rules.order.mostReturns
      guard ticket.state.isOpen || mayReturn else { return nil }
      let isBound = ticket.boundWindow.flatMap { rules.catalogue.window($0) } != nil
      let waitsFor = (ticket.state.isInLine || mayReturn) && !isBound ? [ticket.service] : []
      return (waitsFor + ticket.laterServices).first {
        rules.catalogue.windows(serving: $0, as: ticket.standing).isEmpty
      }
    }.first
    if let orphan { throw .noSuchService(orphan) }
    if let busy = windows.values.first(where: { window in
      window.ticket != nil && rules.catalogue.window(window.id) == nil
    }) {
      throw .noSuchWindow(busy.id)
    }
    self.rules = rules
    for window in rules.catalogue.windows where windows[window.id] == nil {
      windows[window.id] = WindowState(id: window.id)
    }
    for id in windows.keys.sorted() where rules.catalogue.window(id) == nil {
      // Should the window come back one day, it comes back closed.
      if windows[id] != WindowState(id: id) { put(WindowState(id: id)) }
      windows[id] = nil
      unbind(from: id, by: author, at: now, why: "window gone")
    }
    // What was done by the old rules is not taken back by the new ones.
    undos = [:]
    noteNextMiss()
    log(.rulesChanged, author, now)
  }

  // MARK: Lookups

  public func ticket(number: String) -> Ticket? { numbers[number].flatMap { tickets[$0] } }

  public func ticket(requestID: String) -> Ticket? { requests[requestID].flatMap { tickets[$0] } }

  /// What a window has called or serves.
  public func ticket(at window: String) -> Ticket? {
    windows[window]?.ticket.flatMap { tickets[$0] }
  }

  // MARK: Time

  /// Lets the clock do its work: slots begin, missed reservations are noted, the day rolls over.
  ///
  /// Every verb does this first; call it alone now and then for a hall where nothing happens.
  public mutating func advance(to now: Moment) {
    noteMissedBookings(at: now)
    rollOver(at: now)
    clock = clock(at: now)
    latest = max(latest, now)
    wall = now
    var released = 0
    while released < due.count, due[released].at <= latest {
      if let ticket = tickets[due[released].ticket] { enlist(ticket) }
      released += 1
    }
    if released > 0 { due.removeFirst(released) }
  }

  /// What ``clock`` shows when the wall clock shows `now`.
  func clock(at now: Moment) -> Moment {
    let passed = max(0, now.milliseconds &- (wall ?? now).milliseconds)
    return max(now, Moment(milliseconds: clock.milliseconds &+ passed))
  }

  private mutating func rollOver(at now: Moment) {
    let today = WallClock(now)
    guard today.day > day else { return }
    let isNextDay = today.day.daysSince1970 == day.daysSince1970 + 1
    let someoneIsHere = tickets.values.contains { $0.state.isOpen }
    if someoneIsHere, isNextDay, today.minute < Self.latestRollOver { return }
    for ticket in tickets.values.filter({ $0.state.isOpen || $0.state == .passed })
      .sorted(by: { $0.id < $1.id })
    {
      close(ticket, at: now)
    }
    day = today.day
    tickets = TicketBook()
    requests = [:]
    numbers = [:]
    holders = [:]
    serials = [:]
    lanes = [:]
    laneOf = [:]
    calls = [:]
    due = []
    undos = [:]
    loads = [:]
    paces = [:]
    walkInsGiven = [:]
    quotaOverrides = []
    blocks = [:]
    // Nobody waits whose age could be mistaken: a clock that was wrong is right again.
    clock = now
    latest = now
    wall = nil
    for booking in bookings.values
    where booking.state != .booked && WallClock(booking.from).day < day {
      bookings[booking.id] = nil
      codes[booking.code] = nil
    }
    // Yesterday's pause says nothing about this morning.
    if pause != nil { setHall(nil) }
    for id in windows.keys.sorted() {
      let closed = WindowState(id: id)
      if windows[id] != closed { put(closed) }
    }
    log(.dayBegan, .service, now)
  }

  /// A day ended on an open ticket: who was being served is done, who waited has gone home.
  private mutating func close(_ ticket: Ticket, at now: Moment) {
    var closed = ticket
    closed.state = ticket.state == .serving ? .finished : .abandoned
    // Nobody said when it was done; the night is no service time.
    closed.finishedAt =
      closed.state == .finished ? ticket.servedAt ?? ticket.calledAt ?? now : nil
    step.note(closed)
    log(
      closed.state == .finished ? .finished : .abandoned, .service, now, ticket: closed,
      from: ticket.state, why: "day ended")
  }

  // MARK: The one way a ticket changes

  /// Changes a ticket, moves it to the line where it now belongs and notes it in the step.
  @discardableResult
  mutating func change(
    _ ticket: Ticket, _ kind: JournalLine.Kind, by author: Author, at now: Moment,
    why: String? = nil, _ body: (inout Ticket) -> Void
  ) throws(QueueRefusal) -> Ticket {
    var changed = ticket
    body(&changed)
    guard changed.state == ticket.state || ticket.state.mayBecome(changed.state) else {
      throw .notPossible(from: ticket.state, to: changed.state)
    }
    replace(ticket, by: changed)
    log(kind, author, now, ticket: changed, from: ticket.state, why: why)
    return changed
  }

  /// Puts a ticket's new state in its place, in every index and in the step.
  mutating func replace(_ old: Ticket, by new: Ticket) {
    if trail?.contains(where: { $0.id == old.id }) == false { trail?.append(old) }
    delist(old)
    tickets.put(new)
    noteCall(of: new)
    if let person = new.person {
      if new.state.isOpen {
        holders[person, default: []].insert(new.id)
      } else if holders[person]?.remove(new.id) != nil, holders[person]?.isEmpty == true {
        holders[person] = nil
      }
    }
    enlist(new)
    count(old, new)
    step.note(new)
  }

  mutating func noteCall(of ticket: Ticket) {
    if ticket.state.isAtWindow, let called = ticket.calledAt {
      calls[ticket.id] = Call(at: called, service: ticket.service)
    } else {
      calls[ticket.id] = nil
    }
  }

  private mutating func count(_ old: Ticket, _ new: Ticket) {
    func isDone(_ before: Ticket, _ after: Ticket) -> Bool {
      before.state.isAtWindow
        && (after.state == .finished
          || after.state == .waiting && after.laterServices.count < before.laterServices.count)
    }
    if isDone(old, new), let window = old.window {
      loads[window, default: 0] += 1
      if let calledAt = old.calledAt {
        // By the wall, as the call was: the waits' clock may have gone on from where it was.
        notePace((wall ?? clock).seconds(since: calledAt), of: old.service)
      }
    }
    if isDone(new, old), let window = new.window {
      loads[window, default: 0] -= 1
      _ = paces[new.service]?.popLast()
    }
  }

  mutating func put(_ window: WindowState) {
    windows[window.id] = window
    step.note(window)
  }

  mutating func log(
    _ kind: JournalLine.Kind, _ author: Author, _ now: Moment, ticket: Ticket? = nil,
    from: TicketState? = nil, window: String? = nil, why: String? = nil
  ) {
    step.lines.append(
      JournalLine(
        kind: kind, at: now, author: author, day: ticket?.day ?? day, ticket: ticket?.id,
        number: ticket?.number.description, window: window ?? ticket?.window, from: from,
        to: ticket?.state, why: why))
  }

  // MARK: Lines

  static func lane(of ticket: Ticket) -> Lane.ID {
    Lane.ID(
      queue: ticket.boundWindow.map { .window($0) } ?? .service(ticket.service),
      standing: ticket.standing)
  }

  /// Puts a ticket where windows find it, once it may be called.
  mutating func enlist(_ ticket: Ticket) {
    guard laneOf[ticket.id] == nil, ticket.state.isInLine else { return }
    guard ticket.isCallable(at: latest) else {
      if let from = ticket.callableFrom, from > latest, ticket.backAt == nil,
        ticket.paper.isInHand
      {
        let place = ticket.place.counted(from: from)
        let index = due.firstIndex { $0.place > place } ?? due.count
        due.insert(Due(place: place, lane: Self.lane(of: ticket)), at: index)
      }
      return
    }
    let lane = Self.lane(of: ticket)
    lanes[lane, default: Lane()].insert(ticket.place)
    laneOf[ticket.id] = lane
  }

  mutating func delist(_ ticket: Ticket) {
    if let from = ticket.callableFrom, from > latest {
      due.removeAll { $0.ticket == ticket.id }
    }
    guard let lane = laneOf.removeValue(forKey: ticket.id) else { return }
    lanes[lane]?.remove(ticket.place)
  }
}

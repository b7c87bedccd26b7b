import Hall

/// Runs a planned day through the hall's real queue engine on a clock of its own. 模拟一天
///
/// The engine, its rules and its forecaster are the service's own; only citizens, clerks and the
/// clock are played. Whatever the engine refuses is counted, never worked around.
struct DayRunner: Sendable {
  /// Seconds between the press of a kiosk's key and paper in the hand.
  private static let printing: Int64 = 2
  /// Seconds in which an idle clerk notices somebody and presses the key.
  private static let reaction: Int64 = 4
  /// Seconds between the calls of somebody who does not come.
  private static let recall: Int64 = 25
  private static let kiosk = Author(who: "simulation", place: "kiosk")

  private enum Happening: Sendable {
    case arrives(Int)
    case holdsPaper(Int64)
    case slotBegins(service: String)
    case begins(Shift)
    case ends(Shift)
    case ready(window: String)
    case sits(window: String, ticket: Int64)
    case done(window: String, ticket: Int64)
    case missing(window: String, ticket: Int64)
    case comesBack(Int64)
  }

  /// What a clerk is doing, beside what the engine knows.
  private struct Desk {
    var isOnDuty = false
    var isIdle = false
    /// The shift has ended, and the clerk goes after this citizen or after the last who waits.
    var leaving: Shift?
    var busySince: Moment?
    var load: WindowLoad
  }

  private var engine: QueueEngine
  private var forecaster: WaitForecaster
  private var happenings = EventQueue<Happening>()
  private var desks: [String: Desk] = [:]
  private var visitOf: [Int64: Int] = [:]
  private var waits: [Int64: Int64] = [:]
  private var refused = 0
  private var lastFinish: Moment?
  private let plan: DayPlan

  /// Begins a day with what the hall has learned on the days before, and with the first identity
  /// that these have not used.
  init(_ plan: DayPlan, forecaster: WaitForecaster, nextTicket: Int64 = 1) {
    self.plan = plan
    self.forecaster = forecaster
    self.forecaster.beginDay()
    engine = QueueEngine(rules: plan.rules, day: plan.day, nextTicket: nextTicket)
    for window in plan.rules.catalogue.windows {
      desks[window.id] = Desk(load: WindowLoad(window: window.id, kind: window.kind))
    }
    for (index, visit) in plan.visits.enumerated() {
      happenings.plan(.arrives(index), at: visit.at)
    }
    for shift in plan.shifts {
      happenings.plan(.begins(shift), at: shift.from)
      happenings.plan(.ends(shift), at: shift.until)
    }
  }

  /// The whole day, until nobody waits and every clerk has gone.
  mutating func run() -> DayResult {
    reserve()
    while let (now, happening) = happenings.next() {
      do throws(QueueRefusal) {
        try handle(happening, at: now)
      } catch {
        refused += 1
      }
      // As the service does, which then writes the step down.
      forecaster.attend(&engine, at: now)
      _ = engine.takeStep()
    }
    return DayResult(
      plan: plan, tickets: engine.tickets.values.sorted { $0.id < $1.id }, waits: waits,
      loads: plan.rules.catalogue.windows.compactMap { desks[$0.id]?.load },
      lastFinish: lastFinish, refused: refused, forecaster: forecaster)
  }

  /// Reservations are made the day before, those included that nobody will come for.
  private mutating func reserve() {
    for (index, visit) in plan.visits.enumerated() {
      guard let slot = visit.slot else { continue }
      let wish = BookingWish(
        code: "S\(index)", service: visit.service, from: slot.from, until: slot.until,
        person: nil)
      if (try? engine.book(wish, by: Self.kiosk, at: plan.day.moment(minute: 0))) == nil {
        refused += 1
      }
    }
  }

  private mutating func handle(_ happening: Happening, at now: Moment) throws(QueueRefusal) {
    switch happening {
    case .arrives(let index): try arrive(index, at: now)
    case .holdsPaper(let id):
      try engine.setPaper(.printed, fault: nil, of: id, by: Self.kiosk, at: now)
      if let ticket = engine.tickets[id], ticket.isCallable(at: now) {
        wake(for: ticket, at: now)
      } else if let ticket = engine.tickets[id], let from = ticket.callableFrom {
        happenings.plan(.slotBegins(service: ticket.service), at: from)
      }
    case .slotBegins(let service):
      engine.advance(to: now)
      wakeWindow(serving: service, priority: nil, at: now)
    case .begins(let shift): try begin(shift, at: now)
    case .ends(let shift): try end(shift, at: now)
    case .ready(let window): try callNext(window, at: now)
    case .sits(let window, let ticket):
      _ = try engine.serve(window, by: author(window), at: now)
      let seconds = visitOf[ticket].map { plan.visits[$0].serviceSeconds } ?? 60
      happenings.plan(
        .done(window: window, ticket: ticket), at: now.advanced(bySeconds: Int64(seconds)))
    case .done(let window, _):
      _ = try engine.finish(window, by: author(window), at: now)
      lastFinish = now
      free(window, wasServed: true, at: now)
    case .missing(let window, let ticket): try callAgain(window, ticket, at: now)
    case .comesBack(let id):
      let ticket = try engine.comeBackAfterPass(id, by: Self.kiosk, at: now)
      wake(for: ticket, at: now)
    }
  }

  private func author(_ window: String) -> Author {
    Author(who: "clerk", place: "window \(window)")
  }

  // MARK: Citizens

  private mutating func arrive(_ index: Int, at now: Moment) throws(QueueRefusal) {
    let visit = plan.visits[index]
    let order = TicketOrder(
      requestID: "visit-\(index)", service: visit.service, priority: visit.priority,
      secret: "000000", paper: .sent)
    let taken =
      if visit.slot != nil, let booking = engine.booking(code: "S\(index)") {
        try engine.checkIn(booking.id, order, by: Self.kiosk, at: now)
      } else {
        try engine.take(order, by: Self.kiosk, at: now)
      }
    let ticket = taken.ticket.id
    visitOf[ticket] = index
    happenings.plan(.holdsPaper(ticket), at: now.advanced(bySeconds: Self.printing))
  }

  private mutating func wake(for ticket: Ticket, at now: Moment) {
    wakeWindow(serving: ticket.service, priority: ticket.priority, at: now)
  }

  /// One idle clerk who serves the service sees that somebody waits.
  private mutating func wakeWindow(serving service: String, priority: Priority?, at now: Moment) {
    // A 绿色通道 window is for nobody else, so it goes first.
    let windows = engine.rules.catalogue.windows(serving: service, priority: priority)
    let idle =
      windows.first { $0.callsPriorityOnly && desks[$0.id]?.isIdle == true }
      ?? windows.first { desks[$0.id]?.isIdle == true }
    guard let idle else { return }
    desks[idle.id]?.isIdle = false
    happenings.plan(.ready(window: idle.id), at: now.advanced(bySeconds: Self.reaction))
  }

  // MARK: Clerks

  private mutating func begin(_ shift: Shift, at now: Moment) throws(QueueRefusal) {
    guard engine.windows[shift.window] != nil else { throw .noSuchWindow(shift.window) }
    desks[shift.window]?.isOnDuty = true
    desks[shift.window]?.leaving = nil
    try engine.open(shift.window, clerk: nil, by: author(shift.window), at: now)
    // Who still serves out the shift before goes on with the line of this one.
    guard engine.ticket(at: shift.window) == nil else { return }
    desks[shift.window]?.isIdle = false
    happenings.plan(.ready(window: shift.window), at: now.advanced(bySeconds: Self.reaction))
  }

  private mutating func end(_ shift: Shift, at now: Moment) throws(QueueRefusal) {
    desks[shift.window]?.leaving = shift
    guard desks[shift.window]?.isIdle == true else { return }
    try leave(shift, at: now)
  }

  /// The clerk goes: until the next shift, or for today.
  private mutating func leave(_ shift: Shift, at now: Moment) throws(QueueRefusal) {
    let window = shift.window
    desks[window]?.isIdle = false
    desks[window]?.isOnDuty = false
    desks[window]?.leaving = nil
    desks[window]?.load.workedSeconds += max(0, now.seconds(since: shift.from))
    let next = plan.shifts.filter { $0.window == window && $0.from > now }
      .min { $0.from < $1.from }
    if let next {
      try engine.pause(window, .lunch, until: next.from, by: author(window), at: now)
    } else {
      try engine.close(window, by: author(window), at: now)
    }
  }

  private mutating func callNext(_ window: String, at now: Moment) throws(QueueRefusal) {
    guard let desk = desks[window], desk.isOnDuty, engine.ticket(at: window) == nil else {
      return
    }
    desks[window]?.isIdle = false
    if let leaving = desk.leaving, !leaving.servesOut { return try leave(leaving, at: now) }
    guard let ticket = try engine.callNext(window, by: author(window), at: now) else {
      if let leaving = desk.leaving {
        try leave(leaving, at: now)
      } else {
        desks[window]?.isIdle = true
      }
      return
    }
    desks[window]?.busySince = now
    if waits[ticket.id] == nil {
      let since = max(ticket.takenAt, ticket.callableFrom ?? ticket.takenAt)
      waits[ticket.id] = now.seconds(since: since)
    }
    let visit = visitOf[ticket.id].map { plan.visits[$0] }
    if visit?.answers ?? true || ticket.returns > 0 {
      happenings.plan(
        .sits(window: window, ticket: ticket.id),
        at: now.advanced(bySeconds: Int64(visit?.walk ?? 20)))
    } else {
      happenings.plan(
        .missing(window: window, ticket: ticket.id), at: now.advanced(bySeconds: Self.recall))
    }
  }

  private mutating func callAgain(_ window: String, _ id: Int64, at now: Moment)
    throws(QueueRefusal)
  {
    guard let ticket = engine.tickets[id] else { throw .noSuchTicket }
    guard ticket.calls >= engine.rules.order.callsBeforePass else {
      _ = try engine.recall(window, by: author(window), at: now)
      happenings.plan(
        .missing(window: window, ticket: id), at: now.advanced(bySeconds: Self.recall))
      return
    }
    _ = try engine.pass(window, by: author(window), at: now)
    free(window, wasServed: false, at: now)
    if let back = visitOf[id].flatMap({ plan.visits[$0].returnsAfter }) {
      happenings.plan(.comesBack(id), at: now.advanced(bySeconds: Int64(back)))
    }
  }

  private mutating func free(_ window: String, wasServed: Bool, at now: Moment) {
    let busy = desks[window]?.busySince.map { now.seconds(since: $0) } ?? 0
    desks[window]?.busySince = nil
    desks[window]?.load.busySeconds += busy
    if wasServed { desks[window]?.load.people += 1 }
    happenings.plan(.ready(window: window), at: now.advanced(bySeconds: Self.reaction))
  }
}

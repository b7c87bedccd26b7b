import TestSupport

@testable import Hall

/// The engine and the reference in one hall, fed with the same commands and compared after each.
///
/// Everything the engine says it changed is kept in plain dictionaries, as a ledger keeps it; the
/// engine must never be in a state that they do not hold, and is started anew from them now and then.
struct ModelRun {
  let rules: [QueueRules]
  /// Every how many steps the engine's inside is looked through besides.
  let thoroughness: Int
  private(set) var engine: QueueEngine
  private(set) var model: ReferenceQueue
  private(set) var now = atHour(8, 30)
  private(set) var refusals: [String: Int] = [:]
  private(set) var outcome = QueueCommand.Outcome.done(nil)
  private(set) var issued = 0
  private(set) var days = 1
  private var steps = 0
  private var tickets: [Int64: Ticket] = [:]
  private var requests: [Int64: String] = [:]
  private var windows: [String: WindowState] = [:]
  private var bookings: [Int64: Booking] = [:]
  private var blocks: [String: EmergencyBlock] = [:]
  private var lastSerial: [String: Int] = [:]
  private var lastID: Int64 = 0

  init(rules: [QueueRules], thoroughness: Int = 1) {
    self.rules = rules
    self.thoroughness = thoroughness
    engine = QueueEngine(rules: rules[0], day: aDay)
    model = ReferenceQueue(rules: rules[0], day: aDay)
  }

  /// Nil where both do the same; otherwise what differs.
  mutating func step(_ command: QueueCommand) -> String? {
    now = Moment(milliseconds: now.milliseconds + command.wait)
    steps += 1
    if case .restart = command.verb { restart() }
    let day = engine.day
    let expected = command.perform(on: &model, rules: rules, at: now)
    outcome = command.perform(on: &engine, rules: rules, at: now)
    guard outcome == expected else { return "the engine says \(outcome), it is \(expected)" }
    if case .refused(let why) = outcome {
      refusals[String(why.prefix { $0.isLetter }), default: 0] += 1
    }
    let isUndo = if case .undo = command.verb { true } else { false }
    let step = engine.takeStep()
    return brokenStep(step, isUndo: isUndo, dayBefore: day) ?? difference() ?? brokenOrder()
      ?? (steps % thoroughness == 0 ? engine.brokenInvariant() : nil)
  }

  private mutating func restart() {
    let today = tickets.values.filter { $0.day == engine.day }.sorted { $0.id < $1.id }
    let memory = QueueMemory(
      day: engine.day,
      tickets: today.map { .init(ticket: $0, requestID: requests[$0.id] ?? "") },
      windows: windows.values.sorted { $0.id < $1.id },
      bookings: bookings.values.sorted { $0.id < $1.id }.filter {
        $0.state == .booked || WallClock($0.from).day >= engine.day
      }, blocks: blocks.values.filter { $0.day == engine.day },
      nextTicket: lastID + 1, nextBooking: Int64(bookings.count) + 1)
    engine = QueueEngine(rules: engine.rules, memory: memory)
    model.restart()
  }

  // MARK: What was written down

  /// Writes a step down and looks for what must never be in one.
  private mutating func brokenStep(_ step: LedgerStep, isUndo: Bool, dayBefore: LocalDay)
    -> String?
  {
    for line in step.lines where line.ticket != nil && !isUndo && line.kind != .paper {
      guard let from = line.from, let to = line.to, from != to else { continue }
      if !from.mayBecome(to) { return "\(line.kind): \(from) became \(to)" }
    }
    let named = Set(step.lines.compactMap(\.ticket))
    if let silent = step.tickets.first(where: { !named.contains($0.id) }) {
      return "\(silent.number) changed without a line in the journal"
    }
    for ticket in step.tickets { tickets[ticket.id] = ticket }
    for window in step.windows { windows[window.id] = window }
    for booking in step.bookings { bookings[booking.id] = booking }
    for block in step.blocks { blocks[block.letter] = block }
    if engine.blocks != blocks.filter({ $0.value.day == engine.day }) {
      return "the engine's blocks are not those written down"
    }
    if engine.day != dayBefore {
      days += 1
      lastSerial = [:]
      if let lost = tickets.values.first(where: { $0.day != engine.day && !$0.isOver }) {
        return "\(lost.number) of \(lost.day) was lost as \(lost.state)"
      }
      tickets = tickets.filter { $0.value.day == engine.day }
    }
    for new in step.issued {
      issued += 1
      requests[new.id] = new.requestID
      guard new.id == lastID + 1 else { return "identity \(new.id) after \(lastID)" }
      lastID = new.id
      guard let ticket = tickets[new.id] else { return "\(new.id) issued and not written" }
      guard !ticket.enteredLate else { continue }
      let last = lastSerial[ticket.number.letter] ?? 0
      guard ticket.number.serial == last + 1 else {
        return "\(ticket.number) was issued after serial \(last)"
      }
      lastSerial[ticket.number.letter] = last + 1
    }
    if engine.tickets.values.count != tickets.count
      || engine.tickets.values.contains(where: { tickets[$0.id] != $0 })
    {
      return "the engine's tickets are not those written down"
    }
    let written = windows.filter { !$0.key.isEmpty && engine.windows[$0.key] != nil }
    if engine.windows.contains(where: { (written[$0.key] ?? WindowState(id: $0.key)) != $0.value })
    {
      return "the engine's windows are not those written down"
    }
    if engine.pause != windows[""]?.pause { return "the hall's pause was not written down" }
    if engine.bookings.contains(where: { bookings[$0.key] != $0.value }) {
      return "the engine's reservations are not those written down"
    }
    return nil
  }

  // MARK: Against the reference

  private func difference() -> String? {
    guard engine.day == model.day else { return "day \(engine.day), not \(model.day)" }
    guard engine.tickets.values.count == model.tickets.count else {
      return "\(engine.tickets.values.count) tickets, not \(model.tickets.count)"
    }
    for waiter in model.tickets {
      guard let ticket = engine.tickets[waiter.id] else { return "\(waiter.number) is missing" }
      if let what = Self.difference(ticket, waiter) {
        return "\(what) of \(waiter.number) differs: \(ticket) - \(waiter)"
      }
    }
    for window in model.windows where engine.windows[window.id] != window {
      return "window differs: \(String(describing: engine.windows[window.id])) - \(window)"
    }
    guard engine.windows.count == model.windows.count, engine.pause == model.hall else {
      return "windows or pause differ"
    }
    guard engine.bookings.count == model.bookings.count,
      model.bookings.allSatisfy({ engine.bookings[$0.id] == $0 })
    else { return "reservations differ: \(engine.bookings) - \(model.bookings)" }
    return nil
  }

  private static func difference(_ ticket: Ticket, _ waiter: Waiter) -> String? {
    let age = waiter.age
    let place = Place(
      since: Moment(milliseconds: age[0]), order: age[1], step: Int(age[2]), ticket: age[3])
    if ticket.state != waiter.state { return "state" }
    if ticket.place != place { return "place" }
    if ticket.service != waiter.services[0] { return "service" }
    if ticket.laterServices != Array(waiter.services.dropFirst()) { return "later services" }
    if ticket.number.description != waiter.number { return "number" }
    if ticket.standing != waiter.standing { return "standing" }
    if ticket.paper != waiter.paper { return "paper" }
    if ticket.person != waiter.person { return "person" }
    if ticket.window != waiter.window { return "window" }
    if ticket.boundWindow != waiter.bound { return "bound window" }
    if ticket.calls != waiter.calls || ticket.returns != waiter.returns { return "calls" }
    if ticket.backAt != waiter.backAt { return "time of return" }
    if ticket.callableFrom != waiter.slot { return "slot" }
    if ticket.reason != waiter.reason { return "reason" }
    if ticket.calledAt != waiter.calledAt || ticket.servedAt != waiter.servedAt
      || ticket.finishedAt != waiter.finishedAt || ticket.takenAt != waiter.takenAt
    {
      return "times"
    }
    return nil
  }

  /// One window and one ticket are asked after each step, all of them in turn.
  private func brokenOrder() -> String? {
    let all = engine.rules.catalogue.windows
    let window = all[steps % all.count]
    guard let state = engine.windows[window.id] else { return "window \(window.id) is missing" }
    let next = model.next(at: window)
    let choice = engine.choice(at: window, state: state)
    if choice?.ticket != next?.ticket.id || choice?.reason != next?.reason {
      return "window \(window.id) would call \(String(describing: choice)), "
        + "it is the turn of \(String(describing: next))"
    }
    let line = model.line(at: window)
    if engine.waiting(at: window) != line.count {
      return "\(engine.waiting(at: window)) wait at \(window.id), not \(line.count)"
    }
    let inLine = model.tickets.filter(\.state.isInLine)
    guard !inLine.isEmpty, let ticket = engine.tickets[inLine[steps % inLine.count].id] else {
      return nil
    }
    let people = engine.prospect(of: ticket).people
    let expected = model.peopleAhead(of: inLine[steps % inLine.count])
    return people == expected ? nil : "\(people) before \(ticket.number), not \(expected)"
  }
}

extension Ticket {
  /// It has come to one of the ends of its life.
  fileprivate var isOver: Bool { [.finished, .abandoned, .voided].contains(state) }
}

extension QueueEngine {
  /// What is true of every engine at every moment, said without the reference.
  func brokenInvariant() -> String? {
    let found = Set(rules.catalogue.windows.flatMap(lanes(of:)))
    for ticket in tickets.values {
      let id = ticket.id
      let shouldStand = ticket.isCallable(at: latest)
      if shouldStand != (laneOf[id] != nil) { return "\(ticket.number) stands in no or some line" }
      if let lane = laneOf[id] {
        if lane != Self.lane(of: ticket) { return "\(ticket.number) stands in the wrong line" }
        if lanes[lane]?.waiting.contains(ticket.place) != true {
          return "\(ticket.number) is not where its line is"
        }
        if !found.contains(lane) { return "no window finds \(ticket.number)" }
      }
      if ticket.state.isAtWindow, let window = ticket.window, windows[window]?.ticket != id {
        return "\(ticket.number) is at a window that does not know it"
      }
      if ticket.state.isInLine, ticket.window != nil || ticket.calls != 0 {
        return "\(ticket.number) waits and is at a window"
      }
    }
    for window in windows.values {
      guard let id = window.ticket else { continue }
      guard let ticket = tickets[id], ticket.state.isAtWindow, ticket.window == window.id,
        window.isOpen
      else { return "window \(window.id) has a ticket that is not at it, or is closed" }
    }
    let standing = lanes.values.reduce(0) { $0 + $1.count }
    if standing != laneOf.count { return "\(standing) stand in lines, \(laneOf.count) should" }
    for lane in lanes.values
    where zip(lane.waiting, lane.waiting.dropFirst()).contains(where: { $0 >= $1 }) {
      return "a line is out of order"
    }
    let held = Dictionary(grouping: tickets.values.filter { $0.person != nil && $0.state.isOpen }) {
      $0.person
    }
    for (person, own) in held {
      let services = own.flatMap(\.services)
      if Set(services).count != services.count { return "a person waits twice for one service" }
      if let person, holders[person] != Set(own.map(\.id)) { return "a holder is not found" }
    }
    if holders.count != held.count { return "holders who hold nothing" }
    if zip(due, due.dropFirst()).contains(where: { $0.at > $1.at }) { return "slots out of order" }
    let waiting = tickets.values.filter {
      $0.state.isInLine && $0.paper.isInHand && $0.backAt == nil && laneOf[$0.id] == nil
    }
    if Set(waiting.map(\.id)) != Set(due.map(\.ticket)) || due.count != waiting.count {
      return "slots that nobody waits for, or the other way round"
    }
    return trail == nil ? nil : "a trail was left"
  }
}

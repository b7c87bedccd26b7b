import Hall

extension ReferenceQueue {
  // MARK: The window

  mutating func open(_ id: String, _ clerk: String?, _ user: String?) throws(QueueRefusal) {
    let window = try window(id)
    let before = windows[window]
    windows[window].isOpen = true
    windows[window].pause = nil
    guard let clerk else { return }
    windows[window].clerk = clerk
    windows[window].user = user
    // Whoever relieves a clerk takes nothing back that was done before.
    if before.isOpen, before.user != nil, before.clerk != clerk { memories[id] = nil }
  }

  mutating func close(_ id: String) throws(QueueRefusal) {
    let window = try window(id)
    guard windows[window].isOpen else { return }
    if let ticket = windows[window].ticket {
      let index = try index(ticket)
      if tickets[index].state == .called {
        let isServed = isServed(tickets[index].services[0], tickets[index].standing)
        tickets[index].state = .waiting
        tickets[index].window = nil
        tickets[index].bound = isServed ? nil : id
        tickets[index].calls = 0
      } else {
        finish(index, wall)
      }
    }
    windows[window].isOpen = false
    windows[window].pause = nil
    windows[window].clerk = nil
    windows[window].user = nil
    windows[window].ticket = nil
    memories[id] = nil
    sendBack(from: id)
  }

  /// Who was sent to a window that calls nobody waits for any, if any other would call them.
  private mutating func sendBack(from id: String) {
    for index in tickets.indices where tickets[index].bound == id {
      let ticket = tickets[index]
      if ticket.state.isInLine, isServed(ticket.services[0], ticket.standing) {
        tickets[index].bound = nil
      }
    }
  }

  mutating func pause(_ id: String, _ pause: Pause?) throws(QueueRefusal) {
    let window = try window(id)
    if pause != nil { windows[window].isOpen = true }
    windows[window].pause = pause
  }

  // MARK: Calling

  /// Runs a verb of a window; what it changed can be taken back.
  mutating func remembered(
    _ id: String, _ verb: (inout ReferenceQueue) throws(QueueRefusal) -> Int64?
  ) throws(QueueRefusal) -> Int64? {
    let old = self
    let window = try window(id)
    let result = try verb(&self)
    let changed = tickets.filter { ticket in !old.tickets.contains(ticket) }.map(\.id)
    if !changed.isEmpty || windows[window] != old.windows[window] {
      memories[id] = Memory(
        at: clock, before: old.tickets.filter { changed.contains($0.id) },
        after: tickets.filter { changed.contains($0.id) }, window: old.windows[window],
        windowAfter: windows[window])
    }
    return result
  }

  mutating func undo(_ id: String) throws(QueueRefusal) {
    let limit = Int64(rules.order.undoSeconds) * 1000
    guard let memory = memories[id], clock - memory.at <= limit,
      windows.contains(memory.windowAfter), memory.after.allSatisfy({ isUnchanged($0) })
    else { throw .nothingToUndo }
    for ticket in memory.before where ticket.state.isOpen {
      do {
        try refuseSecond(ticket.services, ticket.person, besides: memory.before.map(\.id))
      } catch {
        throw .nothingToUndo
      }
    }
    memories[id] = nil
    for ticket in memory.before {
      let place = try index(ticket.id)
      let paper = tickets[place].paper
      tickets[place] = ticket
      tickets[place].paper = paper
    }
    windows[try window(id)] = memory.window
    if !memory.window.isOpen { sendBack(from: id) }
  }

  /// What a printer says of the paper is no step of anybody's.
  private func isUnchanged(_ ticket: Waiter) -> Bool {
    tickets.contains { other in
      var same = ticket
      same.paper = other.paper
      return other == same
    }
  }

  private mutating func finish(_ index: Int, _ now: Int64?) {
    let id = tickets[index].id
    if tickets[index].services.count > 1 {
      tickets[index].services.removeFirst()
      tickets[index].state = .waiting
      tickets[index].window = nil
      tickets[index].calls = 0
    } else {
      tickets[index].state = .finished
      tickets[index].finishedAt = now.map { Moment(milliseconds: $0) }
    }
    for window in windows.indices where windows[window].ticket == id {
      windows[window].ticket = nil
    }
  }

  /// The clerk is here: the window is open, and who was served before is done.
  private mutating func begin(_ window: Int) throws(QueueRefusal) {
    windows[window].isOpen = true
    windows[window].pause = nil
    guard let before = windows[window].ticket else { return }
    let ticket = try index(before)
    if rules.order.nextOnCalled == .pass, tickets[ticket].state == .called {
      _ = try pass(windows[window].id)
    } else {
      finish(ticket, wall)
    }
  }

  private mutating func call(_ id: Int64, to window: Int, _ reason: ChoiceReason, _ now: Moment)
    throws(QueueRefusal)
  {
    let index = try index(id)
    tickets[index].state = .called
    tickets[index].window = windows[window].id
    tickets[index].bound = nil
    tickets[index].calledAt = now
    tickets[index].servedAt = nil
    tickets[index].calls = 1
    tickets[index].reason = reason
    windows[window].ticket = id
  }

  mutating func callNext(_ id: String, _ now: Moment) throws(QueueRefusal) -> Int64? {
    let window = try window(id)
    if let hall { throw .hallPaused(hall) }
    guard let place = rules.catalogue.windows.first(where: { $0.id == id }) else { return nil }
    try begin(window)
    guard let next = next(at: place) else { return nil }
    windows[window].othersInRow = next.others
    try call(next.ticket.id, to: window, next.reason, now)
    return next.ticket.id
  }

  mutating func callNumber(_ number: Int64, _ id: String, _ why: String, _ now: Moment)
    throws(QueueRefusal) -> Int64
  {
    let window = try window(id)
    if let hall { throw .hallPaused(hall) }
    if why.isEmpty { throw .reasonNeeded }
    let ticket = tickets[try index(number)]
    if let bound = ticket.bound, bound != id { throw .elsewhere(window: bound) }
    if ticket.state == .called || ticket.state == .serving {
      throw .elsewhere(window: ticket.window ?? "")
    }
    guard isCallable(ticket) || ticket.state == .passed else { throw .notCallable }
    try refuseSecond(ticket.services, ticket.person, besides: [number])
    try begin(window)
    try call(number, to: window, .named, now)
    return number
  }

  mutating func recall(_ id: String) throws(QueueRefusal) -> Int64 {
    let index = try atWindow(id)
    tickets[index].calls += 1
    return tickets[index].id
  }

  // MARK: Serving

  mutating func serve(_ id: String, _ now: Moment) throws(QueueRefusal) -> Int64 {
    let index = try atWindow(id)
    if tickets[index].state == .called {
      tickets[index].state = .serving
      tickets[index].servedAt = now
    }
    return tickets[index].id
  }

  mutating func finish(_ id: String) throws(QueueRefusal) -> Int64 {
    let index = try atWindow(id)
    finish(index, wall)
    return tickets[index].id
  }

  /// Takes the ticket from the window and leaves it as `state`.
  private mutating func put(_ id: String, _ state: TicketState) throws(QueueRefusal) -> Int {
    let index = try atWindow(id)
    tickets[index].state = state
    windows[try window(id)].ticket = nil
    return index
  }

  mutating func hold(_ id: String) throws(QueueRefusal) -> Int64 {
    tickets[try put(id, .onHold)].id
  }

  mutating func resume(_ number: Int64, _ id: String, _ now: Moment)
    throws(QueueRefusal) -> Int64
  {
    let window = try window(id)
    let ticket = tickets[try index(number)]
    guard ticket.state == .onHold else { throw .notPossible(from: ticket.state, to: .serving) }
    if let holder = ticket.window, holder != id,
      windows.contains(where: { $0.id == holder && $0.isOpen })
    {
      throw .elsewhere(window: holder)
    }
    try begin(window)
    let index = try index(number)
    tickets[index].state = .serving
    tickets[index].window = id
    if tickets[index].servedAt == nil { tickets[index].servedAt = now }
    windows[window].ticket = number
    return number
  }

  mutating func pass(_ id: String) throws(QueueRefusal) -> Int64 {
    let ticket = tickets[try atWindow(id)]
    let needed = rules.order.callsBeforePass
    guard ticket.state == .called else { throw .notPossible(from: ticket.state, to: .passed) }
    guard ticket.calls >= needed else {
      throw .callAgainFirst(calls: ticket.calls, needed: needed)
    }
    return tickets[try put(id, .passed)].id
  }

  mutating func transfer(_ id: String, _ service: String?, _ target: String?)
    throws(QueueRefusal) -> Int64
  {
    let ticket = tickets[try atWindow(id)]
    if let service, !rules.catalogue.services.contains(where: { $0.id == service }) {
      throw .noSuchService(service)
    }
    let next = service ?? ticket.services[0]
    if !ticket.services.contains(next) { try refuseOutside(next, day) }
    if let target {
      guard windows[try window(target)].isOpen else { throw .windowClosed(target) }
    } else if !isServed(next, ticket.standing) {
      throw .noSuchService(next)
    }
    try refuseSecond([next], ticket.person, besides: [ticket.id])
    let index = try put(id, .transferred)
    tickets[index].services = [next] + ticket.services.dropFirst().filter { $0 != next }
    tickets[index].bound = target
    tickets[index].window = nil
    tickets[index].calls = 0
    return ticket.id
  }
}

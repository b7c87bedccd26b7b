extension QueueEngine {
  // MARK: The window

  /// Opens a window; `user` is told where the clerk proved who they are. 上岗
  ///
  /// Whoever proves to be another than the one at work relieves them: the journal shows where one
  /// ends and the other begins, and what was done before is not taken back by who came after.
  public mutating func open(
    _ id: String, clerk: String?, user: String? = nil, by author: Author, at now: Moment
  ) throws(QueueRefusal) {
    advance(to: now)
    var window = try state(of: id)
    let before = window
    window.isOpen = true
    window.pause = nil
    window.clerk = clerk ?? window.clerk
    if clerk != nil { window.user = user }
    guard window != before else { return }
    if before.isOpen, before.user != nil, let earlier = before.clerk, earlier != window.clerk {
      undos[id] = nil
      log(.closed, author, now, window: id, why: "relieves \(Clerk.author(earlier))")
    }
    put(window)
    log(.opened, author, now, window: id)
  }

  /// Closes a window; what it serves is finished first, what it has called goes back in line, and
  /// who was sent there waits for any window again.
  public mutating func close(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal)
  {
    advance(to: now)
    var window = try state(of: id)
    guard window.isOpen else { return }
    if let ticket = ticket(at: id) {
      if ticket.state == .called {
        let onlyHere = isServed(ticket) ? nil : id
        try change(ticket, .released, by: author, at: now, why: "window closed") {
          $0.state = .waiting
          $0.window = nil
          $0.boundWindow = onlyHere
          $0.calls = 0
        }
      } else {
        try finish(ticket, by: author, at: now, why: "window closed")
      }
    }
    window.isOpen = false
    window.pause = nil
    window.clerk = nil
    window.user = nil
    window.ticket = nil
    put(window)
    undos[id] = nil
    log(.closed, author, now, window: id)
    unbind(from: id, by: author, at: now, why: "window closed")
  }

  /// Lets any window call who was sent to one that calls nobody now; where no other serves the
  /// ticket, it keeps waiting for that one.
  mutating func unbind(from id: String, by author: Author, at now: Moment, why: String) {
    let bound = tickets.values.filter { $0.boundWindow == id && $0.state.isInLine }
    for ticket in bound.sorted(by: { $0.id < $1.id }) where isServed(ticket) {
      _ = try? change(ticket, .released, by: author, at: now, why: why) { $0.boundWindow = nil }
    }
  }

  /// Whether any window calls tickets of this service and standing.
  func isServed(_ ticket: Ticket) -> Bool {
    !rules.catalogue.windows(serving: ticket.service, as: ticket.standing).isEmpty
  }

  public mutating func pause(
    _ id: String, _ reason: Pause.Reason, until back: Moment?, by author: Author, at now: Moment
  ) throws(QueueRefusal) {
    advance(to: now)
    var window = try state(of: id)
    window.isOpen = true
    window.pause = Pause(reason: reason, since: now, expectedBack: back)
    put(window)
    log(.paused, author, now, window: id, why: reason.rawValue)
  }

  public mutating func unpause(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal)
  {
    advance(to: now)
    var window = try state(of: id)
    guard window.pause != nil else { return }
    window.pause = nil
    put(window)
    log(.unpaused, author, now, window: id)
  }

  /// Stops the whole hall: no numbers, no calls. 暂停服务
  public mutating func pauseHall(
    _ reason: Pause.Reason, until back: Moment?, by author: Author, at now: Moment
  ) {
    advance(to: now)
    setHall(Pause(reason: reason, since: now, expectedBack: back))
    log(.paused, author, now, why: reason.rawValue)
  }

  public mutating func unpauseHall(by author: Author, at now: Moment) {
    advance(to: now)
    guard pause != nil else { return }
    setHall(nil)
    log(.unpaused, author, now)
  }

  mutating func setHall(_ pause: Pause?) {
    self.pause = pause
    var hall = WindowState(id: Self.wholeHall)
    hall.pause = pause
    step.note(hall)
  }

  func state(of window: String) throws(QueueRefusal) -> WindowState {
    guard let state = windows[window] else { throw .noSuchWindow(window) }
    return state
  }

  // MARK: Calling

  /// Finishes what the window serves and calls whoever goes next; nil where nobody waits.
  ///
  /// Who calls is at work: a closed or paused window opens by it.
  public mutating func callNext(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket?
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      if let pause = engine.pause { throw .hallPaused(pause) }
      guard let window = engine.rules.catalogue.window(id) else { throw .noSuchWindow(id) }
      try engine.makeReady(id, by: author, at: now)
      var state = try engine.state(of: id)
      guard let choice = engine.choice(at: window, state: state),
        let next = engine.tickets[choice.ticket]
      else { return nil }
      state.othersInRow = choice.passesOverOrdinary ? state.othersInRow + 1 : 0
      engine.put(state)
      return try engine.call(next, to: id, because: choice.reason, by: author, at: now)
    }
  }

  /// Calls one number, which the journal shows as out of order with the clerk's reason.
  public mutating func callNumber(
    _ number: Int64, to id: String, why: String, by author: Author, at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      if let pause = engine.pause { throw .hallPaused(pause) }
      guard !why.isEmpty else { throw .reasonNeeded }
      guard let ticket = engine.tickets[number] else { throw .noSuchTicket }
      _ = try engine.state(of: id)
      if let bound = ticket.boundWindow, bound != id { throw .elsewhere(window: bound) }
      if ticket.state.isAtWindow { throw .elsewhere(window: ticket.window ?? "") }
      guard ticket.isCallable(at: engine.latest) || ticket.state == .passed else {
        throw .notCallable
      }
      try engine.refuseSecond(ticket.services, of: ticket.person, besides: [ticket.id])
      try engine.makeReady(id, by: author, at: now)
      return try engine.call(ticket, to: id, because: .named, by: author, at: now, why: why)
    }
  }

  /// Opens a window that goes on with somebody, and is done with whom it had until now.
  private mutating func makeReady(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal)
  {
    let window = try state(of: id)
    let before = ticket(at: id)
    let passes = before?.state == .called && rules.order.nextOnCalled == .pass
    // Next is no way round the calls that a number is owed; nothing has changed by then.
    if passes, let before { try refuseEarlyPass(of: before) }
    if !window.isOpen { try open(id, clerk: nil, by: author, at: now) }
    if window.pause != nil { try unpause(id, by: author, at: now) }
    guard let before else { return }
    if passes {
      try pass(before, by: author, at: now)
    } else {
      try finish(before, by: author, at: now, why: "next called")
    }
  }

  private mutating func seat(_ ticket: Ticket, at id: String) throws(QueueRefusal) {
    var window = try state(of: id)
    window.ticket = ticket.id
    put(window)
  }

  private mutating func call(
    _ ticket: Ticket, to id: String, because reason: ChoiceReason, by author: Author,
    at now: Moment, why: String? = nil
  ) throws(QueueRefusal) -> Ticket {
    let called = try change(ticket, .called, by: author, at: now, why: why ?? reason.rawValue) {
      $0.state = .called
      $0.window = id
      $0.boundWindow = nil
      $0.calledAt = now
      $0.servedAt = nil
      $0.calls = 1
      $0.reason = reason
    }
    try seat(ticket, at: id)
    return called
  }

  /// Calls again who was called.
  public mutating func recall(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    advance(to: now)
    let ticket = try atWindow(id)
    return try change(ticket, .recalled, by: author, at: now) { $0.calls += 1 }
  }

  // MARK: Serving

  /// The called citizen is here.
  public mutating func serve(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      let ticket = try engine.atWindow(id)
      guard ticket.state != .serving else { return ticket }
      return try engine.change(ticket, .served, by: author, at: now) {
        $0.state = .serving
        $0.servedAt = now
      }
    }
  }

  /// Finishes what the window serves; a ticket with further matters waits on for the next one.
  public mutating func finish(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      let ticket = try engine.atWindow(id)
      return try engine.finish(ticket, by: author, at: now, why: nil)
    }
  }

  @discardableResult
  private mutating func finish(
    _ ticket: Ticket, by author: Author, at now: Moment, why: String?
  ) throws(QueueRefusal) -> Ticket {
    let finished = try change(ticket, .finished, by: author, at: now, why: why) {
      if let next = $0.laterServices.first {
        $0.state = .waiting
        $0.service = next
        $0.laterServices.removeFirst()
        $0.window = nil
        $0.calls = 0
      } else {
        $0.state = .finished
        $0.finishedAt = now
      }
    }
    release(ticket)
    return finished
  }

  /// The citizen fetches something; the window is free for others. 挂起
  public mutating func hold(_ id: String, why: String?, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      let ticket = try engine.atWindow(id)
      let held = try engine.change(ticket, .held, by: author, at: now, why: why) {
        $0.state = .onHold
      }
      engine.release(ticket)
      return held
    }
  }

  /// Goes on with who was on hold at this window, or at one that has closed since. 恢复办理
  public mutating func resume(_ number: Int64, at id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      guard let ticket = engine.tickets[number] else { throw .noSuchTicket }
      guard ticket.state == .onHold else {
        throw .notPossible(from: ticket.state, to: .serving)
      }
      if let window = ticket.window, window != id, engine.windows[window]?.isOpen == true {
        throw .elsewhere(window: window)
      }
      _ = try engine.state(of: id)
      try engine.makeReady(id, by: author, at: now)
      let resumed = try engine.change(ticket, .resumed, by: author, at: now) {
        $0.state = .serving
        $0.window = id
        $0.servedAt = $0.servedAt ?? now
      }
      try engine.seat(ticket, at: id)
      return resumed
    }
  }

  /// Nobody came after enough calls. 过号
  public mutating func pass(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      try engine.pass(try engine.atWindow(id), by: author, at: now)
    }
  }

  private func refuseEarlyPass(of ticket: Ticket) throws(QueueRefusal) {
    let needed = rules.order.callsBeforePass
    guard ticket.calls >= needed else {
      throw .callAgainFirst(calls: ticket.calls, needed: needed)
    }
  }

  @discardableResult
  private mutating func pass(_ ticket: Ticket, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    guard ticket.state == .called else {
      throw .notPossible(from: ticket.state, to: .passed)
    }
    try refuseEarlyPass(of: ticket)
    let passed = try change(ticket, .passed, by: author, at: now) { $0.state = .passed }
    release(ticket)
    return passed
  }

  /// Who was passed is here after all, and stands a few places back. 过号返回
  public mutating func comeBackAfterPass(_ number: Int64, by author: Author, at now: Moment)
    throws(QueueRefusal) -> Ticket
  {
    advance(to: now)
    guard let ticket = tickets[number] else { throw .noSuchTicket }
    guard ticket.state == .passed else {
      throw .notPossible(from: ticket.state, to: .returned)
    }
    guard ticket.returns < rules.order.mostReturns else { throw .noMoreReturns }
    guard isServed(ticket) else { throw .noSuchService(ticket.service) }
    try refuseSecond(ticket.services, of: ticket.person)
    let place = placeBack(for: ticket)
    return try change(ticket, .returned, by: author, at: now) {
      $0.state = .returned
      $0.place = place
      $0.window = nil
      $0.calls = 0
      $0.returns += 1
    }
  }

  /// Sends who is at the window to another service or window; who is on hold is resumed first. 转办
  ///
  /// The ticket keeps its age, so nobody begins anew because a clerk sent them on.
  public mutating func transfer(
    from id: String, service: String?, window target: String?, note: String?,
    by author: Author, at now: Moment
  ) throws(QueueRefusal) -> Ticket {
    try undoable(id, at: now) { engine throws(QueueRefusal) in
      let ticket = try engine.atWindow(id)
      if let service, engine.rules.catalogue.service(service) == nil {
        throw .noSuchService(service)
      }
      // What the number was given for is served, also where its days have ended meanwhile.
      if let service, !ticket.services.contains(service) {
        try engine.refuseOutside(service, on: engine.day)
      }
      var sent = ticket
      sent.service = service ?? ticket.service
      sent.laterServices.removeAll { $0 == sent.service }
      if let target {
        guard try engine.state(of: target).isOpen else { throw .windowClosed(target) }
      } else if !engine.isServed(sent) {
        throw .noSuchService(sent.service)
      }
      try engine.refuseSecond([sent.service], of: ticket.person, besides: [ticket.id])
      let why = [service, target.map { "window \($0)" }].compactMap(\.self)
        .joined(separator: ", ")
      let moved = try engine.change(ticket, .transferred, by: author, at: now, why: why) {
        $0.state = .transferred
        $0.service = sent.service
        $0.laterServices = sent.laterServices
        $0.boundWindow = target
        $0.note = note
        $0.window = nil
        $0.calls = 0
      }
      engine.release(ticket)
      return moved
    }
  }

  private func atWindow(_ id: String) throws(QueueRefusal) -> Ticket {
    _ = try state(of: id)
    guard let ticket = ticket(at: id) else { throw .nobodyAtWindow(id) }
    return ticket
  }

  /// Frees the window that a ticket was at.
  mutating func release(_ ticket: Ticket) {
    guard let id = ticket.window, var window = windows[id], window.ticket == ticket.id else {
      return
    }
    window.ticket = nil
    put(window)
  }
}

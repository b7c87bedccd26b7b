import Hall
import Testing

@Suite struct `At the window` {
  @Test func `states change only as the table says`() {
    let ends: [TicketState] = [.finished, .abandoned, .voided]
    for state in TicketState.allCases {
      let isEnd = ends.contains(state)
      #expect(TicketState.allCases.contains(where: state.mayBecome) != isEnd)
      #expect(isEnd || state.mayBecome(.voided))
      #expect(state.mayBecome(.called) == (state.isInLine || [.called, .passed].contains(state)))
      #expect(state.mayBecome(.serving) == [.called, .onHold].contains(state))
    }
  }

  @Test func `calling the next finishes who was there and opens the window`() throws {
    var hall = TestQueue()
    let first = try hall.take()
    try hall.take()
    #expect(try hall.next() == "A001")
    #expect(hall.engine.windows["1"]?.isAtWork == true)
    try hall.engine.pause("1", .lunch, until: nil, by: aClerk, at: hall.now)
    #expect(try hall.next() == "A002")
    #expect(hall.engine.windows["1"]?.pause == nil)
    #expect(try hall.now(first).state == .finished)
  }

  @Test func `where next means that nobody came, a number is owed its calls first`() throws {
    var hall = TestQueue(order: OrderPolicy(callsBeforePass: 2, nextOnCalled: .pass))
    let first = try hall.take()
    try hall.take()
    try hall.next()
    #expect(throws: QueueRefusal.callAgainFirst(calls: 1, needed: 2)) { try hall.next() }
    #expect(try hall.now(first).state == .called)
    _ = try hall.engine.recall("1", by: aClerk, at: hall.now)
    #expect(try hall.next() == "A002")
    #expect(try hall.now(first).state == .passed)
    _ = try hall.engine.serve("1", by: aClerk, at: hall.now)
    #expect(try hall.next() == nil)
    #expect(hall.engine.ticket(number: "A002")?.state == .finished, "who was served is done")
  }

  @Test func `a number that is done with does not come back`() throws {
    var hall = TestQueue()
    let ticket = try hall.take()
    _ = try hall.engine.abandon(ticket.id, by: aClerk, at: hall.now)
    #expect(throws: QueueRefusal.notPossible(from: .abandoned, to: .waiting)) {
      try hall.engine.comeBack(ticket.id, by: aClerk, at: hall.now)
    }
  }

  @Test func `a number is called by name only with a reason, and only once`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    try hall.take()
    let second = try hall.take()
    #expect(throws: QueueRefusal.reasonNeeded) {
      try hall.engine.callNumber(second.id, to: "1", why: "", by: aClerk, at: hall.now)
    }
    let called = try hall.engine.callNumber(
      second.id, to: "1", why: "has a train", by: aClerk, at: hall.now)
    #expect(called.reason == .named)
    #expect(hall.engine.takeStep().lines.last?.why == "has a train")
    #expect(throws: QueueRefusal.elsewhere(window: "1")) {
      try hall.engine.callNumber(second.id, to: "2", why: "me too", by: aClerk, at: hall.now)
    }
  }

  @Test func `a passed number is not called by name while its holder waits with another`() throws {
    var hall = TestQueue()
    let first = try hall.take(person: person(1))
    try hall.next()
    try hall.pass()
    let second = try hall.take(person: person(1))
    #expect(throws: QueueRefusal.alreadyWaiting(second.number)) {
      try hall.engine.callNumber(first.id, to: "1", why: "is here", by: aClerk, at: hall.now)
    }
    #expect(throws: QueueRefusal.alreadyWaiting(second.number)) {
      try hall.engine.comeBackAfterPass(first.id, by: aClerk, at: hall.now)
    }
  }

  @Test func `who fetches something is served on at the same window`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    let held = try hall.take()
    try hall.take()
    try hall.next()
    _ = try hall.engine.serve("1", by: aClerk, at: hall.now)
    _ = try hall.engine.hold("1", why: "photo", by: aClerk, at: hall.now)
    #expect(try hall.next() == "A002")
    try hall.engine.open("2", clerk: nil, by: aClerk, at: hall.now)
    #expect(throws: QueueRefusal.elsewhere(window: "1")) {
      try hall.engine.resume(held.id, at: "2", by: aClerk, at: hall.now)
    }
    _ = try hall.engine.resume(held.id, at: "1", by: aClerk, at: hall.now)
    #expect(hall.engine.ticket(at: "1")?.id == held.id)
  }

  @Test func `who is on hold at a window that has closed is served on at another`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    let held = try hall.take()
    try hall.next()
    _ = try hall.engine.hold("1", why: nil, by: aClerk, at: hall.now)
    try hall.engine.close("1", by: aClerk, at: hall.now)
    let resumed = try hall.engine.resume(held.id, at: "2", by: aClerk, at: hall.now)
    #expect(resumed.window == "2")
    #expect(hall.engine.ticket(at: "2")?.id == held.id)
  }

  @Test func `closing a window sends the called back into line and finishes the served`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    let served = try hall.take()
    let called = try hall.take()
    try hall.take()
    try hall.next("1")
    _ = try hall.engine.serve("1", by: aClerk, at: hall.now)
    try hall.next("2")
    for window in ["1", "2"] { try hall.engine.close(window, by: aClerk, at: hall.now) }
    #expect(try hall.now(served).state == .finished)
    #expect(try hall.now(called).state == .waiting)
    #expect(try hall.next("1") == "A002", "and nobody went before it meanwhile")
  }

  @Test func `a number sent to a window is called there and nowhere else`() throws {
    var hall = TestQueue(["1": "a", "2": "a", "3": "b"])
    let sent = try hall.take()
    try hall.next("1")
    #expect(throws: QueueRefusal.windowClosed("3")) { try hall.transfer("1", window: "3") }
    try hall.engine.open("3", clerk: nil, by: aClerk, at: hall.now)
    try hall.transfer("1", window: "3")
    #expect(try hall.next("2") == nil)
    #expect(throws: QueueRefusal.elsewhere(window: "3")) {
      try hall.engine.callNumber(sent.id, to: "2", why: "asked", by: aClerk, at: hall.now)
    }
    #expect(try hall.next("3") == "A001")
  }

  @Test func `a number sent to a window that closes waits for any other`() throws {
    var hall = TestQueue(["1": "a", "2": "a", "3": "b"])
    try hall.take()
    try hall.engine.open("3", clerk: nil, by: aClerk, at: hall.now)
    try hall.next("1")
    try hall.transfer("1", window: "3")
    try hall.engine.close("3", by: aClerk, at: hall.now)
    #expect(try hall.next("2") == "A001")
  }

  @Test func `a call taken back at a window that was closed keeps nobody who was sent there`()
    throws
  {
    var hall = TestQueue(["1": "a", "2": "a", "3": "b"])
    try hall.take()
    try hall.next("1")
    #expect(try hall.next("3") == nil, "and the window is open by it")
    try hall.transfer("1", window: "3")
    try hall.undo("3")
    #expect(hall.engine.windows["3"]?.isOpen == false)
    #expect(try hall.next("2") == "A001")
  }

  @Test func `a transfer does not lead into a second number for one matter`() throws {
    var hall = TestQueue(["1": "ab"])
    try hall.take("a", person: person(1))
    let other = try hall.take("b", person: person(1))
    try hall.next()
    #expect(throws: QueueRefusal.alreadyWaiting(other.number)) {
      try hall.transfer("1", service: "b")
    }
  }

  @Test func `a matter that a transfer brings forward is not visited twice`() throws {
    var hall = TestQueue(["1": "a", "2": "b", "3": "c"])
    let ticket = try hall.take("a", later: ["b", "c"])
    try hall.next("1")
    try hall.transfer("1", service: "c")
    #expect(try hall.now(ticket).laterServices == ["b"])
  }
}

@Suite struct `Taking back` {
  @Test(arguments: ["serve", "finish", "hold", "pass", "transfer", "next"])
  func `undo within seconds leaves everything as it was`(_ verb: String) throws {
    var hall = TestQueue(["1": "a", "2": "a"], order: OrderPolicy(callsBeforePass: 1))
    try hall.take(person: person(1))
    try hall.take(later: ["a"])
    try hall.next()
    let (tickets, windows) = (hall.engine.tickets, hall.engine.windows)
    switch verb {
    case "serve": _ = try hall.engine.serve("1", by: aClerk, at: hall.now)
    case "finish": _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    case "hold": _ = try hall.engine.hold("1", why: nil, by: aClerk, at: hall.now)
    case "pass": _ = try hall.engine.pass("1", by: aClerk, at: hall.now)
    case "transfer": try hall.transfer("1", service: "a")
    default: try hall.next()
    }
    #expect(hall.engine.tickets != tickets)
    hall.wait(0, seconds: 10)
    try hall.undo()
    #expect(hall.engine.tickets == tickets)
    #expect(hall.engine.windows == windows)
    #expect(throws: QueueRefusal.nothingToUndo) { try hall.undo() }
  }

  @Test func `nothing is taken back too late`() throws {
    var hall = TestQueue(order: OrderPolicy(undoSeconds: 10))
    try hall.take()
    try hall.next()
    hall.wait(0, seconds: 11)
    #expect(throws: QueueRefusal.nothingToUndo) { try hall.undo() }
  }

  @Test func `nothing is taken back once somebody went on with it`() throws {
    var hall = TestQueue(["1": "a", "2": "a"], order: OrderPolicy(callsBeforePass: 1))
    try hall.take()
    try hall.next("1")
    try hall.transfer("1", service: "a")
    #expect(try hall.next("2") == "A001")
    #expect(throws: QueueRefusal.nothingToUndo) { try hall.undo("1") }
  }

  @Test func `nothing is taken back once its holder has taken another number`() throws {
    var hall = TestQueue()
    try hall.take(person: person(1))
    try hall.next()
    _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    try hall.take(person: person(1))
    #expect(throws: QueueRefusal.nothingToUndo) { try hall.undo() }
  }

  @Test func `a key that found nothing to do does not hide the one before it`() throws {
    var hall = TestQueue()
    let ticket = try hall.take()
    try hall.next()
    _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    #expect(try hall.next() == nil)
    try hall.undo()
    #expect(try hall.now(ticket).state == .called)
  }

  @Test func `what the printer said meanwhile is not taken back`() throws {
    var hall = TestQueue()
    let ticket = try hall.take(paper: .unknown)
    try hall.next()
    _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    try hall.engine.setPaper(.printed, fault: nil, of: ticket.id, by: .service, at: hall.now)
    try hall.undo()
    let undone = try hall.now(ticket)
    #expect(undone.state == .called)
    #expect(undone.paper == .printed)
  }
}

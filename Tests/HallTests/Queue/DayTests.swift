import Testing

@testable import Hall

@Suite struct `Good and bad days of the queue` {
  @Test func `a new day begins with number one and leaves nobody behind`() throws {
    var hall = TestQueue(["1": "a", "2": "a", "3": "a"])
    let served = try hall.take()
    let called = try hall.take()
    let passed = try hall.take()
    let waiting = try hall.take()
    try hall.next("1")
    _ = try hall.engine.serve("1", by: aClerk, at: hall.now)
    try hall.next("2")
    try hall.next("3")
    try hall.pass("3")
    _ = hall.engine.takeStep()
    hall.now = atHour(24 + 8)
    #expect(try hall.take().number.description == "A001")
    let step = hall.engine.takeStep()
    let states = Dictionary(uniqueKeysWithValues: step.tickets.map { ($0.id, $0.state) })
    #expect(states[served.id] == .finished)
    #expect([called, passed, waiting].allSatisfy { states[$0.id] == .abandoned })
    #expect(hall.engine.windows.values.allSatisfy { $0 == WindowState(id: $0.id) })
    #expect(hall.engine.tickets.values.count == 1)
  }

  @Test func `a hall that works past midnight keeps its day while somebody is there`() throws {
    var hall = TestQueue()
    hall.now = atHour(23, 50)
    try hall.take()
    hall.now = atHour(24, 10)
    #expect(try hall.take().number.description == "A002")
    #expect(try hall.all() == ["A001", "A002"])
    hall.engine.advance(to: hall.now)
    #expect(hall.engine.day > aDay, "the last one has gone")
    #expect(try hall.take().number.description == "A001")
  }

  @Test func `four hours after midnight the day is over whoever is left`() throws {
    var hall = TestQueue()
    try hall.take()
    hall.engine.advance(to: atHour(24 + 3, 59, 59))
    #expect(hall.engine.day == aDay)
    hall.engine.advance(to: atHour(24 + 4))
    #expect(hall.engine.day > aDay)
    #expect(hall.engine.tickets.values.isEmpty)
  }

  @Test func `a clock that is put back changes nobody's place and stops nobody's wait`() throws {
    var hall = TestQueue(
      order: OrderPolicy(priority: .init(headStart: 60), ordinaryAfter: nil, patience: 30))
    try hall.take()
    hall.wait(20)
    try hall.take(priority: .elder)
    hall.wait(-60)
    let third = try hall.take()
    #expect(third.number.description == "A003")
    #expect(try hall.next() == "VA002")
    hall.wait(10)
    try hall.take(priority: .elder)
    #expect(try hall.next() == "A001", "it has waited thirty minutes, whatever the wall says")
  }

  @Test func `a clock that is put back opens no slot early and closes none again`() throws {
    var hall = TestQueue(bookings: BookingPolicy(early: 120))
    try hall.checkIn(try hall.book("c1", from: atHour(9, 30)))
    try hall.checkIn(try hall.book("c2", from: atHour(10)))
    hall.now = atHour(9, 40)
    hall.engine.advance(to: hall.now)
    hall.now = atHour(9, 10)
    #expect(try hall.next() == "YA001")
    hall.now = atHour(9, 59)
    #expect(try hall.next() == nil)
    hall.now = atHour(10)
    #expect(try hall.next() == "YA002")
  }

  @Test func `a slot that was checked in for early does not hurry a restarted clock`() throws {
    var hall = TestQueue(bookings: BookingPolicy(early: 120))
    try hall.checkIn(try hall.book("c", from: atHour(10)))
    try hall.restart()
    #expect(try hall.next() == nil)
    #expect(try hall.take().place.since == hall.now)
  }

  @Test func `after a restart mid-call everybody is where they were`() throws {
    var hall = TestQueue(["1": "ab", "2": "a"], letters: ["b": "A"])
    let called = try hall.take("a", later: ["b"], person: person(1), request: "r")
    for _ in 1...3 { try hall.take("b") }
    try hall.next("1")
    hall.engine.pauseHall(.system, until: nil, by: aClerk, at: hall.now)
    let before = hall.engine
    try hall.restart()
    #expect(hall.engine.tickets == before.tickets)
    #expect(hall.engine.windows == before.windows)
    #expect(hall.engine.pause == before.pause)
    hall.engine.unpauseHall(by: aClerk, at: hall.now)
    #expect(hall.engine.ticket(at: "1")?.id == called.id)
    #expect(try hall.take("a", request: "r").id == called.id, "a lost answer is given again")
    #expect(throws: QueueRefusal.alreadyWaiting(called.number)) {
      try hall.take("b", person: person(1))
    }
    #expect(try hall.take("b").number.description == "A005")
  }

  @Test func `the day's load and pace are the same after a restart, paper and undo included`()
    throws
  {
    var hall = TestQueue()
    hall.now = atHour(10)
    let entry = LateEntry(
      letter: "E", serial: 1, service: "a", takenAt: atHour(9), calledAt: atHour(9, 10),
      finishedAt: atHour(9, 15), window: "1")
    _ = try hall.engine.enterLate(entry, secret: "000000", by: aClerk, at: hall.now)
    for _ in 1...2 {
      try hall.take()
      try hall.next()
      hall.wait(3)
      _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    }
    try hall.undo()
    let before = hall.engine
    #expect(before.finished(at: "1") == 2)
    #expect(before.paces == ["a": [300, 180]])
    #expect(before.walkInsGiven == ["a": 3])
    try hall.restart()
    #expect(hall.engine.finished(at: "1") == 2)
    #expect(hall.engine.paces["a"]?.sorted() == [180, 300])
    #expect(hall.engine.walkInsGiven == before.walkInsGiven)
  }

  @Test func `who was at a window that the hall no longer has waits for another`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    try hall.take()
    try hall.next("2")
    try hall.restart(windows: ["1": "a"])
    #expect(hall.engine.takeStep().lines.map(\.kind) == [.released])
    #expect(try hall.next("1") == "A001")
  }

  @Test func `numbers of the paper block are entered with their real times`() throws {
    var hall = TestQueue(order: OrderPolicy(ordinaryAfter: nil))
    try hall.take()
    hall.now = atHour(11)
    try hall.take()
    #expect(throws: QueueRefusal.numberTaken) {
      try hall.engine.printBlock(letter: "A", count: 3, by: aClerk, at: hall.now)
    }
    let block = try hall.engine.printBlock(letter: "E", count: 3, by: aClerk, at: hall.now)
    #expect(block.numbers.map(\.description) == ["E001", "E002", "E003"])
    let waiting = LateEntry(letter: "E", serial: 1, service: "a", takenAt: atHour(10))
    let done = LateEntry(
      letter: "E", serial: 2, service: "a", takenAt: atHour(10, 1), calledAt: atHour(10, 30),
      finishedAt: atHour(10, 40), window: "1")
    for entry in [waiting, done] {
      _ = try hall.engine.enterLate(entry, secret: "000000", by: aClerk, at: hall.now)
      #expect(throws: QueueRefusal.numberTaken) {
        try hall.engine.enterLate(entry, secret: "000000", by: aClerk, at: hall.now)
      }
    }
    #expect(hall.engine.ticket(number: "E002")?.state == .finished)
    #expect(try hall.all() == ["A001", "E001", "A002"])
  }

  @Test func `times that contradict each other are not entered`() throws {
    var hall = TestQueue()
    hall.now = atHour(11)
    let contradictions: [(Moment, Moment?, Moment?)] = [
      (atHour(12), nil, nil), (atHour(10), atHour(9), atHour(10)),
      (atHour(9), atHour(10), atHour(12)), (atHour(9), atHour(10), nil),
      (atHour(9), nil, atHour(10)), (atHour(-1), nil, nil),
    ]
    for (taken, called, finished) in contradictions {
      let entry = LateEntry(
        letter: "E", serial: 1, service: "a", takenAt: taken, calledAt: called,
        finishedAt: finished, window: "1")
      #expect(throws: QueueRefusal.timesContradict) {
        try hall.engine.enterLate(entry, secret: "000000", by: aClerk, at: hall.now)
      }
    }
    #expect(hall.engine.tickets.values.isEmpty)
  }

  @Test func `new rules are refused where somebody would wait for nothing`() throws {
    var hall = TestQueue(["1": "a", "2": "b"])
    try hall.take("b")
    let withoutB = QueueRules(catalogue: catalogue(["1": "a"]))
    #expect(throws: QueueRefusal.noSuchService("b")) {
      try hall.engine.adopt(withoutB, by: aClerk, at: hall.now)
    }
    let elsewhere = QueueRules(catalogue: catalogue(["1": "ab"]))
    try hall.engine.adopt(elsewhere, by: aClerk, at: hall.now)
    #expect(try hall.next("1") == "B001")
    #expect(throws: QueueRefusal.noSuchWindow("2")) { try hall.next("2") }
    let only2 = QueueRules(catalogue: catalogue(["2": "ab"]))
    #expect(throws: QueueRefusal.noSuchWindow("1")) {
      try hall.engine.adopt(only2, by: aClerk, at: hall.now)
    }
  }

  @Test func `who was sent to a window that new rules take away waits for another`() throws {
    var hall = TestQueue(["1": "a", "2": "a"])
    try hall.take()
    try hall.engine.open("2", clerk: nil, by: aClerk, at: hall.now)
    try hall.next("1")
    try hall.transfer("1", window: "2")
    try hall.engine.adopt(
      QueueRules(catalogue: catalogue(["1": "a"])), by: aClerk, at: hall.now)
    #expect(try hall.next("1") == "A001")
  }
}

extension TestQueue {
  /// Starts the engine anew from what it is in, as a ledger would keep it.
  fileprivate mutating func restart(windows: [String: String]? = nil) throws {
    let requestOf = Dictionary(uniqueKeysWithValues: engine.requests.map { ($1, $0) })
    var hall = WindowState(id: QueueEngine.wholeHall)
    hall.pause = engine.pause
    let memory = QueueMemory(
      day: engine.day,
      tickets: engine.tickets.values.sorted { $0.id < $1.id }.map {
        .init(ticket: $0, requestID: requestOf[$0.id] ?? "")
      },
      windows: engine.windows.values.sorted { $0.id < $1.id } + [hall],
      bookings: Array(engine.bookings.values), nextTicket: engine.nextTicket,
      nextBooking: engine.nextBooking)
    var rules = engine.rules
    if let windows { rules.catalogue = catalogue(windows) }
    engine = QueueEngine(rules: rules, memory: memory)
  }
}

import Hall
import Testing

@Suite struct `Taking a number` {
  @Test func `numbers of a letter follow each other whatever their prefix`() throws {
    var hall = TestQueue(["1": "ab", "G": "a"], letters: ["b": "A"])
    let booking = try hall.book("c1", from: hall.now)
    let numbers = [
      try hall.take(), try hall.take(priority: .elder), try hall.checkIn(booking),
      try hall.take("b"),
    ]
    #expect(numbers.map(\.number.description) == ["A001", "VA002", "YA003", "A004"])
  }

  @Test func `after the last number of a letter comes one digit more or a refusal`() throws {
    var growing = TestQueue(numbers: NumberScheme(width: 1))
    var refusing = TestQueue(["1": "ab"], numbers: NumberScheme(width: 1, bandEnd: .refuse))
    for _ in 1...9 {
      try growing.take()
      try refusing.take()
    }
    #expect(try growing.take().number.description == "A10")
    #expect(throws: QueueRefusal.bandExhausted(letter: "A")) { try refusing.take() }
    #expect(try refusing.take("b").number.description == "B1")
  }

  @Test func `the same request has the same number, wherever its holder is by now`() throws {
    var hall = TestQueue(["1": "ab"])
    let first = try hall.take("a", later: ["b"], request: "r")
    #expect(try hall.take("a", later: ["b"], request: "r").id == first.id)
    #expect(throws: QueueRefusal.requestMismatch) { try hall.take("b", request: "r") }
    try hall.next()
    _ = try hall.engine.finish("1", by: aClerk, at: hall.now)
    #expect(try hall.now(first).service == "b")
    #expect(try hall.take("a", later: ["b"], request: "r").id == first.id)
    #expect(hall.engine.tickets.values.count == 1)
  }

  @Test func `a person has one open number for a service, further matters included`() throws {
    var hall = TestQueue(["1": "abc"])
    let first = try hall.take("a", later: ["b"], person: person(1))
    let refusal = QueueRefusal.alreadyWaiting(first.number)
    #expect(throws: refusal) { try hall.take("a", person: person(1)) }
    #expect(throws: refusal) { try hall.take("b", person: person(1)) }
    #expect(throws: refusal) { try hall.take("c", later: ["b"], person: person(1)) }
    try hall.take("c", person: person(1))
    try hall.take("a", person: person(2))
    try hall.take("a")
    _ = try hall.engine.abandon(first.id, by: aClerk, at: hall.now)
    try hall.take("a", person: person(1))
  }

  @Test func `nobody is given a number that no window would call`() throws {
    var hall = TestQueue(["1": "a", "G": "ab"])
    #expect(throws: QueueRefusal.noSuchService("b")) { try hall.take("b") }
    #expect(throws: QueueRefusal.noSuchService("b")) { try hall.take("a", later: ["b"]) }
    #expect(throws: QueueRefusal.noSuchService("x")) { try hall.take("x") }
    #expect(try hall.take("b", priority: .disabled).number.description == "VB001")
  }

  @Test func `only a number that somebody holds is called`() throws {
    var hall = TestQueue()
    let silent = try hall.take(paper: .pending)
    let failed = try hall.take(paper: .pending)
    try hall.take()
    #expect(try hall.all() == ["A003"])
    try hall.engine.setPaper(.sent, fault: nil, of: silent.id, by: .service, at: hall.now)
    try hall.engine.setPaper(.failed, fault: "cut", of: failed.id, by: .service, at: hall.now)
    #expect(try hall.all() == [])
    _ = try hall.engine.handOver(failed.id, by: aClerk, at: hall.now)
    try hall.engine.setPaper(.printed, fault: nil, of: silent.id, by: .service, at: hall.now)
    #expect(
      try hall.all() == ["A001", "A002"], "paper that took its time costs nobody their place")
  }

  @Test func `paper left from before a restart is settled and never printed again`() throws {
    var hall = TestQueue()
    let pending = try hall.take(paper: .pending)
    let sent = try hall.take(paper: .sent)
    let settled = hall.engine.settlePaper(at: hall.now)
    #expect(settled == 2)
    #expect(try hall.now(pending).paper == .failed)
    #expect(try hall.now(sent).paper == .unknown)
    #expect(try hall.all() == ["A002"], "who may hold paper is called, who surely does not is not")
  }

  @Test func `who leaves is not called, and keeps the place when back in time`() throws {
    var hall = TestQueue(order: OrderPolicy(placesBack: 2, grace: 10))
    let first = try hall.take()
    for _ in 1...3 { try hall.take() }
    let back = hall.now.advanced(bySeconds: 600)
    _ = try hall.engine.leave(first.id, until: back, by: aClerk, at: hall.now)
    #expect(try hall.next() == "A002")
    hall.wait(20)
    _ = try hall.engine.comeBack(first.id, by: aClerk, at: hall.now)
    #expect(try hall.all() == ["A001", "A003", "A004"])
  }

  @Test func `who comes back late lets the next few go first`() throws {
    var hall = TestQueue(order: OrderPolicy(placesBack: 2, grace: 10))
    let first = try hall.take()
    for _ in 1...3 { try hall.take() }
    let back = hall.now.advanced(bySeconds: 600)
    _ = try hall.engine.leave(first.id, until: back, by: aClerk, at: hall.now)
    hall.wait(20, seconds: 1)
    _ = try hall.engine.comeBack(first.id, by: aClerk, at: hall.now)
    #expect(try hall.all() == ["A002", "A003", "A001", "A004"])
  }

  @Test func `several matters on one number visit their windows in order`() throws {
    var hall = TestQueue(["1": "a", "2": "b", "3": "c"])
    let ticket = try hall.take("a", later: ["c", "b", "c"])
    for (window, rest) in [("1", ["c", "b"]), ("3", ["b"]), ("2", [])] {
      #expect(try hall.next(window) == "A001")
      #expect(try hall.now(ticket).laterServices == rest)
      _ = try hall.engine.finish(window, by: aClerk, at: hall.now)
    }
    #expect(try hall.now(ticket).state == .finished)
  }

  @Test func `giving up or voiding a number twice is written once, and frees its window`() throws {
    var hall = TestQueue()
    let given = try hall.take()
    let voided = try hall.take()
    try hall.next()
    #expect(throws: QueueRefusal.reasonNeeded) {
      try hall.engine.void(voided.id, why: "", by: aClerk, at: hall.now)
    }
    _ = hall.engine.takeStep()
    for _ in 1...2 {
      _ = try hall.engine.abandon(given.id, by: aClerk, at: hall.now)
      _ = try hall.engine.void(voided.id, why: "taken twice", by: aClerk, at: hall.now)
    }
    #expect(hall.engine.takeStep().lines.map(\.kind) == [.abandoned, .voided])
    #expect(hall.engine.ticket(at: "1") == nil)
    #expect(try hall.next() == nil)
  }

  @Test func `a hall that stands still gives no numbers and calls none`() throws {
    var hall = TestQueue()
    try hall.take()
    hall.engine.pauseHall(.system, until: nil, by: aClerk, at: hall.now)
    let pause = try #require(hall.engine.pause)
    #expect(throws: QueueRefusal.hallPaused(pause)) { try hall.take() }
    #expect(throws: QueueRefusal.hallPaused(pause)) { try hall.next() }
    hall.engine.unpauseHall(by: aClerk, at: hall.now)
    #expect(try hall.next() == "A001")
  }
}

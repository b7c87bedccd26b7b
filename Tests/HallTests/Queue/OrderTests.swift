import Hall
import Testing

@Suite struct `Who goes next` {
  private static let plain = OrderPolicy(
    reserved: .init(), priority: .init(), ordinary: .init(), ordinaryAfter: nil)

  @Test func `without privileges whoever came first goes first, whatever they came for`() throws {
    var hall = TestQueue(["1": "ab"], order: Self.plain)
    for service in ["a", "b", "b", "a"] { try hall.take(service) }
    try hall.take("b", priority: .elder)
    #expect(try hall.all() == ["A001", "B001", "B002", "A002", "VB003"])
  }

  @Test func `a window calls what it serves and nothing else`() throws {
    var hall = TestQueue(["1": "a", "2": "b"])
    for service in ["a", "b"] { try hall.take(service) }
    #expect(try hall.all("2") == ["B001"])
    #expect(try hall.all("1") == ["A001"])
  }

  @Test func `a green channel calls those who may go first and nobody else`() throws {
    var hall = TestQueue(["1": "a", "G": "a"])
    try hall.take()
    try hall.take(priority: .pregnant)
    #expect(try hall.all("G") == ["VA002"])
    #expect(try hall.all("1") == ["A001"])
  }

  @Test func `a head start and a faster clock let priority go first, and say why`() throws {
    var hall = TestQueue(
      order: OrderPolicy(priority: .init(weight: 200, headStart: 15), ordinaryAfter: nil))
    try hall.take()
    hall.wait(14)
    let elder = try hall.take(priority: .elder)
    #expect(try hall.next() == "VA002")
    #expect(try hall.now(elder).reason == .priority(.elder))
    hall.wait(5)
    try hall.take(priority: .elder)
    // 19 minutes against 15, and from then on twice as fast.
    #expect(try hall.next() == "A001")
  }

  @Test func `after so many others an ordinary number has its turn`() throws {
    var hall = TestQueue(order: OrderPolicy(ordinaryAfter: 2))
    for _ in 1...3 { try hall.take() }
    for _ in 4...8 { try hall.take(priority: .elder) }
    #expect(
      try hall.all()
        == ["VA004", "VA005", "A001", "VA006", "VA007", "A002", "VA008", "A003"])
    let reasons = hall.engine.tickets.values.sorted { $0.id < $1.id }.map(\.reason)
    #expect(reasons.prefix(3) == [.ordinaryTurn, .ordinaryTurn, .longestWait])
  }

  @Test func `beyond patience age alone decides`() throws {
    let order = OrderPolicy(
      priority: .init(weight: 500, headStart: 60), ordinaryAfter: nil, patience: 30)
    var hall = TestQueue(order: order)
    let old = try hall.take()
    hall.wait(10)
    try hall.take(priority: .elder)
    hall.wait(19, seconds: 59)
    try hall.take(priority: .elder)
    #expect(try hall.next() == "VA002")
    hall.wait(0, seconds: 1)
    #expect(try hall.next() == "A001")
    #expect(try hall.now(old).reason == .patience)
  }

  @Test func `a reserved number is called from its slot on and not before`() throws {
    var hall = TestQueue()
    let booking = try hall.book("c", from: atHour(9, 20))
    let ticket = try hall.checkIn(booking)
    #expect(try hall.next() == nil)
    #expect(throws: QueueRefusal.notCallable) {
      try hall.engine.callNumber(ticket.id, to: "1", why: "asked", by: aClerk, at: hall.now)
    }
    hall.now = atHour(9, 19, 59)
    #expect(try hall.next() == nil)
    hall.now = atHour(9, 20)
    #expect(try hall.next() == "YA001")
    #expect(try hall.now(ticket).reason == .reserved)
  }

  @Test func `a passed number comes back a few places behind, and only so often`() throws {
    var hall = TestQueue(order: OrderPolicy(placesBack: 2, mostReturns: 1, callsBeforePass: 2))
    let first = try hall.take()
    for _ in 1...4 { try hall.take() }
    try hall.next()
    #expect(throws: QueueRefusal.callAgainFirst(calls: 1, needed: 2)) {
      try hall.engine.pass("1", by: aClerk, at: hall.now)
    }
    try hall.pass()
    _ = try hall.engine.comeBackAfterPass(first.id, by: aClerk, at: hall.now)
    #expect(try hall.next() == "A002")
    #expect(try hall.next() == "A003")
    #expect(try hall.next() == "A001")
    #expect(try hall.now(first).reason == .returned)
    #expect(try hall.now(first).calls == 1)
    try hall.pass()
    #expect(throws: QueueRefusal.noMoreReturns) {
      try hall.engine.comeBackAfterPass(first.id, by: aClerk, at: hall.now)
    }
  }

  @Test func `a transferred number keeps its age`() throws {
    var hall = TestQueue(["1": "a", "2": "b"], order: Self.plain)
    let first = try hall.take("a")
    try hall.next()
    hall.wait(1)
    try hall.take("b")
    hall.wait(1)
    try hall.transfer("1", service: "b")
    #expect(try hall.next("2") == "A001")
    #expect(try hall.now(first).reason == .transferred)
  }

  @Test func `a prospect counts exactly those who would be called before`() throws {
    var hall = TestQueue(["1": "ab", "2": "b", "G": "a"], order: OrderPolicy(ordinaryAfter: nil))
    try hall.take("a")
    try hall.take("b")
    try hall.take("a", priority: .elder)
    let last = try hall.take("a")
    let prospect = hall.engine.prospect(of: last)
    #expect(prospect.people == 3)
    #expect(prospect.ahead == ["a": 2, "b": 1])
    #expect(prospect.windows.isEmpty, "no window is at work")
    try hall.engine.open("1", clerk: nil, by: aClerk, at: hall.now)
    #expect(hall.engine.prospect(of: last).windows == ["1": ["a", "b"]])
    let elder = try hall.take("a", priority: .elder)
    #expect(hall.engine.prospect(of: elder).people == 1, "the elder who came before")
  }
}

import TestSupport
import Testing

@testable import Hall

/// The bounds that ``OrderPolicy`` states, against a crowd that does all it can to go first: at every
/// call reserved and priority numbers pour in, and whoever was called before comes back into line.
@Suite struct `Nobody starves` {
  /// Enough for policies, crowds and windows of every kind; each is a hall of its own.
  private static let halls: ClosedRange<UInt64> = 1...300

  @Test func `beyond patience only older numbers go first, and one ordinary in every N + 1`() throws
  {
    var watched = 0
    for seed in Self.halls {
      var crowd = try Crowd(seed: seed)
      // Whoever waits long enough is watched from the moment on at which patience is over.
      crowd.hall.wait(crowd.order.patience)
      let own = try #require(crowd.engine.tickets[crowd.pick()])
      let older = crowd.older(than: own) { _ in true }
      let turns = crowd.order.ordinaryAfter.map { after in (older + after) / after } ?? 0
      let bound = older + 1 + (own.standing == .ordinary ? 0 : turns)
      let calls = try crowd.callsUntil(own) { called, crowd in
        let isTurn = called.reason == .ordinaryTurn && own.standing != .ordinary
        #expect(called.place <= own.place || isTurn, "seed \(seed)")
      }
      #expect(calls <= bound + crowd.cameBack * 2, "seed \(seed): \(calls), bound \(bound)")
      if crowd.cameBack == 0 { #expect(calls <= bound, "seed \(seed)") }
      watched += 1
    }
    #expect(watched == 300)
  }

  @Test func `an ordinary number is called within (k + 1)(N + 1) calls of its window`() throws {
    var longest = 0
    for seed in Self.halls {
      var crowd = try Crowd(seed: seed, ordinaryAfter: true)
      let own = try #require(crowd.engine.tickets[crowd.pick { $0.standing == .ordinary }])
      let older = crowd.older(than: own) { $0.standing == .ordinary }
      let after = try #require(crowd.order.ordinaryAfter)
      let calls = try crowd.callsUntil(own) { _, _ in }
      let bound = (older + crowd.ordinaryCameBack + 1) * (after + 1)
      #expect(calls <= bound, "seed \(seed): \(calls) calls, bound \(bound)")
      if crowd.ordinaryCameBack == 0, calls == bound { longest += 1 }
    }
    #expect(longest > 0, "the bound is as tight as it is said")
  }

  @Test func `without either rule a stream of others would starve who simply came`() throws {
    // What the tests above would see if the rules did nothing.
    let order = OrderPolicy(
      priority: .init(weight: 100, headStart: 240), ordinaryAfter: nil, patience: 480)
    var hall = TestQueue(order: order)
    let own = try hall.take()
    for _ in 1...200 {
      try hall.take(priority: .elder)
      #expect(try hall.next() != own.number.description)
      hall.wait(1)
    }
  }
}

/// One window with a crowd before it.
private struct Crowd {
  var hall: TestQueue
  var dice: Dice
  let order: OrderPolicy
  /// How often a number that is older than the watched one came into line again.
  private(set) var cameBack = 0
  private(set) var ordinaryCameBack = 0

  var engine: QueueEngine { hall.engine }

  init(seed: UInt64, ordinaryAfter: Bool = false) throws {
    dice = Dice(state: seed)
    func claim(_ dice: inout Dice) -> OrderPolicy.Claim {
      .init(
        weight: [100, 200, 1000].randomElement(using: &dice) ?? 100,
        headStart: [0, 15, 240].randomElement(using: &dice) ?? 0)
    }
    let rule: Int? =
      ordinaryAfter || Bool.random(using: &dice) ? Int.random(in: 1...6, using: &dice) : nil
    order = OrderPolicy(
      reserved: claim(&dice), priority: claim(&dice), ordinaryAfter: rule,
      patience: Int.random(in: 10...120, using: &dice),
      placesBack: Int.random(in: 0...3, using: &dice), mostReturns: 2, callsBeforePass: 1)
    hall = TestQueue(
      ["1": "ab", "2": "b"], order: order,
      bookings: BookingPolicy(early: 240, late: 240))
    for _ in 1...Int.random(in: 1...25, using: &dice) { try arrive() }
    // The window's row of others is wherever the calls before have left it.
    for _ in 0...Int.random(in: 0...8, using: &dice) {
      try hall.take(priority: .elder)
      try hall.next()
    }
    try hall.take()
    try arrive()
  }

  /// Somebody comes, by whatever right, for whatever is served.
  mutating func arrive() throws {
    let service = Bool.random(using: &dice) ? "a" : "b"
    switch Int.random(in: 0...3, using: &dice) {
    case 0:
      let from = hall.now.advanced(bySeconds: Int64.random(in: -600...0, using: &dice))
      let booking = try hall.book("c\(engine.nextBooking)", service, from: from)
      try hall.checkIn(booking)
    case 1: try hall.take(service, priority: .elder)
    default: try hall.take(service)
    }
    hall.wait(0, seconds: Int.random(in: 0...60, using: &dice))
  }

  /// One of those in line.
  mutating func pick(_ fits: (Ticket) -> Bool = { _ in true }) -> Int64 {
    engine.tickets.values.filter { $0.state.isInLine && fits($0) }.map(\.id).sorted()
      .randomElement(using: &dice) ?? 0
  }

  func older(than own: Ticket, _ fits: (Ticket) -> Bool) -> Int {
    engine.tickets.values.count { $0.state.isInLine && $0.place < own.place && fits($0) }
  }

  /// Lets the window call until it calls `own`, while others pour in and come back.
  mutating func callsUntil(_ own: Ticket, _ check: (Ticket, Crowd) -> Void) throws -> Int {
    for call in 1... {
      let called = try #require(try hall.engine.callNext("1", by: aClerk, at: hall.now))
      if called.id == own.id { return call }
      check(called, self)
      try comeBack(called, own)
      for _ in 0...Int.random(in: 0...2, using: &dice) {
        try hall.take(
          Bool.random(using: &dice) ? "a" : "b",
          priority: Priority.allCases.randomElement(using: &dice))
      }
      try arrive()
      // Nobody waits for ever, but a bound that is broken is seen.
      if call > 2000 { break }
    }
    return .max
  }

  /// Now and then the called one is passed and returns, or is sent back into line.
  private mutating func comeBack(_ called: Ticket, _ own: Ticket) throws {
    switch Int.random(in: 0...9, using: &dice) {
    case 0 where called.returns < 2:
      _ = try hall.engine.pass("1", by: aClerk, at: hall.now)
      _ = try hall.engine.comeBackAfterPass(called.id, by: aClerk, at: hall.now)
    case 1: try hall.transfer("1", service: "a")
    default: return
    }
    guard let back = engine.tickets[called.id], back.place < own.place else { return }
    cameBack += 1
    if back.standing == .ordinary { ordinaryCameBack += 1 }
  }
}

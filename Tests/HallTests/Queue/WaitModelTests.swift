import Foundation
import TestSupport
import Testing

@testable import Hall

@Suite struct `The model of the next hour` {
  private static let isSoak = ProcessInfo.processInfo.environment["HALLWAY_SOAK"] == "1"

  /// Milliseconds; as many services as paces that no two sums are the same by chance.
  private static func pace(_ service: String) -> Int64 {
    service.utf8.reduce(240_007) { ($0 * 31 + Int64($1)) % 600_011 + 20_000 }
  }

  @Test(arguments: UInt64(1)...(Self.isSoak ? 400 : 25))
  func `says of any hall what plain reckoning says`(_ seed: UInt64) throws {
    var dice = Dice(state: seed)
    let rules = rulesOfSeed(&dice)
    var engine = QueueEngine(rules: rules[0], day: aDay)
    var thrower = CommandDice(dice: dice)
    var now = atHour(8, 30)
    var asked = 0
    for _ in 0..<250 {
      let command = thrower.next(for: engine, at: now)
      now = Moment(milliseconds: now.milliseconds + command.wait)
      _ = command.perform(on: &engine, rules: rules, at: now)
      _ = engine.takeStep()
      asked += try compare(engine, at: now)
    }
    #expect(asked > 100)
  }

  /// How many tickets' waits were compared.
  private func compare(_ engine: QueueEngine, at now: Moment) throws -> Int {
    var plain = PlainWaits(engine, joining: nil, at: now, pace: Self.pace)
    let expected = plain.waits(calls: WaitModel.mostCalls)
    var model = WaitModel(of: engine, joining: nil, at: now, pace: Self.pace)
    try #require(model.waits() == expected)
    // Alone it is told the same, and so is one who is not among them yet.
    let waiting = engine.tickets.values.filter { $0.state.isInLine && $0.boundWindow == nil }
    guard let one = waiting.min(by: { $0.secret + "\($0.id)" < $1.secret + "\($1.id)" }) else {
      return expected.count
    }
    let isKnown = engine.laneOf[one.id] != nil || engine.due.contains { $0.ticket == one.id }
    let joining = isKnown ? nil : one
    var alone = WaitModel(of: engine, joining: joining, at: now, pace: Self.pace)
    var plainly = PlainWaits(engine, joining: joining, at: now, pace: Self.pace)
    let wait = plainly.waits(calls: WaitModel.mostCalls)[one.id]
    try #require(alone.wait(of: one.id, ahead: { 0 }) == wait)
    return expected.count + 1
  }

  /// Minutes until each is called, where every service takes ten.
  private func minutes(_ hall: TestQueue) -> [Int64: Int64] {
    var model = WaitModel(of: hall.engine, joining: nil, at: hall.now) { _ in 600_000 }
    return model.waits().mapValues { $0 / 60_000 }
  }

  @Test func `gives those of one slot their places, whoever comes back last`() throws {
    var hall = TestQueue(bookings: BookingPolicy(early: 120))
    try hall.engine.open("1", clerk: nil, by: aClerk, at: hall.now)
    let first = try hall.checkIn(try hall.book("c1", from: atHour(9, 30)))
    let second = try hall.checkIn(try hall.book("c2", from: atHour(9, 30)))
    _ = try hall.engine.leave(first.id, until: atHour(9, 20), by: aClerk, at: hall.now)
    _ = try hall.engine.comeBack(first.id, by: aClerk, at: hall.now)
    #expect(minutes(hall) == [first.id: 30, second.id: 40])
    hall.now = atHour(9, 30)
    #expect(try hall.next() == first.number.description)
  }

  @Test func `lets nobody wait for the hour that a clock was put back`() throws {
    var hall = TestQueue(bookings: BookingPolicy(early: 240))
    try hall.engine.open("1", clerk: nil, by: aClerk, at: hall.now)
    let early = try hall.checkIn(try hall.book("c1", from: atHour(9, 40)))
    let waiting = try hall.take()
    hall.wait(-60)
    hall.engine.advance(to: hall.now)
    hall.wait(50)
    // Its slot begins first, though its place is counted from now: the waits' clock shows 9:50.
    let late = try hall.checkIn(try hall.book("c2", from: atHour(9, 10)))
    #expect(late.place.since > early.place.since)
    #expect(minutes(hall) == [waiting.id: 0, late.id: 20, early.id: 50])
    hall.wait(20)
    #expect(try hall.next() == waiting.number.description)
    #expect(try hall.next() == late.number.description)
    #expect(try hall.next() == nil)
    hall.wait(30)
    #expect(try hall.next() == early.number.description)
  }

  @Test func `goes on at the pace of a thousand calls beyond them`() throws {
    var dice = Dice(state: 1)
    var engine = QueueEngine(rules: rulesOfSeed(&dice)[0], day: aDay)
    let author = Author(who: "test", place: "kiosk")
    let now = atHour(9, 0)
    let service = try #require(engine.rules.catalogue.services.first?.id)
    for window in engine.rules.catalogue.windows {
      try engine.open(window.id, clerk: nil, by: author, at: now)
    }
    var last: Ticket?
    for number in 0..<WaitModel.mostCalls + 100 {
      let order = TicketOrder(
        requestID: "r\(number)", service: service, secret: "1", paper: .printed)
      last = try engine.take(order, by: author, at: now).ticket
    }
    let ticket = try #require(last)
    func model() -> WaitModel { WaitModel(of: engine, joining: nil, at: now) { _ in 60_000 } }
    var known = model()
    let waits = known.waits()
    #expect(waits.count == WaitModel.mostCalls)
    #expect(waits[ticket.id] == nil)
    let thousandth = try #require(waits.values.max())
    let ahead = engine.prospect(of: ticket).people
    #expect(ahead == WaitModel.mostCalls + 99)
    var alone = model()
    let wait = try #require(alone.wait(of: ticket.id) { ahead })
    #expect(wait == Int64(Double(thousandth) * Double(ahead) / Double(WaitModel.mostCalls)))
    #expect(known.beyond { ahead } == wait)
  }
}

import Foundation
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `The ledger keeps the engine's steps` {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `whatever a hall did, an engine made from the ledger goes on where it stood`(seed: UInt64)
    async throws
  {
    var hall = try LedgerHall()
    var random = AnyDay(seed: seed)
    var states: Set<TicketState> = []
    var days: Set<LocalDay> = []
    for turn in 0..<250 {
      var steps: [LedgerStep] = []
      for _ in 0..<Int.random(in: 1...6, using: &random.dice) {
        random.doSomething(in: &hall)
        steps.append(hall.engine.takeStep())
      }
      for result in try await hall.store.commit(steps) { try result.get() }
      let restored = try await hall.restored()
      #expect(restored.day == hall.engine.day, "after commit \(turn)")
      #expect(restored.tickets == hall.engine.tickets, "after commit \(turn)")
      #expect(restored.windows == hall.engine.windows, "after commit \(turn)")
      let expected = hall.engine.bookings.filter { $0.value.from >= hall.engine.day.midnight }
      #expect(restored.bookings == expected, "after commit \(turn)")
      states.formUnion(hall.engine.tickets.values.map(\.state))
      days.insert(hall.engine.day)
    }
    #expect(states.count >= 8, "the dice showed the ledger most states: \(states)")
    #expect(days.count > 1, "and more than one day")
    // The next number of either engine is the same one, with the same identity.
    var restored = try await hall.restored()
    let order = hall.order("tax")
    let next = try restored.take(order, by: LedgerHall.kiosk, at: hall.now)
    #expect(try hall.engine.take(order, by: LedgerHall.kiosk, at: hall.now) == next)
  }

  @Test func `a refused step takes those after it along, and leaves no line`()
    async throws
  {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    // Two engines that know nothing of each other give the same identity.
    var other = hall.engine
    let stranger = hall.order()
    _ = try other.take(stranger, by: LedgerHall.kiosk, at: hall.now)
    try hall.take()
    let first = hall.engine.takeStep()
    try hall.take()
    let results = try await hall.store.commit([first, other.takeStep(), hall.engine.takeStep()])
    #expect(
      results.map { (try? $0.get()) != nil } == [true, false, false],
      "what came after was decided by an engine that took it for done")
    #expect(throws: StoreFailure.self) { try results[1].get() }
    let tickets = try await hall.store.tickets(from: hall.day, through: hall.day)
    #expect(tickets.map(\.number.serial) == [1, 2])
    let journal = try await hall.store.journal(from: hall.day, through: hall.day)
    #expect(journal.map(\.sequence) == [1, 2])
    #expect(try await hall.store.ticket(requestID: stranger.requestID, since: hall.day) == nil)
  }

  @Test func `a change of a ticket that the ledger does not have is refused`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    _ = hall.engine.takeStep()
    _ = try hall.engine.callNext("1", by: LedgerHall.clerk, at: hall.now)
    let results = try await hall.store.commit([hall.engine.takeStep()])
    #expect(throws: StoreFailure.self) { try results[0].get() }
    #expect(try await hall.store.journal(from: hall.day, through: hall.day).isEmpty)
  }

  @Test func `what one call frees another may take within one step, undone as well`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<3 { try hall.take() }
    _ = try hall.engine.callNext("1", by: LedgerHall.clerk, at: hall.now)
    try await hall.write()
    _ = try hall.engine.callNext("1", by: LedgerHall.clerk, at: hall.now)
    try await hall.write()
    try hall.engine.undo("1", by: LedgerHall.clerk, at: hall.now)
    try await hall.write()
    #expect(try await hall.store.ticket("A001", on: hall.day)?.state == .called)
    #expect(try await hall.store.ticket("A002", on: hall.day)?.state == .waiting)
  }

  @Test func `the same request of another day is another wish`() async throws {
    var hall = try LedgerHall()
    let order = hall.order()
    let first = try hall.engine.take(order, by: LedgerHall.kiosk, at: hall.now)
    try await hall.write()
    let today = hall.day
    hall.now = hall.now.advanced(bySeconds: 86_400)
    let second = try hall.engine.take(order, by: LedgerHall.kiosk, at: hall.now)
    try await hall.write()
    #expect(second.ticket.id == first.ticket.id + 1)
    let newest = try await hall.store.ticket(requestID: order.requestID, since: today)
    #expect(newest?.id == second.ticket.id)
    #expect(try await hall.store.ticket("A001", on: today)?.state == .abandoned)
    #expect(try await hall.store.tickets("A001", since: today).map(\.id) == [2, 1])
  }

  @Test func `a hall that works past midnight keeps its day, and a new one begins without it`()
    async throws
  {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let monday = hall.day
    hall.now = try LedgerHall.moment("2026-11-24", hour: 1)
    #expect(try await hall.store.memory(at: hall.now).day == monday)
    // The program stood still all night: the engine itself closes what is left.
    hall.now = try LedgerHall.moment("2026-11-24", hour: 9)
    var morning = try await hall.restored()
    #expect(morning.day == monday)
    morning.advance(to: hall.now)
    for result in try await hall.store.commit([morning.takeStep()]) { try result.get() }
    #expect(try await hall.store.ticket("A001", on: monday)?.state == .abandoned)
    let memory = try await hall.store.memory(at: hall.now)
    #expect(memory.day == morning.day)
    #expect(memory.tickets.isEmpty)
    #expect(memory.nextTicket == 2)
  }

  @Test func `a clock put back over midnight loses nobody, one that was years ahead stops nobody`()
    async throws
  {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let evening = try LedgerHall.moment("2026-11-22", hour: 23)
    #expect(try await hall.store.memory(at: evening).day == hall.day)
    let yearBefore = try LedgerHall.moment("2025-11-23", hour: 9)
    #expect(try await hall.store.memory(at: yearBefore).tickets.isEmpty)
  }

  @Test func `the last one served is the last one, also after the clock was put back`()
    async throws
  {
    var hall = try LedgerHall()
    for _ in 0..<3 { try hall.take() }
    try hall.serveNext()
    hall.now = hall.now.advanced(bySeconds: -3600)
    try hall.serveNext()
    try await hall.write()
    #expect(try await hall.store.lastFinished(window: "1", on: hall.day)?.number.serial == 2)
    #expect(try await hall.store.lastFinished(window: "2", on: hall.day) == nil)
    try hall.serveNext()
    try hall.engine.undo("1", by: LedgerHall.clerk, at: hall.now)
    try await hall.write()
    #expect(
      try await hall.store.lastFinished(window: "1", on: hall.day)?.number.serial == 2,
      "the third one's end was taken back")
  }

  @Test func `missed slots are remembered for the person who missed them`() async throws {
    var hall = try LedgerHall()
    let person = LedgerHall.person(7)
    let slot = hall.now.advanced(bySeconds: 600)
    _ = try hall.engine.book(
      BookingWish(
        code: "c1", service: "tax", from: slot, until: slot.advanced(bySeconds: 600),
        person: person), by: LedgerHall.kiosk, at: hall.now)
    hall.now = hall.now.advanced(bySeconds: 7200)
    hall.engine.advance(to: hall.now)
    try await hall.write()
    #expect(try await hall.store.missedSlots(of: person, since: slot) == [slot])
    let later = slot.advanced(bySeconds: 1)
    #expect(try await hall.store.missedSlots(of: person, since: later) == [])
    #expect(try await hall.store.missedSlots(of: LedgerHall.person(8), since: slot) == [])
  }

  @Test func `one person is given one open number for a service, whoever asks the ledger`()
    async throws
  {
    var hall = try LedgerHall()
    let person = LedgerHall.person(7)
    try hall.take(person: person)
    try await hall.write()
    // An engine that has forgotten who is here.
    var forgetful = QueueEngine(rules: LedgerHall.rules, day: hall.day, nextTicket: 50)
    _ = try forgetful.take(
      hall.order("tax", person: nil), by: LedgerHall.kiosk, at: hall.now)
    _ = try forgetful.take(
      hall.order("tax", person: person), by: LedgerHall.kiosk, at: hall.now)
    _ = forgetful.takeStep()
    _ = try forgetful.take(
      hall.order(person: nil), by: LedgerHall.kiosk, at: hall.now)
    _ = forgetful.takeStep()
    _ = try forgetful.take(hall.order(person: person), by: LedgerHall.kiosk, at: hall.now)
    let results = try await hall.store.commit([forgetful.takeStep()])
    guard case .failure(let failure) = results[0] else { throw Unexpected("it was written") }
    #expect(failure.message.contains("open ticket"))
  }
}

import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `A ledger of the first citizen's time` {
  let directory = TemporaryDirectory()
  var path: String { directory.path("hall.sqlite") }

  /// A ledger as the first release left it: two days, every state, a rating.
  private func old() throws {
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "1 the first citizen")
    try queue.write { db in
      func ticket(
        _ id: Int64, _ day: String, _ serial: Int, _ history: [String], priority: String? = nil,
        window: String? = nil, paper: String = "printed"
      ) throws {
        let state = history.last ?? "waiting"
        let isCalled = history.contains("called")
        try db.execute(
          sql: """
            INSERT INTO ticket (id, hall, day, letter, serial, number, service, state, rank,
              priority, language, person, holder, maskedNumber, maskedPhone, secret, requestID,
              takenAt, calledAt, finishedAt, window, paper, paperFault, paperAt)
            VALUES (?, 'test', ?, 'A', ?, ?, 'renewal', ?, ?, ?, 'en', ?, '张**', '1101**', '138**',
              '123456', ?, ?, ?, ?, ?, ?, NULL, 5)
            """,
          arguments: [
            id, day, serial, "A00\(serial)", state, priority == nil ? 1 : 0, priority,
            Data(repeating: UInt8(id), count: 32), "request-\(id)", id * 1000,
            isCalled ? id * 1000 + 100 : nil, state == "finished" ? id * 1000 + 200 : nil,
            window, paper,
          ])
        for (index, to) in history.enumerated() {
          try db.execute(
            sql: """
              INSERT INTO ticketEvent (hall, ticket, at, fromState, toState, who, place, why)
              VALUES ('test', ?, ?, ?, ?, 'uid 1000', 'window 1', ?)
              """,
            arguments: [
              id, id * 1000 + Int64(index) * 100, index == 0 ? nil : history[index - 1], to,
              index == 0 ? priority : nil,
            ])
        }
      }
      try ticket(1, "2026-11-20", 1, ["waiting", "called", "finished"], window: "1")
      try ticket(2, "2026-11-20", 2, ["waiting"])
      try ticket(3, "2026-11-20", 3, ["waiting", "called"], window: "1")
      try ticket(4, "2026-11-23", 1, ["waiting", "called", "finished"], window: "1")
      try ticket(5, "2026-11-23", 2, ["waiting", "called"], window: "1", paper: "unknown")
      try ticket(6, "2026-11-23", 3, ["waiting"], priority: "elder", paper: "pending")
      try ticket(7, "2026-11-23", 4, ["waiting", "voided"], paper: "failed")
      try db.execute(
        sql: """
          INSERT INTO numberCounter VALUES ('test', '2026-11-23', 'A', 4);
          INSERT INTO rating (hall, ticket, level, channel, place, requestID, at)
          VALUES ('test', 4, 5, 4, 'window 1', 'rating-1', 4300);
          """)
    }
    try queue.close()
  }

  @Test func `is carried over whole: states, holders, requests, ratings`() async throws {
    try old()
    let store = try SQLiteHallStore(path: path, hall: "test")
    let (friday, monday) = (
      try LedgerHall.day("2026-11-20"), try LedgerHall.day("2026-11-23")
    )
    let tickets = try await store.tickets(from: friday, through: monday)
    #expect(
      tickets.map(\.state) == [
        .finished, .abandoned, .abandoned, .finished, .called, .waiting, .voided,
      ], "the days before the last are closed as the engine closes days")
    let elder = try #require(tickets.first { $0.id == 6 })
    #expect(elder.number.description == "A003")
    #expect(elder.standing == .priority)
    #expect(elder.place == Place(since: Moment(milliseconds: 6000), order: 6, ticket: 6))
    #expect(elder.person == PersonKey([UInt8](repeating: 6, count: 32)))
    #expect(elder.holder == "张**")
    #expect(elder.paper == .pending)
    #expect(tickets.first { $0.id == 5 }?.calls == 1)
    #expect(tickets.first { $0.id == 4 }?.rating == 5)
    #expect(try await store.ticket(requestID: "request-7", since: monday)?.id == 7)
    #expect(try await store.lastFinished(window: "1", on: monday)?.id == 4)
  }

  @Test func `has its history in the journal, chained`() async throws {
    try old()
    let store = try SQLiteHallStore(path: path, hall: "test")
    let (friday, monday) = (
      try LedgerHall.day("2026-11-20"), try LedgerHall.day("2026-11-23")
    )
    let journal = try await store.journal(from: friday, through: monday)
    #expect(journal.map(\.sequence) == Array(1...16))
    let ofSecond = journal.map(\.line).filter { $0.ticket == 2 }
    #expect(ofSecond.map(\.kind) == [.issued, .abandoned])
    #expect(ofSecond.last?.why == "day ended")
    let ofElder = journal.map(\.line).filter { $0.ticket == 6 }
    #expect(ofElder.map(\.why) == ["elder"])
    #expect(ofElder.map(\.number) == ["A003"])
    #expect(try await store.lookOver().isEmpty)
  }

  @Test func `goes on with the next number and the same people`() async throws {
    try old()
    let store = try SQLiteHallStore(path: path, hall: "test")
    let now = try LedgerHall.moment("2026-11-23", hour: 10)
    var engine = QueueEngine(
      rules: LedgerHall.rules, memory: try await store.memory(at: now))
    let order = TicketOrder(
      requestID: "new", service: "renewal", secret: "123456", paper: .printed)
    let ticket = try engine.take(order, by: LedgerHall.kiosk, at: now).ticket
    #expect(ticket.number.description == "A005")
    #expect(ticket.id == 8)
    #expect(engine.ticket(at: "1")?.id == 5)
    _ = try engine.finish("1", by: LedgerHall.clerk, at: now)
    for result in try await store.commit([engine.takeStep()]) { try result.get() }
    #expect(try await store.ticket("A002", on: engine.day)?.state == .finished)
  }
}

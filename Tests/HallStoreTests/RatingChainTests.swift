import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite(.timeLimit(.minutes(2))) struct `The chain of ratings` {
  private func hall(_ count: Int) async throws -> (hall: LedgerHall, tickets: [Ticket]) {
    try await LedgerHall.finished(count)
  }

  private func verify(_ hall: LedgerHall) throws -> RatingReport {
    let report = try LedgerAudit.verify(
      path: hall.path, anchors: RatingAnchors(beside: hall.path))
    return try #require(report.ratings.first)
  }

  @Test func `a thousand pads at once: every one acknowledged is stored, once, in one chain`()
    async throws
  {
    let (hall, tickets) = try await hall(1000)
    let (store, now) = (hall.store, hall.now)
    let stored = try await withThrowingTaskGroup(of: RatingRecord?.self) { group in
      for (index, ticket) in tickets.enumerated() {
        // Each twice, as after a lost answer.
        for _ in 0..<2 {
          group.addTask {
            let entry = LedgerHall.rating(.good, of: ticket, request: "r\(index)", at: now)
            switch try await store.record(entry) {
            case .stored(let record): return record
            case .same: return nil
            case let other: throw Unexpected("\(other)")
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
    }
    #expect(stored.count == 1000)
    let rows = try await store.ratingRows(from: hall.day, through: hall.day)
    #expect(rows.map(\.sequence) == Array(1...1000))
    #expect(Set(rows.compactMap(\.entry.ticket)).count == 1000)
    #expect(try verify(hall).rows == 1000)
  }

  @Test func `a bad rating and its task are one commit; what is refused is a row`() async throws {
    let (hall, tickets) = try await hall(2)
    let (store, now) = (hall.store, hall.now)
    _ = try await store.record(LedgerHall.rating(.poor, of: tickets[0], request: "a", at: now))
    _ = try await store.record(LedgerHall.rating(.good, of: tickets[0], request: "b", at: now))
    #expect(
      try await store.record(
        LedgerHall.rating(.good, of: tickets[1], request: "a", at: now)) == .requestTaken)
    #expect(
      try await store.record(
        LedgerHall.rating(.good, of: tickets[1], request: "c", at: now, .again))
        == .refused(.notRated))
    let rows = try await store.ratingRows(from: hall.day, through: hall.day)
    #expect(rows.map(\.entry.kind) == [.rated, .task, .refused, .refused])
    #expect(rows[1].entry.about == 1 && rows[1].entry.word == RatingTask.opening)
    #expect(rows[2].entry.word == "alreadyRated" && rows[3].entry.word == "notRated")
    _ = try await store.record(
      LedgerHall.rating(.excellent, of: tickets[0], request: "d", at: now, .again))
    let tasks = RatingTask.all(in: try await store.taskRows())
    #expect(tasks.map(\.isConfirmed) == [true])
    #expect(try verify(hall).rows == 5)
  }

  @Test func `a clock that is put back is written into the chain; jitter is not`() async throws {
    let (hall, tickets) = try await hall(3)
    func rate(_ index: Int, after seconds: Int64) async throws {
      _ = try await hall.store.record(
        LedgerHall.rating(
          .good, of: tickets[index], request: "r\(index)",
          at: hall.now.advanced(bySeconds: seconds)))
    }
    try await rate(0, after: 0)
    try await rate(1, after: -5)
    try await rate(2, after: -3600)
    let rows = try await hall.store.ratingRows(from: hall.day, through: hall.day)
    #expect(rows.map(\.entry.kind) == [.rated, .rated, .warning, .rated])
    #expect(rows[1].entry.at == rows[0].entry.at)
    #expect(rows[2].entry.word == "clockSetBack" && rows[2].entry.why == "by 3600 s")
    #expect(try verify(hall).clockSetBack == [3])
  }

  @Test func `what a citizen wrote is forgotten, and the chain is whole without it`() async throws {
    let (hall, tickets) = try await hall(1)
    var entry = LedgerHall.rating(.fair, of: tickets[0], request: "r", at: hall.now)
    entry.text = "李四说的"
    _ = try await hall.store.record(entry)
    func text() async throws -> String? {
      try await hall.store.ratingRow(1)?.entry.text
    }
    #expect(try await text() == "李四说的")
    _ = try await hall.store.forgetHolders(before: hall.day)
    #expect(try await text() == "李四说的")
    _ = try await hall.store.forgetHolders(before: try #require(hall.day.adding(days: 1)))
    #expect(try await text() == nil)
    #expect(try verify(hall).rows == 2, "the rating, and that its words are forgotten")
  }

  @Test func `what a reviewer leaves out asks for no work any more`() async throws {
    let (hall, tickets) = try await hall(2)
    let store = hall.store
    for (index, ticket) in tickets.enumerated() {
      _ = try await store.record(
        LedgerHall.rating(.poor, of: ticket, request: "r\(index)", at: hall.now))
    }
    var exclusion = RatingEntry(
      .excluded, at: hall.now, by: Author(who: "uid 9", place: "office"))
    exclusion.about = 1
    exclusion.word = RatingExclusion.malicious.rawValue
    exclusion.why = "see the video"
    _ = try await store.record(exclusion)
    let tasks = RatingTask.all(in: try await store.taskRows())
    #expect(tasks.map(\.state) == [.closed, .open])
    #expect(tasks.first?.note == "left out as malicious: see the video")
    await #expect(throws: StoreFailure.self, "once") { _ = try await store.record(exclusion) }
    #expect(try verify(hall).rows == 6)
  }

  @Test func `a request is answered as the first time, also where no refusal gets a row`()
    async throws
  {
    let (hall, tickets) = try await hall(2)
    let first = LedgerHall.rating(.good, of: tickets[0], request: "a", at: hall.now)
    guard case .stored(let record) = try await hall.store.record(first) else {
      throw Unexpected("not stored")
    }
    let other = LedgerHall.rating(.poor, of: tickets[0], request: "b", at: hall.now)
    for _ in 0..<3 {
      #expect(try await hall.store.record(first, notingRefusal: false) == .same(record))
      #expect(try await hall.store.record(other, notingRefusal: false) == .refused(.alreadyRated))
    }
    #expect(try await hall.store.rating(requestID: "a") == record)
    #expect(try await hall.store.rating(requestID: "b") == nil)
    #expect(try verify(hall).rows == 1)
  }

  @Test func `one write that fails undoes no other of its commit`() async throws {
    let (hall, tickets) = try await hall(50)
    let store = hall.store
    var broken = RatingEntry(.excluded, at: hall.now, by: .service)
    broken.about = 99
    broken.word = RatingExclusion.mistaken.rawValue
    await withTaskGroup(of: Bool.self) { group in
      for (index, ticket) in tickets.enumerated() {
        group.addTask {
          let entry = LedgerHall.rating(.good, of: ticket, request: "r\(index)", at: hall.now)
          return (try? await store.record(entry)) != nil
        }
        group.addTask { [broken] in (try? await store.record(broken)) != nil }
      }
      var done = 0
      for await isDone in group where isDone { done += 1 }
      #expect(done >= 50)
    }
    let rows = try await store.ratingRows(from: hall.day, through: hall.day)
    #expect(rows.count { $0.entry.kind == .rated } == 50)
  }

  @Test func `an asking is over with the next number at its window, as the journal says`()
    async throws
  {
    var hall = try LedgerHall()
    let (first, second) = (try hall.take(), try hall.take())
    try hall.serveNext()
    try await hall.write()
    func opened(_ ticket: Ticket) async throws -> RatingRecord {
      var entry = RatingEntry(.opened, at: hall.now, by: .service)
      entry.ticket = ticket.id
      entry.number = ticket.number.description
      entry.stage = .finish
      entry.service = ticket.service
      entry.window = "1"
      entry.evaluation = [UInt8](repeating: UInt8(ticket.id), count: 32)
      entry.closesAt = hall.now.advanced(bySeconds: 30)
      guard case .stored(let record) = try await hall.store.record(entry) else {
        throw Unexpected("not stored")
      }
      return record
    }
    let asked = try await opened(first)
    #expect(try await hall.store.windowWentOn(after: asked) == nil, "its own call was before")
    #expect(try await hall.store.timesOpened(.init(ticket: first.id, stage: .finish)) == 1)
    hall.now = hall.now.advanced(bySeconds: 5)
    let called = hall.now
    try hall.serveNext()
    try await hall.write()
    #expect(try await hall.store.windowWentOn(after: asked) == called)
    let next = try await opened(second)
    #expect(try await hall.store.windowWentOn(after: next) == nil)
    #expect(try await hall.store.windowWentOn(after: asked) == called)
  }

  @Test func `rows are never changed or deleted, and no channel is the system's own`()
    async throws
  {
    let (hall, tickets) = try await hall(1)
    _ = try await hall.store.record(
      LedgerHall.rating(.poor, of: tickets[0], request: "r", at: hall.now))
    for sql in ["UPDATE ratingRow SET level = 5", "DELETE FROM ratingRow"] {
      await #expect(throws: (any Error).self) {
        try await hall.store.writer.write { try $0.execute(sql: sql) }
      }
    }
    #expect(RatingChannel(rawValue: 7) == nil)
    #expect(try verify(hall).rows == 2)
  }

  @Test func `ratings of the first release are the chain's first rows`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("hall.sqlite")
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "3 notices")
    try await queue.write { db in
      for id in 1...3 {
        try db.execute(
          sql: """
            INSERT INTO ticket (id, hall, day, prefix, letter, serial, width, number, service,
              laterServices, state, standing, placeSince, placeOrder, placeStep, language, secret,
              requestID, takenAt, window, calledAt, finishedAt, calls, returns, paper, enteredLate)
            VALUES (?, 'test', '2026-11-23', '', 'A', ?, 3, 'A00' || ?, 'renewal', '[]', 'finished',
              'ordinary', 1, ?, 0, 'zh', '123456', 'r' || ?, 1, '1', 2, 3, 1, 0, 'printed', 0);
            """, arguments: [id, id, id, id, id])
        try db.execute(
          sql: """
            INSERT INTO rating (hall, ticket, level, channel, place, requestID, at)
            VALUES ('test', ?, ?, 4, 'pad-1', 'q' || ?, ?)
            """, arguments: [id, id + 2, id, 1_795_397_400_000 - id * 1000])
      }
    }
    try queue.close()
    let store = try SQLiteHallStore(path: path, hall: "test")
    let day = try LedgerHall.day("2026-11-23")
    let rows = try await store.ratingRows(from: day, through: day)
    #expect(rows.map(\.entry.level) == [.fair, .good, .excellent])
    #expect(
      rows.map(\.entry.clientAt?.milliseconds) == (1...3).map { 1_795_397_400_000 - $0 * 1000 })
    #expect(try await store.ticket("A002", on: day)?.rating == 4)
    guard case .success(let report) = try await store.verifyRatings() else {
      throw Unexpected("broken")
    }
    #expect(report.rows == 3)
  }
}

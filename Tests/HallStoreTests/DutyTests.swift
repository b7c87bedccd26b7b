import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `What people on duty decided` {
  @Test func `outlives the program: who is at a window, what was lifted, what was printed`()
    async throws
  {
    var hall = try LedgerHall()
    let now = hall.now
    try hall.engine.open("1", clerk: "07", user: "uid 1000", by: LedgerHall.clerk, at: now)
    for service in ["tax", nil] {
      try hall.engine.liftQuota(
        of: service, reason: "a bus came", until: now.advanced(bySeconds: 3600),
        by: LedgerHall.clerk, at: now)
    }
    _ = try hall.engine.printBlock(letter: "E", count: 20, by: LedgerHall.clerk, at: now)
    _ = try hall.engine.printBlock(
      letter: "E", count: 5, again: .more, by: LedgerHall.clerk, at: now)
    try await hall.write()
    var restored = try await hall.restored()
    #expect(restored.windows["1"]?.user == "uid 1000")
    #expect(restored.quotaOverrides == hall.engine.quotaOverrides)
    #expect(restored.quotaOverrides.map(\.service) == ["tax", nil])
    #expect(restored.blocks == hall.engine.blocks)
    #expect(throws: QueueRefusal.self) {
      try restored.printBlock(letter: "E", count: 1, by: LedgerHall.clerk, at: now)
    }
    // Another hall of the file, and another day, know nothing of it.
    let other = try SQLiteHallStore(path: hall.path, hall: "other")
    #expect(try await other.memory(at: now).blocks.isEmpty)
    #expect(try await other.memory(at: now).liftings.isEmpty)
    hall.now = now.advanced(bySeconds: 86_400)
    #expect(try await hall.restored().blocks.isEmpty)
    #expect(try await hall.restored().quotaOverrides.isEmpty)
  }

  @Test func `and what was served on paper days ago stands with its day, and once`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try hall.serveNext()
    try await hall.write()
    let day = hall.day
    hall.now = hall.now.advanced(bySeconds: 2 * 86_400)
    let entry = LateEntry(
      day: day, letter: "E", serial: 2, service: "tax", takenAt: day.moment(atMinute: 540),
      calledAt: day.moment(atMinute: 550), finishedAt: day.moment(atMinute: 560), window: "1")
    _ = try hall.engine.enterLate(entry, secret: "123456", by: LedgerHall.clerk, at: hall.now)
    try hall.take()
    try await hall.write()
    let tickets = try await hall.store.tickets(from: day, through: day)
    #expect(tickets.map(\.number.description) == ["A001", "E002"])
    #expect(tickets.last?.finishedAt == entry.finishedAt)
    let figures = HallFigures(
      tickets, from: day, through: day, catalogue: LedgerHall.rules.catalogue)
    #expect(figures.total.issued == 2 && figures.total.finished == 2)
    #expect(try await hall.restored().tickets == hall.engine.tickets)
    let report = try LedgerAudit.verify(path: hall.path)
    #expect(report.tickets == 3)
    // Another program that did not ask the ledger first is refused by it.
    var second = try await hall.restored()
    _ = try second.enterLate(entry, secret: "123456", by: LedgerHall.clerk, at: hall.now)
    let result = try await hall.store.commit([second.takeStep()])
    #expect(throws: StoreFailure.self) { try result[0].get() }
  }

  @Test func `a ledger from before has windows where nobody proved anything`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("hall.sqlite")
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "3 notices")
    try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO windowState (hall, id, isOpen, clerk, othersInRow)
          VALUES ('test', '1', 1, '07', 0)
          """)
    }
    try queue.close()
    let store = try SQLiteHallStore(path: path, hall: "test")
    let windows = try await store.memory(at: try LedgerHall.moment("2026-11-23", hour: 9)).windows
    #expect(windows.map(\.clerk) == ["07"])
    #expect(windows.map(\.user) == [nil])
  }
}

import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `The ledger` {
  @Test func `every commit is synced: the connection that writes is WAL and FULL`() async throws {
    let hall = try LedgerHall()
    let pragmas = try await hall.store.writer.write { db in
      try ["journal_mode", "synchronous", "secure_delete", "foreign_keys"].map {
        try String.fetchOne(db, sql: "PRAGMA \($0)")
      }
    }
    // synchronous 2 is FULL; GRDB sets 1, NORMAL, when it turns WAL on.
    #expect(pragmas == ["wal", "2", "1", "1"])
    #expect(try await hall.store.lookOver().isEmpty)
  }

  @Test func `a rating is stored once, and only for a finished ticket`() async throws {
    var hall = try LedgerHall()
    let ticket = try hall.take()
    try await hall.write()
    let (store, now) = (hall.store, hall.now)
    func rate(_ level: RatingLevel, _ id: String) async throws -> RatingOutcome {
      try await store.record(LedgerHall.rating(level, of: ticket, request: id, at: now))
    }
    #expect(try await rate(.good, "r1") == .refused(.notFinished))
    try hall.serveNext()
    try await hall.write()
    let first = try await rate(.good, "r1")
    guard case .stored(let record) = first else { throw Unexpected("\(first)") }
    #expect(record.sequence == 2, "the refused one is a row too")
    #expect(try await rate(.good, "r1") == .same(record), "a retry")
    #expect(try await rate(.veryPoor, "r2") == .refused(.alreadyRated))
    #expect(try await store.ticket("A001", on: hall.day)?.rating == 4)
    #expect(try await store.memory(at: now).tickets.first?.ticket.rating == 4)
    let visits = try await store.visits(from: hall.day, through: hall.day)
    #expect(visits.map(\.level) == [.good])
    #expect(
      try await store.ratingRows(from: hall.day, through: hall.day).map(\.entry.kind)
        == [.refused, .rated, .refused])
  }

  @Test func `one hall never sees another's tickets`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let other = try SQLiteHallStore(path: hall.path, hall: "other")
    #expect(try await other.tickets(from: hall.day, through: hall.day).isEmpty)
    var memory = try await other.memory(at: hall.now)
    #expect(memory.tickets.isEmpty)
    #expect(memory.nextTicket == 2, "identities are the file's, numbers each hall's")
    var engine = QueueEngine(rules: LedgerHall.rules, memory: memory)
    _ = try engine.take(hall.order(), by: LedgerHall.kiosk, at: hall.now)
    for result in try await other.commit([engine.takeStep()]) { try result.get() }
    memory = try await other.memory(at: hall.now)
    #expect(memory.tickets.map(\.ticket.number.description) == ["A001"])
    #expect(try await other.journal(from: hall.day, through: hall.day).map(\.sequence) == [1])
  }

  @Test func `a file that is no database is refused in words`() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("hall.sqlite")
    try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: path))
    #expect(throws: SQLiteHallStoreError.notADatabase(path: path)) {
      try SQLiteHallStore(path: path, hall: "test")
    }
  }

  @Test func `a damaged page is found before the hall opens with it`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("hall.sqlite")
    try await filled(path: path, tickets: 300)
    var bytes = try Data(contentsOf: URL(filePath: path))
    // The middle of the file: rows, not the schema, so that only a look at the rows can find it.
    let page = bytes.count / 2 / 4096 * 4096
    bytes.replaceSubrange(page..<page + 4096, with: Data(repeating: 0x5A, count: 4096))
    try bytes.write(to: URL(filePath: path))
    await #expect(throws: SQLiteHallStoreError.notADatabase(path: path)) {
      try await SQLiteHallStore(path: path, hall: "test").lookOver()
    }
  }

  @Test func `a look that takes too long ends, and says so`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<1000 { try hall.take() }
    try await hall.write()
    let warnings = try await hall.store.reader.read { [path = hall.path] db in
      try OpeningCheck.run(db, path: path, hall: "test", budget: 0)
    }
    #expect(warnings == [.notWhollyChecked(seconds: 0)])
    #expect(try await hall.store.lookOver().isEmpty)
  }

  /// Leaves a closed ledger: the last one to close a file in WAL mode writes the log into it.
  private func filled(path: String, tickets: Int) async throws {
    var hall = try LedgerHall()
    for _ in 0..<tickets { try hall.take() }
    try await hall.write()
    try await hall.store.reader.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try FileManager.default.copyItem(atPath: hall.path, toPath: path)
  }
}

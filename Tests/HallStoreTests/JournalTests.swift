import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `The journal` {
  /// The hashes were made by a Python script from the form's description alone.
  @Test func `is chained in a form anybody can make`() throws {
    let first = JournalRow(
      hall: "test", sequence: 1, day: "2026-11-23", at: 1_795_392_000_000, kind: "issued",
      ticket: 1, number: "A001", window: nil, from: nil, to: "waiting", who: "uid 1001",
      place: "kiosk-1", why: "elder")
    let second = JournalRow(
      hall: "test", sequence: 2, day: "2026-11-23", at: 1_795_392_060_000, kind: "paused",
      ticket: nil, number: nil, window: "3", from: nil, to: nil, who: "叫号 7",
      place: "window 3", why: "lunch")
    let one = first.hash(after: ChainTail.none.hash)
    #expect(
      Hexadecimal.text(one) == "36480151507e2cf335ec65f209e4007ee4e54b45316efbecfe996478f07d77d6")
    #expect(
      Hexadecimal.text(second.hash(after: one))
        == "f9bb15c35946fbc3df5b4bbe9a7f0ea3b9500ccb2e6c95dba866bb7bf12097ac")
  }

  @Test func `keeps every line as the engine said it`() async throws {
    var hall = try LedgerHall()
    var random = AnyDay(seed: 5)
    var said: [JournalLine] = []
    for _ in 0..<300 {
      random.doSomething(in: &hall)
      let step = hall.engine.takeStep()
      said += step.lines
      for result in try await hall.store.commit([step]) { try result.get() }
    }
    let (first, last) = (try LedgerHall.day("2026-11-22"), try LedgerHall.day("2026-12-31"))
    #expect(try await hall.store.journal(from: first, through: last).map(\.line) == said)
    let report = try LedgerAudit.verify(path: hall.path)
    #expect(report.lines == said.count)
    #expect(report.ends.map(\.sequence) == [Int64(said.count)])
  }

  @Test func `of an outage's numbers is whole, though some lie in a drawer`() async throws {
    var hall = try LedgerHall()
    for serial in [2, 5] {
      _ = try hall.engine.enterLate(
        LateEntry(letter: "E", serial: serial, service: "tax", takenAt: hall.now),
        secret: "123456", by: LedgerHall.clerk, at: hall.now)
    }
    try await hall.write()
    #expect(try LedgerAudit.verify(path: hall.path).tickets == 2)
  }

  /// Every column, changed as somebody with sqlite3 in hand would, and what the audit says.
  @Test(arguments: [
    "hall = 'tset'", "sequence = 70", "day = '2026-11-22'", "at = at + 1", "kind = 'paper'",
    "ticket = 2", "ticket = NULL", "number = 'A009'", "window = '2'", "window = NULL",
    "fromState = 'onHold'", "toState = 'voided'", "who = 'uid 0'", "place = 'window 2'",
    "why = 'because'", "why = NULL", "hash = zeroblob(32)",
  ])
  func `shows which line was changed, whatever column`(change: String) async throws {
    var hall = try LedgerHall()
    for _ in 0..<4 { try hall.take() }
    _ = try hall.engine.callNext("1", by: LedgerHall.clerk, at: hall.now)
    try hall.serveNext()
    try await hall.write()
    let called = try await hall.store.journal(from: hall.day, through: hall.day)
      .first { $0.line.kind == .called && $0.line.why != nil }
    let line = try #require(called).sequence
    try await tamper(hall, "UPDATE journal SET \(change) WHERE sequence = \(line)")
    let fault = try #require(throws: LedgerFault.self) {
      try LedgerAudit.verify(path: hall.path)
    }
    let expected: [LedgerFault] = [
      .changedLine(hall: "test", sequence: line),
      .missingLines(hall: "test", after: line - 1, before: line + 1),
    ]
    #expect(expected.contains(fault))
  }

  @Test func `shows where lines are gone, and who knows its end sees what was cut`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<4 { try hall.take() }
    hall.engine.pauseHall(.system, until: nil, by: LedgerHall.clerk, at: hall.now)
    try await hall.write()
    let end = try LedgerAudit.verify(path: hall.path).ends
    try await tamper(hall, "DELETE FROM journal WHERE sequence = 5")
    #expect(try LedgerAudit.verify(path: hall.path).ends != end)
    try await tamper(hall, "DELETE FROM journal WHERE sequence = 2")
    #expect(throws: LedgerFault.missingLines(hall: "test", after: 1, before: 3)) {
      try LedgerAudit.verify(path: hall.path)
    }
  }

  @Test(arguments: [
    (
      "UPDATE ticket SET state = 'voided' WHERE serial = 2",
      LedgerFault.wrongState(
        hall: "test", day: "2026-11-23", number: "A002", row: "voided", journal: "waiting")
    ),
    (
      "UPDATE ticket SET serial = 9 WHERE serial = 3",
      .wrongNumber(hall: "test", day: "2026-11-23", number: "A003")
    ),
    (
      "UPDATE ticket SET serial = 9, number = 'A009' WHERE serial = 3",
      .skippedNumber(hall: "test", day: "2026-11-23", letter: "A", serial: 3)
    ),
    (
      """
      INSERT INTO windowState (hall, id, isOpen, ticket, othersInRow) VALUES ('test', '9', 1, 70, 0)
      """, .danglingRow(table: "windowState", into: "ticket")
    ),
    (
      "UPDATE journal SET ticket = NULL; DELETE FROM ticket WHERE serial = 2",
      .changedLine(hall: "test", sequence: 1)
    ),
  ])
  func `is held against the tickets`(change: String, fault: LedgerFault) async throws {
    var hall = try LedgerHall()
    for _ in 0..<4 { try hall.take() }
    try await hall.write()
    try await tamper(hall, change)
    #expect(throws: fault) { try LedgerAudit.verify(path: hall.path) }
  }

  @Test func `broken yesterday, is told in the morning and keeps no hall closed`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<4 { try hall.take() }
    try await hall.write()
    try await tamper(hall, "UPDATE journal SET who = 'nobody' WHERE sequence = 3")
    let store = try SQLiteHallStore(path: hall.path, hall: "test")
    #expect(
      try await store.lookOver() == [
        .journalBroken(.changedLine(hall: "test", sequence: 3))
      ])
    #expect(try await store.memory(at: hall.now).tickets.count == 4)
  }

  private func tamper(_ hall: LedgerHall, _ sql: String) async throws {
    try await hall.store.reader.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; \(sql); PRAGMA foreign_keys = ON")
    }
  }
}

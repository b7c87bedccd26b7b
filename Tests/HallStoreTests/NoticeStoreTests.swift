import Foundation
import GRDB
import Hall
import HallStore
import Testing

@testable import HallStoreSQLite

@Suite struct `The outbox of notices` {
  @Test func `takes a notice once a ticket and kind, and none without a phone`() async throws {
    var hall = try LedgerHall()
    let silent = try hall.take()
    let told = try hall.take(person: LedgerHall.person(1))
    try await hall.write()
    #expect(try await hall.store.ticketsWithPhone(after: 0) == [told.id])
    #expect(try await hall.store.ticketsWithPhone(after: told.id) == [])

    let notices = [silent, told].map { NoticeID(ticket: $0.id, kind: .called) }
    #expect(try await hall.store.enqueue(notices, at: hall.now) == 1)
    #expect(try await hall.store.enqueue(notices, at: hall.now) == 0)
    let waiting = try await hall.store.waitingNotices(dueBy: hall.now, limit: 9)
    #expect(
      waiting == [
        WaitingNotice(id: notices[1], attempts: 0, since: hall.now, sealedPhone: [1, 2, 3, 255])
      ])
    try await hall.store.settle(notices[1], as: .sent, attempts: 0, next: hall.now)
    #expect(try await hall.store.enqueue(notices, at: hall.now) == 0, "it was sent")
    #expect(try await hall.store.waitingNotices(dueBy: hall.now, limit: 9) == [])
    let totals = try await hall.store.noticeTotals(on: hall.day)
    #expect(totals == [.called: [.sent: 1]])
  }

  @Test func `takes up again what lapsed, and not what was given up`() async throws {
    var hall = try LedgerHall()
    let ticket = try hall.take(person: LedgerHall.person(1))
    try await hall.write()
    let (call, reminder) = (
      NoticeID(ticket: ticket.id, kind: .called), NoticeID(ticket: ticket.id, kind: .nearTurn)
    )
    _ = try await hall.store.enqueue([call, reminder], at: hall.now)
    try await hall.store.settle(call, as: .lapsed, attempts: 2, next: hall.now)
    try await hall.store.settle(reminder, as: .givenUp, attempts: 6, next: hall.now)
    let later = hall.now.advanced(bySeconds: 60)
    #expect(try await hall.store.enqueue([call, reminder], at: later) == 1)
    let waiting = try await hall.store.waitingNotices(dueBy: later, limit: 9)
    #expect(waiting.map(\.id) == [call])
    #expect(waiting.first?.attempts == 0)
    #expect(waiting.first?.since == later)
  }

  @Test func `gives out what is due, calls first, and the rest in its time`() async throws {
    var hall = try LedgerHall()
    let first = try hall.take(person: LedgerHall.person(1))
    let second = try hall.take(person: LedgerHall.person(2))
    try await hall.write()
    let reminder = NoticeID(ticket: first.id, kind: .nearTurn)
    let call = NoticeID(ticket: second.id, kind: .called)
    _ = try await hall.store.enqueue([reminder], at: hall.now)
    let now = hall.now.advanced(bySeconds: 1)
    _ = try await hall.store.enqueue([call], at: now)
    #expect(
      try await hall.store.waitingNotices(dueBy: now, limit: 9).map(\.id) == [call, reminder])
    #expect(try await hall.store.waitingNotices(dueBy: now, limit: 1).map(\.id) == [call])
    let later = now.advanced(bySeconds: 10)
    try await hall.store.settle(call, as: .waiting, attempts: 1, next: later)
    #expect(try await hall.store.waitingNotices(dueBy: now, limit: 9).map(\.id) == [reminder])
    let due = try await hall.store.waitingNotices(dueBy: later, limit: 9)
    #expect(due.first { $0.id == call }?.attempts == 1)
  }

  @Test func `outlives the program, and knows nothing of another hall's`() async throws {
    var hall = try LedgerHall()
    let ticket = try hall.take(person: LedgerHall.person(1))
    try await hall.write()
    let notice = NoticeID(ticket: ticket.id, kind: .called)
    _ = try await hall.store.enqueue([notice], at: hall.now)
    let again = try SQLiteHallStore(path: hall.path, hall: "test")
    #expect(try await again.waitingNotices(dueBy: hall.now, limit: 9).map(\.id) == [notice])
    let other = try SQLiteHallStore(path: hall.path, hall: "other")
    #expect(try await other.waitingNotices(dueBy: hall.now, limit: 9).isEmpty)
    #expect(try await other.ticketsWithPhone(after: 0).isEmpty)
    #expect(
      try await other.enqueue([NoticeID(ticket: ticket.id, kind: .nearTurn)], at: hall.now) == 0)
  }

  @Test func `forgets phones once their day is over, and lets go what still waits for them`()
    async throws
  {
    var hall = try LedgerHall()
    let ticket = try hall.take(person: LedgerHall.person(1))
    try await hall.write()
    let notice = NoticeID(ticket: ticket.id, kind: .nearTurn)
    _ = try await hall.store.enqueue([notice], at: hall.now)
    #expect(try await hall.store.forgetPhones(before: hall.day) == 0, "the day is not over")
    let tomorrow = try LedgerHall.day("2026-11-24")
    #expect(try await hall.store.forgetPhones(before: tomorrow) == 1)
    #expect(try await hall.store.ticketsWithPhone(after: 0).isEmpty)
    #expect(try await hall.store.waitingNotices(dueBy: hall.now, limit: 9).isEmpty)
    let totals = try await hall.store.noticeTotals(on: hall.day)
    #expect(totals == [.nearTurn: [.lapsed: 1]])
    let kept = try await hall.store.reader.read { db in
      try String.fetchOne(db, sql: "SELECT maskedPhone FROM ticket")
    }
    #expect(kept == "138****1234", "what else is kept for its time stays")
  }
}

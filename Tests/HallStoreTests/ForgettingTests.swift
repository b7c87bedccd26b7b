import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `The ledger forgets` {
  /// What is planted with the tickets of a day, and where a copy of it may lie.
  static let holder = "\u{1F36A}planted holder"
  static let maskedNumber = "planted-masked-number"
  static let maskedPhone = "planted-masked-phone"
  static let note = "planted note of a clerk"
  static let sealed = Array("planted sealed phone".utf8)
  static let person = Array("planted-person-of-32-bytes-total".utf8)

  static var planted: [[UInt8]] {
    [holder, maskedNumber, maskedPhone, note].map { Array($0.utf8) } + [sealed, person]
  }

  @Test func `who held a ticket after its days, and leaves no byte of it in the file or the log`()
    async throws
  {
    var hall = try LedgerHall()
    // Rows grow and move as tickets live, so that pages are split and rebuilt with old copies in
    // them; neighbours stay, so that no page is freed whole.
    for turn in 0..<400 {
      var order = hall.order()
      order.holder = Self.holder
      order.person = PersonKey(Self.person.dropLast() + [UInt8(turn % 251)])
      order.particulars = Particulars(
        maskedNumber: Self.maskedNumber, maskedPhone: Self.maskedPhone, sealedPhone: Self.sealed)
      _ = try? hall.engine.take(order, by: LedgerHall.kiosk, at: hall.now)
      _ = try hall.engine.callNext("1", by: LedgerHall.clerk, at: hall.now)
      if turn % 3 == 0 {
        _ = try hall.engine.transfer(
          from: "1", service: "tax", window: nil,
          note: Self.note + String(repeating: "!", count: turn),
          by: LedgerHall.clerk, at: hall.now)
      }
      hall.now = hall.now.advanced(bySeconds: 20)
      try await hall.write()
    }
    let booking = BookingWish(
      code: "c1", service: "tax", from: hall.now, until: hall.now.advanced(bySeconds: 60),
      person: PersonKey(Self.person))
    _ = try hall.engine.book(booking, by: LedgerHall.kiosk, at: hall.now)
    try await hall.write()
    let tomorrow = try LedgerHall.day("2026-11-24")
    let before = try bytes(of: hall)
    let planted = Self.planted.filter { before.contains($0.dropLast()) }
    #expect(planted == Self.planted, "what is not there cannot be forgotten")

    #expect(try await hall.store.forgetHolders(before: hall.day) == 0)
    #expect(try await hall.store.ticket("A001", on: hall.day)?.holder == Self.holder)
    #expect(try await hall.store.forgetHolders(before: tomorrow) > 390)
    #expect(try await hall.store.forgetHolders(before: tomorrow) == 0)
    let left = try bytes(of: hall)
    let legible = Self.planted.filter { left.contains($0.dropLast()) }
    #expect(legible.isEmpty)
    #expect(try await hall.store.ticket("A001", on: hall.day)?.holder == nil)
    #expect(try await hall.store.memory(at: hall.now).bookings.map(\.person) == [nil])
    #expect(try LedgerAudit.verify(path: hall.path).tickets > 390, "numbers and times stay")
  }

  @Test func `even what a reader kept in the log, once the reader is gone`() async throws {
    var hall = try LedgerHall()
    var order = hall.order(person: LedgerHall.person(7))
    order.holder = Self.holder
    _ = try hall.engine.take(order, by: LedgerHall.kiosk, at: hall.now)
    try await hall.write()
    let tomorrow = try LedgerHall.day("2026-11-24")
    let (store, pool) = (hall.store, hall.store.reader.pool)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let gone = DispatchSemaphore(value: 0)
    // A snapshot of before, held until the rows are cleared.
    async let held: Int? = pool.read { db in
      let count = try db.firstRow(
        "SELECT count(*) FROM ticket", binding: { _ in }, { $0.int(0) })
      begin.finish()
      gone.wait()
      return count
    }
    for await _ in begun {}
    async let cleared = store.forgetHolders(before: tomorrow)
    while try await store.ticket("A001", on: hall.day)?.holder != nil { await Task.yield() }
    gone.signal()
    #expect(try await held == 1)
    #expect(try await cleared == 1)
    let isLegible = try bytes(of: hall).contains(Self.holder.utf8)
    #expect(!isLegible)
  }

  /// The file and its log.
  private func bytes(of hall: LedgerHall) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: hall.path)))
      + Array(Data(contentsOf: URL(filePath: hall.path + "-wal")))
  }
}

extension [UInt8] {
  /// Whether the bytes stand somewhere in these.
  fileprivate func contains(_ words: some Collection<UInt8>) -> Bool {
    Data(self).range(of: Data(words)) != nil
  }
}

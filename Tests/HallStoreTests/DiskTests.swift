import Foundation
import GRDB
import Glibc
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `A disk that takes no more` {
  @Test func `is told as full, loses nothing acknowledged, and goes on once there is room`()
    async throws
  {
    var hall = try LedgerHall()
    try await leaveRoom(hall, pages: 60)
    var acknowledged: [Ticket] = []
    var refused: [StoreFailure] = []
    for _ in 0..<2000 where refused.isEmpty {
      let before = hall.engine
      let tickets = try (0..<10).map { _ in try hall.take(person: nil) }
      do {
        for result in try await hall.store.commit([hall.engine.takeStep()]) { try result.get() }
        acknowledged += tickets
      } catch let failure as StoreFailure {
        refused.append(failure)
        hall.engine = before
      }
    }
    #expect(refused.map(\.code) == [.diskFull])
    #expect(acknowledged.count > 50)
    try await expect(hall, acknowledged)
    try await leaveRoom(hall, pages: 1_000_000)
    acknowledged.append(try hall.take())
    try await hall.write()
    try await expect(hall, acknowledged)
  }

  /// A real file system without room, where SQLite learns of it from the kernel.
  @Test(.enabled(if: SmallDisk.isPossible, "mount(2) needs CAP_SYS_ADMIN"))
  func `of a few megabytes is told as full when it is, and so is one that turns read-only`()
    async throws
  {
    let disk = try SmallDisk(bytes: 2 << 20)
    defer { disk.unmount() }
    let path = disk.path + "/hall.sqlite"
    var hall = try LedgerHall()
    let store = try SQLiteHallStore(path: path, hall: "test")
    var acknowledged: [Ticket] = []
    var refused: StoreFailure?
    while refused == nil {
      let before = hall.engine
      let tickets = try (0..<20).map { _ in try hall.take() }
      do {
        for result in try await store.commit([hall.engine.takeStep()]) { try result.get() }
        acknowledged += tickets
      } catch let failure as StoreFailure {
        refused = failure
        hall.engine = before
      }
    }
    #expect(refused?.code == .diskFull)
    #expect(try await store.tickets(from: hall.day, through: hall.day) == acknowledged)
    // Somebody makes room.
    try disk.resize(bytes: 16 << 20)
    acknowledged.append(try hall.take())
    for result in try await store.commit([hall.engine.takeStep()]) { try result.get() }
    #expect(try await store.tickets(from: hall.day, through: hall.day) == acknowledged)
    #expect(try LedgerAudit.verify(path: path).tickets == acknowledged.count)
  }

  @Test func `because the ledger may not be written is told as read-only`() async throws {
    var hall = try LedgerHall()
    let ticket = try hall.take()
    try await hall.write()
    try await hall.store.reader.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA query_only = ON")
    }
    let before = hall.engine
    try hall.take()
    let step = hall.engine.takeStep()
    do {
      _ = try await hall.store.commit([step])
      Issue.record("it was written")
    } catch let failure as StoreFailure {
      #expect(failure.code == .readOnly)
    }
    hall.engine = before
    try await hall.store.reader.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA query_only = OFF")
    }
    try await expect(hall, [ticket])
    let next = try hall.take()
    try await hall.write()
    try await expect(hall, [ticket, next])
  }

  /// Lets the ledger grow by so many pages, however many its tables have taken.
  private func leaveRoom(_ hall: LedgerHall, pages: Int) async throws {
    try await hall.store.reader.pool.writeWithoutTransaction { db in
      let taken = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(taken + pages)")
    }
  }

  /// What the ledger holds is what was acknowledged, for this program and the next.
  private func expect(_ hall: LedgerHall, _ tickets: [Ticket]) async throws {
    let again = try SQLiteHallStore(path: hall.path, hall: "test")
    #expect(try await again.lookOver().isEmpty)
    for store in [hall.store, again] {
      #expect(try await store.tickets(from: hall.day, through: hall.day) == tickets)
    }
    #expect(try LedgerAudit.verify(path: hall.path).tickets == tickets.count)
  }
}

/// A file system in memory with so many bytes.
struct SmallDisk {
  let directory = TemporaryDirectory()
  var path: String { directory.url.path }

  static let isPossible: Bool = (try? SmallDisk(bytes: 1 << 20)).map { $0.unmount() } != nil

  init(bytes: Int) throws { try mount(bytes, flags: 0) }

  func resize(bytes: Int) throws { try mount(bytes, flags: UInt(MS_REMOUNT)) }

  func unmount() { umount2(path, Int32(MNT_DETACH)) }

  private func mount(_ bytes: Int, flags: UInt) throws {
    guard Glibc.mount("tmpfs", path, "tmpfs", flags, "size=\(bytes)") == 0 else {
      throw Unexpected("mount: \(String(cString: strerror(errno)))")
    }
  }
}

import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `A backup` {
  @Test func `of an open hall is one moment of it, whole and its user's alone`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<500 { try hall.take() }
    try await hall.write()
    let copy = hall.directory.path("copy.sqlite")
    let (store, path) = (hall.store, hall.path)
    var engine = hall.engine
    var orders: [TicketOrder] = []
    for _ in 0..<200 { orders.append(hall.order()) }
    let (now, day) = (hall.now, hall.day)
    let (written, write) = AsyncStream.makeStream(of: Void.self)
    let writing = Task { [orders] in
      // Goes on until the copy is made, so that it is made under writes whatever the machine.
      var count = 0
      for order in orders {
        _ = try engine.take(order, by: LedgerHall.kiosk, at: now)
        for result in try await store.commit([engine.takeStep()]) { try result.get() }
        count += 1
        if count == 3 { write.finish() }
        if Task.isCancelled { break }
      }
      return count
    }
    for await _ in written {}
    var shares: [LedgerBackup.Progress] = []
    let report = try LedgerBackup.write(path, to: copy) { shares.append($0) }
    writing.cancel()
    let more = try await writing.value
    #expect(report.tickets >= 503)
    #expect(report.tickets <= 500 + more)
    #expect(shares.first != shares.last)
    #expect(shares.last == .verified(1))
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
    let restored = try SQLiteHallStore(path: copy, hall: "test")
    #expect(try await restored.lookOver().isEmpty)
    #expect(
      try await restored.tickets(from: day, through: day)
        == Array(try await store.tickets(from: day, through: day).prefix(report.tickets)))
  }

  @Test func `is restored in the place of the old ledger, which is kept`() async throws {
    var hall = try LedgerHall()
    let first = try hall.take()
    try await hall.write()
    let copy = hall.directory.path("copy.sqlite")
    try LedgerBackup.write(hall.path, to: copy)
    let second = try hall.take()
    try await hall.write()
    let (path, day) = (hall.path, hall.day)
    // The hall is still open here: its log is not in the file, and must not be lost with it.
    let restored = try LedgerBackup.restore(copy, to: path, at: Moment(milliseconds: 7000))
    let kept = try #require(restored.kept)
    #expect(kept == path + ".before-7")
    let after = try SQLiteHallStore(path: path, hall: "test")
    #expect(try await after.tickets(from: day, through: day) == [first])
    let old = try SQLiteHallStore(path: kept, hall: "test")
    #expect(try await old.tickets(from: day, through: day) == [first, second])
  }

  @Test func `that is no whole ledger replaces nothing`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let copy = hall.directory.path("copy.sqlite")
    try LedgerBackup.write(hall.path, to: copy)
    let sound = try Data(contentsOf: URL(filePath: copy))
    let tampered = try SQLiteHallStore(path: copy, hall: "test")
    try await tampered.reader.pool.writeWithoutTransaction { db in
      try db.execute(sql: "UPDATE journal SET who = 'nobody'")
    }
    #expect(
      throws: LedgerBackup.Failure.broken(
        path: copy, .changedLine(hall: "test", sequence: 1))
    ) {
      try LedgerBackup.restore(copy, to: hall.path, at: hall.now)
    }
    try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: copy))
    for log in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + log) }
    #expect(throws: LedgerBackup.Failure.source(.notADatabase(path: copy))) {
      try LedgerBackup.restore(copy, to: hall.path, at: hall.now)
    }
    // Neither does a backup of nothing replace the one before.
    try sound.write(to: URL(filePath: copy))
    #expect(throws: LedgerBackup.Failure.self) {
      try LedgerBackup.write(hall.directory.path("missing.sqlite"), to: copy)
    }
    #expect(try Data(contentsOf: URL(filePath: copy)) == sound)
    #expect(try await hall.store.tickets(from: hall.day, through: hall.day).count == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: hall.directory.url.path)
    #expect(!files.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".restored") })
  }
}

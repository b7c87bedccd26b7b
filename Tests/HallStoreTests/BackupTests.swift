import Crypto
import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `A backup` {
  static let key = SymmetricKey(data: [UInt8](repeating: 3, count: 32))

  private static func state(_ hall: LedgerHall) -> String { hall.directory.url.path }

  @discardableResult
  private static func write(
    _ hall: LedgerHall, to place: String, key: SymmetricKey? = key,
    progress: (HallBackup.Progress) -> Void = { _ in }
  ) throws -> BackupManifest {
    try HallBackup.write(
      state(hall), to: place, program: "1", hallKey: key, at: hall.now, progress: progress)
  }

  private static func restore(
    _ hall: LedgerHall, _ place: String, key: SymmetricKey? = key, second: Int64 = 7
  ) throws -> HallBackup.Restored {
    try HallBackup.restore(
      place, to: state(hall), hallKey: key, at: Moment(milliseconds: second * 1000))
  }

  @Test func `of an open hall is one moment of it, whole and its user's alone`() async throws {
    var hall = try LedgerHall()
    for _ in 0..<500 { try hall.take() }
    try await hall.write()
    let copy = hall.directory.path("copy")
    let store = hall.store
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
    var shares: [HallBackup.Progress] = []
    let report = try Self.write(hall, to: copy) { shares.append($0) }.ledger
    writing.cancel()
    let more = try await writing.value
    #expect(report.tickets >= 503)
    #expect(report.tickets <= 500 + more)
    #expect(shares.first != shares.last)
    #expect(shares.last == .verified(HallFiles.ledger, 1))
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(copy) == 0o700)
    #expect(try mode("\(copy)/hall.sqlite") == 0o600)
    let files = try FileManager.default.contentsOfDirectory(atPath: copy)
    #expect(Set(files) == ["hall.sqlite", "backup.json"])
    let restored = try SQLiteHallStore(path: "\(copy)/hall.sqlite", hall: "test")
    #expect(try await restored.lookOver().isEmpty)
    #expect(
      try await restored.tickets(from: day, through: day)
        == Array(try await store.tickets(from: day, through: day).prefix(report.tickets)))
  }

  @Test func `is restored in the place of the old state, which is kept`() async throws {
    var hall = try LedgerHall()
    let first = try hall.take()
    try await hall.write()
    let cases = try SQLiteCaseStore(path: hall.directory.path(HallFiles.cases), hall: "test")
    _ = try await cases.apply(CaseStoreTests.lives(3), mark: nil, at: CaseStoreTests.now)
    let keys = hall.directory.path(RatingAnchors.keyFile)
    try "aa\n".write(toFile: keys, atomically: true, encoding: .utf8)
    let copy = hall.directory.path("copy")
    let manifest = try Self.write(hall, to: copy)
    #expect(manifest.cases == CaseAudit.Report(cases: 3, records: 9, receipts: 6))
    let second = try hall.take()
    try await hall.write()
    _ = try await cases.apply(CaseStoreTests.lives(5), mark: nil, at: CaseStoreTests.now)
    try "bb\n".write(toFile: keys, atomically: true, encoding: .utf8)
    let (path, day) = (hall.path, hall.day)
    // The hall is still open here: its log is not in the file, and must not be lost with it.
    let restored = try Self.restore(hall, copy)
    #expect(restored.hasKey == true)
    #expect(!restored.verdict.isOlder)
    #expect(
      restored.kept == [path + ".before-7", hall.directory.path("cases.sqlite.before-7")])
    let after = try SQLiteHallStore(path: path, hall: "test")
    #expect(try await after.tickets(from: day, through: day) == [first])
    let old = try SQLiteHallStore(path: restored.kept[0], hall: "test")
    #expect(try await old.tickets(from: day, through: day) == [first, second])
    for (path, count) in [(hall.directory.path(HallFiles.cases), 3), (restored.kept[1], 5)] {
      #expect(try await SQLiteCaseStore(path: path, hall: "test").caseCount() == count)
    }
    // Keys that were sealed with since stay known.
    #expect(try String(contentsOfFile: keys, encoding: .utf8) == "aa\nbb\n")
  }

  @Test func `that is not whole replaces nothing`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let copy = hall.directory.path("copy")
    try Self.write(hall, to: copy)
    let file = "\(copy)/hall.sqlite"
    let sound = try Data(contentsOf: URL(filePath: file))
    #expect(throws: BackupFailure.exists(path: copy)) { try Self.write(hall, to: copy) }

    // One byte that has turned on a disk is enough.
    var turned = sound
    turned[turned.count / 2] ^= 1
    try turned.write(to: URL(filePath: file))
    #expect(throws: BackupFailure.changed(path: file)) { try Self.restore(hall, copy) }
    try sound.write(to: URL(filePath: file))

    // A manifest that names what it must not touch, one of tomorrow, and none.
    let list = "\(copy)/backup.json"
    let manifest = try String(contentsOfFile: list, encoding: .utf8)
    func restore(_ manifest: String) throws {
      try manifest.write(toFile: list, atomically: true, encoding: .utf8)
      _ = try Self.restore(hall, copy)
    }
    #expect(throws: BackupFailure.notABackup(path: copy)) {
      try restore(manifest.replacing("hall.sqlite", with: "../hall.sqlite"))
    }
    #expect(throws: BackupFailure.newer(path: copy)) { try restore(#"{"format": 2}"#) }
    #expect(throws: BackupFailure.notABackup(path: copy)) { try restore("") }
    try manifest.write(toFile: list, atomically: true, encoding: .utf8)

    // A whole file that tells something else.
    try await DatabaseQueue(path: file).write { db in
      try db.execute(sql: "UPDATE journal SET who = 'nobody'")
    }
    let (count, hash) = try DatabaseCopy.bytes(of: file)
    let forged = try JSONDecoder().decode(BackupManifest.self, from: Data(manifest.utf8))
    try BackupManifest(
      format: 1, program: "1", at: forged.at, keyCheck: forged.keyCheck,
      files: [.init(name: "hall.sqlite", bytes: count, sha256: hash)], ledger: forged.ledger,
      cases: nil
    ).write(into: copy)
    #expect(
      throws: BackupFailure.broken(path: file, .changedLine(hall: "test", sequence: 1))
    ) { try Self.restore(hall, copy) }

    #expect(try await hall.store.tickets(from: hall.day, through: hall.day).count == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.state(hall))
    #expect(!files.contains { $0.hasSuffix(".partial") || $0.hasSuffix(".restored") })
  }

  @Test func `of a broken ledger or broken cases is not made`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let cases = try SQLiteCaseStore(path: hall.directory.path(HallFiles.cases), hall: "test")
    _ = try await cases.apply(CaseStoreTests.lives(3), mark: nil, at: CaseStoreTests.now)
    let copy = hall.directory.path("copy")
    for (sql, fault) in [
      ("DELETE FROM caseHead WHERE id = 2", CaseFault.strayRecord(case: 2)),
      ("DELETE FROM caseRecord WHERE head = 2", .strayReceipt(case: 2)),
      (
        "DELETE FROM caseReceipt WHERE head = 2; UPDATE caseHead SET source = 9",
        .noSource(case: 1)
      ),
      (
        "UPDATE caseHead SET source = 1; UPDATE caseRecord SET form = x'00'",
        .unreadableRecord(case: 1)
      ),
    ] {
      try await cases.reader.pool.writeWithoutTransaction { try $0.execute(sql: sql) }
      #expect(
        throws: BackupFailure.brokenCases(path: hall.directory.path(HallFiles.cases), fault)
      ) { try Self.write(hall, to: copy) }
    }
    try FileManager.default.removeItem(atPath: hall.path)
    #expect(throws: BackupFailure.self) { try Self.write(hall, to: copy) }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.state(hall))
    #expect(!files.contains { $0.hasPrefix("copy") })
  }

  @Test func `with another hall's key is refused, and told where no key is known`() async throws {
    var hall = try LedgerHall()
    try hall.take()
    try await hall.write()
    let copy = hall.directory.path("copy")
    try Self.write(hall, to: copy)
    let other = SymmetricKey(data: [UInt8](repeating: 4, count: 32))
    #expect(throws: BackupFailure.otherKey(path: hall.directory.path("hall.key"))) {
      try Self.restore(hall, copy, key: other)
    }
    #expect(try Self.restore(hall, copy, key: nil).hasKey == nil)
    let without = hall.directory.path("without")
    try Self.write(hall, to: without, key: nil)
    #expect(try Self.restore(hall, without, key: other, second: 8).hasKey == nil)
  }
}

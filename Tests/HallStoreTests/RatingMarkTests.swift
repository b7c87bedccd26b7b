import Crypto
import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

/// What somebody does who writes the ledger's file, chains what they write, and has no key.
@Suite(.timeLimit(.minutes(2))) struct `The marks of ratings` {
  private static let key = RatingKey(hallKey: SymmetricKey(data: Data(repeating: 7, count: 32)))

  private func hall() async throws -> (hall: LedgerHall, tickets: [Ticket]) {
    let made = try await LedgerHall.finished(3, ratingKey: Self.key)
    _ = try await made.hall.store.record(
      LedgerHall.rating(.poor, of: made.tickets[0], request: "a", at: made.hall.now))
    return made
  }

  private func rate(_ hall: LedgerHall, _ store: SQLiteHallStore, _ ticket: Ticket) async throws {
    _ = try await store.record(
      LedgerHall.rating(.good, of: ticket, request: "r\(ticket.id)", at: hall.now))
  }

  private func reopened(_ hall: LedgerHall) throws -> SQLiteHallStore {
    try SQLiteHallStore(path: hall.path, hall: "test", ratingKey: Self.key)
  }

  private func fault(_ hall: LedgerHall, keyed: Bool = true) throws -> RatingFault? {
    var anchors = RatingAnchors(beside: hall.path)
    if keyed { anchors.key = Self.key }
    do {
      _ = try LedgerAudit.verify(path: hall.path, anchors: anchors)
      return nil
    } catch LedgerFault.rating(let fault) {
      return fault
    }
  }

  private func report(_ hall: LedgerHall, keyed: Bool = true) throws -> RatingReport {
    var anchors = RatingAnchors(beside: hall.path)
    if keyed { anchors.key = Self.key }
    let report = try LedgerAudit.verify(path: hall.path, anchors: anchors)
    return try #require(report.ratings.first)
  }

  private func fileBeside(_ hall: LedgerHall, _ name: String) -> String {
    RatingAnchors.path(of: name, beside: hall.path)
  }

  /// Writes the ledger past the hall.
  private func stranger(
    _ hall: LedgerHall, _ body: @escaping (inout RatingTable.End, Database) throws -> Void
  ) throws {
    let queue = try DatabaseQueue(path: hall.path)
    try queue.write { db in
      var end = try RatingTable.end(of: "test", key: nil, db)
      try body(&end, db)
    }
    try queue.close()
  }

  private func noted(_ store: SQLiteHallStore, _ hall: LedgerHall) async throws -> [String] {
    // The hall notes by the machine's clock, after which a test's own is one that was put back.
    let last = try #require(LocalDay("9999-12-30"))
    return try await store.ratingRows(from: hall.day, through: last)
      .filter { $0.entry.kind == .warning }.compactMap(\.entry.word)
      .filter { $0 != RatingEntry.Warning.clockSetBack.rawValue }
  }

  @Test func `rows of the hall are marked, and what was there before is from then on`()
    async throws
  {
    let (hall, tickets) = try await hall()
    try await rate(hall, hall.store, tickets[1])
    let (keyed, plainly) = (try report(hall), try report(hall, keyed: false))
    #expect(keyed.isKeyed && keyed.rows == 3 && !plainly.isKeyed)
    // A hall that had no key: its rows are of nobody for who has one.
    let plain = try await LedgerHall.finished(1)
    try await rate(plain.hall, plain.hall.store, plain.tickets[0])
    #expect(try fault(plain.hall) == .foreignHead(hall: "test"))
  }

  @Test func `a ledger of before the marks gets them when it is opened`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.path("hall.sqlite")
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "5 ratings in a chain")
    try await queue.write { db in
      var end = RatingTable.End(hall: "test", tail: .none, at: nil)
      for second in 1...3 as ClosedRange<Int64> {
        var entry = RatingEntry(
          .refused, at: Moment(milliseconds: 1_795_397_400_000 + second * 1000), by: .service)
        entry.word = "notOpen"
        entry.text = second == 2 ? "words" : nil
        try RatingTable.append(entry, to: &end, db)
      }
      try db.execute(sql: "DELETE FROM ratingText")
    }
    try queue.close()
    let store = try SQLiteHallStore(path: path, hall: "test", ratingKey: Self.key)
    guard case .success(let report) = try await store.verifyRatings() else {
      throw Unexpected("broken")
    }
    #expect(report.rows == 4 && report.noted.isEmpty, "and words that were forgotten by then")
  }

  @Test func `a row that a stranger chains to the end is found with the key, before any seal`()
    async throws
  {
    let (hall, tickets) = try await hall()
    try stranger(hall) { end, db in
      try RatingTable.append(
        LedgerHall.rating(.excellent, of: tickets[1], request: "x", at: hall.now), to: &end, db)
    }
    #expect(try fault(hall) == .foreignRow(hall: "test", row: 3))
    #expect(try fault(hall, keyed: false) == nil, "the chain itself has no secret")
    guard case .failure(let breach) = try await hall.store.verifyRatings() else {
      throw Unexpected("the open hall sees nothing")
    }
    #expect(breach.row == 3)
    // The open hall notices with its next row, for ever.
    try await rate(hall, hall.store, tickets[2])
    #expect(try await noted(hall.store, hall) == ["foreignRows"])
    #expect(try fault(hall) == .foreignRow(hall: "test", row: 3))
  }

  @Test func `a stranger's row of a closed hall is noted when it opens`() async throws {
    let (hall, tickets) = try await hall()
    try stranger(hall) { end, db in
      try RatingTable.append(
        LedgerHall.rating(.excellent, of: tickets[1], request: "x", at: hall.now), to: &end, db)
    }
    #expect(try await noted(try reopened(hall), hall) == ["foreignRows"])
    #expect(try await noted(try reopened(hall), hall) == ["foreignRows"], "once")
  }

  @Test func `rows that go while the hall is open are missed at once`() async throws {
    let (hall, tickets) = try await hall()
    try stranger(hall) { _, db in
      try db.execute(sql: "DROP TRIGGER ratingRowNeverGoes")
      try db.execute(sql: "DELETE FROM ratingRow WHERE sequence = 2")
      try db.execute(
        sql: """
          CREATE TRIGGER ratingRowNeverGoes BEFORE DELETE ON ratingRow
          BEGIN SELECT RAISE(ABORT, 'rows of ratingRow are never deleted'); END
          """)
    }
    guard case .failure(let breach) = try await hall.store.verifyRatings() else {
      throw Unexpected("the open hall sees nothing")
    }
    #expect(breach.why.contains("the open hall knows of row 2"))
    try await rate(hall, hall.store, tickets[1])
    #expect(try await noted(hall.store, hall) == ["rowsMissing"])
  }

  @Test func `the end beside the ledger is missed when it goes, open or closed`() async throws {
    let (hall, tickets) = try await hall()
    let head = fileBeside(hall, "ratings.head")
    try FileManager.default.removeItem(atPath: head)
    #expect(try fault(hall) == .missingHead(hall: "test"))
    #expect(try fault(hall, keyed: false) == .missingHead(hall: "test"))
    guard case .failure = try await hall.store.verifyRatings() else {
      throw Unexpected("the open hall sees nothing")
    }
    try await rate(hall, hall.store, tickets[1])
    #expect(try await noted(hall.store, hall) == ["headMissing"])
    #expect(try report(hall).noted.map(\.what) == ["headMissing"])
    try FileManager.default.removeItem(atPath: head)
    #expect(
      try await noted(try reopened(hall), hall) == ["headMissing", "headMissing"])
  }

  @Test func `an end that is not the hall's own is found`() async throws {
    let (hall, _) = try await hall()
    let head = fileBeside(hall, "ratings.head")
    let words = try String(contentsOfFile: head, encoding: .utf8).split(separator: " ")
    #expect(words.count == 4)
    for forged in [words[..<3].joined(separator: " "), "test 0 00 00", "nonsense"] {
      try forged.write(toFile: head, atomically: true, encoding: .utf8)
      #expect(try fault(hall) != nil)
    }
    #expect(try await noted(try reopened(hall), hall) == ["headMissing"])
  }

  @Test func `the file of the seals' keys is missed when it goes`() async throws {
    let (hall, _) = try await hall()
    let keys = fileBeside(hall, "seal.pub")
    let secret = Curve25519.Signing.PrivateKey()
    let end = try await hall.store.ratingEnd(of: hall.day)
    var seal = RatingSeal(
      hall: "test", day: hall.day, at: hall.now, rows: end.rows, head: end.head, previous: nil,
      publicKey: Array(secret.publicKey.rawRepresentation))
    seal.signature = Array(try secret.signature(for: seal.message))
    try await hall.store.keep(seal)
    try (Hexadecimal.text(seal.publicKey) + "\n").write(
      toFile: keys, atomically: true, encoding: .utf8)
    #expect(try fault(hall) == nil)
    try FileManager.default.removeItem(atPath: keys)
    #expect(try fault(hall) == .missingKeys(hall: "test"))
    #expect(try await noted(try reopened(hall), hall) == ["keysMissing"])
  }

  @Test func `words that go before their time are missed, and those that are forgotten are not`()
    async throws
  {
    let (hall, tickets) = try await hall()
    var entry = LedgerHall.rating(.fair, of: tickets[1], request: "w", at: hall.now)
    entry.text = "等太久"
    _ = try await hall.store.record(entry)
    #expect(try fault(hall) == nil)
    let backup = hall.directory.path("copy.sqlite")
    try FileManager.default.copyItem(atPath: hall.path, toPath: backup)
    // A stranger may chain that the words were forgotten, and has no mark for it.
    try stranger(hall) { end, db in
      try db.execute(sql: "DELETE FROM ratingText")
      try RatingTable.noteForgotten(
        before: try #require(hall.day.adding(days: 1)), at: hall.now, &end, db)
    }
    #expect(try fault(hall) == .foreignRow(hall: "test", row: 4))
    let other = try await LedgerHall.finished(1, ratingKey: Self.key)
    entry.ticket = other.tickets[0].id
    _ = try await other.hall.store.record(entry)
    try stranger(other.hall) { _, db in try db.execute(sql: "DELETE FROM ratingText") }
    #expect(try fault(other.hall) == .missingText(hall: "test", row: 1))
    let third = try await LedgerHall.finished(1, ratingKey: Self.key)
    _ = try await third.hall.store.record(entry)
    _ = try await third.hall.store.forgetHolders(
      before: try #require(third.hall.day.adding(days: 1)))
    #expect(try fault(third.hall) == nil)
    #expect(try report(third.hall).noted.isEmpty, "it was promised")
  }
}

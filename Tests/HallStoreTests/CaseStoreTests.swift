import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

/// Cases in the ledger.
@Suite struct CaseStoreTests {
  let directory: TemporaryDirectory
  let store: SQLiteCaseStore
  static let now = Moment(written: "2026-11-26 12:00") ?? Moment(milliseconds: 0)

  init() throws {
    directory = TemporaryDirectory()
    store = try SQLiteCaseStore(path: directory.path("cases.sqlite"), hall: "h1")
  }

  func serials(_ receipt: String) async throws -> [String] {
    try await store.keys(ofReceipt: receipt).map(\.identity.serial)
  }

  static func person(_ number: Int) -> PersonKey {
    PersonKey([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32))
  }

  static func notice(
    _ serial: String, _ event: CaseEvent, at time: String, version: Int = 1,
    _ change: (inout CaseFacts) -> Void = { _ in }
  ) -> CaseNotice {
    var facts = CaseFacts()
    change(&facts)
    return CaseNotice(
      identity: CaseIdentity(source: "gd", serial: serial), record: event.kind.rawValue,
      version: version, at: Moment(written: time) ?? Moment(milliseconds: 0), event: event,
      facts: facts)
  }

  static func lives(_ count: Int) -> [CaseNotice] {
    (0..<count).flatMap { number in
      [
        notice("S\(number)", .submitted, at: "2026-11-02 09:00") {
          $0.person = person(number)
          $0.applicant = "张**"
          $0.receipt = CaseReceipt(number: "R\(number)", password: [UInt8](repeating: 9, count: 32))
        },
        notice("S\(number)", .accepted, at: "2026-11-03 09:00") {
          $0.limits = CaseLimits(legal: 20, promised: 10)
          $0.receipt = CaseReceipt(number: "A\(number)", password: nil)
        },
        notice("S\(number)", .examined(.review, returned: false), at: "2026-11-04 09:00"),
      ]
    }
  }

  @Test(arguments: 0..<4)
  func `in any order and batches, once or again, the same cases come of it`(seed: UInt64)
    async throws
  {
    var dice = Dice(state: seed)
    let lives = Self.lives(40)
    let newer = Self.notice("S3", .accepted, at: "2026-11-03 10:00", version: 2) {
      $0.receipt = CaseReceipt(number: "A3b", password: nil)
    }
    var messages = lives + [newer] + lives.filter { _ in Bool.random(using: &dice) }
    messages.shuffle(using: &dice)
    while !messages.isEmpty {
      let batch = Array(messages.prefix(Int.random(in: 1...50, using: &dice)))
      messages.removeFirst(batch.count)
      _ = try await store.apply(batch, mark: nil, at: Self.now)
    }
    #expect(try await store.caseCount() == 40)
    for number in 0..<40 {
      let mine = try await store.cases(of: Self.person(number))
      #expect(mine.map(\.identity.serial) == ["S\(number)"])
      #expect(mine.first?.state == .examining)
      #expect(try await serials("R\(number)") == mine.map(\.identity.serial))
      let accepted = try await serials(number == 3 ? "A3b" : "A\(number)")
      #expect(accepted == mine.map(\.identity.serial))
    }
    // A receipt that a later version no longer has finds nothing.
    #expect(try await serials("A3").isEmpty)
    let again = try await store.apply(lives, mark: nil, at: Self.now)
    #expect(again.filter { $0 == .repeated }.count == lives.count - 1)
    #expect(again.filter { $0 == .superseded }.count == 1)
  }

  @Test func `a bad notice is rejected with its reason, and the rest is taken with the mark`()
    async throws
  {
    let future = Self.notice("S1", .accepted, at: "2027-11-03 09:00")
    let good = Self.notice("S2", .accepted, at: "2026-11-03 09:00")
    let mark = CaseMark(name: "file", position: 77, digest: "d")
    let outcomes = try await store.apply([future, good], mark: mark, at: Self.now)
    #expect(outcomes == [.rejected(.badTime), .applied])
    #expect(try await store.caseMark("file") == mark)
    #expect(try await store.caseMark("other") == nil)
    #expect(try await store.caseCount() == 1)
  }

  @Test
  func `an organisation's cases are its agent's to see; parts of a joint case go by their parent`()
    async throws
  {
    let code = try #require(OrganisationCode("91350100M000100Y43"))
    _ = try await store.apply(
      [
        Self.notice("J", .submitted, at: "2026-11-03 09:00") {
          $0.organisation = code
          $0.agent = Self.person(1)
          $0.kind = .joint
        },
        Self.notice("J1", .submitted, at: "2026-11-03 09:00") { $0.parent = "J" },
        Self.notice("J2", .submitted, at: "2026-11-03 09:00") { $0.parent = "J" },
      ], mark: nil, at: Self.now)
    #expect(
      try await store.cases(of: code, agent: Self.person(1)).map(\.identity.serial) == ["J"])
    #expect(try await store.cases(of: code, agent: Self.person(2)).isEmpty)
    #expect(try await store.cases(of: Self.person(1)).isEmpty)
    let joint = CaseIdentity(source: "gd", serial: "J")
    #expect(try await store.parts(of: joint).map(\.identity.serial) == ["J1", "J2"])
    #expect(try await store.caseStanding(joint)?.isJoint == true)
  }

  @Test func `what may be late comes in pages, the earliest first`() async throws {
    _ = try await store.apply(Self.lives(25), mark: nil, at: Self.now)
    let due = try #require(LocalDay("2026-11-13"))
    var cursor: CasePage.Cursor?
    var seen: [String] = []
    repeat {
      let page = try await store.casesDue(by: due, after: cursor, limit: 10)
      seen += page.cases.map(\.identity.serial)
      cursor = page.next
    } while cursor != nil
    #expect(Set(seen).count == 25 && seen.count == 25)
    let before = try #require(LocalDay("2026-11-12"))
    #expect(try await store.casesDue(by: before, after: nil, limit: 10).cases.isEmpty)
  }

  @Test func `cases that are long over are gone with everything said of them`() async throws {
    _ = try await store.apply(
      Self.lives(3) + [Self.notice("S1", .finished(.done), at: "2026-11-05 09:00")], mark: nil,
      at: Self.now)
    let gone = try await store.forgetCases(overBefore: Self.now)
    #expect(gone == 1)
    #expect(try await store.caseCount() == 2)
    #expect(try await serials("R1").isEmpty)
    let rest = try await store.reader.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM caseRecord")
    }
    #expect(rest == 6)
  }

  @Test func `each hall sees its own cases`() async throws {
    _ = try await store.apply(Self.lives(1), mark: nil, at: Self.now)
    let other = try SQLiteCaseStore(path: directory.path("cases.sqlite"), hall: "h2")
    #expect(try await other.keys(ofReceipt: "R0").isEmpty)
    #expect(try await other.cases(of: Self.person(0)).isEmpty)
    #expect(try await other.caseCount() == 0)
  }

  /// What is looked up with a person waiting, in a file of a million cases.
  @Test(arguments: [
    "person = x'00' AND hall = 'h'", "organisation = 'o' AND agent = x'00' AND hall = 'h'",
    "caseHead.id IN (SELECT head FROM caseReceipt WHERE receipt = 'r') AND hall = 'h'",
    "name = 'n' AND serial = 's' AND hall = 'h'", "name = 'n' AND parent = 's' AND hall = 'h'",
    "dueFrom IS NOT NULL AND dueFrom <= 1 AND hall = 'h' ORDER BY dueFrom, caseHead.id",
  ])
  func `no look-up reads the whole table`(condition: String) async throws {
    let plan = try await store.reader.read { db in
      try Row.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT caseHead.id FROM caseHead
          JOIN caseSource ON caseSource.id = caseHead.source WHERE \(condition)
          """
      ).map { $0["detail"] as String }
    }
    #expect(plan.allSatisfy { !$0.hasPrefix("SCAN caseHead") }, "\(plan)")
  }
}

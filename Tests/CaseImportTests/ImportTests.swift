import CaseImport
import Crypto
import Foundation
import Hall
import HallStore
import HallStoreSQLite
import PersonKeys
import TestSupport
import Testing

/// Files into the ledger.
@Suite struct ImportTests {
  let directory = TemporaryDirectory()
  static let now = Moment(written: "2026-11-26 12:00") ?? Moment(milliseconds: 0)
  static let idNumber = "11010519491231002X"

  func ledger(_ name: String) throws -> SQLiteCaseStore {
    try SQLiteCaseStore(path: directory.path(name), hall: "h1")
  }

  var quarantine: Quarantine { Quarantine(directory: directory.path("quarantine")) }

  func importer(_ store: any CaseStore, batch: Int = 7) -> CaseImporter {
    CaseImporter(
      store: store, people: PersonKeys(key: SymmetricKey(data: [UInt8](repeating: 3, count: 32))),
      quarantine: quarantine, now: { Self.now }, batch: batch)
  }

  @discardableResult
  func put(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: directory.url.appending(path: name))
    return directory.path(name)
  }

  static let jsonl = CaseFormat(.hallway, .jsonl)
  static let source = CaseSource(id: "gd")

  static func lines(_ cases: Range<Int>) -> [String] {
    cases.flatMap { number in
      [
        #"{"serial":"S\#(number)","at":"2026-11-02 09:00","event":"submitted","idNumber":"\#(idNumber)","applicant":"张伟","receipt":"R\#(number)"}"#,
        #"{"serial":"S\#(number)","at":"2026-11-03 09:00","event":"accepted","receipt":"A\#(number)","password":"246810"}"#,
        #"{"serial":"S\#(number)","at":"2026-11-04 09:00","event":"finished","result":"done","version":2}"#,
        #"{"serial":"S\#(number)","at":"2026-11-04 08:00","event":"finished","result":"returned"}"#,
      ]
    }
  }

  @Test(arguments: 0..<3)
  func `files in any order, again and in any cut come to the same cases`(seed: UInt64)
    async throws
  {
    var dice = Dice(state: seed)
    let plain = try ledger("plain.sqlite")
    try put("all.jsonl", Self.lines(0..<12).joined(separator: "\n"))
    _ = try await importer(plain).run(
      directory.path("all.jsonl"), name: "all.jsonl", format: Self.jsonl, source: Self.source)

    let mixed = try ledger("mixed.sqlite")
    var lines = Self.lines(0..<12)
    lines += lines.filter { _ in Bool.random(using: &dice) }
    lines.shuffle(using: &dice)
    var files: [String] = []
    while !lines.isEmpty {
      let some = lines.prefix(Int.random(in: 10...40, using: &dice))
      lines.removeFirst(some.count)
      files.append(try put("part\(files.count).jsonl", some.joined(separator: "\r\n") + "\n"))
    }
    files += files.shuffled(using: &dice)
    for file in files {
      _ = try await importer(mixed, batch: Int.random(in: 8...30, using: &dice)).run(
        file, name: "part.jsonl", format: Self.jsonl, source: Self.source)
    }
    #expect(try await mixed.contentDigest() == plain.contentDigest())
    #expect(try await mixed.caseCount() == 12)
  }

  @Test func `the same file again changes nothing, unless it is asked for`() async throws {
    let store = try ledger("cases.sqlite")
    let file = try put("a.jsonl", Self.lines(0..<3).joined(separator: "\n"))
    let first = try await importer(store).run(
      file, name: "a.jsonl", format: Self.jsonl, source: Self.source)
    #expect(first.records == 12 && first.applied == 9 && first.superseded == 3)
    let digest = try await store.contentDigest()
    let second = try await importer(store).run(
      file, name: "renamed.jsonl", format: Self.jsonl, source: Self.source)
    #expect(second.isDone)
    let again = try await importer(store).run(
      file, name: "a.jsonl", format: Self.jsonl, source: Self.source, again: true)
    #expect(again.repeated == 9 && again.superseded == 3)
    #expect(try await store.contentDigest() == digest)
  }

  @Test func `bad records are put aside with their lines, and the rest is taken`() async throws {
    let store = try ledger("cases.sqlite")
    var lines = Self.lines(0..<5)
    lines.insert(#"{"serial":"X","at":"2027-11-02 09:00","event":"submitted"}"#, at: 3)
    lines.insert(
      #"{"serial":"X","at":"2026-11-02 09:00","event":"submitted","idNumber":"110105194912310021"}"#,
      at: 9)
    lines.append("{")
    let file = try put("bad.jsonl", lines.joined(separator: "\n"))
    let summary = try await importer(store).run(
      file, name: "bad.jsonl", format: Self.jsonl, source: Self.source)
    #expect(
      summary.quarantined == ["badTime": 1, "malformed idNumber": 1, "notJSON": 1])
    #expect(summary.applied == 15)
    #expect(try await store.caseCount() == 5)
    #expect(!summary.words.contains("110105"))
    let name = try #require(try quarantine.names().first)
    let sheet = try quarantine.read(name)
    #expect(sheet.entries.map(\.line) == [4, 10, 23])
    #expect(sheet.head.file == "bad.jsonl")
    let path = directory.path("quarantine/" + name)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `a code that the hall has learned is tried again and leaves the quarantine`()
    async throws
  {
    let store = try ledger("cases.sqlite")
    let file = try put(
      "EX_GDBS_LQDJ.csv", "SBLSH,LQSJ,LQFS\nS1,2026-11-03 09:00:00,0\nS2,2026-11-03 09:00:00,5\n")
    var source = CaseSource(id: "gd", dialect: .guangdong)
    let format = CaseFormat(.guangdong, .csv)
    let summary = try await importer(store).run(
      file, name: "EX_GDBS_LQDJ.csv", format: format, source: source)
    #expect(summary.quarantined == ["unknownCode LQFS": 2])
    source.codes.collections = ["0": .collected]
    let name = try #require(try quarantine.names().first)
    let retried = try await importer(store).retry(name, source: source)
    #expect(retried.applied == 1)
    #expect(try quarantine.read(name).entries.map(\.line) == [3])
    source.codes.collections["5"] = .posted
    _ = try await importer(store).retry(name, source: source)
    #expect(try quarantine.names().isEmpty)
    #expect(try await store.caseCount() == 2)
  }

  @Test(arguments: [1, 2, 4])
  func `what breaks off goes on where it was, and nothing is put aside twice`(calls: Int)
    async throws
  {
    let whole = try ledger("whole.sqlite")
    var lines = Self.lines(0..<8)
    lines.insert("{", at: 11)
    lines.insert("[]", at: 30)
    let file = try put("a.jsonl", lines.joined(separator: "\n"))
    _ = try await importer(whole).run(
      file, name: "a.jsonl", format: Self.jsonl, source: Self.source)
    let name = try #require(try quarantine.names().first)
    let aside = try quarantine.read(name)
    try FileManager.default.removeItem(atPath: directory.path("quarantine/" + name))

    let store = try ledger("broken.sqlite")
    let failing = FailingStore(store: store, calls: calls)
    await #expect(throws: StoreFailure.self) {
      try await importer(failing).run(
        file, name: "a.jsonl", format: Self.jsonl, source: Self.source)
    }
    let rest = try await importer(store).run(
      file, name: "a.jsonl", format: Self.jsonl, source: Self.source)
    #expect((rest.resumedAt ?? 1) > 7 * (calls - 2))
    #expect(try await store.contentDigest() == whole.contentDigest())
    #expect(try quarantine.read(name).entries == aside.entries)
  }

  @Test func `neither ID number nor name nor password is in the ledger`() async throws {
    let store = try ledger("cases.sqlite")
    let file = try put("a.jsonl", Self.lines(0..<50).joined(separator: "\n"))
    _ = try await importer(store).run(
      file, name: "a.jsonl", format: Self.jsonl, source: Self.source)
    for name in try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
    where name.hasPrefix("cases.sqlite") {
      let bytes = try Data(contentsOf: directory.url.appending(path: name))
      for secret in [Self.idNumber, "张伟", "246810"] {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func `a folder gives files that no longer change, and keeps what was there before`()
    throws
  {
    let path = directory.path("drop")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var folder = DropFolder(path: path)
    try put("drop/a.jsonl", "1")
    try put("drop/b.jsonl.part", "1")
    try put("drop/.c.jsonl", "1")
    #expect(try folder.ready().isEmpty)
    #expect(try folder.ready() == ["a.jsonl"])
    try put("drop/a.jsonl", "12")
    #expect(try folder.ready().isEmpty)
    #expect(try folder.ready() == ["a.jsonl"])
    try folder.move("a.jsonl", to: .done)
    try put("drop/a.jsonl", "123")
    _ = try folder.ready()
    #expect(try folder.ready() == ["a.jsonl"])
    try folder.move("a.jsonl", to: .done)
    let done = try FileManager.default.contentsOfDirectory(atPath: path + "/done").sorted()
    #expect(done == ["2-a.jsonl", "a.jsonl"])
    let seconds = Int64(Date().timeIntervalSince1970)
    #expect(folder.forget(now: seconds) == 0)
    #expect(folder.forget(now: seconds + 8 * 86_400) == 2)
  }
}

/// A ledger whose disk is full after so many commits.
private actor FailingStore: CaseStore {
  let store: SQLiteCaseStore
  var calls: Int

  init(store: SQLiteCaseStore, calls: Int) {
    self.store = store
    self.calls = calls
  }

  func apply(
    _ notices: [CaseNotice], mark: CaseMark?, at now: Moment
  ) async throws -> [CaseOutcome] {
    guard calls > 0 else { throw StoreFailure(.diskFull, "test") }
    calls -= 1
    return try await store.apply(notices, mark: mark, at: now)
  }

  func caseMark(_ name: String) async throws -> CaseMark? { try await store.caseMark(name) }
  func cases(of person: PersonKey) async throws -> [CaseStanding] { [] }
  func cases(of: OrganisationCode, agent: PersonKey) async throws -> [CaseStanding] { [] }
  func caseCounts(of person: PersonKey) async throws -> (own: Int, asAgent: Int) { (0, 0) }
  func keys(ofReceipt receipt: String) async throws -> [CaseReceiptKey] { [] }
  func caseStanding(_ identity: CaseIdentity) async throws -> CaseStanding? { nil }
  func parts(of identity: CaseIdentity) async throws -> [CaseStanding] { [] }
  func casesDue(
    by day: LocalDay, after cursor: CasePage.Cursor?, limit: Int
  ) async throws -> CasePage { CasePage(cases: [], next: nil) }
  func caseCount() async throws -> Int { 0 }
  func forgetCases(overBefore moment: Moment) async throws -> Int { 0 }
}

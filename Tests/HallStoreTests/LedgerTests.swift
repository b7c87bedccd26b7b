import Foundation
import GRDB
import Hall
import HallStore
import TestSupport
import Testing

@testable import HallStoreSQLite

@Suite struct `The ledger` {
  let directory = TemporaryDirectory()
  let day: LocalDay
  let tomorrow: LocalDay

  init() throws {
    day = try #require(LocalDay("2026-11-23"))
    tomorrow = try #require(LocalDay("2026-11-24"))
  }

  let noon = Moment(milliseconds: 1_795_406_400_000)
  let clerk = Author(who: "uid 1000", place: "window 1")

  func store() throws -> SQLiteHallStore {
    try SQLiteHallStore(path: directory.path("hall.sqlite"), hall: "test")
  }

  func request(
    _ id: String, service: String = "renewal", letter: String = "A", person: PersonKey? = nil,
    priority: Priority? = nil
  ) -> TicketRequest {
    TicketRequest(
      requestID: id, day: day, service: service, letter: letter, priority: priority,
      language: .zh, person: person, holder: person.map { _ in "张**" }, maskedNumber: nil,
      maskedPhone: nil, secret: "123456", at: noon, place: "kiosk-1", paper: .pending)
  }

  func taken(_ outcome: TakeOutcome) throws -> Ticket {
    guard case .taken(let ticket) = outcome else {
      throw Unexpected("not a new ticket: \(outcome)")
    }
    return ticket
  }

  @Test func `every commit is synced: the connection that writes is WAL and FULL`() async throws {
    let store = try store()
    let (journal, synchronous) = try await store.writer.write { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(journal == "wal")
    #expect(synchronous == 2, "2 is FULL; GRDB sets 1, NORMAL, when it turns WAL on")
  }

  @Test func `256 clients at once get every number once and skip none`() async throws {
    let store = try store()
    let serials = try await withThrowingTaskGroup(of: [Int].self) { group in
      for client in 0..<256 {
        group.addTask {
          var serials: [Int] = []
          for turn in 0..<5 {
            serials.append(
              try taken(await store.take(request("\(client)-\(turn)"))).number.serial)
          }
          return serials
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(serials.sorted() == Array(1...1280))
  }

  @Test func `the last one served is the last one, also after the clock was put back`()
    async throws
  {
    let store = try store()
    for (id, minutes) in [("a", 0), ("b", -60)] {
      _ = try await store.take(request(id))
      let then = noon.advanced(bySeconds: Int64(minutes * 60))
      _ = try await store.callNext(
        window: "1", services: ["renewal"], worstRank: 1, on: day, at: then, by: clerk)
      _ = try await store.finish(window: "1", on: day, at: then, by: clerk)
    }
    #expect(try await store.lastFinished(window: "1", on: day)?.number.serial == 2)
  }

  @Test func `numbers restart each day and each letter and grow past 999`() async throws {
    let store = try store()
    var later = request("t")
    later.day = tomorrow
    #expect(try await taken(store.take(request("a"))).number.description == "A001")
    #expect(try await taken(store.take(request("b", letter: "B"))).number.description == "B001")
    #expect(try await taken(store.take(later)).number.description == "A001")
    #expect(TicketNumber(letter: "A", serial: 1000).description == "A1000")
  }

  @Test func `a repeated request is the same ticket, also in another process`() async throws {
    let first = try await taken(store().take(request("lost-reply")))
    let again = try await store().take(request("lost-reply"))
    #expect(again == .repeated(first))
    let other = try await store().take(request("lost-reply", service: "tax"))
    #expect(other == .requestMismatch)
  }

  @Test func `one person waits once for a service`() async throws {
    let store = try store()
    let person = PersonKey([UInt8](repeating: 7, count: 32))
    let first = try await taken(store.take(request("1", person: person)))
    #expect(try await store.take(request("2", person: person)) == .alreadyWaiting(first))
    _ = try await taken(store.take(request("3", service: "tax", person: person)))
    _ = try await store.callNext(
      window: "1", services: ["renewal"], worstRank: 1, on: day, at: noon, by: clerk)
    _ = try await taken(store.take(request("4", person: person)))
  }

  @Test func `priority goes first, then the older ticket; calling next finishes the one before`()
    async throws
  {
    let store = try store()
    let old = try await taken(store.take(request("1")))
    let young = try await taken(store.take(request("2")))
    let elder = try await taken(store.take(request("3", priority: .elder)))
    _ = try await taken(store.take(request("4", service: "tax", letter: "T")))
    #expect(try await store.outlook(of: young, among: ["renewal"]).ahead == 2)
    #expect(try await store.outlook(of: elder, among: ["renewal"]).ahead == 0)
    #expect(
      try await store.board(on: day).waiting == [
        WaitingCount(service: "renewal", rank: 0, people: 1),
        WaitingCount(service: "renewal", rank: 1, people: 2),
        WaitingCount(service: "tax", rank: 1, people: 1),
      ])
    var called: [TicketNumber] = []
    for step in 0..<4 {
      let next = try await store.callNext(
        window: "1", services: ["renewal"], worstRank: 1, on: day,
        at: noon.advanced(bySeconds: Int64(step) * 60), by: clerk)
      if let next { called.append(next.number) }
    }
    #expect(called == [elder, old, young].map(\.number))
    #expect(try await store.board(on: day).calls.isEmpty)
    #expect(
      try await store.outlook(of: young, among: ["renewal"])
        == Outlook(ahead: 0, serviceSeconds: [60, 60, 60], busyWindows: []))
    #expect(try await store.lastFinished(window: "1", on: day)?.number == young.number)
    #expect(
      try await store.finish(window: "1", on: day, at: noon, by: clerk) == nil,
      "nothing is being served")
  }

  @Test func `a green channel window calls priority numbers and leaves the others`() async throws {
    let store = try store()
    let ordinary = try await taken(store.take(request("1")))
    let elder = try await taken(store.take(request("2", priority: .elder)))
    func next(_ window: String, _ worstRank: Int) async throws -> TicketNumber? {
      try await store.callNext(
        window: window, services: ["renewal"], worstRank: worstRank, on: day, at: noon, by: clerk
      )?.number
    }
    #expect(try await next("14", QueueOrder.priorityRank) == elder.number)
    #expect(try await next("14", QueueOrder.priorityRank) == nil)
    #expect(try await next("1", QueueOrder.ordinaryRank) == ordinary.number)
  }

  @Test func `a rating is stored once, and only for a finished ticket`() async throws {
    let store = try store()
    let ticket = try await taken(store.take(request("1")))
    func rate(_ level: RatingLevel, _ id: String) async throws -> RatingOutcome {
      try await store.rate(
        ticket, level: level, channel: .kiosk, place: "kiosk-1", requestID: id, at: noon)
    }
    #expect(try await rate(.good, "r1") == .notFinished)
    _ = try await store.callNext(
      window: "1", services: ["renewal"], worstRank: 1, on: day, at: noon, by: clerk)
    _ = try await store.finish(window: "1", on: day, at: noon, by: clerk)
    #expect(try await rate(.good, "r1") == .stored(level: .good, at: noon))
    #expect(try await rate(.good, "r1") == .stored(level: .good, at: noon), "a retry")
    #expect(try await rate(.veryPoor, "r2") == .alreadyRated)
    #expect(try await store.ticket("A001", on: day)?.rating == 4)
    #expect(
      try await store.ratingTotals(on: day) == RatingTotals(counts: [.good: 1], finished: 1))
  }

  @Test func `paper pending at a restart is unknown, never printed by surprise`() async throws {
    let ticket = try await taken(store().take(request("1")))
    let store = try store()
    #expect(try await store.settlePendingPaper(at: noon) == 1)
    let settled = try await store.ticket(ticket.number.description, on: day)
    #expect(settled?.paper == .unknown)
    #expect(settled?.paperFault == "restart")
  }

  @Test func `holders are forgotten after their days, numbers stay`() async throws {
    let store = try store()
    let person = PersonKey([UInt8](repeating: 7, count: 32))
    _ = try await taken(store.take(request("1", person: person)))
    #expect(try await store.forgetHolders(before: day) == 0)
    #expect(try await store.forgetHolders(before: tomorrow) == 1)
    #expect(try await store.ticket("A001", on: day)?.holder == nil)
    #expect(try await store.forgetHolders(before: tomorrow) == 0)
  }

  @Test func `one hall never sees another's tickets`() async throws {
    _ = try await taken(store().take(request("1")))
    let other = try SQLiteHallStore(path: directory.path("hall.sqlite"), hall: "other")
    #expect(try await other.tickets(on: day).isEmpty)
    #expect(try await taken(other.take(request("1"))).number.serial == 1)
  }

  @Test func `a case is found by its person and by its receipt, and replaced whole`() async throws {
    let store = try store()
    let person = PersonKey([UInt8](repeating: 9, count: 32))
    func record(_ state: CaseState) -> CaseRecord {
      CaseRecord(
        file: Case(
          receipt: "HJ1", item: Bilingual(zh: "身份证换领", en: "ID renewal"), applicant: "张**",
          state: state, nextStep: Bilingual(zh: "等", en: "Wait"), dueDay: day,
          contact: "0769-12345", collectAt: nil,
          steps: [.init(at: "2026-11-01T09:00:00+08:00", text: Bilingual(zh: "收", en: "In"))]),
        person: person, password: [UInt8](repeating: 1, count: 32))
    }
    try await store.putCases([record(.submitted)])
    try await store.putCases([record(.accepted)])
    #expect(try await store.cases(of: person) == [record(.accepted).file])
    #expect(try await store.caseRecord(receipt: "HJ1") == record(.accepted))
    #expect(try await store.caseRecord(receipt: "HJ2") == nil)
  }

  @Test func `a file that is no database is refused in words`() throws {
    let path = directory.path("hall.sqlite")
    try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: path))
    #expect(throws: SQLiteHallStoreError.notADatabase(path: path)) {
      try SQLiteHallStore(path: path, hall: "test")
    }
  }
}

import Hall
import HallStore
import Testing

@testable import HallStoreSQLite

@Suite struct `What guides are used for` {
  private static let ticks = PaperTicks(
    guide: "renewal", edition: "V1", present: ["card"], missing: ["photo", "form"])

  @Test func `ticks go with their ticket, the last ones said, and are forgotten with its holder`()
    async throws
  {
    var hall = try LedgerHall()
    let ticket = try hall.take(person: LedgerHall.person(1))
    let other = try hall.take()
    try await hall.write()
    try await hall.store.putTicks(
      PaperTicks(guide: "renewal", edition: "V0", present: [], missing: []), of: ticket.id)
    try await hall.store.putTicks(Self.ticks, of: ticket.id)
    try await hall.store.putTicks(Self.ticks, of: 999)
    #expect(try await hall.store.ticks(of: ticket.id) == Self.ticks)
    #expect(try await hall.store.ticks(of: other.id) == nil)
    #expect(try await hall.store.ticks(of: 999) == nil)

    let today = hall.day
    _ = try await hall.store.forgetHolders(before: today)
    #expect(try await hall.store.ticks(of: ticket.id) == Self.ticks)
    let tomorrow = try #require(today.adding(days: 1))
    _ = try await hall.store.forgetHolders(before: tomorrow)
    #expect(try await hall.store.ticks(of: ticket.id) == nil)
  }

  @Test func `visits are what was finished for one matter, by one person, while they are known`()
    async throws
  {
    var hall = try LedgerHall()
    let (often, once) = (LedgerHall.person(1), LedgerHall.person(2))
    for person in [often, once, often] {
      hall.now = hall.now.advanced(bySeconds: 60)
      try hall.take("tax", person: person)
      try hall.serveNext()
    }
    try hall.take("renewal", person: often)
    try hall.serveNext()
    try hall.take("tax", person: often)
    try await hall.write()
    let (store, today) = (hall.store, hall.day)
    #expect(try await store.visits(of: often, for: "tax", since: today) == 2)
    #expect(try await store.visits(of: often, for: "renewal", since: today) == 1)
    #expect(try await store.visits(of: once, for: "tax", since: today) == 1)
    let tomorrow = try #require(today.adding(days: 1))
    #expect(try await store.visits(of: often, for: "tax", since: tomorrow) == 0)
    #expect(
      try await store.repeatVisits(atLeast: 2, since: today) == [
        RepeatVisit(service: "tax", visits: 2, first: today, last: today, number: "B003")
      ])
    _ = try await store.forgetHolders(before: tomorrow)
    #expect(try await store.visits(of: often, for: "tax", since: today) == 0)
    #expect(try await store.repeatVisits(atLeast: 1, since: today) == [])
  }

  @Test func `questions are counted by the day, the most frequent first`() async throws {
    let hall = try LedgerHall()
    let yesterday = try #require(hall.day.adding(days: -1))
    for (question, day) in [
      ("fee", hall.day), ("photo", hall.day), ("photo", yesterday), ("old", yesterday),
      ("old", yesterday), ("old", yesterday),
    ] {
      try await hall.store.countQuestion(question, of: "renewal", on: day)
    }
    func counts(since day: LocalDay, limit: Int = 9) async throws -> [String] {
      try await hall.store.questionCounts(since: day, limit: limit).map {
        "\($0.guide) \($0.question) \($0.count)"
      }
    }
    #expect(
      try await counts(since: yesterday) == [
        "renewal old 3", "renewal photo 2", "renewal fee 1",
      ])
    #expect(try await counts(since: hall.day) == ["renewal fee 1", "renewal photo 1"])
    #expect(try await counts(since: yesterday, limit: 1) == ["renewal old 3"])
  }
}

import Hall
import Testing

@testable import HallService

@Suite struct `The budget of refused ratings` {
  private func refusedEntry(_ who: String, ticket: Int64? = nil, after seconds: Int64 = 0)
    -> RatingEntry
  {
    var entry = RatingEntry(
      .rated, at: TestHall.mondayMorning.advanced(bySeconds: seconds),
      by: Author(who: who, place: "pad-1"))
    entry.ticket = ticket
    entry.stage = ticket.map { _ in .finish }
    return entry
  }

  @Test func `a leaned-on key gets so many rows an hour, and a sum for the rest`() {
    var budget = RefusalBudget()
    let entry = refusedEntry("uid 1")
    var rows = 0
    for _ in 0..<1000 {
      if budget.reserve(entry) { rows += 1 } else { budget.count(entry, .notOpen) }
    }
    #expect(rows == RefusalBudget.perHour)
    let elsewhere = budget.reserve(refusedEntry("uid 2"))
    let nextHour = budget.reserve(refusedEntry("uid 1", after: 3600))
    #expect(elsewhere && nextHour)
    let sums = budget.summaries(at: TestHall.mondayMorning)
    #expect(sums.map(\.times) == [1000 - RefusalBudget.perHour])
    #expect(sums.first?.author == entry.author && sums.first?.word == "notOpen")
    let more = budget.summaries(at: TestHall.mondayMorning)
    #expect(more.isEmpty)
  }

  @Test func `an evaluation gets a few rows, whoever presses, and what counts is given back`() {
    var budget = RefusalBudget()
    let rows = (0..<40).count { budget.reserve(refusedEntry("uid \($0 % 8)", ticket: 1)) }
    #expect(rows == RefusalBudget.perEvaluation)
    let other = refusedEntry("uid 1", ticket: 2)
    for _ in 0..<200 {
      let hasRow = budget.reserve(other)
      #expect(hasRow)
      budget.giveBack(other)
    }
  }

  @Test func `callers without number are counted as others, in memory that has an end`() {
    var budget = RefusalBudget()
    for caller in 0..<3 * RefusalBudget.most {
      let entry = refusedEntry("uid \(caller)")
      if !budget.reserve(entry) { budget.count(entry, .notOpen) }
    }
    let sums = budget.summaries(at: TestHall.mondayMorning)
    #expect(sums.count <= RefusalBudget.most + RatingRefusal.allCases.count)
    #expect(sums.reduce(0) { $0 + $1.times } == 2 * RefusalBudget.most)
  }
}

import Hall
import TestSupport
import Testing

@Suite struct `The calendar of holidays` {
  @Test(arguments: [
    ("2026-09-18", 5, "2026-09-24"), ("2026-09-30", 1, "2026-10-08"),
    ("2026-09-30", 5, "2026-10-13"), ("2026-02-13", 5, "2026-02-27"),
    ("2026-04-30", 1, "2026-05-06"), ("2026-11-23", 20, "2026-12-21"),
    ("2026-09-19", 1, "2026-09-20"),
  ])
  func `a period ends on the working day that the standard's vectors say`(
    _ start: String, _ count: Int, _ end: String
  ) throws {
    #expect(try calendar2026.adding(workingDays: count, to: day(start)) == day(end))
    #expect(try calendar2026.workingDays(after: day(start), through: day(end)) == count)
  }

  @Test func `2026 has 248 working days, six of them on weekends`() throws {
    #expect(calendar2026.workingDays(in: 2026) == 248)
    let worked = calendar2026.marks.filter(\.value.isWorked).keys
    #expect(worked.count == 6)
    #expect(worked.allSatisfy { $0.weekday >= 6 })
  }

  @Test func `a day says what it is and for which festival`() throws {
    #expect(calendar2026.kind(of: try day("2026-11-26")) == .workday)
    #expect(calendar2026.kind(of: try day("2026-11-28")) == .weekend)
    let spring = Bilingual(zh: "春节", en: "Spring Festival")
    #expect(calendar2026.kind(of: try day("2026-02-17")) == .holiday(spring))
    #expect(calendar2026.kind(of: try day("2026-02-28")) == .workingWeekend(spring))
  }

  @Test func `a year nobody announced is unknown, not a year without holidays`() throws {
    for text in ["2025-12-31", "2027-01-01", "2027-06-16", "1999-01-01"] {
      #expect(calendar2026.isWorkingDay(try day(text)) == nil)
    }
    #expect(calendar2026.workingDays(in: 2027) == nil)
    #expect(throws: HolidayCalendar.UnknownYear(year: 2027)) {
      try calendar2026.adding(workingDays: 5, to: day("2026-12-28"))
    }
    #expect(try calendar2026.adding(workingDays: 3, to: day("2026-12-28")) == day("2026-12-31"))
    #expect(throws: HolidayCalendar.UnknownYear(year: 2027)) {
      try calendar2026.workingDays(after: day("2026-12-31"), through: day("2027-01-01"))
    }
    #expect(throws: HolidayCalendar.UnknownYear(year: 2027)) {
      try calendar2026.adding(workingDays: .max, to: day("2026-11-26"))
    }
  }

  @Test func `an empty year, as collections publish one ahead of the notice, stays unknown`() throws
  {
    let empty = HolidayCalendar(years: [
      .init(year: 2027, source: "none yet", announced: try day("2026-11-01"), holidays: [])
    ])
    #expect(!empty.knows(2027))
    #expect(empty.isWorkingDay(try day("2027-01-01")) == nil)
    #expect(empty == .empty)
  }

  @Test func `a notice may move a day of the December before`() throws {
    let newYear = try #require(
      HolidayCalendar.Holiday(
        name: Bilingual(zh: "元旦", en: "New Year's Day"), first: day("2026-12-31"),
        last: day("2027-01-02"), works: [day("2026-12-27")]))
    let both = HolidayCalendar(
      years: calendar2026.years + [
        .init(
          year: 2027, source: "invented", announced: try day("2026-11-01"), holidays: [newYear])
      ])
    #expect(both.isWorkingDay(try day("2026-12-27")) == true)
    #expect(both.isWorkingDay(try day("2026-12-31")) == false)
    #expect(both.workingDays(in: 2026) == 248)
    #expect(try both.adding(workingDays: 1, to: day("2026-12-30")) == day("2027-01-04"))
  }

  @Test func `a holiday that ends before it begins, or takes a month, is none`() throws {
    func holiday(_ first: String, _ last: String) throws -> HolidayCalendar.Holiday? {
      .init(
        name: Bilingual(zh: "节", en: "Day"), first: try day(first), last: try day(last), works: [])
    }
    #expect(try holiday("2026-05-02", "2026-05-01") == nil)
    #expect(try holiday("2026-05-01", "2026-05-17") == nil)
    #expect(try holiday("2026-05-01", "2026-05-16")?.daysOff.count == 16)
    #expect(try holiday("2026-05-01", "2026-05-01")?.daysOff == [day("2026-05-01")])
  }

  @Test func `a deadline is a working day and the count between is the period`() throws {
    var dice = Dice(state: 2026)
    for _ in 0..<2000 {
      let start = try #require(
        day("2026-01-01").adding(days: .random(in: 0...300, using: &dice)))
      let count = Int.random(in: 1...40, using: &dice)
      let end = try calendar2026.adding(workingDays: count, to: start)
      #expect(calendar2026.isWorkingDay(end) == true)
      #expect(try calendar2026.workingDays(after: start, through: end) == count)
      #expect(try calendar2026.adding(workingDays: count + 1, to: start) > end)
      let first = Int.random(in: 0...count, using: &dice)
      let halfway = try calendar2026.adding(workingDays: first, to: start)
      #expect(try calendar2026.adding(workingDays: count - first, to: halfway) == end)
    }
  }

  @Test func `days are counted across months, years and the ends of time`() throws {
    #expect(try day("2026-02-28").adding(days: 1) == day("2026-03-01"))
    #expect(try day("2028-03-01").adding(days: -1) == day("2028-02-29"))
    #expect(try day("9999-12-31").adding(days: 1) == nil)
    #expect(try day("0001-01-01").adding(days: -1) == nil)
    #expect(try day("2026-11-26").adding(days: .max) == nil)
    #expect(try day("1970-01-01").adding(days: .min) == nil)
    #expect(LocalDay(daysSince1970: .min) == nil)
    for text in ["0001-01-01", "0001-03-01", "9999-12-31"] {
      #expect(LocalDay(daysSince1970: try day(text).daysSince1970) == (try day(text)))
    }
  }
}

import Hall
import TestSupport
import Testing

@Suite struct `Opening hours` {
  let hours: OpeningHours
  let morning: OpeningHours.Span
  let afternoon: OpeningHours.Span

  init() throws {
    morning = try #require(OpeningHours.Span(opens: 540, closes: 720))
    afternoon = try #require(OpeningHours.Span(opens: 780, closes: 1020))
    hours = OpeningHours(
      weekly: [1: [morning, afternoon], 2: [morning], 4: [morning], 6: [morning]],
      exceptions: [
        .init(
          day: try day("2026-11-30"), reason: Bilingual(zh: "停电", en: "Outage"), spans: []),
        .init(
          day: try day("2026-11-29"), reason: Bilingual(zh: "开放日", en: "Open day"),
          spans: [morning]),
        .init(
          day: try day("2026-10-02"), reason: Bilingual(zh: "值班", en: "On duty"),
          spans: [morning]),
        .init(
          day: try day("2027-01-04"), reason: Bilingual(zh: "值班", en: "On duty"),
          spans: [afternoon]),
      ], calendar: calendar2026, alwaysOpen: false)
  }

  private func isOpen(_ day: String, _ minute: Int) throws -> Bool {
    hours.isOpen(at: WallClock(try moment(day, minute)))
  }

  private func next(_ day: String, _ minute: Int) throws -> String? {
    hours.nextOpening(after: try moment(day, minute))?.description
  }

  @Test func `open from the first minute to before the last; lunch and holidays are closed`() throws
  {
    #expect(try isOpen("2026-11-23", 540))
    #expect(try !isOpen("2026-11-23", 539))
    #expect(try isOpen("2026-11-23", 719))
    #expect(try !isOpen("2026-11-23", 720))
    #expect(try !isOpen("2026-11-25", 600), "a Wednesday")
    #expect(try !isOpen("2026-11-30", 600), "an exceptional Monday")
    #expect(try isOpen("2026-11-29", 600), "an exceptional Sunday")
    #expect(try !isOpen("2026-02-16", 600), "a Monday of the Spring Festival")
  }

  @Test(arguments: [
    ("2026-11-23", 540, 570, true), ("2026-11-23", 690, 720, true),
    ("2026-11-23", 540, 1020, true), ("2026-11-23", 690, 750, false),
    ("2026-11-23", 720, 780, false), ("2026-11-23", 1000, 1021, false),
    ("2026-11-23", 530, 560, false), ("2026-11-25", 600, 630, false),
    ("2026-11-30", 600, 630, false), ("2030-11-25", 600, 630, false),
  ])
  func `a slot begins and ends while the doors are open`(
    text: String, from: Int, until: Int, isHeld: Bool
  ) throws {
    let slot = (try moment(text, from), try moment(text, until))
    #expect(hours.holds(from: slot.0, until: slot.1) == isHeld)
    #expect(!hours.holds(from: slot.0, until: slot.1.advanced(bySeconds: 86_400)))
  }

  @Test func `a working weekend has the hours of its weekday, and an exception wins over all`()
    throws
  {
    #expect(hours.spans(on: try day("2026-09-20")) == [morning, afternoon], "Sunday, worked")
    #expect(hours.spans(on: try day("2026-10-10")) == [morning, afternoon], "Saturday, worked")
    #expect(hours.spans(on: try day("2026-10-17")) == [morning], "an ordinary Saturday")
    #expect(hours.spans(on: try day("2026-10-02")) == [morning], "on duty on a holiday")
    #expect(
      hours.day(try day("2026-09-20"))
        == .known(
          spans: [morning, afternoon],
          because: Bilingual(zh: "国庆节调休上班", en: "Working weekend, National Day")))
    let tuesday = OpeningHours(
      weekly: hours.weekly, exceptions: [], calendar: calendar2026, workingWeekend: 2,
      alwaysOpen: false)
    #expect(tuesday.spans(on: try day("2026-09-20")) == [morning])
    #expect(tuesday.spans(on: try day("2026-10-02")) == [])
  }

  @Test func `the next opening skips lunch, nights and closed days`() throws {
    #expect(try next("2026-11-23", 700) == "2026-11-23T13:00")
    #expect(try next("2026-11-23", 1100) == "2026-11-24T09:00")
    #expect(try next("2026-11-26", 800) == "2026-11-28T09:00")
    #expect(try next("2026-11-29", 800) == "2026-12-01T09:00")
    #expect(try next("2026-02-14", 1100) == "2026-02-24T09:00", "over the Spring Festival")
    let never = OpeningHours(
      weekly: [:], exceptions: [], calendar: calendar2026, alwaysOpen: false)
    #expect(never.nextOpening(after: try moment("2026-11-23", 0)) == nil)
  }

  @Test func `no opening is promised beyond a day that nobody knows`() throws {
    #expect(try next("2026-12-31", 600) == nil, "1 January may be worked, who knows")
    #expect(try next("2026-12-31", 500) == "2026-12-31T09:00")
    #expect(try !isOpen("2027-01-05", 600))
    #expect(hours.spans(on: try day("2027-01-05")) == nil)
    #expect(hours.day(try day("2027-01-05")) == .unknown(.init(year: 2027)))
    #expect(
      hours.remainingOpenMinutes(at: WallClock(try moment("2027-01-05", 600))) == nil)
    #expect(try isOpen("2027-01-04", 800), "an exception is known in any year")
    #expect(try next("2027-01-04", 100) == "2027-01-04T13:00")
  }

  @Test func `lunch lies between two spans of one day`() throws {
    func isLunch(_ day: String, _ minute: Int) throws -> Bool {
      hours.isLunch(at: WallClock(try moment(day, minute)))
    }
    #expect(try !isLunch("2026-11-23", 719))
    #expect(try isLunch("2026-11-23", 720))
    #expect(try isLunch("2026-11-23", 779))
    #expect(try !isLunch("2026-11-23", 780))
    #expect(try !isLunch("2026-11-23", 500), "before the doors open")
    #expect(try !isLunch("2026-11-23", 1020), "after they close")
    #expect(try !isLunch("2026-11-24", 740), "a morning only")
    #expect(try !isLunch("2027-01-05", 740), "unknown")
  }

  @Test func `remaining minutes leave lunch out and end with the day`() throws {
    func remaining(_ day: String, _ minute: Int) throws -> Int? {
      hours.remainingOpenMinutes(at: WallClock(try moment(day, minute)))
    }
    #expect(try remaining("2026-11-23", 0) == 420)
    #expect(try remaining("2026-11-23", 600) == 360)
    #expect(try remaining("2026-11-23", 750) == 240)
    #expect(try remaining("2026-11-23", 1019) == 1)
    #expect(try remaining("2026-11-23", 1020) == 0)
    #expect(try remaining("2026-10-01", 600) == 0)
  }

  @Test func `a sample hall that is always open needs no calendar and closes at midnight`() throws {
    let always = OpeningHours(
      weekly: [:], exceptions: [], calendar: .empty, alwaysOpen: true)
    let clock = WallClock(try moment("2027-05-01", 1200))
    #expect(always.isOpen(at: clock))
    #expect(!always.isLunch(at: clock))
    #expect(always.remainingOpenMinutes(at: clock) == 240)
    #expect(always.missingYear(on: clock.day) == nil)
    #expect(always.departures(from: clock.day) == [])
  }

  @Test func `every minute agrees: open time is what remains, and lunch is never open`() throws {
    var dice = Dice(state: 5)
    for _ in 0..<500 {
      let date = try #require(
        day("2026-01-01").adding(days: .random(in: 0..<365, using: &dice)))
      let minute = Int.random(in: 0..<1439, using: &dice)
      let clock = WallClock(try moment(date.description, minute))
      let later = WallClock(try moment(date.description, minute + 1))
      let remaining = try #require(hours.remainingOpenMinutes(at: clock))
      let soon = try #require(hours.remainingOpenMinutes(at: later))
      #expect(remaining - soon == (hours.isOpen(at: clock) ? 1 : 0))
      #expect(!(hours.isLunch(at: clock) && hours.isOpen(at: clock)))
      if hours.isLunch(at: clock) { #expect(remaining > 0) }
      if let next = hours.nextOpening(after: try moment(date.description, minute)) {
        let opens = try #require(hours.spans(on: next.day)?.map(\.opensText))
        #expect(opens.contains(next.time))
        #expect(next.day >= date)
      }
    }
  }

  @Test func `whoever knows the weekly hours only is told every day that differs`() throws {
    let departures = hours.departures(from: try day("2026-12-20"))
    let byDay = Dictionary(uniqueKeysWithValues: departures.map { ($0.day, $0) })
    #expect(departures.map(\.day) == departures.map(\.day).sorted())
    #expect(byDay[try day("2026-10-01")]?.spans == [])
    #expect(byDay[try day("2026-10-02")]?.reason.en == "On duty")
    #expect(byDay[try day("2026-10-10")]?.spans == [morning, afternoon])
    #expect(byDay[try day("2027-01-04")]?.spans == [afternoon])
    let unknown = try #require(byDay[try day("2027-01-05")], "nobody may conclude it is open")
    #expect(unknown.spans == [])
    #expect(unknown.reason == CalendarPhrases.unannounced(year: 2027))
    for text in ["2026-12-21", "2027-02-01"] { #expect(byDay[try day(text)] == nil) }
    for number in try day("2026-01-01").daysSince1970...day("2027-01-20").daysSince1970 {
      let date = try #require(LocalDay(daysSince1970: number))
      let concluded = byDay[date]?.spans ?? hours.weekly[date.weekday] ?? []
      #expect(concluded == hours.spans(on: date) ?? [])
    }
  }

  @Test func `a missing year is told in time`() throws {
    #expect(hours.missingYear(on: try day("2026-11-26")) == nil)
    #expect(hours.missingYear(on: try day("2026-12-10")) == nil)
    #expect(hours.missingYear(on: try day("2026-12-11")) == 2027)
    #expect(hours.missingYear(on: try day("2027-01-01")) == 2027)
    #expect(hours.missingYear(on: try day("2025-06-01")) == 2025)
  }
}

import TestSupport
import Testing

@testable import Hall

private func ratingDay(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }

@Suite struct `How satisfied people are` {
  private func visits(
    _ levels: [Int?], _ service: String = "a", on day: LocalDay, from row: Int64 = 1
  )
    -> [Satisfaction.Visit]
  {
    levels.enumerated().map { index, level in
      Satisfaction.Visit(
        day: day, service: service, window: "1", rating: level.map { _ in row + Int64(index) },
        level: level.flatMap(RatingLevel.init))
    }
  }

  @Test func `counts unrated as unrated, and 基本满意 as satisfied`() throws {
    let (past, today) = (try ratingDay("2026-11-20"), try ratingDay("2026-11-23"))
    let figures = Satisfaction(
      of: visits([5, 4, 3, 2, 1, nil, nil], on: past), smallest: 3, today: today, by: \.service)
    let group = try #require(figures.groups.first)
    #expect(group.finished == 7 && group.rated == 5 && group.unrated == 2)
    #expect(group.satisfied == 0.6)
    #expect(figures.withheld == 0)
  }

  @Test func `leaves excluded ratings out and still counts the service`() throws {
    let past = try ratingDay("2026-11-20")
    var all = visits([5, 5, 5], on: past)
    all.append(
      .init(day: past, service: "a", window: "1", rating: 9, level: .veryPoor, isExcluded: true))
    let group = try #require(
      Satisfaction(of: all, smallest: 3, today: try ratingDay("2026-11-23"), by: \.service).groups
        .first)
    #expect(group.finished == 4 && group.excluded == 1 && group.unrated == 0)
    #expect(group.satisfied == 1)
  }

  @Test func `tells small groups as one that subtraction does not open`() throws {
    let past = try ratingDay("2026-11-20")
    let all =
      visits([5, 5, 5, 5, 5, 5], "a", on: past) + visits([4, 4, 4, 4], "b", on: past)
      + visits([1], "c", on: past)
    let figures = Satisfaction(
      of: all, smallest: 3, today: try ratingDay("2026-11-23"), by: \.service)
    #expect(figures.groups.map(\.key) == ["a", ""])
    #expect(figures.groups.last?.finished == 5, "c alone could be had by subtraction")
    #expect(figures.withheld == 0)
    let alone = Satisfaction(
      of: visits([1], on: past), smallest: 3, today: try ratingDay("2026-11-23"), by: \.service)
    #expect(alone.groups.isEmpty && alone.withheld == 1)
  }

  @Test func `of today, any two askings differ by whole lots of ratings`() throws {
    let today = try ratingDay("2026-11-23")
    var dice = Dice(state: 5)
    for smallest in [1, 3, 5, 10] {
      var levels: [Int?] = []
      var last = 0
      for _ in 0..<60 {
        levels.append(Bool.random(using: &dice) ? Int.random(in: 1...5, using: &dice) : nil)
        let figures = Satisfaction(
          of: visits(levels, on: today), smallest: smallest, today: today, by: \.service)
        let told = figures.groups.reduce(0) { $0 + $1.rated }
        #expect(told % smallest == 0 && told >= last)
        last = told
      }
    }
  }

  @Test func `groups and what is withheld are all there is, of days that are over`() throws {
    let (past, today) = (try ratingDay("2026-11-20"), try ratingDay("2026-11-23"))
    var dice = Dice(state: 6)
    for _ in 0..<200 {
      let all = (0..<Int.random(in: 0...80, using: &dice)).map { index in
        Satisfaction.Visit(
          day: past, service: "\(Int.random(in: 0...9, using: &dice))", window: nil,
          rating: Int64(index), level: RatingLevel.allCases.randomElement(using: &dice))
      }
      let figures = Satisfaction(of: all, smallest: 5, today: today, by: \.service)
      #expect(figures.groups.reduce(0) { $0 + $1.finished } + figures.withheld == all.count)
      #expect(figures.groups.allSatisfy { $0.finished >= 5 })
    }
  }
}

@Suite struct `The watch over ratings` {
  private let start = Moment(milliseconds: 1_795_397_400_000)

  private func record(
    _ row: Int64, _ kind: RatingEntry.Kind, after seconds: Int64, ticket: Int64,
    level: RatingLevel = .excellent, window: String = "1", word: String? = nil
  ) -> RatingRecord {
    var entry = RatingEntry(
      kind, at: start.advanced(bySeconds: seconds), by: Author(who: "pad", place: "pad-\(window)"))
    entry.ticket = ticket
    entry.stage = .finish
    entry.window = window
    entry.level = level
    entry.channel = .windowPad
    entry.word = word
    return RatingRecord(sequence: row, entry: entry, hash: [])
  }

  private let thresholds = RatingWatch.Thresholds(
    tooFastSeconds: 3, perHour: 4, runOfFive: 3, whilePaused: 1, beforeCall: 2, sharePercent: 30,
    shareLeast: 2)

  private func findings(
    _ records: [RatingRecord], pauses: [String: [Range<Moment>]] = [:],
    visits: [Satisfaction.Visit] = []
  ) -> [RatingWatch.Finding] {
    RatingWatch(records, thresholds: thresholds).findings(pauses: pauses, visits: visits)
  }

  @Test func `sees what was given faster than anybody reads`() {
    let found = findings([
      record(1, .opened, after: 0, ticket: 1), record(2, .rated, after: 1, ticket: 1),
      record(3, .opened, after: 60, ticket: 2), record(4, .rated, after: 63, ticket: 2),
    ])
    #expect(found.map(\.kind) == [.tooFast])
    #expect(found.first?.ratings == [2] && found.first?.value == 1)
  }

  @Test func `sees many at one place within an hour, not over a day`() {
    let slow = (0..<8).map {
      record($0 + 1, .rated, after: $0 * 1200, ticket: $0, level: $0 % 2 == 0 ? .good : .fair)
    }
    #expect(findings(slow).isEmpty)
    let fast = (0..<5).map {
      record($0 + 1, .rated, after: $0 * 60, ticket: $0, level: $0 % 2 == 0 ? .good : .fair)
    }
    #expect(findings(fast).map(\.kind) == [.onePadMany])
    #expect(findings(fast).first?.value == 5)
  }

  @Test func `sees runs of the best level, which another level ends`() {
    let levels: [RatingLevel] = [.excellent, .excellent, .good, .excellent, .excellent, .excellent]
    let found = findings(
      levels.enumerated().map {
        record(Int64($0) + 1, .rated, after: Int64($0) * 2000, ticket: Int64($0), level: $1)
      })
    #expect(found.map(\.kind) == [.runOfFive])
    #expect(found.first?.ratings == [4, 5, 6])
  }

  @Test func `sees ratings at a paused window, and presses nobody asked for`() {
    let pause = start..<start.advanced(bySeconds: 100)
    let found = findings(
      [
        record(1, .rated, after: 50, ticket: 1), record(2, .rated, after: 150, ticket: 2),
        record(3, .refused, after: 200, ticket: 3, word: "notOpen"),
        record(4, .refused, after: 201, ticket: 3, word: "nobodyServed"),
        record(5, .refused, after: 202, ticket: 3, word: "alreadyRated"),
      ], pauses: ["1": [pause]])
    #expect(found.map(\.kind) == [.whilePaused, .beforeCall])
    #expect(found.map(\.ratings) == [[1], [3, 4]])
  }

  @Test func `sees a window that is rated far more than the hall`() throws {
    let today = try ratingDay("2026-11-23")
    func visits(_ window: String, rated: Int, of count: Int) -> [Satisfaction.Visit] {
      (0..<count).map {
        .init(
          day: today, service: "s", window: window, rating: $0 < rated ? Int64($0) : nil,
          level: $0 < rated ? .good : nil)
      }
    }
    let found = findings([], visits: visits("1", rated: 10, of: 10) + visits("2", rated: 1, of: 10))
    #expect(found.map(\.place) == ["1"])
    #expect(found.first?.kind == .shareAboveHall && (found.first?.value ?? 0) > 0.4)
  }
}

@Suite struct `The work a bad rating is` {
  private let monday = Moment(milliseconds: 1_795_397_400_000)
  private let calendar: HolidayCalendar = {
    guard let day = LocalDay("2026-01-01"),
      let holiday = HolidayCalendar.Holiday(
        name: RatingPhrases.together, first: day, last: day, works: [])
    else { return .empty }
    return HolidayCalendar(years: [
      .init(year: 2026, source: "t", announced: day, holidays: [holiday])
    ])
  }()

  @Test func `is due in working days, and unknown in a year nobody announced`() throws {
    let task = RatingTask(id: 2, rating: 1, openedAt: monday)
    let ends = task.deadlines(.init(), calendar)
    #expect(ends.callBack == LocalDay("2026-11-24"))
    #expect(ends.fix == LocalDay("2026-12-14"))
    #expect(task.deadlines(.init(callBackDays: 1, fixDays: 60), calendar).fix == nil)
    #expect(!task.isOverdue(.init(), calendar, today: try ratingDay("2026-11-24")))
    #expect(task.isOverdue(.init(), calendar, today: try ratingDay("2026-11-25")))
  }

  @Test func `closes only with the citizen's word or a reason`() {
    var task = RatingTask(id: 2, rating: 1, openedAt: monday)
    #expect(!task.allows(.closed, note: ""))
    #expect(task.allows(.closed, note: "not reached"))
    #expect(!task.allows(.confirmed, note: "") && !task.allows(.answered, note: ""))
    task.take(.contacted, note: "called")
    #expect(task.state == .contacted && task.note == "called")
    task.take(.fixing, note: nil)
    task.take(.answered, note: nil)
    #expect(task.allows(.confirmed, note: ""))
    task.take(.confirmed, note: nil)
    #expect(task.allows(.closed, note: ""))
    task.take(.closed, note: nil)
    #expect(RatingTask.Step.allCases.allSatisfy { !task.allows($0, note: "x") })
  }

  @Test func `is put together from rows; a better 追评 confirms it`() {
    func record(_ row: Int64, _ kind: RatingEntry.Kind, about: Int64?, word: String?)
      -> RatingRecord
    {
      var entry = RatingEntry(kind, at: monday, by: .service)
      entry.about = about
      entry.word = word
      entry.level = kind == .again ? .good : .poor
      return RatingRecord(sequence: row, entry: entry, hash: [])
    }
    let rows = [
      record(1, .rated, about: nil, word: nil), record(2, .task, about: 1, word: "opened"),
      record(3, .task, about: 2, word: "contacted"), record(4, .again, about: 1, word: nil),
      record(5, .task, about: 99, word: "closed"),
    ]
    let tasks = RatingTask.all(in: rows)
    #expect(tasks.count == 1)
    #expect(tasks.first?.state == .contacted && tasks.first?.isConfirmed == true)
  }
}

@Suite struct `Records that leave the hall` {
  private func record() throws -> RatingExportRecord {
    var entry = RatingEntry(
      .rated, at: Moment(milliseconds: 1_795_397_400_000), by: Author(who: "u", place: "pad"))
    entry.level = .veryPoor
    entry.channel = .windowPad
    entry.stage = .finish
    entry.service = "s"
    entry.reasons = ["113", "115"]
    entry.text = "=1+1, \"慢\""
    let catalogue = Catalogue(
      fields: [.init(id: "f", name: RatingPhrases.together)],
      services: [
        .init(
          id: "s", field: "f", name: Bilingual(zh: "事项", en: "Matter"), letter: "A", card: .none)
      ], windows: [])
    return try #require(
      RatingExportRecord(
        RatingRecord(sequence: 7, entry: entry, hash: []),
        visit: .init(day: try ratingDay("2026-11-23"), number: "A001", calledAt: entry.at),
        hall: "h",
        facts: .init(
          areaCode: "441900000000", areaName: "市", dataSource: "001",
          departments: ["f": .init(code: "C", name: "局")], items: ["s": "I-1"]),
        catalogue: catalogue))
  }

  @Test func `have the national fields, and no formula for a spreadsheet`() throws {
    let values = try RatingAdapter.national.values(of: try record())
    let byName = Dictionary(
      uniqueKeysWithValues: zip(RatingAdapter.national.columns.map(\.name), values))
    #expect(byName["pf"] == "4" && byName["satisfaction"] == "1" && byName["proStatus"] == "3")
    #expect(byName["evalDetail"] == "113,115" && byName["projectNo"] == "h-20261123-A001")
    #expect(byName["assessTime"] == "2026-11-23 09:30:00" && byName["assessNumber"] == "1")
    #expect(RatingAdapter.line(["=1+1, \"慢\"", "a,b", "c"]) == "\"'=1+1, \"\"慢\"\"\",\"a,b\",c")
  }

  @Test func `are told in a province's own words, or not at all`() throws {
    let values = try RatingAdapter.anhui.values(of: try record())
    #expect(values.contains("PJQ"))
    let bare = RatingAdapter(
      name: "x", columns: [.init("deptCode", .deptCode, required: true)], channels: nil)
    #expect(try bare.values(of: try record()) == ["C"])
  }

  @Test func `name departments by a code whose check character is right`() {
    #expect(RatingExportFacts.isCreditCode("91350100M000100Y43"))
    #expect(!RatingExportFacts.isCreditCode("91350100M000100Y44"))
    #expect(!RatingExportFacts.isCreditCode("91350100M000100Y4"))
    #expect(!RatingExportFacts.isCreditCode("91350100MO00100Y43"))
  }
}

@Test func `a time is read back as it was told, in any zone`() {
  let moment = Moment(milliseconds: 1_795_397_400_000)
  #expect(WallClock.moment(iso8601: WallClock(moment).iso8601) == moment)
  #expect(WallClock.moment(iso8601: "2026-11-23T01:30:00Z") == moment)
  #expect(WallClock.moment(iso8601: "2026-11-22T20:30:00.000-05:00") == moment)
  #expect(
    WallClock.moment(iso8601: "2026-11-23T09:30:00.25+08:00")?.milliseconds
      == moment.milliseconds + 250)
  for text in [
    "", "yesterday", "2026-11-23", "2026-11-23T09:30:00", "2026-11-31T09:30:00Z",
    "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z", "2026-11-23T09:30:00.Z",
    "2026-11-23T09:30:00+8:00", "2026-11-23T09:30:00+99:00",
  ] { #expect(WallClock.moment(iso8601: text) == nil, "\(text)") }
}

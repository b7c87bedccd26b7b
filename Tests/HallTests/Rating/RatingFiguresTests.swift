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

  private func figures(
    _ all: [Satisfaction.Visit], smallest: Int = 3, by key: (Satisfaction.Visit) -> String
  ) throws -> Satisfaction {
    Satisfaction(
      of: all, from: try ratingDay("2026-11-01"), through: try ratingDay("2026-11-30"),
      smallest: smallest, today: try ratingDay("2026-11-23"), by: key)
  }

  @Test func `counts unrated as unrated, and 基本满意 as satisfied`() throws {
    let past = try ratingDay("2026-11-20")
    let figures = try figures(visits([5, 4, 3, 2, 1, nil, nil], on: past), by: \.service)
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
    let group = try #require(try figures(all, by: \.service).groups.first)
    #expect(group.finished == 4 && group.excluded == 1 && group.unrated == 0)
    #expect(group.satisfied == 1)
  }

  @Test func `tells what is too few together with others, or not at all`() throws {
    let past = try ratingDay("2026-11-20")
    let all =
      visits([5, 5, 5, 5, 5, 5], "a", on: past) + visits([4, 4, 4, 4], "b", on: past)
      + visits([1], "c", on: past)
    let byService = try figures(all, by: \.service)
    #expect(byService.groups.map(\.key) == ["a", ""])
    #expect(byService.groups.last?.finished == 5, "c alone could be had by subtraction")
    #expect(byService.withheld == 0)
    let alone = try figures(visits([1], on: past), by: \.service)
    #expect(alone.groups.isEmpty && alone.withheld == 1)
  }

  @Test func `of today nothing is told, and of tomorrow's asking nothing less`() throws {
    let today = try ratingDay("2026-11-23")
    let figures = try figures(visits([5, 4, 3, 2, 1, nil, nil], on: today), by: \.service)
    #expect(figures.groups.isEmpty && figures.withheld == 7)
  }

  @Test func `a rating that comes later changes no figure of the days before`() throws {
    let (service, given) = (try ratingDay("2026-11-16"), try ratingDay("2026-11-18"))
    func late(_ isRated: Bool) -> [Satisfaction.Visit] {
      visits([5, 5, nil], on: service) + [
        .init(
          day: service, service: "a", window: "1", rating: isRated ? 9 : nil,
          level: isRated ? .veryPoor : nil, ratedOn: isRated ? given : nil)
      ] + visits([4, 4, 4], on: given, from: 20)
    }
    func ofService(_ all: [Satisfaction.Visit]) -> [Satisfaction.Group] {
      Satisfaction(
        of: all, from: service, through: service, smallest: 3,
        today: LocalDay.epoch.adding(days: 30_000) ?? .epoch,
        by: \.service
      ).groups
    }
    #expect(ofService(late(false)) == ofService(late(true)))
    let whole = try #require(try figures(late(true), by: \.service).groups.first)
    #expect(whole.finished == 7 && whole.rated == 6 && whole.unrated == 1)
  }

  /// Two tables, each of some days and by something: what one has more than the other is a number of
  /// services that is none or at least k, for every group and for all together.
  @Test func `no two tables differ by fewer than the smallest group`() throws {
    var dice = Dice(state: 9)
    let days = try (10...14).map { try ratingDay("2026-11-\($0)") }
    let today = try ratingDay("2026-11-23")
    let keys: [(Satisfaction.Visit) -> String] = [
      { _ in "hall" }, \.service, { $0.window ?? "" }, { $0.day.description },
      { Int($0.service).map { "\($0 % 2)" } ?? "" },
    ]
    for _ in 0..<100 {
      var row: Int64 = 0
      let all = (0..<Int.random(in: 0...120, using: &dice)).map { _ in
        row += 1
        let day = days[Int.random(in: 0..<5, using: &dice)]
        return Satisfaction.Visit(
          day: day, service: "\(Int.random(in: 0...6, using: &dice))",
          window: "\(Int.random(in: 1...4, using: &dice))", rating: row,
          level: RatingLevel.allCases.randomElement(using: &dice))
      }
      for first in days {
        for last in days where first <= last {
          var wholes: Set<Int> = []
          for key in keys {
            let figures = Satisfaction(
              of: all, from: first, through: last, smallest: 5, today: today, by: key)
            #expect(figures.groups.allSatisfy { $0.finished >= 5 })
            wholes.insert(figures.groups.reduce(0) { $0 + $1.finished })
          }
          #expect(wholes.count == 1, "all tables of a period tell of the same services")
        }
      }
      // A field is its items: what it has more than those that are told is a lot or nothing.
      let fields = try figures(all, smallest: 5, by: keys[4])
      let items = try figures(all, smallest: 5, by: keys[1])
      for field in fields.groups where !field.key.isEmpty {
        let known = items.groups.filter { Int($0.key).map { "\($0 % 2)" } == field.key }
        let more = field.finished - known.reduce(0) { $0 + $1.finished }
        #expect(more == 0 || more >= 5)
      }
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
    tooFastSeconds: 3, perHour: 4, runOfFive: 3, whilePaused: 1, beforeCall: 2, undoneAfter: 2,
    sharePercent: 30, shareLeast: 2)

  private func findings(
    _ records: [RatingRecord], pauses: [String: [Range<Moment>]] = [:],
    undone: [Int64: [Moment]] = [:], visits: [Satisfaction.Visit] = []
  ) -> [RatingWatch.Finding] {
    RatingWatch(records, thresholds: thresholds)
      .findings(pauses: pauses, undone: undone, visits: visits)
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

  @Test func `sees services that were taken back after their rating, from the threshold on`() {
    let ratings = (1...3).map { record($0, .rated, after: $0 * 2000, ticket: $0, level: .poor) }
    func taken(_ ticket: Int64, after seconds: Int64) -> (Int64, [Moment]) {
      (ticket, [start.advanced(bySeconds: ticket * 2000 + seconds)])
    }
    let before = Dictionary(uniqueKeysWithValues: [taken(1, after: 5), taken(2, after: -5)])
    #expect(findings(ratings, undone: before).isEmpty, "one after, one before its rating")
    let after = Dictionary(uniqueKeysWithValues: [taken(1, after: 5), taken(3, after: 9)])
    let found = findings(ratings, undone: after)
    #expect(found.map(\.kind) == [.undoneAfter])
    #expect(found.first?.ratings == [1, 3] && found.first?.value == 2)
  }

  @Test func `counts the presses that a summary stands for`() {
    var summary = RatingEntry.refusals(
      4711, .notOpen, window: "1", since: start, at: start.advanced(bySeconds: 600),
      by: Author(who: "uid 7", place: "window 1"))
    #expect(summary.times == 4711 && summary.why?.hasPrefix("4711 more since 2026-11-23") == true)
    let found = findings([RatingRecord(sequence: 8, entry: summary, hash: [])])
    #expect(found.map(\.kind) == [.beforeCall] && found.first?.value == 4711)
    summary.why = nil
    #expect(summary.times == 1)
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
    #expect(task.possibleSteps(note: "x").isEmpty)
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
  private func record(
    _ channel: RatingChannel = .windowPad, department: String = "C", isKnown: Bool = true
  ) throws -> RatingExportRecord {
    var entry = RatingEntry(
      .rated, at: Moment(milliseconds: 1_795_397_400_000), by: Author(who: "u", place: "pad"))
    entry.level = .veryPoor
    entry.channel = channel
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
        visit: isKnown
          ? .init(day: try ratingDay("2026-11-23"), number: "A001", calledAt: entry.at) : nil,
        hall: "h",
        facts: .init(
          areaCode: "441900000000", areaName: "市", dataSource: "001",
          departments: ["f": .init(code: department, name: "局")], items: ["s": "I-1"]),
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

  @Test(arguments: [
    (RatingChannel.windowPad, "PJQ"), (.kiosk, "5"), (.qr, "3"),
  ])
  func `are told in a province's own words, and in the nation's where those are not known`(
    channel: RatingChannel, word: String
  ) throws {
    let place = try #require(
      RatingAdapter.anhui.columns.firstIndex { $0.name == "evaluateChannel" })
    #expect(try RatingAdapter.anhui.values(of: try record(channel))[place] == word)
  }

  @Test func `say all that they lack, by the province's names`() throws {
    let lacking = try record(department: "", isKnown: false)
    #expect(throws: RatingAdapter.Lack(rating: 7, fields: ["deptCode", "projNo"])) {
      try RatingAdapter.anhui.values(of: lacking)
    }
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

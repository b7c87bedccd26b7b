import TestSupport
import Testing

@testable import Hall

@Suite struct `What a press is worth` {
  static let start = Moment(milliseconds: 1_795_397_400_000)
  let times = RatingTimes(padSeconds: 30, laterDays: 5, offlineMinutes: 30)
  let idle = WindowGlance(isOpen: true, isPaused: false)

  private func evaluation(
    _ token: String = "t", ticket: Int64 = 1, window: String = "1", after seconds: Int64 = 0
  ) -> Evaluation {
    let opens = Self.start.advanced(bySeconds: seconds)
    return Evaluation(
      token: token, ticket: ticket, number: "A00\(ticket)", stage: .finish, service: "s",
      window: window, opensAt: opens, closesAt: opens.advanced(bySeconds: 30), row: 1)
  }

  private func at(_ seconds: Int64) -> Moment { Self.start.advanced(bySeconds: seconds) }

  private func refusal(_ result: Result<Evaluation, RatingRefusal>) -> RatingRefusal? {
    if case .failure(let refusal) = result { refusal } else { nil }
  }

  private func pad(_ book: RatingBook, _ seconds: Int64, serving ticket: Int64? = nil)
    -> RatingRefusal?
  {
    var glance = idle
    glance.ticket = ticket
    return refusal(book.press(at: "1", now: at(seconds), glance: glance))
  }

  private func token(
    _ book: RatingBook, _ seconds: Int64, client: Int64? = nil, from windows: Set<String>? = ["1"]
  ) -> RatingRefusal? {
    let standing = book.evaluation(at: "1")
    let evaluation = standing?.token == "t" ? standing ?? evaluation() : evaluation()
    return refusal(
      book.press(
        evaluation, from: windows, now: at(seconds), clientAt: client.map(at), glance: idle,
        times: times))
  }

  @Test func `before anybody asked it is nobody's`() {
    let book = RatingBook()
    #expect(pad(book, 0) == .nobodyServed)
    #expect(pad(book, 0, serving: 7) == .notOpen)
  }

  @Test func `counts from the asking to the end, and not a moment longer`() {
    var book = RatingBook()
    book.open(evaluation())
    #expect(pad(book, 0) == nil)
    #expect(pad(book, 30) == nil)
    #expect(pad(book, 31) == .tooLate)
    #expect(pad(book, -1) == .tooLate, "the clock was put back")
  }

  @Test func `the first rating ends it, for every pad of the window`() {
    var book = RatingBook()
    book.open(evaluation())
    book.rated(.init(ticket: 1, stage: .finish), at: at(3))
    #expect(pad(book, 4) == .alreadyRated)
    #expect(token(book, 4) == .alreadyRated)
  }

  @Test func `the next call ends it`() {
    var book = RatingBook()
    book.open(evaluation())
    book.called(1, to: "1", at: at(1))
    #expect(token(book, 2) == nil, "its own ticket is recalled")
    book.called(2, to: "1", at: at(5))
    #expect(token(book, 6) == .tooLate)
    #expect(pad(book, 6, serving: 2) == .tooLate)
  }

  @Test func `a later asking at the window ends it, and the same asked again does not`() {
    var book = RatingBook()
    book.open(evaluation("t"))
    book.open(evaluation("u", after: 10))
    #expect(token(book, 11) == nil, "the same ticket and stage, asked twice")
    book.open(evaluation("v", ticket: 2, after: 12))
    #expect(token(book, 13) == .tooLate)
  }

  @Test func `what stands is asked once more, what is over is not`() {
    var book = RatingBook()
    let subject = evaluation().subject
    func isAsked(_ subject: Evaluation.Subject, _ seconds: Int64) -> Bool {
      book.askAgain(subject, at: "1", now: at(seconds))
    }
    let early = isAsked(subject, 0)
    #expect(!early, "nothing stands there")
    book.open(evaluation())
    #expect(book.asks(at: "1") == 1)
    let again = isAsked(subject, 1)
    #expect(again && book.asks(at: "1") == 2)
    let others = [
      isAsked(.init(ticket: 2, stage: .finish), 1), isAsked(.init(ticket: 1, stage: .intake), 1),
      isAsked(subject, 31),
    ]
    #expect(others == [false, false, false])
    book.rated(subject, at: at(2))
    let rated = isAsked(subject, 3)
    #expect(!rated && book.asks(at: "1") == 2)
  }

  @Test func `ends sooner where the ledger says so, and never before it began`() {
    let whole = evaluation(after: 10)
    #expect(whole.ended(at: nil) == whole && whole.ended(at: at(99)) == whole)
    #expect(whole.ended(at: at(15)).closesAt == at(15))
    #expect(whole.ended(at: at(1)).closesAt == at(10))
  }

  @Test func `elsewhere it does not count`() {
    var book = RatingBook()
    book.open(evaluation())
    #expect(token(book, 1, from: ["2"]) == .wrongPlace)
    #expect(token(book, 1, from: []) == .wrongPlace)
    #expect(token(book, 1, from: nil) == nil)
  }

  @Test func `a pad that was offline brings what was pressed in time, for a while`() {
    var book = RatingBook()
    book.open(evaluation())
    #expect(token(book, 600, client: 5) == nil)
    #expect(token(book, 600, client: 31) == .tooLate)
    #expect(token(book, 600, client: -60) == .tooLate)
    #expect(token(book, 600) == .tooLate)
    #expect(token(book, 30 + 1801, client: 5) == .tooLate)
    book.called(2, to: "1", at: at(4))
    #expect(token(book, 600, client: 5) == .tooLate, "somebody else was called by then")
    #expect(token(book, 600, client: 3) == nil)
  }

  @Test func `a pad shows where the window stands`() {
    var book = RatingBook()
    func view(_ seconds: Int64, _ glance: WindowGlance) -> PadState {
      book.view(of: "1", now: at(seconds), glance: glance).state
    }
    let serving = WindowGlance(isOpen: true, isPaused: false, ticket: 1)
    #expect(view(0, .init(isOpen: false, isPaused: false)) == .closed)
    #expect(view(0, .init(isOpen: true, isPaused: true)) == .paused)
    #expect(view(0, idle) == .welcome)
    #expect(view(0, serving) == .serving)
    book.open(evaluation())
    #expect(view(1, idle) == .pleaseRate)
    book.rated(.init(ticket: 1, stage: .finish), at: at(2))
    #expect(view(3, idle) == .thanks)
    #expect(view(8, idle) == .welcome)
    #expect(view(3, WindowGlance(isOpen: true, isPaused: false, ticket: 2)) == .serving)
  }

  /// A hundred thousand dice against the four sentences of the rule.
  @Test func `never counts before, after, elsewhere or twice`() {
    var dice = Dice(state: 20_261_123)
    for _ in 0..<300 {
      var book = RatingBook()
      var opened: [Evaluation] = []
      var now: Int64 = 0
      for step in 0..<300 {
        now += Int64.random(in: 0...9, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0:
          let one = evaluation(
            "\(step)", ticket: Int64.random(in: 1...5, using: &dice),
            window: ["1", "2"][step % 2], after: now)
          book.open(one)
          opened.append(one)
        case 1:
          book.called(
            Int64.random(in: 1...5, using: &dice), to: ["1", "2"][step % 2], at: at(now))
        default:
          guard let one = opened.randomElement(using: &dice) else { continue }
          let standing = book.evaluation(at: one.window)
          let known = standing?.token == one.token ? standing ?? one : one
          let windows: Set<String> = [Bool.random(using: &dice) ? one.window : "9"]
          let result = book.press(
            known, from: windows, now: at(now), clientAt: nil, glance: idle, times: times)
          guard case .success(let counted) = result else { continue }
          #expect(windows.contains(counted.window))
          #expect(one.opensAt <= at(now) && at(now) <= one.closesAt)
          book.rated(counted.subject, at: at(now))
          let again = book.press(
            known, from: windows, now: at(now), clientAt: nil, glance: idle, times: times)
          #expect(refusal(again) != nil)
        }
      }
    }
  }
}

@Suite struct `What may be said` {
  private let edition: RatingCatalogue.Edition? = {
    guard let bare = RatingCatalogue.levelsOnly.editions.first else { return nil }
    return .init(
      id: "e", name: bare.name, source: bare.source, validFrom: bare.validFrom, validUntil: nil,
      textLimit: 5,
      levels: bare.levels.map { level in
        .init(
          level: level.level, text: level.text,
          reasons: ["\(level.level.rawValue)01", "\(level.level.rawValue)02"].map {
            .init(code: $0, text: level.text)
          })
      })
  }()

  @Test func `reasons are the level's own, each once, and text has its limit`() throws {
    let edition = try #require(edition)
    let words = try RatingWords(.good, reasons: ["402", "401", "402"], text: " 很好\n", in: edition)
    #expect(words.reasons == ["402", "401"])
    #expect(words.text == "很好")
    #expect(throws: RatingWords.Fault.reason("301")) {
      try RatingWords(.good, reasons: ["301"], text: nil, in: edition)
    }
    #expect(throws: RatingWords.Fault.textTooLong(limit: 5)) {
      try RatingWords(.good, reasons: [], text: "123456", in: edition)
    }
    #expect(try RatingWords(.good, reasons: [], text: " \t", in: edition).text == nil)
  }

  @Test func `the edition of the day is in force, and two never are`() throws {
    func day(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }
    func edition(_ id: String, _ from: String, _ until: String?) throws -> RatingCatalogue.Edition {
      .init(
        id: id, name: RatingPhrases.fiveLevels, source: RatingPhrases.levelsOnly,
        validFrom: try day(from),
        validUntil: try until.map(day), textLimit: 1, levels: [])
    }
    let old = try edition("old", "2020-01-01", "2026-12-31")
    let new = try edition("new", "2027-01-01", nil)
    let catalogue = RatingCatalogue(editions: [new, old])
    #expect(catalogue.inForce(on: try day("2026-12-31"))?.id == "old")
    #expect(catalogue.inForce(on: try day("2027-01-01"))?.id == "new")
    #expect(catalogue.inForce(on: try day("2019-12-31")) == nil)
    #expect(!old.overlaps(new) && !new.overlaps(old))
    #expect(new.overlaps(try edition("x", "2030-01-01", nil)))
    #expect(old.overlaps(try edition("x", "2019-01-01", "2020-01-01")))
  }
}

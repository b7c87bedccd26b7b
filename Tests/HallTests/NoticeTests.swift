import Hall
import Testing

@Suite struct `A notice's words` {
  @Test func `are filled in with number, window and people, as many times as there are blanks`()
    throws
  {
    var line = try Line(count: 1)
    try line.call()
    let policy = NoticePolicy(templates: [
      .called: [.zh: try NoticeTemplate("{number}: {window}, {number}!", for: .called)]
    ])
    #expect(line.text(.called, by: policy)?.text == "A001: 1, A001!")
  }

  @Test(arguments: [
    ("请{name}到{window}", NoticeTemplate.Fault.unknownBlank("name")),
    ("{}", .unknownBlank("")),
    ("{ahead}", .unknownBlank("ahead")),
    ("{number", .strayBrace), ("number}", .strayBrace), ("{number}}", .strayBrace),
    (String(repeating: "字", count: 202), .tooLong),
  ])
  func `hold no name, no braces and no more than three short messages`(
    _ text: String, _ fault: NoticeTemplate.Fault
  ) {
    #expect(throws: fault) { try NoticeTemplate(text, for: .called) }
  }

  @Test func `exist for both kinds in both languages where a hall has none of its own`() {
    for kind in NoticeKind.allCases {
      #expect(NoticePolicy.usual.templates[kind]?.count == Language.allCases.count)
    }
  }
}

@Suite struct `Whom a notice is owed` {
  @Test func `whoever has few enough before them, and nobody further back`() throws {
    var line = try Line(count: 6)
    #expect(line.owed().isEmpty, "no window works, so nobody's turn is near")
    line.open()
    #expect(line.owed() == line.ids.prefix(4).map { NoticeID(ticket: $0, kind: .nearTurn) })
    #expect(line.text(.nearTurn, of: 2)?.text == "您的A003号前面还有2人，请到等候区留意叫号。")
    try line.call()
    let owed = line.owed()
    #expect(owed.first == NoticeID(ticket: line.ids[0], kind: .called))
    #expect(owed.count == 5)
    #expect(line.text(.called, of: 0)?.text == "请A001号到1号窗口办理。祝您愉快。")
    #expect(line.text(.nearTurn, of: 0) == nil, "the call has overtaken it")
  }

  @Test func `who has left the hall is told, who does not hold the number is not`() throws {
    var line = try Line(count: 3, paper: [.printed, .printed, .pending])
    line.open()
    _ = try line.engine.leave(
      line.ids[1], until: line.now.advanced(bySeconds: 3600), by: .service, at: line.now)
    #expect(line.owed().map(\.ticket) == [line.ids[0], line.ids[1]])
  }

  @Test func `a call is told for five minutes and to nobody who stands at the window`() throws {
    var line = try Line(count: 1)
    try line.call()
    #expect(line.owed().map(\.kind) == [.called])
    line.now = line.now.advanced(bySeconds: 301)
    #expect(line.owed().isEmpty)
    #expect(line.text(.called) == nil)
    line.now = line.now.advanced(bySeconds: -301)
    _ = try line.engine.serve("1", by: .service, at: line.now)
    #expect(line.owed().isEmpty)
    #expect(line.text(.called) == nil)
  }

  @Test func `a reminder that waited a quarter of an hour is let go`() throws {
    var line = try Line(count: 1)
    line.open()
    let since = line.now
    line.now = line.now.advanced(bySeconds: 901)
    #expect(line.text(.nearTurn, since: since) == nil)
    #expect(line.text(.nearTurn) != nil)
  }

  @Test func `a kind without a template is owed to nobody`() throws {
    var line = try Line(count: 2)
    try line.call()
    var policy = NoticePolicy.usual
    policy.templates[.called] = nil
    #expect(line.owed(by: policy).map(\.kind) == [.nearTurn])
    #expect(line.owed(by: .off).isEmpty)
  }

  @Test func `tickets that are over are owed nothing more`() throws {
    var line = try Line(count: 2)
    try line.call()
    _ = try line.engine.finish("1", by: .service, at: line.now)
    let owed = line.engine.owedNotices(to: line.ids + [99], by: .usual, at: line.now)
    #expect(owed.over == [line.ids[0], 99])
  }
}

@Test func `a notice is tried six times within five minutes, later each time`() {
  for chance in [0, 0.5, 0.999] {
    let waits = (1...5).compactMap { NoticeRetry.wait(after: $0, chance: chance) }
    #expect(waits.count == 5)
    #expect(waits == waits.sorted())
    #expect(waits.reduce(0, +) + 6 * 20_000 <= NoticeKind.called.helpfulSeconds * 1000)
  }
  #expect(NoticeRetry.wait(after: 1, chance: 0.5) == 5000)
  #expect(NoticeRetry.wait(after: NoticeRetry.mostAttempts, chance: 0) == nil)
  #expect(NoticeRetry.wait(after: .max, chance: 0) == nil)
}

/// A line before one window.
private struct Line {
  var engine: QueueEngine
  var now = Moment(milliseconds: 1_795_397_400_000)
  var ids: [Int64] = []

  init(count: Int, paper: [PaperState] = []) throws {
    let name = Bilingual(zh: "事项", en: "Matter")
    engine = QueueEngine(
      rules: QueueRules(
        catalogue: Catalogue(
          fields: [.init(id: "field", name: name)],
          services: [
            .init(id: "renewal", field: "field", name: name, letter: "A", card: .optional)
          ],
          windows: [
            .init(
              id: "1", name: name, kind: .comprehensive, zone: name, services: ["renewal"])
          ])), day: WallClock(now).day)
    for turn in 0..<count {
      let order = TicketOrder(
        requestID: "r\(turn)", service: "renewal", laterServices: [], priority: nil,
        person: nil, holder: nil, particulars: Particulars(), secret: "123456",
        paper: paper.indices.contains(turn) ? paper[turn] : .printed)
      ids.append(try engine.take(order, by: .service, at: now).ticket.id)
    }
  }

  mutating func open() { try? engine.open("1", clerk: nil, by: .service, at: now) }

  mutating func call() throws { _ = try engine.callNext("1", by: .service, at: now) }

  func owed(by policy: NoticePolicy = .usual) -> [NoticeID] {
    engine.owedNotices(to: ids, by: policy, at: now).notices
  }

  func text(
    _ kind: NoticeKind, of index: Int = 0, since: Moment? = nil, by policy: NoticePolicy = .usual
  ) -> NoticeText? {
    engine.text(
      of: NoticeID(ticket: ids[index], kind: kind), since: since ?? now, by: policy, at: now)
  }
}

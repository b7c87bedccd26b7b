import Hall
import Testing

/// Clocks of a case, by the law and by the calendar of 2026.
@Suite struct CaseClockTests {
  typealias Records = CaseRecordsTests

  static func standing(_ notices: [CaseNotice]) -> CaseStanding { Records.standing(notices) }

  static func clock(_ notices: [CaseNotice], on today: String) throws -> CaseClock {
    CaseClock(standing(notices), calendar: calendar2026, on: try day(today))
  }

  static func day(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }

  static func limits(_ legal: Int?, _ promised: Int?) -> CaseFacts {
    var facts = CaseFacts()
    facts.limits = CaseLimits(legal: legal, promised: promised)
    return facts
  }

  static func life(_ promised: Int, from accepted: String) -> [CaseNotice] {
    [Records.notice(.accepted, at: "\(accepted) 10:00", limits(20, promised))]
  }

  /// standards.md 3.5, through the life of a case.
  @Test(arguments: [
    ("2026-09-18", 5, "2026-09-24"), ("2026-09-30", 1, "2026-10-08"),
    ("2026-09-30", 5, "2026-10-13"), ("2026-02-13", 5, "2026-02-27"),
    ("2026-04-30", 1, "2026-05-06"), ("2026-11-23", 20, "2026-12-21"),
    ("2026-09-19", 1, "2026-09-20"),
  ])
  func `the promise ends on the day of the vector`(
    accepted: String, days: Int, due: String
  ) throws {
    let clock = try Self.clock(Self.life(days, from: accepted), on: accepted)
    #expect(clock.promised == .day(try Self.day(due)))
    #expect(clock.acceptedFrom == (try Self.day(accepted)))
  }

  @Test func `what was taken on a Saturday counts like what was taken on the Friday before`() throws
  {
    let friday = try Self.clock(Self.life(3, from: "2026-11-13"), on: "2026-11-13")
    let saturday = try Self.clock(Self.life(3, from: "2026-11-14"), on: "2026-11-14")
    #expect(friday.promised == .day(try Self.day("2026-11-18")))
    #expect(saturday.promised == friday.promised)
  }

  @Test func `a promise longer than the law's limit is the law's limit`() throws {
    let clock = try Self.clock(Self.life(30, from: "2026-11-23"), on: "2026-11-23")
    #expect(clock.promised == clock.legal)
    #expect(clock.legal == .day(try Self.day("2026-12-21")))
  }

  @Test func `a year nobody announced has no day`() throws {
    let late = try Self.clock(Self.life(20, from: "2026-12-20"), on: "2026-12-21")
    #expect(late.promised == .unknownYear(2027))
    let early = try Self.clock(Self.life(5, from: "2025-12-20"), on: "2026-01-05")
    #expect(early.promised == .unknownYear(2025))
  }

  // MARK: Special procedures

  static let appraisal = SpecialProcedure(kind: .appraisal, days: 5)

  @Test func `a procedure that is not counted moves the day by its working days`() throws {
    let begun =
      Self.life(10, from: "2026-11-02") + [
        Records.notice(.procedureBegun(Self.appraisal), at: "2026-11-05 09:00")
      ]
    #expect(try Self.clock(begun, on: "2026-11-10").promised == .stands(left: 7))
    let over = begun + [Records.notice(.procedureEnded(.appraisal), at: "2026-11-12 09:00")]
    // 11-16 without it; 11-06 to 11-12 are five working days.
    #expect(try Self.clock(over, on: "2026-11-13").promised == .day(try Self.day("2026-11-23")))
  }

  @Test func `two procedures at a time are not counted twice`() throws {
    let notices =
      Self.life(10, from: "2026-11-02") + [
        Records.notice(.procedureBegun(Self.appraisal), at: "2026-11-05 09:00"),
        Records.notice(.procedureEnded(.appraisal), at: "2026-11-10 09:00"),
        Records.notice(
          .procedureBegun(SpecialProcedure(kind: .hearing, days: nil)), at: "2026-11-06 09:00",
          record: "hearing"),
        Records.notice(.procedureEnded(.hearing), at: "2026-11-12 09:00", record: "hearing over"),
      ]
    #expect(try Self.clock(notices, on: "2026-11-13").promised == .day(try Self.day("2026-11-23")))
  }

  @Test(arguments: [(CaseKind.promised, 10), (.joint, 15)])
  func `an extension adds at most what the law allows`(kind: CaseKind, most: Int) throws {
    var facts = Self.limits(20, 10)
    facts.kind = kind
    let notices = [
      Records.notice(.accepted, at: "2026-09-01 10:00", facts),
      Records.notice(
        .procedureBegun(SpecialProcedure(kind: .extension, days: 30)), at: "2026-09-03 10:00"),
    ]
    let clock = try Self.clock(notices, on: "2026-09-04")
    let start = try Self.day("2026-09-01")
    #expect(
      clock.promised == .day(try calendar2026.adding(workingDays: 10 + most, to: start)))
    #expect(Self.standing(notices).state == .accepted, "the clock goes on")
  }

  // MARK: Art. 32

  @Test func `the body has five working days to answer`() throws {
    let submitted = [Records.notice(.submitted, at: "2026-09-18 16:00")]
    let limit = try Self.day("2026-09-24")
    #expect(try Self.clock(submitted, on: "2026-09-24").intake == .open(.day(limit)))
    let received = try Self.day("2026-09-18")
    let late = try Self.clock(submitted, on: "2026-09-28")
    #expect(late.intake == .deemedAccepted(from: received, ranOut: limit))
    #expect(late.acceptedFrom == received)
  }

  @Test func `an answer that came too late changes nothing: accepted from the day of receipt`()
    throws
  {
    let received = try Self.day("2026-11-02")
    let ranOut = try Self.day("2026-11-09")
    let asked = [
      Records.notice(.submitted, at: "2026-11-02 09:00", Self.limits(20, 10)),
      Records.notice(
        .supplementAsked(documents: Records.documents, until: nil), at: "2026-11-10 09:00"),
    ]
    let clock = try Self.clock(asked, on: "2026-11-11")
    #expect(clock.intake == .deemedAccepted(from: received, ranOut: ranOut))
    #expect(clock.promised == .day(try Self.day("2026-11-16")))
    let accepted = [
      Records.notice(.submitted, at: "2026-11-02 09:00", Self.limits(20, 10)),
      Records.notice(.accepted, at: "2026-11-12 09:00"),
    ]
    #expect(try Self.clock(accepted, on: "2026-11-13").acceptedFrom == received)
  }

  @Test func `asked in time nobody's clock runs until the documents are in`() throws {
    var notices = [
      Records.notice(.submitted, at: "2026-11-02 09:00"),
      Records.notice(
        .supplementAsked(documents: Records.documents, until: try Self.day("2026-11-20")),
        at: "2026-11-09 09:00"),
    ]
    #expect(try Self.clock(notices, on: "2026-12-09").intake == .withApplicant)
    notices.append(
      Records.notice(.supplementReceived(documents: Records.documents), at: "2026-11-19 09:00"))
    let due = CaseClock.Due.day(try Self.day("2026-11-26"))
    #expect(try Self.clock(notices, on: "2026-11-20").intake == .open(due))
    #expect(Self.standing(notices).receivedDay == (try Self.day("2026-11-19")))
  }

  @Test func `a certificate is handed out within ten working days of the decision`() throws {
    let notices =
      Self.life(10, from: "2026-11-02") + [
        Records.notice(.decided(granted: true, reasons: []), at: "2026-11-10 09:00")
      ]
    let clock = try Self.clock(notices, on: "2026-11-11")
    #expect(clock.delivery == .day(try Self.day("2026-11-24")))
    #expect(clock.promised == nil)
  }

  // MARK: Never too late a day

  @Test(arguments: 0..<10)
  func `the day from which to look is never after the day something is late`(seed: Int) throws {
    for offset in stride(from: seed, to: 300, by: 10) {
      let start = try #require(try Self.day("2026-01-05").adding(days: offset))
      for notices in [
        [Records.notice(.submitted, at: "\(start) 09:00")],
        [Records.notice(.accepted, at: "\(start) 09:00", Self.limits(20, 7))],
        [
          Records.notice(.accepted, at: "\(start) 09:00", Self.limits(20, 7)),
          Records.notice(.decided(granted: true, reasons: []), at: "\(start) 10:00"),
        ],
      ] {
        let standing = Self.standing(notices)
        let from = try #require(standing.attentionFrom)
        for deadline in standing.deadlines(calendar: calendar2026, on: start) {
          if let due = deadline.due.day { #expect(from <= due) }
        }
      }
    }
  }

  // MARK: Words

  @Test func `every day is explained`() throws {
    func words(_ due: String, _ today: String) throws -> Bilingual {
      CasePhrases.explanation(
        CaseDeadline(
          .promised, .day(try Self.day(due)), calendar: calendar2026, today: try Self.day(today)))
    }
    #expect(
      try words("2026-10-10", "2026-09-29")
        == Bilingual(
          zh: "还剩4个工作日，10月1-7日不计，10月10日周六上班",
          en: "4 working days left, 1-7 Oct not counted, 10 Oct is worked"))
    #expect(try words("2026-11-26", "2026-11-26").zh == "今天截止")
    #expect(try words("2026-11-24", "2026-11-26").zh == "已超过2个工作日")
    #expect(try words("2026-11-27", "2026-11-26").en == "1 working day left")
    #expect(try words("2026-10-03", "2026-09-30").zh == "今天截止，10月1-3日不计")
    let stands = CaseDeadline(
      .promised, .stands(left: 7), calendar: calendar2026, today: try Self.day("2026-11-26"))
    #expect(CasePhrases.explanation(stands).zh == "计时暂停，恢复后还有7个工作日")
    let unknown = CaseDeadline(
      .promised, .unknownYear(2027), calendar: calendar2026, today: try Self.day("2026-11-26"))
    #expect(CasePhrases.explanation(unknown).zh == "2027年放假安排未公布，暂算不出日期")
  }

  // MARK: Answers

  @Test func `what one does now, until when, where and whom to ask`() throws {
    var facts = Self.limits(20, 10)
    facts.department = Bilingual(zh: "市交通运输局", en: "Transport bureau")
    facts.collectAt = Bilingual(zh: "11号窗口", en: "Window 11")
    func answer(_ notices: [CaseNotice]) throws -> CaseAnswer {
      CaseAnswer(
        Self.standing(notices), calendar: calendar2026, on: try Self.day("2026-11-26"),
        hallPhone: "0769-12345")
    }
    var notices = [
      Records.notice(.submitted, at: "2026-11-19 09:00", facts),
      Records.notice(
        .supplementAsked(documents: Records.documents, until: try Self.day("2026-12-03")),
        at: "2026-11-20 09:00"),
    ]
    let asked = try answer(notices)
    #expect(asked.isYourTurn)
    #expect(asked.nextStep.zh == "请补交：车辆检测合格证明")
    #expect(asked.deadlines.first?.kind == .supplement)
    #expect(asked.place.zh == "市交通运输局")
    #expect(asked.contact == "0769-12345")
    notices.append(
      Records.notice(
        .toleratedIntake(documents: Records.documents, until: try Self.day("2026-11-25")),
        at: "2026-11-23 09:00"))
    let owed = try answer(notices)
    #expect(owed.state == .accepted)
    #expect(owed.nextStep.zh == "承诺的材料已逾期，请马上补交：车辆检测合格证明")
    #expect(owed.deadlines.map(\.kind) == [.tolerance, .promised, .legal])
    #expect(owed.deadlines.first?.isLate == true)
    notices += [
      Records.notice(.toleratedReceived(documents: Records.documents), at: "2026-11-25 09:00"),
      Records.notice(.decided(granted: true, reasons: []), at: "2026-11-25 10:00"),
      Records.notice(.readyToCollect, at: "2026-11-26 10:00"),
    ]
    let ready = try answer(notices)
    #expect(ready.collectAt?.zh == "11号窗口")
    #expect(ready.isYourTurn)
    #expect(ready.deadlines.isEmpty)
  }

  @Test func `no answer in time is told in words`() throws {
    let answer = CaseAnswer(
      Self.standing([Records.notice(.submitted, at: "2026-11-02 09:00")]), calendar: calendar2026,
      on: try Self.day("2026-11-26"), hallPhone: "")
    #expect(answer.byLaw?.zh == "11月9日 周一前没有告知，依法自11月2日 周一起即为受理")
  }
}

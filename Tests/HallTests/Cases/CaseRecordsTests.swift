import Hall
import TestSupport
import Testing

/// Records of a case.
@Suite struct CaseRecordsTests {
  static let identity = CaseIdentity(source: "gd", serial: "10075000169811328411401050001")

  static func moment(_ text: String) -> Moment {
    Moment(written: text) ?? Moment(milliseconds: 0)
  }

  static func notice(
    _ event: CaseEvent, at time: String, record: String? = nil, version: Int = 1,
    _ facts: CaseFacts = CaseFacts()
  ) -> CaseNotice {
    CaseNotice(
      identity: identity, record: record ?? event.kind.rawValue, version: version,
      at: moment(time), event: event, facts: facts)
  }

  static func standing(_ notices: [CaseNotice]) -> CaseStanding {
    var records = CaseRecords(identity: identity)
    for notice in notices { _ = records.take(notice) }
    return CaseStanding(records)
  }

  static let documents = [Bilingual(zh: "车辆检测合格证明", en: "Vehicle certificate")]

  /// A whole life with everything in it, some records in several versions.
  static let life: [CaseNotice] = {
    var handed = CaseFacts()
    handed.item = Bilingual(zh: "道路运输经营许可", en: "Road transport permit")
    handed.receipt = CaseReceipt(number: "R1", password: [UInt8](repeating: 1, count: 32))
    handed.handler = "0001"
    handed.person = PersonKey([UInt8](repeating: 7, count: 32))
    var accepted = CaseFacts()
    accepted.limits = CaseLimits(legal: 20, promised: 10)
    accepted.receipt = CaseReceipt(number: "R2", password: nil)
    accepted.handler = "0002"
    return [
      notice(.submitted, at: "2026-09-01 09:00", handed),
      notice(.preChecked, at: "2026-09-01 10:00"),
      notice(.supplementAsked(documents: documents, until: nil), at: "2026-09-02 09:00"),
      notice(.supplementReceived(documents: documents), at: "2026-09-03 09:00"),
      notice(.refused(.notAccepted, reasons: []), at: "2026-09-03 10:00", record: "SL"),
      notice(.accepted, at: "2026-09-03 10:00", record: "SL", version: 2, accepted),
      notice(.examined(.handling, returned: false), at: "2026-09-04 09:00", record: "SPCL:1"),
      notice(.examined(.review, returned: true), at: "2026-09-07 09:00", record: "SPCL:2"),
      notice(.examined(.review, returned: false), at: "2026-09-08 09:00", record: "SPCL:3"),
      notice(
        .procedureBegun(SpecialProcedure(kind: .appraisal, days: 5)), at: "2026-09-08 10:00"),
      notice(.procedureEnded(.appraisal), at: "2026-09-15 10:00"),
      notice(.decided(granted: true, reasons: []), at: "2026-09-16 10:00"),
      notice(.readyToCollect, at: "2026-09-17 10:00"),
      notice(.finished(.certificate), at: "2026-09-17 10:00"),
      notice(.collected, at: "2026-09-18 10:00"),
    ]
  }()

  @Test func `the whole life in its order`() {
    var states: [CaseState] = []
    for count in 1...Self.life.count {
      states.append(Self.standing(Array(Self.life.prefix(count))).state)
    }
    #expect(
      states == [
        .submitted, .preChecked, .supplement, .preChecked, .refused, .accepted, .examining,
        .examining, .examining, .paused, .examining, .approved, .toCollect, .toCollect, .collected,
      ])
    let end = Self.standing(Self.life)
    #expect(end.firstHandler == "0001")
    #expect(end.result == .certificate)
    #expect(end.receipts.map(\.number) == ["R1", "R2"])
    #expect(end.reasons.isEmpty)
    #expect(end.acceptedAt == Self.moment("2026-09-03 10:00"))
    #expect(end.steps.count == Self.life.count - 1)
  }

  @Test(arguments: 0..<20)
  func `any order, with repeats and old versions, comes to one standing`(seed: UInt64) {
    let wanted = Self.standing(Self.life)
    var dice = Dice(state: seed)
    for _ in 0..<100 {
      var messages = Self.life + Self.life.filter { _ in Bool.random(using: &dice) }
      messages.shuffle(using: &dice)
      #expect(Self.standing(messages) == wanted)
    }
  }

  /// Whatever a source makes up: every list folds, and every order of it folds to the same.
  @Test(arguments: 0..<20)
  func `nonsense has a standing too, the same in any order`(seed: UInt64) {
    var dice = Dice(state: seed)
    let events: [CaseEvent] =
      Self.life.map(\.event) + [
        .retracted, .finished(.voided), .refused(.notNeeded, reasons: Self.documents),
        .posted(tracking: "E1"), .procedureEnded(.other),
        .toleratedIntake(documents: Self.documents, until: LocalDay("2026-09-10")!),
        .procedureBegun(SpecialProcedure(kind: .extension, days: 40)),
      ]
    for _ in 0..<100 {
      let messages = (0..<12).map { _ in
        Self.notice(
          events.randomElement(using: &dice)!,
          at: "2026-09-0\(Int.random(in: 1...4, using: &dice)) 09:00",
          record: "r\(Int.random(in: 0...5, using: &dice))",
          version: Int.random(in: 1...2, using: &dice))
      }
      let first = Self.standing(messages)
      #expect(first.extensionDays <= 10)
      #expect(Self.standing(messages.shuffled(using: &dice)) == first)
    }
  }

  @Test func `versions: a higher one takes the place, the rest is told apart`() {
    var records = CaseRecords(identity: Self.identity)
    let first = Self.notice(.accepted, at: "2026-09-03 10:00", record: "SL")
    let second = Self.notice(
      .refused(.notAccepted, reasons: []), at: "2026-09-03 11:00", record: "SL", version: 2)
    #expect(records.take(second) == .applied)
    #expect(records.take(first) == .superseded)
    #expect(records.take(second) == .repeated)
    #expect(CaseStanding(records).state == .refused)
    let gone = Self.notice(.retracted, at: "2026-09-03 11:00", record: "SL", version: 3)
    #expect(records.take(gone) == .applied)
    #expect(CaseStanding(records).isEmpty)
  }

  @Test func `two texts under one version: the order of arrival decides nothing`() {
    let one = Self.notice(.accepted, at: "2026-09-03 10:00", record: "SL")
    let other = Self.notice(.preChecked, at: "2026-09-03 10:00", record: "SL")
    #expect(Self.standing([one, other]) == Self.standing([other, one]))
  }

  @Test func `what a notice says comes back from its form`() throws {
    for notice in Self.life {
      let read = try #require(CaseForm.read(CaseForm.bytes(notice.event, notice.facts)))
      #expect(read.event == notice.event)
      #expect(read.facts == notice.facts)
    }
    var long = CaseFacts()
    long.note = Bilingual(zh: String(repeating: "长", count: 5000), en: "long")
    long.limits = CaseLimits(legal: 10, promised: 20)
    let read = try #require(CaseForm.read(CaseForm.bytes(.collected, long)))
    #expect(read.facts == long)
    #expect(read.facts.limits?.promised == 10)
    #expect(read.facts.limits?.wasTooLong == true)
  }

  @Test(arguments: 0..<10)
  func `forms nobody wrote are refused, never a trap`(seed: UInt64) {
    var dice = Dice(state: seed)
    let good = CaseForm.bytes(Self.life[0].event, Self.life[0].facts)
    for _ in 0..<500 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &dice)] = .random(in: 0...255, using: &dice)
      _ = CaseForm.read(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice))))
    }
    #expect(CaseForm.read([]) == nil)
    #expect(CaseForm.read([1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]) == nil)
  }

  @Test func `faults of a notice`() {
    let now = Self.moment("2026-09-30 12:00")
    #expect(Self.life[0].fault(at: now) == nil)
    #expect(Self.life[0].fault(at: Self.moment("2026-08-01 12:00")) == .badTime)
    #expect(Self.notice(.accepted, at: "1970-01-01 12:00").fault(at: now) == .badTime)
    #expect(
      Self.notice(.accepted, at: "2026-09-01 12:00", version: 0).fault(at: now) == .badVersion)
    #expect(
      Self.notice(.accepted, at: "2026-09-01 12:00", record: "a\u{0}").fault(at: now)
        == .badIdentity)
    var facts = CaseFacts()
    facts.parent = Self.identity.serial
    #expect(Self.notice(.accepted, at: "2026-09-01 12:00", facts).fault(at: now) == .ownParent)
  }

  @Test func `records of a case have an end`() {
    var records = CaseRecords(identity: Self.identity)
    for index in 0..<CaseNotice.mostRecords {
      #expect(
        records.take(Self.notice(.accepted, at: "2026-09-01 12:00", record: "\(index)"))
          == .applied)
    }
    #expect(
      records.take(Self.notice(.accepted, at: "2026-09-01 12:00", record: "one more"))
        == .rejected(.tooManyRecords))
  }
}

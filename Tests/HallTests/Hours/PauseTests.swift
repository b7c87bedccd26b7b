import Hall
import Testing

@Suite struct `Pauses` {
  private func pause(_ reason: Pause.Reason, back: Moment?) throws -> Pause {
    Pause(reason: reason, since: try moment("2026-11-26", 720), expectedBack: back)
  }

  @Test func `the people waiting are told why and until when`() throws {
    let lunch = try pause(.lunch, back: moment("2026-11-26", 780))
    let noon = try moment("2026-11-26", 730)
    #expect(
      PausePhrases.notice(lunch, at: noon)
        == Bilingual(zh: "暂停服务：午休，预计13:00恢复", en: "Closed for now: lunch break, back about 13:00"))
    let outage = try pause(.system, back: moment("2026-11-27", 540))
    #expect(
      PausePhrases.notice(outage, ofHall: true, at: noon)
        == Bilingual(
          zh: "大厅暂停服务：系统故障，预计11月27日09:00恢复",
          en: "The hall is closed for now: system failure, back about 2026-11-27 09:00"))
  }

  @Test func `a return that has passed is not promised any more, and somebody should look`() throws
  {
    let pause = try pause(.equipment, back: moment("2026-11-26", 780))
    let (before, after) = (try moment("2026-11-26", 779), try moment("2026-11-26", 780))
    #expect(!pause.isOverdue(at: before))
    #expect(pause.promisedBack(at: before) == pause.expectedBack)
    #expect(pause.isOverdue(at: after))
    #expect(pause.promisedBack(at: after) == nil)
    #expect(
      PausePhrases.notice(pause, at: after)
        == Bilingual(
          zh: "暂停服务：设备故障，恢复时间未定",
          en: "Closed for now: equipment failure, return not known yet"))
  }

  @Test func `a pause without expected return is never overdue`() throws {
    let silent = try pause(.other, back: nil)
    let now = try moment("2026-11-26", 900)
    #expect(!silent.isOverdue(at: now))
    #expect(
      PausePhrases.notice(silent, at: now)
        == Bilingual(zh: "暂停服务：恢复时间未定", en: "Closed for now: return not known yet"))
  }
}

/// What a person wants to know of a case: where it is, what to do now, until when, where to collect it,
/// whom to call. 办事进度
public struct CaseAnswer: Hashable, Sendable {
  public let state: CaseState
  /// 在哪里
  public let place: Bilingual
  /// 现在要做什么
  public let nextStep: Bilingual
  /// Nobody answered in time, so that the law took the place of the answer; nil where somebody did.
  public let byLaw: Bilingual?
  /// It is the applicant's turn.
  public let isYourTurn: Bool
  /// The one to look at first comes first. 到什么时候
  public let deadlines: [CaseDeadline]
  /// 到哪里取; nil before there is anything to collect.
  public let collectAt: Bilingual?
  /// 找谁问
  public let contact: String

  /// - Parameters:
  ///   - standing: the case.
  ///   - calendar: of the hall.
  ///   - today: by the hall's clock.
  ///   - hallPhone: whom to call where the case names nobody.
  public init(
    _ standing: CaseStanding, calendar: HolidayCalendar, on today: LocalDay, hallPhone: String
  ) {
    let clock = CaseClock(standing, calendar: calendar, on: today)
    let facts = standing.facts
    state = standing.state
    place = CasePhrases.place(standing)
    nextStep = facts.advice ?? CasePhrases.nextStep(standing, clock, on: today)
    byLaw = CasePhrases.byLaw(clock.intake)
    isYourTurn =
      standing.openTolerance != nil
      || [.supplement, .returned, .toCollect].contains(standing.state)
    deadlines = standing.deadlines(calendar: calendar, on: today)
    let isToCome = !standing.state.isOver || standing.state == .toCollect
    collectAt = isToCome ? facts.collectAt : nil
    contact = facts.contact ?? hallPhone
  }
}

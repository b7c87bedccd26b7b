/// Where a case is and what its applicant does now. 下一步
extension CasePhrases {
  static func place(_ standing: CaseStanding) -> Bilingual {
    let department = standing.facts.department
    let body = department ?? Bilingual(zh: "受理部门", en: "The office")
    if standing.state == .toCollect { return standing.facts.collectAt ?? body }
    if standing.state.isOver { return text(standing.state) }
    if let procedure = standing.openStandstill?.procedure {
      return Bilingual(
        zh: "\(body.zh)：\(text(procedure.kind).zh)", en: "\(body.en): \(text(procedure.kind).en)")
    }
    let stage = standing.steps.last { step in
      if case .examined = step.event { true } else { false }
    }
    guard standing.state == .examining, let stage, case .examined(let name, let back) = stage.event
    else { return with(body, standing.facts.window) }
    let words = text(name, returned: back)
    return with(
      Bilingual(zh: "\(body.zh)：\(words.zh)", en: "\(body.en): \(words.en)"),
      standing.facts.window)
  }

  private static func with(_ words: Bilingual, _ window: String?) -> Bilingual {
    guard let window else { return words }
    return Bilingual(zh: "\(words.zh)（\(window)）", en: "\(words.en) (\(window))")
  }

  /// In plain words; the source's own advice takes their place where there is one.
  static func nextStep(
    _ standing: CaseStanding, _ clock: CaseClock, on today: LocalDay
  ) -> Bilingual {
    if let tolerance = standing.openTolerance, !standing.state.isOver {
      return owed(tolerance, isLate: tolerance.until < today)
    }
    switch standing.state {
    case .submitted, .preChecked: return waiting(clock.intake)
    case .returned:
      return with(
        Bilingual(zh: "请按退回理由修改后重新提交", en: "Please change it and hand it in again"),
        standing.reasons)
    case .supplement:
      return with(
        Bilingual(zh: "请补交", en: "Please hand in"), standing.openSupplement?.documents ?? [])
    case .accepted, .examining:
      return Bilingual(zh: "正在办理，请等候，不用再来", en: "In work; please wait, no need to come")
    case .paused:
      let kind = standing.openStandstill?.procedure.kind ?? .other
      return Bilingual(
        zh: "\(text(kind).zh)期间不计时，结束后继续办理",
        en: "Not counted while this goes on: \(text(kind).en). Work goes on after it")
    case .approved:
      return Bilingual(zh: "已批准，正在制证，请等候通知", en: "Approved; please wait until it is ready")
    case .toCollect:
      return Bilingual(
        zh: "请带身份证和受理回执来领取", en: "Please collect it with ID card and receipt")
    case .refused, .denied:
      return with(
        Bilingual(
          zh: "不服的，可在60日内申请行政复议，或在6个月内起诉",
          en: "You may ask for review within 60 days or go to court within 6 months"),
        standing.reasons)
    case .finished, .collected, .posted:
      return Bilingual(zh: "已经办完，不用再来", en: "All done, nothing more to do")
    }
  }

  private static func owed(_ tolerance: CaseStanding.Tolerance, isLate: Bool) -> Bilingual {
    with(
      isLate
        ? Bilingual(zh: "承诺的材料已逾期，请马上补交", en: "Promised documents are late, hand in now")
        : Bilingual(zh: "请按承诺补交", en: "Please hand in as promised"), tolerance.documents)
  }

  private static func waiting(_ intake: CaseClock.Intake) -> Bilingual {
    byLaw(intake)
      ?? Bilingual(
        zh: "正在核对材料；逾期没有告知的，自收到材料之日起即为受理",
        en: "Being checked; if nobody answers in time it counts as accepted from receipt")
  }

  /// nil where the application was answered in time, or still may be.
  static func byLaw(_ intake: CaseClock.Intake) -> Bilingual? {
    guard case .deemedAccepted(let from, let ranOut) = intake else { return nil }
    let (since, over) = (shortDay(from), shortDay(ranOut))
    return Bilingual(
      zh: "\(over.zh)前没有告知，依法自\(since.zh)起即为受理",
      en: "No answer by \(over.en): by law accepted from \(since.en)")
  }
}

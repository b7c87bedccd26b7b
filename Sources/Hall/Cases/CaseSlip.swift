/// How a case stands, on the ticket printer's paper: what is asked most, and the steps. 办件进度小票
public struct CaseSlip: Sendable {
  public var hallName: Bilingual
  public var phone: String
  /// The hall is invented, and its slips say so.
  public var sample: Bool
  public var standing: CaseStanding
  /// Of a joint case.
  public var parts: [CaseStanding]
  public var calendar: HolidayCalendar
  public var now: Moment
  public var language: Language

  public init(
    hallName: Bilingual, phone: String, sample: Bool, standing: CaseStanding,
    parts: [CaseStanding] = [],
    calendar: HolidayCalendar, now: Moment, language: Language
  ) {
    self.hallName = hallName
    self.phone = phone
    self.sample = sample
    self.standing = standing
    self.parts = parts
    self.calendar = calendar
    self.now = now
    self.language = language
  }

  /// The last steps are what is asked for; all of them are on the screen.
  private static let mostSteps = 6

  public var slip: Slip {
    let wall = WallClock(now)
    let answer = CaseAnswer(standing, calendar: calendar, on: wall.day, hallPhone: phone)
    func fact(_ label: Bilingual, _ value: Bilingual) -> Slip.Element {
      .line("\(label[language]): \(value[language])")
    }
    var elements: [Slip.Element] = [.line(hallName[language], align: .centre)]
    if sample { elements.append(.line(SlipPhrases.sample[language], align: .centre)) }
    elements += [
      .line(CasePhrases.slipTitle[language], size: .double, align: .centre), .rule,
      .line((standing.facts.item ?? CasePhrases.unnamed)[language], bold: true),
      .line(CasePhrases.text(answer.state)[language], size: .double, bold: true, align: .centre),
    ]
    if let receipt = standing.facts.receipt?.number {
      elements.append(.line("\(KioskPhrases.receiptNumber[language]): \(receipt)"))
    }
    if let applicant = standing.facts.applicant {
      elements.append(.line("\(KioskPhrases.applicantLabel[language]): \(applicant)"))
    }
    elements += [
      fact(KioskPhrases.placeLabel, answer.place), fact(KioskPhrases.nextLabel, answer.nextStep),
    ]
    if let law = answer.byLaw { elements.append(.line(law[language])) }
    for deadline in answer.deadlines {
      let words = CasePhrases.explanation(deadline)
      let day = deadline.due.day.map { CasePhrases.shortDay($0)[language] + " " } ?? ""
      elements.append(
        .line("\(CasePhrases.label(deadline.kind)[language]): \(day)(\(words[language]))"))
    }
    if let place = answer.collectAt { elements.append(fact(KioskPhrases.collectLabel, place)) }
    for part in parts {
      let item = (part.facts.item ?? CasePhrases.unnamed)[language]
      elements.append(
        .line(
          "\(KioskPhrases.partsLabel[language]): \(item) \(CasePhrases.text(part.state)[language])"
        ))
    }
    elements.append(.line("\(KioskPhrases.contactLabel[language]): \(answer.contact)"))
    elements.append(.rule)
    for step in standing.steps.suffix(Self.mostSteps) {
      let at = WallClock(step.at)
      let text = step.note ?? CasePhrases.text(step.event)
      elements.append(
        .line("\(at.day.description.suffix(5)) \(at.timeOfDay) \(text[language])"))
    }
    elements += [
      .rule, .line("\(CasePhrases.asOf[language]) \(wall.day) \(wall.timeOfDay)", align: .centre),
      .feed(2),
    ]
    return Slip(elements)
  }
}

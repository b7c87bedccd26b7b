extension CaseStanding {
  /// What the case says of a letter's fields; a clerk adds the rest, and the whole name.
  ///
  /// - Parameters:
  ///   - kind: the letter.
  ///   - receipt: the number it was asked for by.
  ///   - calendar: what the promised day is counted by.
  ///   - today: the day on the letter.
  /// - Returns: texts by the name of their field.
  public func letterFields(
    for kind: LetterKind, receipt: String, calendar: HolidayCalendar, on today: LocalDay
  ) -> [String: [String]] {
    var fields: [LetterField: [String]] = [.receipt: [receipt]]
    fields[.applicant] = facts.applicant.map { [$0] }
    fields[.item] = facts.item.map { [$0.zh] }
    fields[.department] = facts.department.map { [$0.zh] }
    fields[.contact] = facts.contact.map { [$0] }
    fields[.collectAt] = facts.collectAt.map { [$0.zh] }
    fields[.acceptedDay] = acceptedAt.map { [WallClock($0).day.description] }
    fields[.legalLimit] = facts.limits?.legal.map { [LetterPhrases.workingDays($0)] }
    let promised = CaseClock(self, calendar: calendar, on: today).promised?.day
    fields[.promisedDay] = promised.flatMap { $0 < today ? nil : [$0.description] }
    switch kind {
    case .supplementNotice:
      fields[.gaps] = openSupplement?.documents.map(\.zh)
      fields[.dueDay] = openSupplement?.until.map { [$0.description] }
    case .tolerantNotice, .promise:
      fields[.missing] = openTolerance?.documents.map(\.zh)
      fields[.dueDay] = openTolerance.map { [$0.until.description] }
    case .refusal: fields[.reasons] = reasons.isEmpty ? nil : reasons.map(\.zh)
    case .onceNotice, .materialsReceipt, .acceptance, .specialProcedure, .collection: break
    }
    let wanted = fields.filter { kind.fields.contains($0.key) }
    return Dictionary(uniqueKeysWithValues: wanted.map { ($0.key.rawValue, $0.value) })
  }
}

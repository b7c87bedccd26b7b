/// Days that somebody is to keep, explained. 期限说明
extension CasePhrases {
  public static func label(_ kind: CaseDeadline.Kind) -> Bilingual {
    switch kind {
    case .intake: Bilingual(zh: "最迟告知是否受理", en: "Answer due by")
    case .supplement: Bilingual(zh: "最迟补交", en: "Hand in by")
    case .tolerance: Bilingual(zh: "承诺补齐", en: "You promised by")
    case .promised: Bilingual(zh: "承诺办结", en: "Promised by")
    case .legal: Bilingual(zh: "法定办结", en: "Legal limit")
    case .delivery: Bilingual(zh: "最迟发证", en: "Handed out by")
    }
  }

  /// Why it is that day: `还剩4个工作日，10月1-7日不计`.
  public static func explanation(_ deadline: CaseDeadline) -> Bilingual {
    switch deadline.due {
    case .day: days(deadline)
    case .stands(let left):
      Bilingual(
        zh: "计时暂停，恢复后还有\(left)个工作日",
        en: "The clock stands; \(workingDays(left)) left once it goes on")
    case .unknownYear(let year):
      Bilingual(
        zh: "\(year)年放假安排未公布，暂算不出日期",
        en: "No day yet: the holidays of \(year) are not announced")
    }
  }

  private static func days(_ deadline: CaseDeadline) -> Bilingual {
    guard let left = deadline.left else {
      return Bilingual(zh: "放假安排未公布，不计工作日", en: "Holidays not announced, days not counted")
    }
    var zh: [String] = []
    var en: [String] = []
    if deadline.isLate {
      zh.append(left == 0 ? "已过期" : "已超过\(-left)个工作日")
      en.append(left == 0 ? "over" : "\(workingDays(-left)) late")
    } else if left == 0 {
      zh.append("今天截止")
      en.append("ends today")
    } else {
      zh.append("还剩\(left)个工作日")
      en.append("\(workingDays(left)) left")
    }
    for span in deadline.daysOff {
      let words = self.span(span)
      zh.append("\(words.zh)不计")
      en.append("\(words.en) not counted")
    }
    for day in deadline.workedWeekends {
      zh.append("\(day.month)月\(day.day)日\(KioskPhrases.weekday(day.weekday).zh)上班")
      en.append("\(day.day) \(KioskPhrases.month(day.month)) is worked")
    }
    return Bilingual(zh: zh.joined(separator: "，"), en: en.joined(separator: ", "))
  }

  private static func workingDays(_ count: Int) -> String {
    count == 1 ? "1 working day" : "\(count) working days"
  }

  /// `10月1-7日`, `9月30日-10月2日`, `10月1日`.
  static func span(_ span: ClosedRange<LocalDay>) -> Bilingual {
    let (first, last) = (span.lowerBound, span.upperBound)
    let (from, to) = (KioskPhrases.month(first.month), KioskPhrases.month(last.month))
    if first == last {
      return Bilingual(zh: "\(first.month)月\(first.day)日", en: "\(first.day) \(from)")
    }
    if first.month == last.month {
      return Bilingual(
        zh: "\(first.month)月\(first.day)-\(last.day)日", en: "\(first.day)-\(last.day) \(from)")
    }
    return Bilingual(
      zh: "\(first.month)月\(first.day)日-\(last.month)月\(last.day)日",
      en: "\(first.day) \(from) - \(last.day) \(to)")
  }

  /// `11月30日 周一`
  public static func shortDay(_ day: LocalDay) -> Bilingual {
    let name = KioskPhrases.weekday(day.weekday)
    return Bilingual(
      zh: "\(day.month)月\(day.day)日 \(name.zh)",
      en: "\(name.en) \(day.day) \(KioskPhrases.month(day.month))")
  }
}

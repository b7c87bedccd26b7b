/// Why a day differs from its weekday. 日历文字
public enum CalendarPhrases {
  /// `holiday` is the festival the weekend is worked for.
  public static func workingWeekend(_ holiday: Bilingual) -> Bilingual {
    Bilingual(zh: "\(holiday.zh)调休上班", en: "Working weekend, \(holiday.en)")
  }

  public static func unannounced(year: Int) -> Bilingual {
    Bilingual(
      zh: "\(year)年开放时间未公布，请先电话咨询", en: "Hours of \(year) not announced yet, please call first")
  }
}

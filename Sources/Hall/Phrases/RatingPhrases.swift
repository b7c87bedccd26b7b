/// What pads, receipts and lists say of ratings.
public enum RatingPhrases {
  /// The five levels in the words of 国办发〔2019〕51号.
  public static func level(_ level: RatingLevel) -> Bilingual {
    switch level {
    case .excellent: Bilingual(zh: "非常满意", en: "Very satisfied")
    case .good: Bilingual(zh: "满意", en: "Satisfied")
    case .fair: Bilingual(zh: "基本满意", en: "Fairly satisfied")
    case .poor: Bilingual(zh: "不满意", en: "Dissatisfied")
    case .veryPoor: Bilingual(zh: "非常不满意", en: "Very dissatisfied")
    }
  }

  public static let fiveLevels = Bilingual(zh: "五级评价", en: "Five levels")
  public static let levelsOnly = Bilingual(
    zh: "国办发〔2019〕51号五级评价", en: "The five levels of State Council Office notice 2019 No. 51")

  /// Groups that are too small to be told apart.
  public static let together = Bilingual(zh: "其他（合并）", en: "Others, together")

  /// Whose deadlines a task has.
  public static func rule(_ rule: RatingTask.Rule) -> Bilingual {
    Bilingual(
      zh: "本厅规定：\(rule.callBackDays)个工作日内回访，\(rule.fixDays)个工作日内整改答复",
      en: "This hall's rule: call back within \(rule.callBackDays) working days, "
        + "put right and answer within \(rule.fixDays)")
  }

  public static let sealTitle = Bilingual(zh: "当日评价封存", en: "Seal of the day's ratings")

  public static let sealAdvice = Bilingual(
    zh: "请带离本厅妥善保管", en: "Keep this away from the hall")
}

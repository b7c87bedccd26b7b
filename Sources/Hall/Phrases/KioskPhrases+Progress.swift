extension KioskPhrases {
  public static let howToLookUp = Bilingual(zh: "您想怎么查？", en: "How would you like to look it up?")
  public static let byCard = Bilingual(zh: "用身份证查", en: "With my ID card")
  public static let byReceipt = Bilingual(
    zh: "用受理回执号和查询密码查", en: "With receipt number and password")
  public static let receiptHelp = Bilingual(
    zh: "两样都印在受理回执上。", en: "Both are printed on your receipt.")
  public static let receiptNumber = Bilingual(zh: "受理回执号", en: "Receipt number")
  public static let queryPassword = Bilingual(zh: "查询密码", en: "Query password")
  public static let lookUp = Bilingual(zh: "查询", en: "Look up")
  public static let fillReceipt = Bilingual(
    zh: "请填受理回执号。", en: "Please fill in the receipt number.")
  public static let fillPassword = Bilingual(zh: "请填查询密码。", en: "Please fill in the password.")

  public static func yourCases(_ count: Int) -> Bilingual {
    Bilingual(zh: "您有 \(count) 件事，请选一件", en: "You have \(count) cases. Which one?")
  }

  public static let noCases = Bilingual(zh: "没有查到您的办件", en: "No case was found for you")
  public static let noCasesHelp = Bilingual(
    zh: "刚交的材料可能还没登记。请过一会再查，或问工作人员。",
    en: "Papers handed in just now may not be registered yet. Try later or ask our staff.")

  public static func now(_ state: Bilingual) -> Bilingual {
    Bilingual(zh: "现在：\(state.zh)", en: "Now: \(state.en)")
  }

  public static let nextLabel = Bilingual(zh: "下一步", en: "Next")
  public static let dueLabel = Bilingual(zh: "最迟办好", en: "Due by")
  public static let supplementLabel = Bilingual(zh: "最迟补交", en: "Hand in by")
  public static let contactLabel = Bilingual(zh: "联系电话", en: "Contact")
  public static let collectLabel = Bilingual(zh: "取件地点", en: "Collect at")
  public static let applicantLabel = Bilingual(zh: "申请人", en: "Applicant")
  public static let stepsLabel = Bilingual(zh: "办理经过", en: "What has happened")
}

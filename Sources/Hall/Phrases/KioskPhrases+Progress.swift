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
  public static let placeLabel = Bilingual(zh: "现在在", en: "Now at")
  public static let handlerLabel = Bilingual(zh: "首办责任人", en: "First handler")
  public static let lawLabel = Bilingual(zh: "依法", en: "By law")
  public static let partsLabel = Bilingual(zh: "联办事项", en: "Parts")
  public static let yourTurn = Bilingual(zh: "请您办", en: "Your turn")
  public static let byOrganisation = Bilingual(
    zh: "查单位的办件", en: "Cases of an organisation")
  public static let organisationHelp = Bilingual(
    zh: "经办人用自己的身份证查。", en: "Whoever acts for it uses their own ID card.")
  public static let organisationCode = Bilingual(
    zh: "统一社会信用代码", en: "Unified social credit code")
  public static let fillOrganisation = Bilingual(
    zh: "请填统一社会信用代码。", en: "Please fill in the code.")
  public static let wrongOrganisation = Bilingual(
    zh: "代码不对，请核对18位。", en: "The code is wrong; please check its 18 characters.")
  public static let printCase = Bilingual(zh: "打印进度", en: "Print")
  public static let printingCase = Bilingual(zh: "正在打印……", en: "Printing ...")
  public static let casePrinted = Bilingual(zh: "已打印，请取纸条", en: "Printed, please take the slip")
  public static let caseNotPrinted = Bilingual(
    zh: "打印机没有纸或没有回应，请问工作人员", en: "The printer has no paper or no answer; please ask our staff")
  public static let lookUpAgain = Bilingual(
    zh: "时间久了，请重新查询", en: "Too long ago; please look it up again")
  public static let contactLabel = Bilingual(zh: "联系电话", en: "Contact")
  public static let collectLabel = Bilingual(zh: "取件地点", en: "Collect at")
  public static let applicantLabel = Bilingual(zh: "申请人", en: "Applicant")
  public static let stepsLabel = Bilingual(zh: "办理经过", en: "What has happened")
}

/// Reading guides and looking through papers. 办事指南与资料预审
extension KioskPhrases {
  public static let guides = Bilingual(zh: "办事指南", en: "What do I need?")
  public static let guideHelp = Bilingual(
    zh: "输入拼音首字母、拼音或汉字，如 sfz", en: "Type English, pinyin or its initials, such as sfz")
  public static let noGuides = Bilingual(
    zh: "没有找到，请换个说法，或请工作人员帮忙", en: "Nothing found. Try other words, or ask our staff")
  public static let guideGone = Bilingual(
    zh: "这项办事指南已不在本大厅公布", en: "This guide is not published here any more")
  public static let nearHits = Bilingual(zh: "近似结果", en: "close to what you typed")
  public static let topQuestions = Bilingual(zh: "高频问题", en: "Top questions")
  public static let guideNotices = Bilingual(zh: "事项公示", en: "Changes")
  /// The same along the edge of a screen, where five keys share a row.
  public static let topQuestionsKey = Bilingual(zh: "常问", en: "FAQ")
  public static let guideNoticesKey = Bilingual(zh: "公示", en: "Changes")
  /// Goes on to the next catalogue: 市内通办, 跨城通办, 容缺受理, all.
  public static let catalogueKey = Bilingual(zh: "目录", en: "Lists")
  public static let wholeGuide = Bilingual(zh: "看这项办事指南", en: "Read the guide")
  public static let holdsFrom = Bilingual(zh: "生效", en: "from")
  public static let nothingHere = Bilingual(zh: "现在没有内容", en: "There is nothing here now")
  public static let printGuide = Bilingual(zh: "打印告知单", en: "Print it")
  public static let printingGuide = Bilingual(zh: "正在打印……", en: "Printing ...")
  public static let guidePrinted = Bilingual(
    zh: "已打印，请取走小票", en: "Printed. Please take the slip")
  public static let guideNotPrinted = Bilingual(
    zh: "现在不能打印，请记下或请工作人员帮忙", en: "It cannot be printed now. Please ask our staff")

  public static func guidesFound(_ count: Int) -> Bilingual {
    Bilingual(zh: "共 \(count) 项", en: "\(count) found")
  }

  // MARK: - Papers

  public static let checkPapers = Bilingual(zh: "核对材料", en: "Check my papers")
  public static let tickPapers = Bilingual(
    zh: "带了哪些？有的请按数字打勾", en: "Which of these do you have? Tick them")
  public static let ticked = Bilingual(zh: "勾好了", en: "Done")
  public static let tickAgain = Bilingual(zh: "重新勾选", en: "Tick again")
  public static let skip = Bilingual(zh: "跳过", en: "Skip")
  public static let papersComplete = Bilingual(
    zh: "材料齐了，可以取号", en: "You have everything. Take a number")
  public static let papersTolerable = Bilingual(
    zh: "主件齐了，其余可以容缺后补", en: "The main papers are there, the others may follow")
  public static let papersIncomplete = Bilingual(
    zh: "还缺下列材料，建议备齐再来", en: "These are missing. Better fetch them first")
  public static let printMissing = Bilingual(zh: "打印缺件单", en: "Print the list")
  public static let takeAllTheSame = Bilingual(zh: "仍要取号", en: "Number all the same")

  public static func andMore(_ count: Int) -> Bilingual {
    Bilingual(zh: "……还有 \(count) 件，见打印单", en: "... and \(count) more, see the printed list")
  }

  // MARK: - Came often

  public static func cameOften(_ visits: Int) -> Bilingual {
    Bilingual(zh: "这件事您已来办过 \(visits) 次", en: "You came \(visits) times for this already")
  }

  public static let cameOftenHelp = Bilingual(
    zh: "“办不成事”反映窗口专门处理，有人负责到底。您也可以照常取号。",
    en: "A window of its own takes it up and sees it through. You may also take the usual number.")
  public static let takeHelp = Bilingual(
    zh: "到“办不成事”反映窗口", en: "To the window for unresolved matters")
  public static let takeUsual = Bilingual(zh: "照常取号", en: "Take the usual number")
}

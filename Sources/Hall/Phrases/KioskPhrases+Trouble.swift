extension KioskPhrases {
  public static let askStaff = Bilingual(zh: "请找工作人员帮忙。", en: "Please ask our staff for help.")
  public static let closedTitle = Bilingual(zh: "这件事现在不取号", en: "No numbers for this now")
  public static let closedHelp = Bilingual(
    zh: "可以先选别的事，或问工作人员。", en: "You may choose another matter, or ask our staff.")
  public static let chooseOther = Bilingual(zh: "选别的事", en: "Choose another matter")

  public static func opensAt(_ time: Bilingual) -> Bilingual {
    Bilingual(zh: "下次取号时间：\(time.zh)", en: "Numbers are given again \(time.en)")
  }

  public static let opensUnknown = Bilingual(
    zh: "下次取号的时间还不知道。", en: "When numbers are given again is not known.")
  public static let cardRequiredHelp = Bilingual(
    zh: "这件事要身份证才能取号。", en: "This matter needs an ID card.")
  public static let byCardNow = Bilingual(zh: "用身份证取号", en: "Take a number with my card")
  public static let cardExpired = Bilingual(
    zh: "时间有点久了，请把身份证再放一次。", en: "That took a little long. Please lay your card down again.")
  public static let readerMissing = Bilingual(zh: "读卡器没有接好", en: "The card reader is missing")
  public static let readerBusy = Bilingual(zh: "读卡器正在给别人用", en: "The reader is in use")
  public static let readerBusyHelp = Bilingual(
    zh: "请稍等一下，再按“再试一次”。", en: "Please wait a moment, then try again.")
  public static let readerFault = Bilingual(zh: "读卡器现在用不了", en: "The card reader does not work now")
  public static let readerUnplugged = Bilingual(
    zh: "读卡器没有接上。", en: "The reader is not plugged in.")
  public static let readerSilent = Bilingual(zh: "读卡器没有回音。", en: "The reader does not answer.")
  public static let withoutCardHelp = Bilingual(
    zh: "您可以不用身份证，直接取号。", en: "You can go on without a card.")
  public static let lostConnection = Bilingual(
    zh: "系统正在恢复，请等几秒再试。", en: "The system is coming back. Try again in a few seconds.")

  public static let noMatchHelp = Bilingual(
    zh: "受理回执号和查询密码对不上。请看着回执再填一次。",
    en: "Receipt number and password do not match. Please look at the receipt and try again.")
  public static let tryLater = Bilingual(zh: "试的次数太多了", en: "Too many tries")

  public static func tryLaterHelp(seconds: Int) -> Bilingual {
    let minutes = max(1, (max(0, seconds) + 59) / 60)
    return Bilingual(
      zh: "为了安全，请 \(minutes) 分钟后再试，或问工作人员。",
      en: "For safety, please try again in \(minutes) min, or ask our staff.")
  }

  public static let noSuchTicket = Bilingual(zh: "没有对上", en: "No match")
  public static let noSuchTicketHelp = Bilingual(
    zh: "没有这个号，或评价码不对，或评价时间已过。请看着小票核对。",
    en: "No match, or too late to rate. Please check both with your ticket.")
  public static let somethingElse = Bilingual(zh: "没有办成", en: "That did not work")
  public static let tryAgain = Bilingual(zh: "再填一次", en: "Try again")
  public static let serviceGone = Bilingual(
    zh: "这件事已经不在这里办了。", en: "This matter is no longer handled here.")
}

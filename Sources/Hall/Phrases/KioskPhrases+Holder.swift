/// What somebody who holds a number can do with it. 持号人
extension KioskPhrases {
  public static let myNumber = Bilingual(zh: "我的号码", en: "My number")
  public static let myNumberHelp = Bilingual(
    zh: "扫小票上的二维码，或照小票填写号码和评价码。",
    en: "Scan the code on your ticket, or type its number and rating code.")
  public static let showMyNumber = Bilingual(zh: "看我的号码", en: "Show my number")
  public static let myNumberUnknownHelp = Bilingual(
    zh: "今天没有这个号，或评价码不对。请看着小票核对。",
    en: "No such number and code today. Please check both with your ticket.")
  public static let moreChoices = Bilingual(zh: "更多选择", en: "More choices")

  // MARK: - On the ticket

  /// The number is reserved for a time.
  public static func callableFrom(_ time: Bilingual) -> Bilingual {
    Bilingual(zh: "预约号，\(time.zh) 起叫号", en: "Reserved: called from \(time.en) on")
  }

  /// Further matters on the same number, in their order.
  public static func laterMatters(_ names: Bilingual) -> Bilingual {
    Bilingual(zh: "接着办：\(names.zh)", en: "Then: \(names.en)")
  }

  public static func backBy(_ time: Bilingual) -> Bilingual {
    Bilingual(
      zh: "请在 \(time.zh) 前回到这里，按“我回来了”。",
      en: "Please be back by \(time.en) and press \"I am back\" here.")
  }

  /// One sentence, so that nobody stays only out of fear for the number.
  public static let lateRule = Bilingual(
    zh: "您不在时不叫您。晚到号码也有效，只往后排几位。",
    en: "You are not called while away. If you are late, the number stays valid, a few places back."
  )

  // MARK: - Come back later

  public static let leave = Bilingual(zh: "稍后再来", en: "Come back later")
  public static let leaveDetail = Bilingual(zh: "保留位置，先去办别的", en: "Keep your place, go elsewhere")

  public static func backWhen(_ number: String) -> Bilingual {
    Bilingual(zh: "\(number)：您什么时候回来？", en: "\(number): when will you be back?")
  }

  public static func inMinutes(_ minutes: Int) -> Bilingual {
    Bilingual(zh: "\(minutes) 分钟以内", en: "Within \(minutes) minutes")
  }

  public static let beforeMyTurn = Bilingual(
    zh: "快轮到我的时候（请系统算时间）", en: "Before my turn (work out the time for me)")
  public static let iAmBack = Bilingual(zh: "我回来了", en: "I am back")

  // MARK: - Give up

  public static let giveUp = Bilingual(zh: "放弃排队", en: "Give up my place")

  public static func giveUpQuestion(_ number: String) -> Bilingual {
    Bilingual(zh: "要放弃 \(number) 吗？", en: "Give up \(number)?")
  }

  public static let giveUpHelp = Bilingual(
    zh: "放弃后不能恢复，要办事得重新取号。只是想走开一会，请选“稍后再来”。",
    en: "This cannot be undone; you would need a new number. Just away for a while? "
      + "Choose \"Come back later\".")
  public static let keepMyPlace = Bilingual(zh: "不放弃，继续排队", en: "No, keep my place")

  // MARK: - Why did they go first?

  public static let askWhy = Bilingual(zh: "为什么他先", en: "Why did they go first?")
  public static let askWhyDetail = Bilingual(zh: "问一个叫过的号", en: "Ask about a called number")
  public static let askWhyHelp = Bilingual(
    zh: "填大屏上叫过的号码。只说原因，不说是谁。",
    en: "Type a number from the board. The reason is told, never a name.")
  public static let calledNumber = Bilingual(zh: "叫过的号码", en: "Called number")
  public static let ask = Bilingual(zh: "问一下", en: "Ask")
  public static let askAnother = Bilingual(zh: "再问一个号", en: "Ask about another number")
  public static let fillCalledNumber = Bilingual(
    zh: "请填叫过的号码，例如 A012。", en: "Please fill in a called number, such as A012.")

  public static func whyFirst(_ number: String) -> Bilingual {
    Bilingual(zh: "\(number) 为什么先叫", en: "Why \(number) went first")
  }

  public static let notCalledYet = Bilingual(zh: "这个号还没有叫过", en: "This number has not been called")
  public static let notCalledYetHelp = Bilingual(
    zh: "请看大屏，填已经叫过的号码。", en: "Please look at the board and type a number that was called.")
  public static let calledUnknown = Bilingual(zh: "今天没有这个号", en: "No such number today")

  // MARK: - Refusals

  public static let stateChanged = Bilingual(
    zh: "刚才那样做现在不行了。下面是这个号现在的情况。",
    en: "That is no longer possible. This is how the number stands now.")
  public static let noMoreReturns = Bilingual(
    zh: "这个号不能再回来排队了", en: "This number cannot come back again")
  public static let noMoreReturnsHelp = Bilingual(
    zh: "过号的次数用完了，请重新取号；有困难请找工作人员。",
    en: "It was missed too often. Please take a new number, or ask our staff.")
  public static let takeNewNumber = Bilingual(zh: "重新取号", en: "Take a new number")
  public static let waitUnknownTitle = Bilingual(
    zh: "现在还算不出您要等多久", en: "How long you will wait is not known yet")
  public static let waitUnknownHelp = Bilingual(
    zh: "请自己选一个回来的时间。", en: "Please choose yourself when to be back.")
  public static let chooseTime = Bilingual(zh: "选时间", en: "Choose a time")
  public static let turnIsNear = Bilingual(zh: "快轮到您了", en: "It is almost your turn")
  public static let turnIsNearHelp = Bilingual(
    zh: "请别走远。一定要走开，请自己选一个回来的时间。",
    en: "Please stay near. If you must go, choose yourself when to be back.")
}

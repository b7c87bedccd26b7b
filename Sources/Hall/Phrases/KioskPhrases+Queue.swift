extension KioskPhrases {
  // MARK: - Choosing

  public static let whichField = Bilingual(zh: "您要办哪方面的事？", en: "What is it about?")
  public static let whichService = Bilingual(zh: "请选择要办的事", en: "Which matter?")
  public static let noServices = Bilingual(
    zh: "这里现在没有可取号的事项，请咨询工作人员。", en: "Nothing here has numbers now. Please ask our staff.")
  public static let cardNeeded = Bilingual(zh: "要身份证", en: "ID card needed")
  public static let cardOptional = Bilingual(zh: "身份证可用可不用", en: "ID card if you like")
  public static let cardNotNeeded = Bilingual(zh: "不用身份证", en: "no ID card")
  public static let pausedNow = Bilingual(zh: "现在不取号", en: "no numbers now")
  public static let takeNow = Bilingual(zh: "取号", en: "Take a number")
  public static let noCardWanted = Bilingual(
    zh: "这件事不用身份证。按 1 就出号。", en: "No ID card is needed. Press 1 for your number.")
  public static let greenChannel = Bilingual(
    zh: "绿色通道（老人、残障等优先）", en: "Priority (elder, disabled ...)")
  public static let changePriority = Bilingual(zh: "更改绿色通道", en: "Change priority")

  // MARK: - Priority

  public static let whichPriority = Bilingual(
    zh: "绿色通道：请选一项，原因会记下来", en: "Priority: choose the reason; it is recorded")
  public static let noPriority = Bilingual(zh: "不用优先，正常排队", en: "No priority, wait as usual")

  public static func priority(_ priority: Priority) -> Bilingual {
    switch priority {
    case .elder: Bilingual(zh: "老年人", en: "Elder")
    case .disabled: Bilingual(zh: "残障人士", en: "Disabled person")
    case .pregnant: Bilingual(zh: "孕妇或带婴儿", en: "Pregnant or with a baby")
    case .servicemember: Bilingual(zh: "军人", en: "Service member")
    case .urgent: Bilingual(zh: "有急事", en: "Urgent matter")
    }
  }

  public static func chosenPriority(_ priority: Priority) -> Bilingual {
    let reason = Self.priority(priority)
    return Bilingual(zh: "绿色通道：\(reason.zh)", en: "Priority: \(reason.en)")
  }

  // MARK: - The card

  public static let putCard = Bilingual(zh: "请把身份证放在读卡区", en: "Put your ID card on the reader")
  public static let putCardHelp = Bilingual(
    zh: "放平，不要动，等屏幕变了再拿开。", en: "Lay it flat and leave it until the screen changes.")
  public static let readingCard = Bilingual(zh: "正在读卡，请不要动", en: "Reading, please keep it still")
  public static let readingCardHelp = Bilingual(zh: "大约两秒钟。", en: "This takes about two seconds.")
  public static let putCardAgain = Bilingual(
    zh: "没读好，请再放一次", en: "Not read. Please lay it down again")
  public static let noCardCame = Bilingual(zh: "没有读到身份证", en: "No card was seen")
  public static let noCardCameHelp = Bilingual(
    zh: "可以再试一次。没带证也没关系，请咨询工作人员。", en: "Please try again. No card with you? Our staff will help.")
  public static let withoutCard = Bilingual(zh: "不用身份证，直接取号", en: "Go on without a card")
  public static let readAgain = Bilingual(zh: "再试一次", en: "Try again")
  public static let byReceiptInstead = Bilingual(
    zh: "没带证，用回执号查", en: "No card: use the receipt number")

  public static func retryReason(_ reason: String?) -> Bilingual {
    switch reason {
    case "movedTooEarly":
      Bilingual(
        zh: "拿开得早了一点。请放好，等两秒。", en: "It was lifted too early. Keep it there for two seconds.")
    case "notAuthenticated":
      Bilingual(
        zh: "请单独放身份证，不要隔着卡包，也不要和别的卡叠在一起。",
        en: "Lay down the ID card alone, out of its case and away from other cards.")
    case "notRecognised":
      Bilingual(
        zh: "没有认出这张证。请再放一次；还不行，请咨询工作人员。",
        en: "This card was not recognised. Try once more; if that fails, ask our staff.")
    case "wrongCard":
      Bilingual(
        zh: "这张卡这里读不了。请放身份证；放的就是身份证，请咨询工作人员。",
        en: "This card cannot be read here. Lay down an ID card; if it is one, ask our staff.")
    case "notLifted":
      Bilingual(
        zh: "这张证刚才读过了。请先拿起来，再放一次。",
        en: "This card was read a moment ago. Lift it, then lay it down again.")
    default:
      Bilingual(
        zh: "读不出来。请翻个面再放；还不行，请咨询工作人员。",
        en: "It could not be read. Turn it over; if that fails, ask our staff.")
    }
  }

  public static let wait = Bilingual(zh: "正在办理，请稍候", en: "One moment please")
  public static let takeCardAway = Bilingual(zh: "读好了，请拿好身份证", en: "Read. Please keep your card")
  public static let stillTrying = Bilingual(
    zh: "系统正在恢复，会自动继续。您的号不会取重，请不用再按。",
    en: "The system is coming back and goes on by itself. You will get one number, not two.")
}

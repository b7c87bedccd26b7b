extension KioskPhrases {
  public static let yourNumber = Bilingual(zh: "您的号码", en: "Your number")
  public static let alreadyWaiting = Bilingual(
    zh: "您已经取过号了，还是这个号", en: "You already have this number")
  public static let aheadLabel = Bilingual(zh: "前面还有", en: "Ahead of you")
  public static let waitLabel = Bilingual(zh: "大约还要等", en: "Expected wait")
  public static let windowLabel = Bilingual(zh: "办理窗口", en: "Windows")
  public static let zoneLabel = Bilingual(zh: "请在这里等", en: "Please wait in")
  public static let waitUnknown = Bilingual(zh: "暂无法估计", en: "unknown")
  public static let nextInLine = Bilingual(zh: "没有人，下一位就是您", en: "nobody, you are next")
  public static let askStaffWhere = Bilingual(zh: "请咨询工作人员", en: "please ask our staff")

  public static func people(_ count: Int) -> Bilingual {
    Bilingual(zh: "\(count) 人", en: count == 1 ? "1 person" : "\(count) people")
  }

  public static func minutes(_ low: Int, _ high: Int) -> Bilingual {
    if high < 1 { return Bilingual(zh: "不到 1 分钟", en: "less than a minute") }
    if low == high { return Bilingual(zh: "\(low) 分钟", en: "\(low) min") }
    return Bilingual(zh: "\(low)～\(high) 分钟", en: "\(low) to \(high) min")
  }

  public static func calledTo(_ window: Bilingual) -> Bilingual {
    Bilingual(zh: "叫到您了！请到 \(window.zh)", en: "It is your turn! Please go to \(window.en)")
  }

  public static func served(at window: Bilingual) -> Bilingual {
    Bilingual(zh: "正在 \(window.zh) 办理。", en: "Being served at \(window.en).")
  }
  public static let onHold = Bilingual(
    zh: "已挂起，备齐后请直接回到原窗口。", en: "On hold. Go back to your window when you are ready.")
  public static let passed = Bilingual(
    zh: "已过号。请按“我回来了”，重新排队。", en: "You were called and missed. You may join the line again.")
  public static let passedForGood = Bilingual(
    zh: "已过号，请重新取号。", en: "You were called and missed. Please take a new number.")
  public static let abandoned = Bilingual(
    zh: "这个号已经放弃。", en: "This number was given up.")
  public static let finished = Bilingual(zh: "这个号已经办完。", en: "This number has been served.")
  public static let voided = Bilingual(
    zh: "这个号已经作废，请重新取号。", en: "This number is no longer valid. Please take a new one.")
  public static let lostTouch = Bilingual(
    zh: "正在重新连接，您的号码有效。", en: "Reconnecting. Your number stays valid.")

  // MARK: - Paper

  public static let printing = Bilingual(zh: "正在出纸，请稍等……", en: "Printing your ticket ...")
  public static let takePaper = Bilingual(zh: "请拿好小票。", en: "Please take your paper ticket.")
  public static let takePaperAndCard = Bilingual(
    zh: "请拿好小票和身份证。", en: "Please take your paper ticket and your ID card.")
  public static let noPaper = Bilingual(
    zh: "这里不出小票，请记住号码，或拍张照片。",
    en: "No paper here: remember the number or take a photo.")

  /// The reason is a fault word of org.hallway.Devices.
  public static func paperFailed(reason: String?) -> Bilingual {
    let why =
      switch reason {
      case "paperOut": Bilingual(zh: "打印机没纸了。", en: "The printer is out of paper.")
      case "coverOpen": Bilingual(zh: "打印机的盖子开着。", en: "The printer's cover is open.")
      default: Bilingual(zh: "小票没有打出来。", en: "The ticket could not be printed.")
      }
    return Bilingual(
      zh: why.zh + "号码有效！请记住或拍照，也可找工作人员。",
      en: why.en + " Your number counts: remember or photograph it, or ask our staff.")
  }

  public static let paperUnknown = Bilingual(
    zh: "打印机没有回音。小票没出来也不要紧，号码有效，请记住或拍照。",
    en: "The printer is silent. Paper or not, your number counts: remember or photograph it.")
  public static let printAgain = Bilingual(zh: "再打印一次", en: "Print again")
  public static func ratingCode(_ code: String) -> Bilingual {
    Bilingual(zh: "评价码 \(code)", en: "Rating code \(code)")
  }

  /// The reason is a fault word of org.hallway.Devices.
  public static func reprintRefused(reason: String) -> Bilingual {
    let why = paperFailed(reason: reason)
    return Bilingual(zh: "还是打不出来。" + why.zh, en: "Not yet. " + why.en)
  }
}

extension KioskPhrases {
  public static let rateTitle = Bilingual(zh: "评价这次服务", en: "Rate the service")
  public static let rateHelp = Bilingual(
    zh: "扫小票上的二维码，或照小票填写号码和评价码。",
    en: "Scan the code on your ticket, or type its number and rating code.")
  public static let ticketNumber = Bilingual(zh: "排队号码", en: "Ticket number")
  public static let ticketCode = Bilingual(zh: "评价码", en: "Rating code")
  public static let goOn = Bilingual(zh: "下一步", en: "Go on")
  public static let fillNumber = Bilingual(
    zh: "请填排队号码，例如 A012。", en: "Please fill in the ticket number, such as A012.")
  public static let fillCode = Bilingual(
    zh: "请填评价码，印在小票上。", en: "Please fill in the rating code printed on the ticket.")
  public static let howWasIt = Bilingual(zh: "您对这次服务满意吗？", en: "How satisfied are you?")
  public static let ratingIsFree = Bilingual(
    zh: "评价全凭自愿，窗口人员看不到是谁评的。", en: "Rating is your free choice; the clerk cannot see who rated.")
  public static let thanks = Bilingual(zh: "谢谢您的评价！", en: "Thank you!")

  /// The five levels of 好差评, 5 the best.
  public static func level(_ level: Int) -> Bilingual {
    RatingPhrases.level(RatingLevel(rawValue: level) ?? .veryPoor)
  }

  public static func youRated(_ level: Int) -> Bilingual {
    let word = Self.level(level)
    return Bilingual(zh: "您选的是：\(word.zh)", en: "You chose: \(word.en)")
  }

  public static let alreadyRated = Bilingual(zh: "这个号已经评价过了", en: "This number was rated already")
  public static let alreadyRatedHelp = Bilingual(
    zh: "每个号评价一次，以第一次为准。谢谢您！", en: "Each number is rated once; the first rating counts. Thank you!")
  public static let notRateable = Bilingual(zh: "现在还不能评价", en: "It cannot be rated now")
  public static let notFinishedYet = Bilingual(
    zh: "办完事才能评价。办好后请再来。", en: "Rating opens once you have been served. Please come back then.")
  public static let tooLateToRate = Bilingual(
    zh: "评价时间已过。有意见请告诉工作人员，或打 12345。",
    en: "The time for rating is over. Please tell our staff, or call 12345.")
  public static let nobodyServed = Bilingual(
    zh: "没有可评价的服务记录，请问工作人员。", en: "There is no service to rate. Please ask our staff.")

  // MARK: Reasons and words

  public static let whyThisLevel = Bilingual(
    zh: "为什么？可多选，也可不选", en: "Why? Several, one or none")
  public static let send = Bilingual(zh: "提交", en: "Send")
  public static let write = Bilingual(zh: "写几句", en: "Write")
  public static let yourWords = Bilingual(zh: "您想说的话（可不写）", en: "In your own words (if you like)")

  public static func charactersLeft(_ count: Int) -> Bilingual {
    Bilingual(zh: "还可写 \(count) 字", en: "\(count) characters left")
  }

  /// The edition of levels and reasons in force. 评价项版本
  public static func edition(_ edition: String) -> Bilingual {
    Bilingual(zh: "评价项版本 \(edition)", en: "Edition \(edition)")
  }

  // MARK: Once more, later

  public static let rateAgain = Bilingual(zh: "追加评价", en: "Rate once more")
  public static let rateAgainHelp = Bilingual(
    zh: "第一次评价保持不变，可追评一次。", en: "Your first rating stays; you can add one more.")
}

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
    zh: "请填小票上印的评价码。", en: "Please fill in the rating code printed on the ticket.")
  public static let howWasIt = Bilingual(
    zh: "您对这次服务满意吗？", en: "How satisfied are you with the service?")
  /// The same for 40 columns.
  public static let howWasItShort = Bilingual(
    zh: "您对这次服务满意吗？", en: "How satisfied are you?")
  public static let ratingIsFree = Bilingual(
    zh: "评不评全凭自愿，窗口人员看不到是谁评的。",
    en: "You are free to rate or not. The clerk cannot see who rated.")
  public static let thanks = Bilingual(zh: "谢谢您的评价！", en: "Thank you!")

  /// The five levels of 好差评, 5 the best.
  public static func level(_ level: Int) -> Bilingual {
    RatingPhrases.level(RatingLevel(rawValue: level) ?? .veryPoor)
  }

  public static func youRated(_ level: Int) -> Bilingual {
    let word = Self.level(level)
    return Bilingual(zh: "您选的是：\(word.zh)", en: "You chose: \(word.en)")
  }

  public static let alreadyRated = Bilingual(
    zh: "这个号已经评价过了", en: "This number has already been rated")
  public static let alreadyRatedHelp = Bilingual(
    zh: "每个号评价一次，以第一次为准。谢谢您！", en: "Each number is rated once; the first rating counts. Thank you!")
  public static let notRateable = Bilingual(zh: "现在不能评价", en: "This cannot be rated now")
  public static let notFinishedYet = Bilingual(
    zh: "办完事才能评价。办好后请再来。", en: "Rating opens once you have been served. Please come back then.")
  public static let tooLateToRate = Bilingual(
    zh: "评价时间已过。有意见请告诉工作人员，或打 12345。",
    en: "The time for rating is over. Please tell our staff, or call 12345.")
  public static let nobodyServed = Bilingual(
    zh: "没有查到可以评价的服务，请咨询工作人员。", en: "No service to rate was found. Please ask our staff.")

  // MARK: Reasons and words

  public static let whyThisLevel = Bilingual(
    zh: "为什么？可多选，也可不选", en: "Why? Choose as many as you like, or none")
  /// The same for 40 columns.
  public static let whyShort = Bilingual(
    zh: "为什么？可多选，也可不选", en: "Why? As many as you like, or none")
  public static let send = Bilingual(zh: "提交", en: "Send")
  public static let write = Bilingual(zh: "写几句", en: "Comment")
  public static let yourWords = Bilingual(zh: "您想说的话（可不写）", en: "In your own words (optional)")
  /// A level alone is not sent: whoever walks away has not rated.
  public static let countsWhenSent = Bilingual(
    zh: "按“提交”才算评价", en: "It counts once you press Send")

  /// The screen goes home, and what was chosen on it goes nowhere.
  public static func goingHomeUnsent(in seconds: Int64) -> Bilingual {
    Bilingual(
      zh: "\(seconds) 秒后返回首页，评价不会提交",
      en: "Back to the start in \(seconds) s; nothing is sent")
  }

  /// The same without a number that runs down, for who needs time. 长者模式
  public static let stillThere = Bilingual(
    zh: "还在评价吗？不按键就返回首页，评价不会提交", en: "Still there? If not, nothing is sent")

  public static func charactersLeft(_ count: Int) -> Bilingual {
    Bilingual(zh: "还可写 \(count) 字", en: "\(count) characters left")
  }

  /// The edition of levels and reasons in force, and since when; the five levels alone always were.
  public static func edition(_ name: Bilingual, since day: LocalDay?) -> Bilingual {
    guard let day, day != .epoch else { return name }
    return Bilingual(
      zh: "\(name.zh)（\(day.year)年\(day.month)月\(day.day)日起）",
      en: "\(name.en), from \(day.day) \(month(day.month)) \(day.year)")
  }

  // MARK: Once more, later

  public static let rateAgain = Bilingual(zh: "追加评价", en: "Rate once more")
  public static let rateAgainHelp = Bilingual(
    zh: "第一次的评价不变，还可以追加一次。", en: "Your first rating stays; you can add one more.")
  public static let ratedTwice = Bilingual(
    zh: "这个号评价过，也追加过了", en: "This number has been rated, and once more")
  public static let ratedTwiceHelp = Bilingual(
    zh: "每个号可以评价一次、追加一次，两次都已收到。还有话想说，请告诉工作人员，或打 12345。",
    en: "A number has one rating and one more; both were received. "
      + "More to say? Please tell our staff, or call 12345.")
}

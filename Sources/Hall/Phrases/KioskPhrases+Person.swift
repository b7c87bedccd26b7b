/// What the hall holds of somebody, a person who comes, a phone number, what not to forget.
extension KioskPhrases {
  // MARK: - 我的信息

  public static let myData = Bilingual(zh: "我的信息", en: "My data")
  public static let myDataTitle = Bilingual(
    zh: "本大厅留存的与您有关的信息", en: "What this hall keeps about you")

  /// Name and number are masked.
  public static func myDataHolder(_ name: String, _ number: String) -> Bilingual {
    Bilingual(zh: "\(name)　\(number)", en: "\(name)  \(number)")
  }

  public static let nothingKept = Bilingual(
    zh: "没有留存与您有关的信息。", en: "Nothing about you is kept here.")

  public static func kept(_ kind: PersonRecord) -> Bilingual {
    switch kind {
    case .inLine: Bilingual(zh: "还没办完的号", en: "Numbers not done yet")
    case .tickets: Bilingual(zh: "取号记录", en: "Numbers taken")
    case .phones: Bilingual(zh: "短信提醒的手机号", en: "Phone for messages")
    case .reservations: Bilingual(zh: "预约", en: "Reservations")
    case .papers: Bilingual(zh: "材料自查结果", en: "Papers you ticked")
    case .ratings: Bilingual(zh: "评价", en: "Ratings")
    case .words: Bilingual(zh: "评价留言", en: "Words with ratings")
    case .letters: Bilingual(zh: "可补打的文书", en: "Letters to print again")
    case .promises: Bilingual(zh: "容缺承诺未兑现记录", en: "Promises not kept")
    case .cases: Bilingual(zh: "我的办件", en: "My cases")
    case .casesForOthers: Bilingual(zh: "我经办的单位办件", en: "Cases I handle for others")
    }
  }

  public static func keptCount(_ count: Int) -> Bilingual {
    Bilingual(zh: "\(count) 条", en: "\(count)")
  }

  public static func keptUntil(_ day: LocalDay) -> Bilingual {
    Bilingual(
      zh: "最晚保存到 \(day.year)年\(day.month)月\(day.day)日",
      en: "kept until \(day.day) \(month(day.month)) \(day.year)")
  }

  public static let keptToday = Bilingual(zh: "今天结束就删除", en: "erased when today ends")

  /// Cases have no day of their own while they go on.
  public static func keptAfterEnd(days: Int) -> Bilingual {
    Bilingual(zh: "办结后保存 \(days) 天", en: "kept \(days) days after they end")
  }

  public static let keptUntilRepaired = Bilingual(
    zh: "信用修复后删除", en: "kept until they are repaired")

  /// PIPL art. 45 to 47; the hall's phone is printed on every ticket.
  public static func rights(phone: String, address: Bilingual) -> Bilingual {
    Bilingual(
      zh: "身份证号只存加密值，不能还原。要查阅、复制、更正或删除，请找工作人员，或打 \(phone)，地址：\(address.zh)。",
      en:
        "Your ID number is kept only as a code nobody can turn back. To see, copy, correct or erase"
        + " these, ask our staff, call \(phone) or come to \(address.en).")
  }

  public static let myDataByCard = Bilingual(
    zh: "请放身份证，查看本大厅留存了您的哪些信息。", en: "Lay your card down to see what is kept about you.")

  // MARK: - 叫工作人员

  public static let callStaff = Bilingual(zh: "叫工作人员", en: "Call staff")
  /// The same on a narrow key.
  public static let help = Bilingual(zh: "叫人", en: "Help")
  public static let helpCalling = Bilingual(zh: "正在叫工作人员……", en: "Calling our staff ...")
  public static let helpCalled = Bilingual(zh: "工作人员马上就来", en: "Our staff will be with you soon")
  public static let helpCalledHelp = Bilingual(
    zh: "请在机器旁等一等。您填的内容都还在，可以先继续。",
    en: "Please wait beside this machine. What you typed is still here; you may go on meanwhile.")
  public static let helpComing = Bilingual(zh: "工作人员正在过来", en: "Somebody is on the way to you")
  public static let helpComingHelp = Bilingual(
    zh: "已经有人知道了，正在走过来。", en: "Your call was seen; somebody is walking over.")
  public static let helpOver = Bilingual(zh: "工作人员已经来过了", en: "Somebody was here")
  public static let helpOverHelp = Bilingual(
    zh: "还需要帮忙的话，请再按一次。", en: "Still need help? Please press again.")
  public static let helpRefused = Bilingual(
    zh: "刚才已经叫过几次了", en: "Staff were called several times just now")
  public static let helpUnreachable = Bilingual(
    zh: "现在叫不到，正在重试", en: "The call does not get through, trying again")
  public static let helpByFoot = Bilingual(
    zh: "着急的话，请到咨询台找工作人员，或在原地招手。",
    en: "In a hurry? Please go to the information desk, or wave to our staff.")
  public static let goOnHere = Bilingual(zh: "继续办", en: "Go on")
  public static let callAgain = Bilingual(zh: "再叫一次", en: "Call again")

  // MARK: - 短信提醒

  public static let phoneWish = Bilingual(zh: "短信提醒(可选)", en: "SMS (optional)")
  public static let phoneChange = Bilingual(zh: "改短信提醒", en: "Change the SMS")
  public static let phoneTitle = Bilingual(
    zh: "快轮到您时，发短信告诉您", en: "A message when your turn is near")
  public static let phoneHelp = Bilingual(
    zh: "可以不填。手机号只用来发今天的提醒，今天结束就删除。",
    en: "Optional. Used for today's messages only, and erased when today ends.")
  public static let phoneLabel = Bilingual(zh: "手机号", en: "Mobile phone")
  public static let fillPhone = Bilingual(
    zh: "请填手机号；不填请按返回。", en: "Please fill it in, or go back without.")
  public static let wrongPhone = Bilingual(
    zh: "手机号不对，请核对11位数字。", en: "A mobile number has 11 digits; please check it.")

  /// The number is masked.
  public static func messageTo(_ masked: String) -> Bilingual {
    Bilingual(zh: "短信提醒：\(masked)", en: "SMS to \(masked)")
  }

  // MARK: - 离开前

  /// What somebody may leave behind who goes.
  public static func dontForget(card: Bool, ticket: Bool, papers: Bool) -> Bilingual? {
    var zh: [String] = []
    var en: [String] = []
    if card {
      zh.append("身份证")
      en.append("your ID card")
    }
    if ticket {
      zh.append("小票")
      en.append("your ticket")
    }
    if papers {
      zh.append("打印的纸")
      en.append("what was printed")
    }
    guard !zh.isEmpty else { return nil }
    let last = en.removeLast()
    let english = en.isEmpty ? last : en.joined(separator: ", ") + " and " + last
    return Bilingual(
      zh: "请带好您的" + zh.joined(separator: "、") + "和材料",
      en: "Please take \(english), and your papers")
  }

  // MARK: - 文书

  public static let caseLetters = Bilingual(zh: "打印文书", en: "Letters")
  public static let whichLetter = Bilingual(
    zh: "要打印哪一份？", en: "Which one do you want to print?")
  public static let noLetters = Bilingual(
    zh: "这件事还没有可打印的文书", en: "There is no letter to print for this case yet")
  public static let noLettersHelp = Bilingual(
    zh: "窗口出具后，可以在这里补打。", en: "Once a window has written one, it can be printed here.")

  public static func letterDetail(_ number: String, _ day: String) -> Bilingual {
    Bilingual(zh: "\(number)　\(day)", en: "\(number)  \(day)")
  }

  public static let letterUsedUp = Bilingual(
    zh: "这里不能再打了，请到窗口", en: "Not here any more, please ask at a window")
  public static let letterToA4 = Bilingual(
    zh: "打在A4纸上", en: "On A4 paper")
  public static let letterToSlip = Bilingual(
    zh: "打成短条", en: "As a short slip")
  public static let printingLetter = Bilingual(
    zh: "正在打印，请稍等……", en: "Printing, one moment ...")
  public static let letterPrinted = Bilingual(
    zh: "打好了，请取纸", en: "Printed, please take it")
  public static let letterSent = Bilingual(
    zh: "已送到打印机，请看看有没有出纸", en: "Sent to the printer, please look whether it came out")
  public static let letterNotPrinted = Bilingual(
    zh: "没有打出来，请问工作人员", en: "It was not printed, please ask our staff")
  public static let letterPrintedEnough = Bilingual(
    zh: "这份已经打过几次了，要再打请到窗口", en: "Printed several times already; a window prints it again")

  public static let search = Bilingual(zh: "查找事项", en: "Search")
}

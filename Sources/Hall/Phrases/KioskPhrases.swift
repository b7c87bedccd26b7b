/// Every text a citizen reads on the kiosk, in one place so that it can be read aloud and judged.
///
/// Short sentences, no office words, always with what to do next.
public enum KioskPhrases {
  // MARK: - Keys and frame

  public static let back = Bilingual(zh: "返回", en: "Back")
  public static let home = Bilingual(zh: "首页", en: "Start")
  public static let done = Bilingual(zh: "完成", en: "Done")
  /// Written in the language it leads to.
  public static let otherLanguage = Bilingual(zh: "English", en: "中文")
  public static let nextPage = Bilingual(zh: "下一页", en: "More")
  public static let erase = Bilingual(zh: "退格", en: "Erase")
  public static let stay = Bilingual(zh: "再等一会", en: "I need more time")
  public static let escapeKey = Bilingual(zh: "Esc", en: "Esc")
  public static let enterKey = Bilingual(zh: "回车", en: "Enter")
  public static let anyKey = Bilingual(zh: "任意键", en: "Any key")
  public static let sample = Bilingual(zh: "（示例）", en: " (sample)")

  /// Back from elder mode, among large keys.
  public static let usualMode = Bilingual(zh: "普通", en: "Normal")

  /// Asked of who needs time; no seconds run down. 长者模式
  public static let areYouThere = Bilingual(
    zh: "您还在吗？要再等一会，请按任意键。", en: "Still there? Press any key for more time.")
  /// Said aloud where a screen is for the person's eyes only.
  public static let onTheScreen = Bilingual(zh: "请看屏幕", en: "Please look at the screen")

  /// Said aloud of a choice.
  public static func press(_ key: String, _ choice: Bilingual) -> Bilingual {
    Bilingual(zh: "\(choice.zh)，请按\(key)", en: "For \(choice.en), press \(key)")
  }

  public static func goingHome(in seconds: Int64) -> Bilingual {
    Bilingual(zh: "将在 \(seconds) 秒后返回首页", en: "Back to the start in \(seconds) s")
  }

  public static func page(_ page: Int, of pages: Int) -> Bilingual {
    Bilingual(zh: "第 \(page) 页，共 \(pages) 页", en: "Page \(page) of \(pages)")
  }

  public static func dateAndTime(_ day: LocalDay, _ time: String) -> Bilingual {
    let name = weekday(day.weekday)
    return Bilingual(
      zh: "\(day.month)月\(day.day)日 \(name.zh) \(time)",
      en: "\(name.en) \(day.day) \(month(day.month)) \(time)")
  }

  public static func date(_ day: LocalDay) -> Bilingual {
    let name = weekday(day.weekday)
    return Bilingual(
      zh: "\(day.year)年\(day.month)月\(day.day)日 \(name.zh)",
      en: "\(name.en) \(day.day) \(month(day.month)) \(day.year)")
  }

  /// 1 is Monday, 7 is Sunday.
  static func weekday(_ weekday: Int) -> Bilingual {
    let names = [
      ("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"),
      ("周六", "Sat"), ("周日", "Sun"),
    ]
    guard names.indices.contains(weekday - 1) else { return Bilingual(zh: "", en: "") }
    return Bilingual(zh: names[weekday - 1].0, en: names[weekday - 1].1)
  }

  static func month(_ month: Int) -> String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.indices.contains(month - 1) ? names[month - 1] : ""
  }

  // MARK: - Home

  public static let welcome = Bilingual(
    zh: "您好！请问您要办什么？", en: "Welcome. What would you like to do?")
  public static let takeNumber = Bilingual(zh: "取号办事", en: "Take a number")
  public static let progress = Bilingual(zh: "查办事进度", en: "Check my case")
  public static let rate = Bilingual(zh: "评价服务", en: "Rate the service")

  /// One sentence before any card is read (PIPL art. 17).
  public static func privacy(days: Int) -> Bilingual {
    Bilingual(
      zh: "身份证只用于取号和查询，不存照片和住址，身份信息 \(days) 天后删除。",
      en: "ID card: numbers and look-ups only. No photo, no address. Erased in \(days) days.")
  }

  public static func closedNow(opens: Bilingual?) -> Bilingual {
    guard let opens else {
      return Bilingual(zh: "大厅现在休息。", en: "The hall is closed now.")
    }
    return Bilingual(
      zh: "大厅现在休息，下次开放：\(opens.zh)", en: "The hall is closed now. It opens \(opens.en).")
  }

  public static let connecting = Bilingual(zh: "正在启动，请稍候……", en: "Starting, one moment ...")
  public static let restarting = Bilingual(
    zh: "系统正在恢复，请稍候", en: "The system is coming back, one moment please")
  public static let restartingHelp = Bilingual(
    zh: "您不用操作，连上后会自动回到首页。着急的话，请找工作人员。",
    en: "Nothing to do: this screen comes back by itself. In a hurry? Please ask our staff.")
  public static func phone(_ number: String) -> Bilingual {
    Bilingual(zh: "咨询电话 \(number)", en: "Phone \(number)")
  }

  // MARK: - A terminal that cannot show this

  public static func tooSmall(
    columns: Int, rows: Int, neededColumns: Int, neededRows: Int
  ) -> Bilingual {
    Bilingual(
      zh: "屏幕太小：需要 \(neededColumns) 列 \(neededRows) 行，现在 \(columns) 列 \(rows) 行",
      en: "Screen too small: \(neededColumns)x\(neededRows) needed, \(columns)x\(rows) now")
  }

  public static let demo = Bilingual(
    zh: "演示：F2 放一张虚构的证件，F3 拿走", en: "Demo: F2 lays an invented card, F3 takes it away")
}

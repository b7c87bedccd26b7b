/// Every text of the waiting hall's board: numbers and windows, never a name. 叫号大屏
public enum BoardPhrases {
  public static let pleaseCome = Bilingual(zh: "请到窗口", en: "Please come")
  public static let nobodyCalled = Bilingual(zh: "请稍候，等待叫号", en: "Please wait for your number")
  public static let recent = Bilingual(zh: "正在叫号", en: "Now calling")
  public static let waiting = Bilingual(zh: "等候人数", en: "Waiting")
  public static let notices = Bilingual(zh: "通知", en: "Notices")
  public static let nobodyWaits = Bilingual(zh: "现在无人等候", en: "Nobody waits now")

  public static func window(_ id: String) -> Bilingual {
    Bilingual(zh: "\(id)号窗口", en: "Window \(id)")
  }

  public static func inAll(_ people: Int) -> Bilingual {
    Bilingual(zh: "共 \(people) 人", en: "\(people) in all")
  }

  public static func called(_ times: Int) -> Bilingual {
    Bilingual(zh: "第 \(times) 次呼叫", en: "call no. \(times)")
  }

  public static let connecting = Bilingual(
    zh: "正在连接大厅，请稍候", en: "Connecting to the hall, one moment")

  /// What is on the board was so at a time of day.
  public static func offline(since time: String) -> Bilingual {
    Bilingual(
      zh: "显示的是 \(time) 的情况，正在重新连接，请听叫号",
      en: "As of \(time); reconnecting. Please listen for your number")
  }

  public static func noSuchZone(_ zone: String) -> Bilingual {
    Bilingual(
      zh: "大厅没有“\(zone)”区，请通知技术人员", en: "The hall has no zone \"\(zone)\"; please tell a technician"
    )
  }

  public static let notAllowed = Bilingual(
    zh: "本机没有大厅的权限，请通知技术人员", en: "Not admitted by the hall; please tell a technician")
}

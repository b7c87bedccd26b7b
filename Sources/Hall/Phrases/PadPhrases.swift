/// Every text that a window's pad shows to the citizen. 评价器提示语
///
/// The first four are those of common pads (protocols.md D.3).
public enum PadPhrases {
  public static let welcome = Bilingual(zh: "您好，欢迎光临", en: "Welcome")
  public static let pleaseRate = Bilingual(
    zh: "请对我的服务给予评价", en: "Please rate the service")
  /// The same beside the card of who has served.
  public static let pleaseRateShort = Bilingual(zh: "请评价", en: "Please rate")
  public static let standBack = Bilingual(
    zh: "对不起，请在一米线外等候", en: "Please wait behind the one-metre line")
  public static let thanks = Bilingual(zh: "谢谢", en: "Thank you")

  public static func title(window: String) -> Bilingual {
    Bilingual(zh: "\(window)号窗口 服务评价", en: "Window \(window): your rating")
  }

  public static let staffNumber = Bilingual(zh: "工号", en: "Staff no.")
  public static let serving = Bilingual(zh: "正在为您办理", en: "You are being served")
  public static let paused = Bilingual(zh: "窗口暂停服务", en: "This window is paused")
  public static let closed = Bilingual(zh: "窗口未开放", en: "This window is closed")
  public static let connecting = Bilingual(
    zh: "正在连接大厅，请稍候", en: "Connecting to the hall, one moment")
  public static let noSuchWindow = Bilingual(
    zh: "大厅没有这个窗口，请通知技术人员", en: "The hall has no such window; please tell a technician")
  public static let notAllowed = Bilingual(
    zh: "本机未登记为此窗口的评价器，请通知技术人员",
    en: "Not registered as a pad of this window; please tell a technician")
  public static let onceMore = Bilingual(
    zh: "欢迎您评价，全凭自愿", en: "You may rate now; it is your free choice")
  public static let disconnected = Bilingual(
    zh: "系统暂时连不上，您的评价先存在这里",
    en: "Offline now: your rating is kept here")

  /// How many ratings wait here for the hall.
  public static func unsent(_ count: Int) -> Bilingual {
    Bilingual(zh: "还有 \(count) 条评价没送出", en: "\(count) rating(s) still to be sent")
  }

  public static func sentIn(_ seconds: Int64) -> Bilingual {
    Bilingual(zh: "\(seconds) 秒后按您选的提交", en: "Your choice is sent in \(seconds) s")
  }

  public static let anyKey = Bilingual(zh: "按任意键再等一会", en: "any key for more time")
  /// What the two say to who needs time, without a number that runs down. 长者模式
  public static let moreTime = Bilingual(
    zh: "还要选吗？按任意键继续", en: "More to choose? Press any key")
  public static let noHurry = Bilingual(zh: "不着急，您慢慢选", en: "No hurry, take your time")
  public static let elderMode = Bilingual(zh: "长者模式", en: "Bigger")
  public static let usualMode = Bilingual(zh: "普通模式", en: "Normal")
  public static let otherLevel = Bilingual(zh: "重选", en: "Change")

  /// The level has been pressed and counts, whatever follows.
  public static func noted(_ level: Bilingual) -> Bilingual {
    Bilingual(zh: "已记下：\(level.zh)", en: "Noted: \(level.en)")
  }

  public static let notCounted = Bilingual(zh: "这次评价没有计入", en: "This rating was not counted")
  public static let notRateable = Bilingual(
    zh: "评价时间已过。可在自助机上用小票评价。",
    en: "The time for rating is over. You can rate at a kiosk with your ticket.")
  public static let askStaff = Bilingual(
    zh: "请告诉工作人员，或打 12345。", en: "Please tell our staff, or call 12345.")
}

/// Every text on the paper ticket. 小票文字
public enum SlipPhrases {
  public static let ahead = Bilingual(zh: "前面等候", en: "People ahead")
  public static let windows = Bilingual(zh: "请留意窗口", en: "Windows to watch")
  public static let wait = Bilingual(zh: "预计等候", en: "Expected wait")
  public static let waitUnknown = Bilingual(zh: "暂无法估计", en: "not known yet")
  public static let holder = Bilingual(zh: "取号人", en: "Issued to")
  public static let takenAt = Bilingual(zh: "取号时间", en: "Issued at")
  public static let priority = Bilingual(zh: "绿色通道", en: "Priority")
  public static let code = Bilingual(zh: "评价码", en: "Rating code")
  public static let scan = Bilingual(
    zh: "办完后在自助终端扫此码评价", en: "Once served, scan at a kiosk to rate")
  public static let keep = Bilingual(
    zh: "请在等候区留意叫号", en: "Please watch for your number")
  public static let sample = Bilingual(
    zh: "样例大厅，非真实办事凭证", en: "SAMPLE HALL, NOT A REAL TICKET")
  public static let emergency = Bilingual(
    zh: "应急号，请听工作人员叫号", en: "Emergency number, staff will call it")
  public static let reprint = Bilingual(
    zh: "补打，与前一张只用一张", en: "Reprint: use this or the first, not both")
  public static let help = Bilingual(zh: "咨询电话", en: "Help line")

  public static func people(_ count: Int) -> Bilingual {
    Bilingual(zh: "\(count) 人", en: "\(count)")
  }

  public static func minutes(_ wait: AnnouncedWait) -> Bilingual {
    Bilingual(
      zh: "\(wait.low)-\(wait.high) 分钟", en: "\(wait.low)-\(wait.high) min")
  }
}

/// Why a number went before another, as a kiosk says it. 为什么他先
public enum OrderPhrases {
  public static func words(for reason: ChoiceReason, policy: OrderPolicy) -> Bilingual {
    switch reason {
    case .longestWait:
      Bilingual(zh: "等候时间最长", en: "It had waited longest.")
    case .reserved:
      Bilingual(zh: "预约了这个时段", en: "It was reserved for this time.")
    case .priority:
      Bilingual(zh: "绿色通道优先办理", en: "It has priority (green channel).")
    case .ordinaryTurn:
      Bilingual(
        zh: "每叫\(policy.ordinaryAfter ?? 0)个优先号或预约号后，叫一个普通号",
        en: "After \(policy.ordinaryAfter ?? 0) priority or reserved numbers an ordinary one goes.")
    case .patience:
      Bilingual(
        zh: "等候超过\(policy.patience)分钟，按等候先后叫号",
        en: "It had waited over \(policy.patience) minutes; then the oldest goes first.")
    case .transferred:
      Bilingual(
        zh: "由其他窗口转来，保留原等候时间",
        en: "It was sent on by another window and kept its waiting time.")
    case .returned:
      Bilingual(
        zh: "过号后返回，已排在后\(policy.placesBack)位",
        en: "It was missed, came back, and was put \(policy.placesBack) places behind.")
    case .named:
      Bilingual(
        zh: "由窗口人员指定叫号，原因已记录",
        en: "A clerk called it out of order; the reason is on record.")
    }
  }
}

/// What a phone is told unless the hall has its own words; numbers and windows only. 短信文字
public enum NoticePhrases {
  public static func usual(_ kind: NoticeKind) -> Bilingual {
    switch kind {
    case .nearTurn:
      Bilingual(
        zh: "您的{number}号前面还有{ahead}人，请到等候区留意叫号。",
        en: "Number {number}: {ahead} people ahead of you. Please come to the waiting area.")
    case .called:
      // The default text of a province-wide product (standards.md 4.2).
      Bilingual(
        zh: "请{number}号到{window}号窗口办理。祝您愉快。",
        en: "Number {number}, please come to window {window}.")
    }
  }
}

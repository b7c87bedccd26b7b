/// Every text on the strips above the windows. 窗口屏文字, 叫号语
///
/// Numbers and windows only: a strip is read by the whole hall, so no name is ever on it.
public enum SignPhrases {
  public static let paused = Bilingual(zh: "暂停服务", en: "Closed for now")

  /// What a voice says of a call, and no name; the default text of a province-wide product
  /// (standards.md 4.2).
  public static func voice(_ number: String, to window: String) -> Bilingual {
    Bilingual(
      zh: "请\(number)号到\(window)号窗口办理", en: "Number \(number), please come to window \(window)")
  }

  /// The number is to come to the window; 15 cells in Chinese, where strips have 16.
  public static func call(_ number: String, to window: String) -> Bilingual {
    Bilingual(zh: "请\(number)到\(window)号窗口", en: "\(number) to window \(window)")
  }
}

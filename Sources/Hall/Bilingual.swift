/// The languages every citizen-facing text exists in.
public enum Language: String, Codable, Sendable, CaseIterable {
  case zh
  case en
}

/// One text in Chinese and in English; there is no text with only one of them.
public struct Bilingual: Codable, Hashable, Sendable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public subscript(_ language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

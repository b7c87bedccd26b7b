/// Sex as documents code it, GB/T 2261.1. 性别
public enum Sex: String, Codable, Sendable, CaseIterable {
  case unknown = "0"
  case male = "1"
  case female = "2"
  case unstated = "9"

  public var name: Bilingual {
    switch self {
    case .unknown: Bilingual(zh: "未知的性别", en: "unknown")
    case .male: Bilingual(zh: "男", en: "male")
    case .female: Bilingual(zh: "女", en: "female")
    case .unstated: Bilingual(zh: "未说明的性别", en: "not stated")
    }
  }
}

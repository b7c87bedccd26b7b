public import ArgumentParser
public import Hall

/// The hall's languages as words of the command line.
public enum FrontLanguage: String, ExpressibleByArgument, CaseIterable {
  case zh, en

  public var value: Language {
    switch self {
    case .zh: .zh
    case .en: .en
    }
  }
}

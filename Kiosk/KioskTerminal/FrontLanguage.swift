public import ArgumentParser
public import Hall
public import TextUI

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

/// The themes as words of the command line.
public enum FrontTheme: String, ExpressibleByArgument, CaseIterable {
  case day, dark

  public var value: Theme {
    switch self {
    case .day: .day
    case .dark: .dark
    }
  }
}

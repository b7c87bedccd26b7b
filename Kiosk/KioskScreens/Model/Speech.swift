import Hall
import TextUI

/// What a voice says of a screen. 语音提示
///
/// Others in the hall hear it too: prompts, choices and numbers only, never a name, a code, or how
/// somebody's case stands.
extension KioskState {
  /// This screen as a sentence.
  var spoken: Bilingual {
    if isCountingDown { return KioskPhrases.areYouThere }
    let sheet = sheet
    var parts = sheet.isPrivate ? [KioskPhrases.onTheScreen] : [sheet.title].compactMap(\.self)
    if !sheet.isPrivate, let banner = sheet.banner { parts.append(banner) }
    if let large = sheet.large { parts.append(Self.digits(large)) }
    parts += sheet.lines
    if !isAboutCases {
      parts += options.enumerated().map { index, option in
        KioskPhrases.press(String(option.digit ?? index + 1), option.text)
      }
    }
    return Bilingual(
      zh: Self.sentences(parts.map(\.zh), stop: "。", between: ""),
      en: Self.sentences(parts.map(\.en), stop: ".", between: " "))
  }

  /// Their choices are somebody's own cases.
  private var isAboutCases: Bool {
    if case .cases = stage { true } else { false }
  }

  /// Ticket numbers are called digit by digit. 播报
  private static func digits(_ number: String) -> Bilingual {
    Bilingual(both: number.map(String.init).joined(separator: " "))
  }

  /// Signs that a voice would spell are pauses, and every part ends like a sentence.
  private static func sentences(_ parts: [String], stop: String, between: String) -> String {
    parts.map { part in
      let words = String(part.map { "☐☑★☆".contains($0) ? " " : "→·".contains($0) ? "，" : $0 })
        .split(separator: " ").joined(separator: " ")
      let isEnded = words.last.map { "。？！.?!".contains($0) } ?? true
      return isEnded ? words : words + stop
    }
    .joined(separator: between)
  }

  /// What to say after something happened; nothing where the screen says what it said.
  mutating func speech() -> [Request] {
    guard isElder else {
      defer { lastSaid = nil }
      return lastSaid == nil ? [] : [.hush]
    }
    let words = spoken
    guard words[language] != lastSaid else { return [] }
    lastSaid = words[language]
    return [.say(words)]
  }
}

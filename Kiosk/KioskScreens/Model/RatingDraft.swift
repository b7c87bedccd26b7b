import Hall
import HallAPI
import TextUI

/// A rating while somebody is giving it: a level, then the reasons for it and some words, both as
/// the person likes. 评价内容
public struct RatingDraft: Sendable, Equatable {
  public var level: Int
  /// Codes of chosen reasons.
  public private(set) var reasons: Set<String> = []
  public private(set) var words = ""
  public var page = 0

  public init(level: Int) { self.level = level }

  /// Another level has other reasons.
  mutating func choose(level: Int) {
    guard level != self.level else { return }
    self.level = level
    reasons = []
    page = 0
  }

  mutating func toggle(_ code: String) {
    if reasons.remove(code) == nil { reasons.insert(code) }
  }

  /// Whatever a cell can show, up to the catalogue's limit of characters.
  mutating func type(_ character: Character, limit: Int) {
    guard words.count < limit, character.unicodeScalars.allSatisfy(CellText.isDrawable) else {
      return
    }
    words.append(character)
  }

  mutating func erase() { words = String(words.dropLast()) }

  /// The chosen codes in the catalogue's order; nil for none.
  func codes(in catalogue: RatingsInterface.Catalogue.Reply?) -> [String]? {
    let all = catalogue?.reasons(of: level).map(\.code) ?? []
    let chosen = all.filter(reasons.contains)
    return chosen.isEmpty ? nil : chosen
  }

  /// The words without what nobody sees; nil for none.
  var text: String? {
    let line = Sanitiser.line(words)
    return line.allSatisfy(\.isWhitespace) ? nil : line
  }
}

extension RatingsInterface.Catalogue.Reply {
  /// Name and day of the edition in force.
  var editionWords: Bilingual { KioskPhrases.edition(name, since: LocalDay(validFrom)) }

  func reasons(of level: Int) -> [RatingsInterface.Reason] {
    levels.first { $0.level == level }?.reasons ?? []
  }

  /// The choices of one page; digits are places on it.
  func options(for draft: RatingDraft, perPage: Int) -> [Option] {
    reasons(of: draft.level).dropFirst(draft.page * perPage).prefix(perPage).map { reason in
      Option(
        .reason(reason.code), reason.text, isChosen: draft.reasons.contains(reason.code))
    }
  }

  func pages(of level: Int, perPage: Int) -> Int {
    max(1, (reasons(of: level).count + perPage - 1) / perPage)
  }
}

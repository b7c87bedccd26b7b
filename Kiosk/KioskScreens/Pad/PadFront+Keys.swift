import Hall
import HallAPI
import TextUI

extension PadFront {
  /// Reasons on one page: digits 1 to 8, or as many as have room for large letters in 24 rows.
  var perPage: Int { isElder ? 4 : 8 }

  /// The screen's choices are drawn in large letters. 长者模式
  var isLarge: Bool {
    switch stage {
    case .board: isElder && evaluation != nil
    case .reasons, .otherLevel: isElder
    case .words, .thanks, .refused: false
    }
  }

  /// What can be chosen on this screen.
  var options: [Option] {
    switch stage {
    case .board:
      return evaluation == nil ? [] : levels
    case .otherLevel: return levels
    case .reasons(_, let draft): return catalogue?.options(for: draft, perPage: perPage) ?? []
    case .words, .thanks, .refused: return []
    }
  }

  private var levels: [Option] {
    [5, 4, 3, 2, 1].map { Option(.level($0), levelText($0), digit: $0) }
  }

  /// The keys along the lower edge.
  var footer: [FooterKey] {
    let elder = FooterKey("E", isElder ? PadPhrases.usualMode : PadPhrases.elderMode, .elder)
    let language = FooterKey("L", KioskPhrases.otherLanguage, .language)
    switch stage {
    case .board, .thanks, .refused: return [elder, language]
    case .reasons(_, let draft):
      var keys = [
        FooterKey("0", PadPhrases.otherLevel, .back),
        FooterKey("T", KioskPhrases.write, .writeWords),
        FooterKey(KioskPhrases.enterKey[self.language], KioskPhrases.send, .submit),
      ]
      if pages(of: draft) > 1 {
        let next = (draft.page + 1) % pages(of: draft)
        keys.insert(FooterKey("9", KioskPhrases.nextPage, .page(next)), at: 1)
      }
      // In 40 columns there is room for what this screen is about; the two letters still work.
      return isElder ? keys : keys + [elder, language]
    case .otherLevel: return [FooterKey("0", KioskPhrases.back, .back), elder, language]
    case .words:
      return [
        FooterKey(KioskPhrases.escapeKey[self.language], KioskPhrases.back, .back),
        FooterKey(KioskPhrases.enterKey[self.language], KioskPhrases.send, .submit),
        FooterKey("F1", KioskPhrases.otherLanguage, .language),
      ]
    }
  }

  func pages(of draft: RatingDraft) -> Int {
    catalogue?.pages(of: draft.level, perPage: perPage) ?? 1
  }

  /// The words of the edition in force; ours where none has come yet.
  func levelText(_ level: Int) -> Bilingual {
    catalogue?.levels.first { $0.level == level }?.text ?? KioskPhrases.level(level)
  }

  mutating func press(_ key: Key) -> [PadRequest] {
    if case .words = stage { return pressInWords(key) }
    switch key {
    case .character(let character): return type(character)
    case .enter:
      let options = options
      if options.indices.contains(focus) { return perform(options[focus].action) }
      // Among levels Enter alone chooses nothing.
      return perform(.submit)
    case .escape, .backspace: return perform(.back)
    case .up, .left, .backTab: focus = max(0, focus - 1)
    case .down, .right, .tab: focus = min(focus + 1, options.count - 1)
    case .pageDown, .pageUp:
      guard case .reasons(_, let draft) = stage else { return [] }
      let step = key == .pageDown ? 1 : pages(of: draft) - 1
      return perform(.page((draft.page + step) % pages(of: draft)))
    case .function(1): return perform(.language)
    case .function: break
    }
    return []
  }

  private mutating func pressInWords(_ key: Key) -> [PadRequest] {
    switch key {
    case .character(let character):
      return edit { [limit = catalogue?.textLimit ?? 0] in $0.type(character, limit: limit) }
    case .backspace: return edit { $0.erase() }
    case .enter: return perform(.submit)
    case .escape: return perform(.back)
    case .function(1): return perform(.language)
    default: return []
    }
  }

  private mutating func type(_ character: Character) -> [PadRequest] {
    let capital = Character(character.uppercased().prefix(1).description)
    if let digit = character.wholeNumberValue, character.isASCII {
      let chosen = options.enumerated().first { ($1.digit ?? $0 + 1) == digit }?.element
      if let chosen { return perform(chosen.action) }
    }
    if capital == " ", options.indices.contains(focus) { return perform(options[focus].action) }
    if let key = footer.first(where: { $0.key == String(capital) }) { return perform(key.action) }
    switch capital {
    case "E": return perform(.elder)
    case "L": return perform(.language)
    default: return []
    }
  }

  mutating func perform(_ action: Action) -> [PadRequest] {
    switch (action, stage) {
    case (.language, _): language = language == .zh ? .en : .zh
    case (.elder, _):
      isElder.toggle()
      if case .reasons(let rating, var draft) = stage {
        draft.page = 0
        stage = .reasons(rating, draft)
      }
      focus = -1
    case (.level(let level), .board): return rate(level)
    case (.level(let level), .otherLevel(var rating, var draft)):
      draft.choose(level: level)
      rating.level = level
      enter(.reasons(rating, draft))
      return [.keep(rating)]
    case (.reason(let code), .reasons(let rating, var draft)):
      draft.toggle(code)
      stage = .reasons(rating, draft)
    case (.page(let page), .reasons(let rating, var draft)):
      draft.page = page
      stage = .reasons(rating, draft)
      focus = -1
    case (.writeWords, .reasons(let rating, let draft)): enter(.words(rating, draft))
    case (.back, .words(let rating, let draft)), (.back, .otherLevel(let rating, let draft)):
      enter(.reasons(rating, draft))
    case (.back, .reasons(let rating, let draft)): enter(.otherLevel(rating, draft))
    case (.submit, .reasons(let rating, let draft)), (.submit, .words(let rating, let draft)):
      return finish(rating, draft)
    default: break
    }
    return []
  }

  private mutating func edit(_ change: (inout RatingDraft) -> Void) -> [PadRequest] {
    guard case .words(let rating, var draft) = stage else { return [] }
    change(&draft)
    stage = .words(rating, draft)
    return []
  }
}

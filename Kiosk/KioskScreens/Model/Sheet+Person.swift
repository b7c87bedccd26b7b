import Hall
import HallAPI
import TextUI

/// One's own data, a person who comes, letters.
extension KioskState {
  func myDataSheet(_ mine: PrivacyInterface.Mine.Reply) -> Sheet {
    var sheet = Sheet(title: KioskPhrases.myDataTitle)
    // Nothing of it is said aloud; whom to ask is.
    sheet.facts = [KioskPhrases.myDataHolder(mine.name, mine.number)]
    sheet.facts += mine.kept.map { kept in
      let words = [
        KioskPhrases.kept(kept.kind), KioskPhrases.keptCount(kept.count),
        Self.until(kept, caseDays: mine.caseDays),
      ]
      return words.compactMap(\.self).joined(" · ")
    }
    if mine.kept.isEmpty { sheet.facts.append(KioskPhrases.nothingKept) }
    sheet.lines = [KioskPhrases.rights(phone: mine.phone, address: mine.address)]
    return sheet
  }

  /// Until when something is kept.
  static func until(_ kept: PrivacyInterface.Kept, caseDays: Int) -> Bilingual? {
    switch kept.kind {
    case .phones: KioskPhrases.keptToday
    case .cases, .casesForOthers: KioskPhrases.keptAfterEnd(days: caseDays)
    case .promises: KioskPhrases.keptUntilRepaired
    case .inLine, .tickets, .reservations, .papers, .ratings, .words, .letters:
      kept.until.flatMap { LocalDay($0) }.map(KioskPhrases.keptUntil)
    }
  }

  func helpSheet(_ screen: HelpScreen) -> Sheet {
    let (title, lines, style): (Bilingual, [Bilingual], Style) =
      switch screen.phase {
      case .calling(nil): (KioskPhrases.helpCalling, [], .title)
      case .calling: (KioskPhrases.helpUnreachable, [KioskPhrases.helpByFoot], .warning)
      case .called: (KioskPhrases.helpCalled, [KioskPhrases.helpCalledHelp], .good)
      case .coming: (KioskPhrases.helpComing, [KioskPhrases.helpComingHelp], .good)
      case .over: (KioskPhrases.helpOver, [KioskPhrases.helpOverHelp], .good)
      case .refused: (KioskPhrases.helpRefused, [KioskPhrases.helpByFoot], .warning)
      }
    return Sheet(banner: title, style: style, lines: lines)
  }

  func lettersSheet(_ screen: LettersScreen) -> Sheet {
    let (words, style) = letterWords(screen)
    return Sheet(title: KioskPhrases.whichLetter, banner: words, style: style)
  }

  /// On what the next letter is printed, or how the last print went.
  func letterWords(_ screen: LettersScreen) -> (Bilingual, Style) {
    switch screen.paper {
    case nil: (screen.form == .a4 ? KioskPhrases.letterToA4 : KioskPhrases.letterToSlip, .title)
    case .printing: (KioskPhrases.printingLetter, .title)
    case .printed: (KioskPhrases.letterPrinted, .good)
    case .sent: (KioskPhrases.letterSent, .warning)
    case .failed: (KioskPhrases.letterNotPrinted, .warning)
    case .enough: (KioskPhrases.letterPrintedEnough, .warning)
    }
  }
}

import Hall
import HallAPI
import TextUI

/// Cases, guides and papers in words.
extension KioskState {
  func caseSheet(_ screen: CaseScreen) -> Sheet {
    guard let item = screen.shown else { return Sheet(title: KioskPhrases.progress) }
    let (banner, style) = Self.banner(of: item, screen.paper)
    var sheet = Sheet(title: item.item, banner: banner, style: style, isPrivate: true)
    sheet.facts = [
      Bilingual(KioskPhrases.nextLabel, item.nextStep),
      Bilingual(KioskPhrases.placeLabel, item.place),
    ]
    if let law = item.byLaw { sheet.facts.append(Bilingual(KioskPhrases.lawLabel, law)) }
    sheet.facts += item.deadlines.map { Bilingual($0.label, Self.words($0)) }
    if let place = item.collectAt {
      sheet.facts.append(Bilingual(KioskPhrases.collectLabel, place))
    }
    sheet.facts.append(Bilingual(KioskPhrases.contactLabel, Bilingual(both: item.contact)))
    if let handler = item.firstHandler {
      sheet.facts.append(Bilingual(KioskPhrases.handlerLabel, Bilingual(both: handler)))
    }
    if let receipt = item.receipt {
      sheet.facts.append(Bilingual(KioskPhrases.receiptNumber, Bilingual(both: receipt)))
    }
    if let applicant = item.applicant {
      sheet.facts.append(Bilingual(KioskPhrases.applicantLabel, Bilingual(both: applicant)))
    }
    sheet.facts += item.parts.map { [$0.item, $0.stateText, $0.place].joined("  ") }
    sheet.facts += item.steps.map {
      [Bilingual(both: ServiceTime.short($0.at)), $0.text].joined("  ")
    }
    return sheet
  }

  /// Where the case stands, or how its print went.
  static func banner(
    of item: CasesInterface.Case, _ paper: CaseScreen.Paper
  ) -> (Bilingual, Style) {
    let now = KioskPhrases.now(item.stateText)
    let state = item.yourTurn ? [now, KioskPhrases.yourTurn].joined(" · ") : now
    return switch paper {
    case .none: (state, item.yourTurn ? .warning : style(of: item.state))
    case .printing: (KioskPhrases.printingCase, .title)
    case .printed: ([state, KioskPhrases.casePrinted].joined(" · "), .good)
    case .failed: (KioskPhrases.caseNotPrinted, .warning)
    case .expired: (KioskPhrases.lookUpAgain, .warning)
    }
  }

  static func words(_ deadline: CasesInterface.Deadline) -> Bilingual {
    guard let day = deadline.day.flatMap({ LocalDay($0) }) else { return deadline.words }
    return [KioskPhrases.date(day), deadline.words].joined("  ")
  }

  private static func style(of state: CaseState) -> Style {
    switch state {
    case .returned, .supplement, .refused, .denied, .paused: .warning
    case .approved, .finished, .toCollect, .collected, .posted: .good
    case .submitted, .preChecked, .accepted, .examining: .title
    }
  }

  // MARK: - Guides

  func guideSheet(_ screen: GuideScreen) -> Sheet {
    var sheet = Sheet(title: screen.guide.name)
    if let (words, style) = printWords(screen.paper) {
      (sheet.banner, sheet.style) = (words, style)
    }
    sheet.facts = GuidePages.parts(of: screen).flatMap { [$0.label] + $0.lines }
    return sheet
  }

  /// How the print of a guide goes.
  func printWords(_ paper: GuideScreen.Paper?) -> (Bilingual, Style)? {
    switch paper {
    case nil: nil
    case .printing: (KioskPhrases.printingGuide, .title)
    case .printed: (KioskPhrases.guidePrinted, .good)
    case .failed: (KioskPhrases.guideNotPrinted, .warning)
    }
  }

  func guideListSheet(_ list: GuideList) -> Sheet {
    switch list.entries {
    case .questions(let questions):
      if let open = list.open, questions.indices.contains(open) {
        return Sheet(title: questions[open].question, lines: [questions[open].answer])
      }
      return Sheet(
        title: KioskPhrases.topQuestions, lines: questions.isEmpty ? [KioskPhrases.nothingHere] : []
      )
    case .notices(let notices):
      if let open = list.open, notices.indices.contains(open) {
        return Sheet(title: notices[open].title, lines: [notices[open].text])
      }
      return Sheet(
        title: KioskPhrases.guideNotices, lines: notices.isEmpty ? [KioskPhrases.nothingHere] : [])
    }
  }

  func papersSheet(_ screen: PapersScreen) -> Sheet {
    switch screen.phase {
    case .asking:
      return Sheet(title: screen.check.question?.text ?? screen.guide.name)
    case .ticking: return Sheet(title: KioskPhrases.tickPapers)
    case .done:
      let (verdict, style) = verdict(screen)
      var sheet = Sheet(title: screen.guide.name, banner: verdict, style: style)
      if let (words, style) = printWords(screen.paper) {
        (sheet.banner, sheet.style) = (words, style)
      }
      sheet.lines = screen.check.missing.map { material in
        let detail = GuidePhrases.detail(material)
        return Bilingual(
          zh: "☐ \(material.name.zh)（\(detail.zh)）", en: "☐ \(material.name.en) (\(detail.en))")
      }
      return sheet
    }
  }

  func verdict(_ screen: PapersScreen) -> (Bilingual, Style) {
    switch screen.check.verdict {
    case .complete: (KioskPhrases.papersComplete, .good)
    case .tolerable: (KioskPhrases.papersTolerable, .title)
    case .incomplete: (KioskPhrases.papersIncomplete, .warning)
    }
  }
}

import Hall
import HallAPI

/// What can be chosen where somebody reads guides and looks through papers.
extension KioskState {
  /// Hits are one line each, or large choices.
  var hitsPerPage: Int { isElder ? 3 : GuideFinder.perPage }

  func shown(_ finder: GuideFinder) -> [GuidesInterface.Hit] {
    Array(finder.hits.dropFirst(max(0, finder.page) * hitsPerPage).prefix(hitsPerPage))
  }

  func finderOptions(_ finder: GuideFinder) -> [Option] {
    shown(finder).map { Option(.openGuide($0.id), $0.name, detail: $0.department) }
  }

  func guideOptions(_ screen: GuideScreen) -> [Option] {
    var options: [Option] = []
    if !screen.guide.papers.materials.isEmpty {
      options.append(Option(.checkPapers, KioskPhrases.checkPapers, digit: 1))
    }
    if offered(screen.guide) != nil {
      options.append(Option(.takeForGuide, KioskPhrases.takeNumber, digit: 2))
    }
    options.append(Option(.printGuide, KioskPhrases.printGuide, digit: 3))
    return options
  }

  /// The service whose numbers are given for a guide, as long as the hall offers it.
  func offered(_ guide: GuidesInterface.Guide) -> HallInterface.Service? {
    guide.service.flatMap(service)
  }

  func paperOptions(_ screen: PapersScreen) -> [Option] {
    switch screen.phase {
    case .asking:
      (screen.check.question?.choices ?? []).map { Option(.paperChoice($0.id), $0.text) }
    case .ticking(let page):
      screen.check.needed.dropFirst(page * perPage).prefix(perPage).map { material in
        Option(
          .paperTick(material.id), material.name,
          isChosen: screen.check.ticked.contains(material.id))
      }
    case .done: doneOptions(screen)
    }
  }

  private func doneOptions(_ screen: PapersScreen) -> [Option] {
    var options: [Option] = []
    let missing = !screen.check.missing.isEmpty
    if missing { options.append(Option(.printMissing, KioskPhrases.printMissing, digit: 1)) }
    if offered(screen.guide) != nil {
      let words = missing ? KioskPhrases.takeAllTheSame : KioskPhrases.takeNumber
      options.append(Option(.takeWithPapers, words, digit: 2))
    }
    if !screen.check.needed.isEmpty {
      options.append(Option(.tickAgain, KioskPhrases.tickAgain, digit: 3))
    }
    return options
  }

  func listOptions(_ list: GuideList) -> [Option] {
    if let open = list.open { return openOptions(list, open) }
    let shown: [Option] =
      switch list.entries {
      case .questions(let questions):
        questions.enumerated().map { Option(.openEntry($0), $1.question, detail: $1.name) }
      case .notices(let notices):
        notices.enumerated().map {
          Option(.openEntry($0), $1.title, detail: GuidePhrases.text($1.kind))
        }
      }
    return Array(shown.dropFirst(list.page * perPage).prefix(perPage))
  }

  private func openOptions(_ list: GuideList, _ index: Int) -> [Option] {
    switch list.entries {
    case .questions(let questions):
      guard questions.indices.contains(index) else { return [] }
      return [Option(.openGuide(questions[index].guide), KioskPhrases.wholeGuide)]
    case .notices(let notices):
      guard notices.indices.contains(index) else { return [] }
      let notice = notices[index]
      // What leaves the hall may be in no guide any more.
      guard notice.kind != .withdrawal, let item = notice.items.first else { return [] }
      return [Option(.openGuide(item), KioskPhrases.wholeGuide)]
    }
  }

  // MARK: - Along the lower edge

  var guideFooter: [FooterKey] {
    let escape = text(KioskPhrases.escapeKey)
    let back = FooterKey("0", KioskPhrases.back, .back)
    let home = FooterKey("H", KioskPhrases.home, .home)
    switch stage {
    case .guides:
      return [
        FooterKey(escape, KioskPhrases.back, .back),
        FooterKey("F5", KioskPhrases.topQuestionsKey, .topQuestions),
        FooterKey("F6", KioskPhrases.guideNoticesKey, .guideNotices),
        FooterKey("F7", KioskPhrases.catalogueKey, .nextScope),
        FooterKey("F1", KioskPhrases.otherLanguage, .language),
      ]
    case .papers(let screen) where screen.phase != .done:
      var keys = [back, FooterKey("S", KioskPhrases.skip, .skipPapers)]
      if let next = nextPage { keys.append(FooterKey("9", KioskPhrases.nextPage, .page(next))) }
      if case .ticking = screen.phase {
        keys.append(FooterKey(text(KioskPhrases.enterKey), KioskPhrases.ticked, .submit))
      }
      return keys
    default:
      var keys = [back, home]
      if let next = nextPage { keys.append(FooterKey("9", KioskPhrases.nextPage, .page(next))) }
      return keys
    }
  }

  /// Whoever is about to take a number may look through their papers first.
  var papersKey: [FooterKey] {
    let offer: Offer
    switch stage {
    case .offer(let one): offer = one
    case .card(let screen):
      guard case .ticket(let one) = screen.purpose, screen.phase != .reading else { return [] }
      offer = one
    default: return []
    }
    guard service(offer.service)?.guide != nil, offer.papers == nil else { return [] }
    return [FooterKey("P", KioskPhrases.checkPapers, .checkPapers)]
  }
}

extension KioskState {
  /// How the choices of a screen of papers stand beside each other.
  func papersColumns(_ screen: PapersScreen) -> Int {
    switch screen.phase {
    case .asking: (screen.check.question?.choices.count ?? 0) > 4 ? 2 : 1
    case .ticking: 2
    case .done: 3
    }
  }
}

import Hall
import HallAPI

extension KioskState {
  /// Choices on one page of a list: 1...8, so that 9 and 0 keep one meaning everywhere.
  static let perPage = 8
  /// In elder mode; the five levels of a rating stay together all the same, since a page with the
  /// better ones alone would lead somebody's hand.
  static let elderPerPage = 4

  var perPage: Int { isElder ? Self.elderPerPage : Self.perPage }
  /// Steps of a case on one page.
  static let stepsPerPage = 4

  /// What can be chosen on this page of the screen, in the order of its digits.
  public var options: [Option] {
    guard isElder, !hasOwnPages else { return allOptions }
    let allOptions = allOptions
    let pages = (allOptions.count + perPage - 1) / perPage
    return slice(allOptions, page: min(elderPage, pages - 1))
  }

  /// The same without elder mode's pages.
  var allOptions: [Option] {
    guard isElder else { return usualOptions }
    return usualOptions + ownKeys.map { Option($0.action, $0.text, letter: $0.key.first) }
  }

  private var usualOptions: [Option] {
    switch stage {
    case .home: homeOptions
    case .fields(let page, let offer): slice(fieldOptions(adding: offer), page: page)
    case .services(let field, let page, let offer):
      slice(serviceOptions(of: field, adding: offer), page: page)
    case .offer(let offer):
      [Option(.take, KioskPhrases.takeNow, letter: "T")] + wishOptions(offer)
    case .card(let screen): cardOptions(screen)
    case .priority: priorityOptions
    case .ticket(let screen): ticketOptions(screen)
    case .lookupWays:
      [
        Option(.byCard, KioskPhrases.byCard),
        Option(.byReceipt, KioskPhrases.byReceipt, detail: KioskPhrases.receiptHelp),
        Option(
          .byOrganisation, KioskPhrases.byOrganisation, detail: KioskPhrases.organisationHelp),
      ]
    case .cases(let cases, let page): slice(caseOptions(cases), page: page)
    case .levels: levelOptions
    case .reasons: reasonOptions
    case .notice(let notice): notice.options
    case .guides(let finder): finderOptions(finder)
    case .guide(let screen): guideOptions(screen)
    case .guideList(let list): listOptions(list)
    case .papers(let screen): paperOptions(screen)
    case .letters(let screen): slice(letterOptions(screen), page: isElder ? 0 : screen.page)
    case .help(let screen):
      switch screen.phase {
      case .over, .refused: [goOnOption, Option(.callHelp, KioskPhrases.callAgain)]
      case .calling, .called, .coming: [goOnOption]
      }
    case .working, .form, .words, .caseDetail, .thanks, .myData: []
    }
  }

  private var goOnOption: Option { Option(.goOn, KioskPhrases.goOnHere) }

  private var hasGuides: Bool { (hall?.hall.guides ?? 0) > 0 }

  /// The keys along the lower edge; in elder mode also how to turn its pages and to leave it.
  var footer: [FooterKey] {
    guard isElder else { return usualFooter }
    var keys = usualFooter
    if let next = nextPage, !keys.contains(where: { $0.action == .page(next) }) {
      keys.insert(FooterKey(typesText ? "*" : "9", KioskPhrases.nextPage, .page(next)), at: 0)
    }
    // What only shortens a way has no room among few and large keys; it is still a key. What else is
    // worth doing is a choice like the others.
    let own = ownKeys
    keys.removeAll { [.guideNotices, .nextScope].contains($0.action) || own.contains($0) }
    if let less = lessKey { keys.removeAll { $0.action == less } }
    if lessKey == nil, !typesText, hasRoomForHelp {
      keys.insert(FooterKey("?", KioskPhrases.help, .callHelp), at: min(keys.count, 2))
    }
    if !isNarrow {
      let at = keys.firstIndex { $0.action == .language } ?? min(keys.count, 2)
      keys.insert(FooterKey(elderKey, KioskPhrases.usualMode, .elder), at: at)
    }
    return keys
  }

  /// What large choices leave no room for, while its letter still works: five levels need all rows but
  /// three, four ticks all but six.
  private var lessKey: Action? {
    switch stage {
    case .levels: .home
    case .reasons: .language
    case .papers(let screen): if case .ticking = screen.phase { .language } else { nil }
    default: nil
    }
  }

  /// With a number in the hand all of two rows are taken; the key calls somebody all the same.
  private var hasRoomForHelp: Bool {
    switch stage {
    case .help, .ticket: false
    default: true
    }
  }

  /// Where letters are typed, a function key.
  var elderKey: String { typesText ? "F4" : "E" }

  private var typesText: Bool {
    switch stage {
    case .form, .words, .guides: true
    default: false
    }
  }

  private var usualFooter: [FooterKey] {
    let language = FooterKey("L", KioskPhrases.otherLanguage, .language)
    switch stage {
    case .home:
      // In elder mode it is a choice like the others.
      return isServing && !isElder
        ? [FooterKey("7", KioskPhrases.myData, .myData), language] : [language]
    case .form(let form):
      return [
        FooterKey(text(KioskPhrases.escapeKey), KioskPhrases.back, .back),
        FooterKey(text(KioskPhrases.enterKey), form.purpose.words.accept, .submit),
        FooterKey("F1", KioskPhrases.otherLanguage, .language),
      ]
    case .levels, .reasons: return ratingFooter + [language]
    case .words: return ratingFooter + [FooterKey("F1", KioskPhrases.otherLanguage, .language)]
    case .thanks, .working: return [FooterKey("H", KioskPhrases.done, .home), language]
    case .ticket(let screen): return ticketFooter(screen) + [language]
    case .guides: return guideFooter
    case .guide, .guideList, .papers: return guideFooter + [language]
    default: break
    }
    var keys = [FooterKey("0", KioskPhrases.back, .back), FooterKey("H", KioskPhrases.home, .home)]
    // Seven keys have no room; who turns the pages of a case goes back by 0.
    if case .caseDetail = stage, nextPage != nil { keys.removeLast() }
    if let next = nextPage { keys.append(FooterKey("9", KioskPhrases.nextPage, .page(next))) }
    return keys + ownKeys + [language]
  }

  /// Keys for something of this screen alone, which elder mode offers as choices.
  private var ownKeys: [FooterKey] {
    switch stage {
    case .caseDetail(let screen):
      let print = FooterKey("P", KioskPhrases.printCase, .printCase)
      guard screen.shown?.receipt != nil else { return [print] }
      return [print, FooterKey("W", KioskPhrases.caseLetters, .caseLetters)]
    case .letters(let screen) where screen.forms.count > 1:
      let words = screen.form == .a4 ? KioskPhrases.letterToSlip : KioskPhrases.letterToA4
      return [FooterKey("S", words, .otherForm)]
    // In elder mode the page is full, and guides are a choice of the first screen.
    case .fields(_, nil) where hasGuides && !isElder:
      return [FooterKey("S", KioskPhrases.search, .guides)]
    default: return papersKey
    }
  }

  /// Current page and number of pages where there is more than one.
  var paging: (page: Int, pages: Int)? {
    if isElder, !hasOwnPages {
      let pages = ElderPages(self).count
      return pages > 1 ? (min(elderPage, pages - 1), pages) : nil
    }
    let (page, count, each): (Int, Int, Int)
    switch stage {
    case .fields(let at, let offer):
      (page, count, each) = (at, fieldOptions(adding: offer).count, perPage)
    case .services(let field, let at, let offer):
      (page, count, each) = (at, serviceOptions(of: field, adding: offer).count, perPage)
    case .cases(let cases, let at): (page, count, each) = (at, cases.count, perPage)
    case .letters(let screen):
      (page, count, each) = (screen.page, screen.letters.count, perPage)
    case .caseDetail(let screen):
      (page, count, each) = (screen.page, screen.lines, Self.stepsPerPage)
    case .guides(let finder):
      (page, count, each) = (finder.page, finder.hits.count, hitsPerPage)
    case .guide(let screen):
      (page, count, each) = (screen.page, GuidePages(screen, language).pages.count, 1)
    case .guideList(let list):
      (page, count, each) = (list.page, list.open == nil ? list.count : 0, perPage)
    case .papers(let screen):
      guard case .ticking(let at) = screen.phase else { return nil }
      (page, count, each) = (at, screen.check.needed.count, perPage)
    case .reasons(_, let draft):
      let reasons = catalogue?.reasons(of: draft.level) ?? []
      (page, count, each) = (draft.page, reasons.count, perPage)
    default: return nil
    }
    let pages = (count + each - 1) / each
    return pages > 1 ? (page, pages) : nil
  }

  /// Whether the screen's list has pages in every mode; elder mode cuts the others into its own.
  private var hasOwnPages: Bool {
    switch stage {
    case .fields, .services, .cases, .levels, .reasons, .guides: true
    case .guideList(let list): list.open == nil
    case .papers(let screen): if case .ticking = screen.phase { true } else { false }
    default: false
    }
  }

  var nextPage: Int? { paging.map { ($0.page + 1) % $0.pages } }
  var previousPage: Int? { paging.map { ($0.page + $0.pages - 1) % $0.pages } }

  private func slice(_ options: [Option], page: Int) -> [Option] {
    Array(options.dropFirst(max(0, page) * perPage).prefix(perPage))
  }

  private var homeOptions: [Option] {
    guard isServing else { return [] }
    let choices = [
      Option(.takeNumber, KioskPhrases.takeNumber, digit: 1),
      Option(.progress, KioskPhrases.progress, digit: 2),
      Option(.rate, KioskPhrases.rate, digit: 3),
      Option(.myNumber, KioskPhrases.myNumber, digit: 4),
      Option(.checkIn, KioskPhrases.checkIn, digit: 5),
    ]
    // Otherwise it is a key of the lower edge.
    let own = isElder ? [Option(.myData, KioskPhrases.myData, digit: 7)] : []
    guard hasGuides else { return choices + own }
    // Beside the number: what one has to bring is asked before one queues.
    return [choices[0], Option(.guides, KioskPhrases.guides, digit: 6)] + choices.dropFirst() + own
  }

  /// The service has answered and its last answer was no failure.
  var isServing: Bool {
    if case .up = connection { return hall != nil }
    return false
  }

  /// Fields with something to choose; what an offer has already is no choice any more.
  func fieldOptions(adding offer: Offer? = nil) -> [Option] {
    guard let hall else { return [] }
    return hall.hall.fields.compactMap { field in
      let services = services(of: field.id, adding: offer)
      guard !services.isEmpty else { return nil }
      return Option(
        .field(field.id), field.name, isClosed: services.allSatisfy { !$0.open })
    }
  }

  private func services(of field: String, adding offer: Offer?) -> [HallInterface.Service] {
    let chosen = offer?.services ?? []
    return (hall?.services ?? []).filter { $0.field == field && !chosen.contains($0.id) }
  }

  func serviceOptions(of field: String, adding offer: Offer? = nil) -> [Option] {
    services(of: field, adding: offer).map { service in
      let detail =
        switch (service.open, service.card) {
        case (false, _): KioskPhrases.pausedNow
        case (true, .required): KioskPhrases.cardNeeded
        case (true, .optional): KioskPhrases.cardOptional
        case (true, .none): KioskPhrases.cardNotNeeded
        }
      return Option(
        .service(service.id), service.name, detail: detail, isClosed: !service.open)
    }
  }

  private func caseOptions(_ cases: [CasesInterface.Case]) -> [Option] {
    cases.enumerated().map { index, item in
      Option(.showCase(index), item.item, detail: item.stateText)
    }
  }
}

/// A key along the lower edge of a screen.
struct FooterKey: Equatable {
  var key: String
  var text: Bilingual
  var action: Action

  init(_ key: String, _ text: Bilingual, _ action: Action) {
    self.key = key
    self.text = text
    self.action = action
  }
}

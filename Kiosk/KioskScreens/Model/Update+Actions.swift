import Hall
import HallAPI

extension KioskState {
  mutating func perform(_ action: Action) -> [Request] {
    switch action {
    case .language: language = language == .zh ? .en : .zh
    case .stay: break
    case .elder: changeMode()
    case .home: return goHome(keepingLanguage: !isPersonDone)
    case .back: return goBack()
    case .takeNumber:
      guard isServing else { return goHome(keepingLanguage: true) }
      enter(.fields(page: 0, adding: added))
    case .progress: enter(.lookupWays)
    case .rate: enter(.form(Form(.rating)))
    case .myNumber: enter(.form(Form(.myNumber)))
    case .checkIn: return readCard(for: .checkIn)
    case .byCode: enter(.form(Form(.checkIn)))
    case .page(let page): turn(to: page)
    case .field(let field): enter(.services(field: field, page: 0, adding: added))
    case .service(let id): return choose(service: id)
    case .take, .withoutCard: return takeWithoutCard()
    case .readAgain:
      guard case .card(let screen) = stage else { return [] }
      return readCard(for: screen.purpose)
    case .choosePriority: if let offer { enter(.priority(offer)) }
    case .anotherMatter:
      guard let offer, offer.services.count < Offer.mostMatters else { return [] }
      enter(.fields(page: 0, adding: offer))
    case .priority(let reason):
      guard var offer else { return [] }
      offer.priority = reason
      return open(offer)
    case .byCard: return readCard(for: .cases)
    case .byReceipt: enter(.form(Form(.lookup)))
    case .showCase(let index):
      guard case .cases(let cases, _) = stage, cases.indices.contains(index) else { return [] }
      enter(.caseDetail(CaseScreen(cases: cases, index: index)))
    case .printCase: return printCase()
    case .byOrganisation: enter(.form(Form(.organisation)))
    case .entry(let index):
      return editForm { if $0.entries.indices.contains(index) { $0.current = index } }
    case .type(let character):
      if case .guides = stage { return typeInFinder(character) }
      return typeInForm(character)
    case .erase:
      if case .guides = stage { return eraseInFinder() }
      return editForm { form in
        guard form.entries.indices.contains(form.current) else { return }
        form.entries[form.current].text = String(form.entries[form.current].text.dropLast())
      }
    case .submit:
      if case .form = stage { return submitForm() }
      if case .papers = stage { return performForGuides(action) }
      return rate(by: action)
    case .level, .reason, .writeWords, .rateAgain: return rate(by: action)
    case .reprint: return reprint()
    case .ticket(let page): turn(to: page)
    case .leave(let minutes): return leave(minutes: minutes)
    case .comeBack: return comeBack()
    case .giveUp: return giveUp()
    case .askWhy: enter(.form(Form(.explain, ticket: ticketAtHand)))
    case .showTicket: return showTicketAtHand()
    case .chooseTime: return chooseTime()
    case .takeHelp, .takeUsual: return performForVisit(action)
    case .myData, .callHelp, .goOn, .phone, .caseLetters, .printLetter, .otherForm:
      return performForPerson(action)
    case .guides, .nextScope, .topQuestions, .guideNotices, .printGuide, .takeForGuide, .openGuide,
      .openEntry, .checkPapers, .skipPapers, .takeWithPapers, .tickAgain, .printMissing,
      .paperChoice, .paperTick:
      return performForGuides(action)
    }
    return []
  }

  /// Asks the service for something that is repeated until it answers.
  mutating func work(
    _ request: Request, offer: Offer? = nil, ticket: TicketScreen? = nil,
    finder: GuideFinder? = nil, form: Form? = nil, caseScreen: CaseScreen? = nil,
    receipt: String? = nil
  ) -> [Request] {
    enter(
      .working(
        Working(
          request: request, offer: offer, ticket: ticket, finder: finder, form: form,
          caseScreen: caseScreen, receipt: receipt)))
    return [request]
  }

  mutating func takeTicket(_ offer: Offer, card: String?) -> [Request] {
    work(
      .takeTicket(
        .init(
          service: offer.service, laterServices: offer.later.isEmpty ? nil : offer.later,
          requestId: nextRequestID(), card: card, phone: offer.phone, priority: offer.priority,
          language: language, papers: offer.papers,
          // Without a card nobody knows who came often.
          offerHelp: card == nil ? nil : true)), offer: offer)
  }

  mutating func checkIn(code: String?, card: String?, mayBeReceipt: Bool = false) -> [Request] {
    work(
      .checkIn(
        .init(requestId: nextRequestID(), code: code, card: card, language: language)),
      receipt: mayBeReceipt ? code : nil)
  }

  mutating func readCard(
    for purpose: CardScreen.Purpose, phase: CardScreen.Phase = .waiting
  ) -> [Request] {
    enter(.card(CardScreen(purpose: purpose, phase: phase)))
    // What to do now is laying down a card; no choice may look like the answer.
    focus = -1
    return [.readCard(timeoutSeconds: Timing.cardWait)]
  }

  mutating func open(_ offer: Offer) -> [Request] {
    guard service(offer.service)?.card != CardRule.none else {
      enter(.offer(offer))
      return []
    }
    return readCard(for: .ticket(offer))
  }

  /// The person has what they came for; the next one speaks the hall's first language.
  private var isPersonDone: Bool {
    switch stage {
    case .ticket, .thanks, .caseDetail, .cases, .letters, .myData: true
    default: false
    }
  }

  /// The number that is about to be taken.
  var offerAtHand: Offer? { offer }

  private var offer: Offer? {
    switch stage {
    case .offer(let offer), .priority(let offer): return offer
    case .card(let screen):
      if case .ticket(let offer) = screen.purpose { return offer }
      return nil
    default: return nil
    }
  }

  /// The offer that another matter is being chosen for.
  private var added: Offer? {
    switch stage {
    case .fields(_, let offer), .services(_, _, let offer): offer
    case .notice(let notice): notice.adding
    default: nil
    }
  }

  private mutating func choose(service id: String) -> [Request] {
    guard let service = service(id) else { return [] }
    guard service.open else {
      let opens = hall.flatMap { NextOpening.after(now, hours: $0.hours) }
      var notice = Notice.closed(opens: opens)
      notice.adding = added
      enter(.notice(notice))
      return []
    }
    guard var offer = added else { return open(Offer(service: id, field: service.field)) }
    if !offer.services.contains(id), offer.services.count < Offer.mostMatters {
      offer.later.append(id)
    }
    return open(offer)
  }

  private mutating func takeWithoutCard() -> [Request] {
    guard let offer, let service = service(offer.service), service.card != .required else {
      return []
    }
    return takeTicket(offer, card: nil)
  }

  private mutating func reprint() -> [Request] {
    guard case .ticket(var screen) = stage, let proof = screen.proof, !screen.isReprinting
    else { return [] }
    screen.isReprinting = true
    screen.reprintRefused = nil
    screen.page = .number
    stage = .ticket(screen)
    focus = 0
    return [.reprint(proof)]
  }

  private mutating func printCase() -> [Request] {
    guard case .caseDetail(var screen) = stage, let shown = screen.shown,
      screen.paper != .printing
    else { return [] }
    screen.paper = .printing
    stage = .caseDetail(screen)
    return [.printCase(.init(handle: shown.handle, language: language))]
  }

  private mutating func turn(to page: Int) {
    switch stage {
    case .fields(_, let offer): stage = .fields(page: page, adding: offer)
    case .services(let field, _, let offer):
      stage = .services(field: field, page: page, adding: offer)
    case .cases(let cases, _): stage = .cases(cases, page: page)
    case .letters(var screen):
      screen.page = page
      stage = .letters(screen)
    case .guides(var finder):
      finder.page = page
      stage = .guides(finder)
    case .guide where isElder, .caseDetail where isElder: return turnElder(to: page)
    case .guide(var screen):
      screen.page = page
      stage = .guide(screen)
    case .guideList(var list):
      list.page = page
      stage = .guideList(list)
    case .papers(var screen):
      guard case .ticking = screen.phase else { return turnElder(to: page) }
      screen.phase = .ticking(page: page)
      stage = .papers(screen)
      return focus = -1
    case .reasons(let target, var draft):
      draft.page = page
      stage = .reasons(target, draft)
      return focus = -1
    case .caseDetail(var screen):
      screen.page = page
      stage = .caseDetail(screen)
    default: return turnElder(to: page)
    }
    focus = 0
  }

  private mutating func turnElder(to page: Int) {
    elderPage = page
    focus = 0
  }

  /// Between the usual screens and those of elder mode; pages begin anew, what was chosen stays.
  private mutating func changeMode() {
    // A terminal without room for the usual screens has no other mode.
    guard !isNarrow else { return }
    wantsElder.toggle()
    let start = min(focus, 0)
    turn(to: 0)
    elderPage = 0
    focus = start
  }

  private mutating func goBack() -> [Request] {
    if let requests = goBackInGuides() { return requests }
    switch stage {
    case .services(let field, _, let added):
      enter(.fields(page: page(ofField: field, adding: added), adding: added))
    case .fields(_, .some(let offer)), .priority(let offer): return open(offer)
    case .card(let screen) where screen.purpose.isLookup: enter(.lookupWays)
    case .help(let screen): return resume(screen.before, focus: screen.focusBefore)
    case .letters(let screen): enter(.caseDetail(screen.of))
    case .form(let form) where form.offer != nil:
      if let offer = form.offer { return open(offer) }
    case .notice(let notice) where notice.caseScreen != nil:
      if let screen = notice.caseScreen { enter(.caseDetail(screen)) }
    case .card(let screen) where screen.purpose == .checkIn || screen.purpose == .myData:
      return goHome(keepingLanguage: true)
    case .offer, .card:
      guard let offer else { return goHome(keepingLanguage: true) }
      enter(.services(field: offer.field, page: page(ofService: offer)))
    case .form(let form) where form.purpose == .lookup || form.purpose == .organisation:
      enter(.lookupWays)
    case .form(let form) where form.purpose == .checkIn: return readCard(for: .checkIn)
    case .form(let form) where form.ticket != nil: return showTicketAtHand()
    case .reasons(let target, _): enter(.levels(target), focus: -1)
    case .words(let target, let draft): enter(.reasons(target, draft), focus: -1)
    case .notice(let notice) where notice.ticket != nil: return showTicketAtHand()
    case .notice(let notice) where notice.adding != nil: return perform(.takeNumber)
    case .ticket(let screen) where screen.page != .number:
      turn(to: screen.page == .choices ? TicketScreen.Page.number : .choices)
    case .caseDetail(let screen) where screen.cases.count > 1:
      enter(.cases(screen.cases, page: 0))
    default: return goHome(keepingLanguage: !isPersonDone)
    }
    return []
  }

  private func page(ofField field: String, adding offer: Offer?) -> Int {
    let index =
      fieldOptions(adding: offer).firstIndex { $0.action == .field(field) } ?? 0
    return index / perPage
  }

  private func page(ofService offer: Offer) -> Int {
    let options = serviceOptions(of: offer.field)
    let index = options.firstIndex { $0.action == .service(offer.service) } ?? 0
    return index / perPage
  }
}

import Hall
import HallAPI

extension KioskState {
  /// Choices on one page of a list: 1...8, so that 9 and 0 keep one meaning everywhere.
  static let perPage = 8
  /// Steps of a case on one page.
  static let stepsPerPage = 4

  /// What can be chosen on this screen, in the order of its digits.
  public var options: [Option] {
    switch stage {
    case .home: homeOptions
    case .fields(let page): Self.slice(fieldOptions, page: page)
    case .services(let field, let page): Self.slice(serviceOptions(of: field), page: page)
    case .offer(let offer):
      [Option(.take, KioskPhrases.takeNow, letter: "T"), priorityOption(offer)]
    case .card(let screen): cardOptions(screen)
    case .priority: priorityOptions
    case .ticket(let screen): ticketOptions(screen)
    case .lookupWays:
      [
        Option(.byCard, KioskPhrases.byCard),
        Option(.byReceipt, KioskPhrases.byReceipt, detail: KioskPhrases.receiptHelp),
      ]
    case .cases(let cases, let page): Self.slice(caseOptions(cases), page: page)
    case .levels:
      [5, 4, 3, 2, 1].map { Option(.level($0), KioskPhrases.level($0), digit: $0) }
    case .notice(let notice): notice.options
    case .working, .form, .caseDetail, .thanks: []
    }
  }

  /// The keys along the lower edge.
  var footer: [FooterKey] {
    let language = FooterKey("L", KioskPhrases.otherLanguage, .language)
    switch stage {
    case .home: return [language]
    case .form:
      return [
        FooterKey(text(KioskPhrases.escapeKey), KioskPhrases.back, .back),
        FooterKey(
          text(KioskPhrases.enterKey), formAccept, .submit),
        FooterKey("F1", KioskPhrases.otherLanguage, .language),
      ]
    case .ticket, .thanks, .working:
      return [FooterKey("H", KioskPhrases.done, .home), language]
    default: break
    }
    var keys = [FooterKey("0", KioskPhrases.back, .back), FooterKey("H", KioskPhrases.home, .home)]
    if let next = nextPage { keys.append(FooterKey("9", KioskPhrases.nextPage, .page(next))) }
    return keys + [language]
  }

  /// Current page and number of pages where there is more than one.
  var paging: (page: Int, pages: Int)? {
    let (page, count, each): (Int, Int, Int)
    switch stage {
    case .fields(let at): (page, count, each) = (at, fieldOptions.count, Self.perPage)
    case .services(let field, let at):
      (page, count, each) = (at, serviceOptions(of: field).count, Self.perPage)
    case .cases(let cases, let at): (page, count, each) = (at, cases.count, Self.perPage)
    case .caseDetail(let cases, let index, let at):
      let steps = cases.indices.contains(index) ? cases[index].steps.count : 0
      (page, count, each) = (at, steps, Self.stepsPerPage)
    default: return nil
    }
    let pages = (count + each - 1) / each
    return pages > 1 ? (page, pages) : nil
  }

  var nextPage: Int? { paging.map { ($0.page + 1) % $0.pages } }
  var previousPage: Int? { paging.map { ($0.page + $0.pages - 1) % $0.pages } }

  private var formAccept: Bilingual {
    guard case .form(let form) = stage, form.purpose == .lookup else { return KioskPhrases.goOn }
    return KioskPhrases.lookUp
  }

  private static func slice(_ options: [Option], page: Int) -> [Option] {
    Array(options.dropFirst(max(0, page) * perPage).prefix(perPage))
  }

  private var homeOptions: [Option] {
    guard isServing else { return [] }
    return [
      Option(.takeNumber, KioskPhrases.takeNumber), Option(.progress, KioskPhrases.progress),
      Option(.rate, KioskPhrases.rate),
    ]
  }

  /// The service has answered and its last answer was no failure.
  var isServing: Bool {
    if case .up = connection { return hall != nil }
    return false
  }

  var fieldOptions: [Option] {
    guard let hall else { return [] }
    return hall.hall.fields.compactMap { field in
      let services = hall.services.filter { $0.field == field.id }
      guard !services.isEmpty else { return nil }
      return Option(
        .field(field.id), field.name, isClosed: services.allSatisfy { !$0.open })
    }
  }

  func serviceOptions(of field: String) -> [Option] {
    (hall?.services ?? []).filter { $0.field == field }.map { service in
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

  private func priorityOption(_ offer: Offer) -> Option {
    let text =
      offer.priority == nil ? KioskPhrases.greenChannel : KioskPhrases.changePriority
    return Option(.choosePriority, text, letter: "V")
  }

  private var priorityOptions: [Option] {
    Priority.allCases.map { Option(.priority($0), KioskPhrases.priority($0)) }
      + [Option(.priority(nil), KioskPhrases.noPriority)]
  }

  private func cardOptions(_ screen: CardScreen) -> [Option] {
    let again: [Option]
    switch screen.phase {
    case .reading: return []
    case .waiting, .retry: again = []
    case .timeout, .trouble:
      again = [Option(.readAgain, KioskPhrases.readAgain, letter: "R")]
    }
    switch screen.purpose {
    case .ticket(let offer):
      // First wherever it is offered, so that 1 means the same with and without a reader.
      let without =
        service(offer.service)?.card == .optional
        ? [Option(.withoutCard, KioskPhrases.withoutCard, letter: "N")] : []
      // Priority is no way around a reader that is out of order.
      if case .trouble = screen.phase, without.isEmpty { return again }
      return without + again + [priorityOption(offer)]
    case .cases:
      return [Option(.byReceipt, KioskPhrases.byReceiptInstead, letter: "N")] + again
    }
  }

  private func ticketOptions(_ screen: TicketScreen) -> [Option] {
    guard let ticket = screen.ticket, ticket.secret != nil, !screen.isReprinting else { return [] }
    switch ticket.paper.state {
    case .failed, .unknown:
      return [Option(.reprint, KioskPhrases.printAgain, letter: "R")]
    case .shown where ticket.paper.reason != nil:
      return [Option(.reprint, KioskPhrases.printAgain, letter: "R")]
    case .none, .pending, .sent, .printed, .shown: return []
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

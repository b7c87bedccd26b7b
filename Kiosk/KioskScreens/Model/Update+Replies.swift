import Hall
import HallAPI

extension KioskState {
  mutating func take(_ reply: Reply) -> [Request] {
    switch reply {
    case .reading(let reading): return read(reading)
    case .taken(let ticket):
      return show(TicketScreen(ticket))
    case .found(let ticket): return found(ticket)
    case .checkedIn(let reply): return checkedIn(reply)
    case .explained(let reply): explained(reply)
    case .followed(let ticket):
      update(ticket)
      return handOver()
    case .reprinted(let ticket):
      update(ticket)
      changeTicket { $0.isReprinting = false }
      lastChange = now
    case .cases(let cases): show(cases)
    case .casePrinted:
      belongings.papers = true
      note(.printed)
    case .myData(let reply): enter(.myData(reply))
    case .letters(let reply): show(reply)
    case .letterPrinted(let reply): printed(reply)
    case .help(let call): helped(call)
    case .mayRate(let reply): return mayRate(reply)
    case .rated(let level): enter(.thanks(level: level))
    case .guidesFound(let reply, let question): found(reply, by: question)
    case .guide(let reply): return show(reply)
    case .topQuestions(let questions): show(.questions(questions))
    case .guideNotices(let notices): show(.notices(notices))
    case .guidePrinted:
      belongings.papers = true
      guidePrinted(.printed)
    case .failed(let request, let trouble): return failed(request, trouble)
    }
    return []
  }

  // MARK: - Card

  private mutating func read(_ reading: CardsInterface.Reading) -> [Request] {
    guard case .card(var screen) = stage else { return [] }
    let before = screen.phase
    switch reading.state {
    case .waiting:
      // The reason for another try stays readable until something new happens.
      if case .retry = before {} else { screen.phase = .waiting }
    case .reading: screen.phase = .reading
    case .retry: screen.phase = .retry(reading.reason)
    case .timeout: screen.phase = .timeout
    case .card:
      guard let token = reading.token else {
        screen.phase = .retry(nil)
        break
      }
      belongings.card = true
      switch screen.purpose {
      case .ticket(let offer): return takeTicket(offer, card: token)
      case .cases: return work(.lookUp(.init(card: token)))
      case .organisation(let code):
        return work(.lookUp(.init(card: token, organisation: code.text)))
      case .checkIn: return checkIn(code: nil, card: token)
      case .myData: return work(.myData(.init(card: token)))
      }
    }
    if screen.phase != before {
      focus = -1
      lastChange = now
    }
    stage = .card(screen)
    return []
  }

  // MARK: - Cases

  private mutating func show(_ cases: [CasesInterface.Case]) {
    switch cases.count {
    case 0: enter(.notice(.noCases))
    case 1: enter(.caseDetail(CaseScreen(cases: cases, index: 0)))
    default: enter(.cases(cases, page: 0))
    }
  }

  private mutating func note(_ paper: CaseScreen.Paper) {
    guard case .caseDetail(var screen) = stage else { return }
    screen.paper = paper
    stage = .caseDetail(screen)
    lastChange = now
  }

  // MARK: - Trouble

  private mutating func failed(_ request: Request, _ trouble: Trouble) -> [Request] {
    switch request {
    case .readCard:
      guard case .card(var screen) = stage else { return [] }
      screen.phase = .trouble(trouble)
      stage = .card(screen)
      focus = 0
      lastChange = now
    case .follow: followFailed(trouble)
    case .reprint:
      changeTicket { screen in
        screen.isReprinting = false
        if case .printerUnavailable(let reason) = trouble {
          screen.reprintRefused = reason
        } else {
          screen.reprintRefused = ""
        }
      }
    case .printCase: note(trouble == .handleExpired ? .expired : .failed)
    case .takeTicket, .lookUp, .checkRating, .rate, .rateAgain, .lookUpTicket, .leave, .comeBack,
      .giveUp, .explain, .checkIn, .guide, .topQuestions, .guideNotices, .myData, .caseLetters:
      return workFailed(trouble)
    case .callHelp: helpFailed(trouble)
    case .printLetter: letterFailed(trouble)
    case .searchGuides(let question): searchFailed(question, trouble)
    case .printGuide:
      if case .printerUnavailable(let reason) = trouble {
        guidePrinted(.failed(reason))
      } else {
        guidePrinted(.failed(""))
      }
    case .describe, .catalogue, .handOver, .questionRead, .placeDemoCard, .removeDemoCard, .wipe,
      .say, .hush:
      break
    }
    return []
  }

  private mutating func followFailed(_ trouble: Trouble) {
    guard trouble == .unreachable else { return }
    let now = now
    changeTicket { screen in
      screen.followAt = now.advanced(bySeconds: Timing.backOff(attempt: screen.attempt))
      screen.attempt += 1
    }
  }

  private mutating func workFailed(_ trouble: Trouble) -> [Request] {
    guard case .working(var working) = stage else { return [] }
    switch trouble {
    case .unreachable:
      working.retryAt = now.advanced(bySeconds: Timing.backOff(attempt: working.attempt))
      working.attempt += 1
      stage = .working(working)
      return []
    case .alreadyWaiting(let number):
      return show(TicketScreen(number: number, origin: .wasWaiting))
    case .cardExpired:
      return readCard(for: purpose(of: working), phase: .retry(Self.cardExpiredReason))
    case .noSuchTicket where working.form != nil:
      mend(working.form)
      return []
    case .noMatch where working.form != nil:
      // The receipt is long and stays; a password is not shown, so that it is typed anew.
      var form = working.form
      form?.entries[1].text = ""
      form?.current = 1
      mend(form)
      return []
    case .noReservation where working.receipt != nil: return fill(working.receipt ?? "")
    case .notRateable(.notFinished) where working.form?.isScan == true:
      return showScanned(working)
    case .handleExpired where working.caseScreen != nil:
      guard var screen = working.caseScreen else { return [] }
      screen.paper = .expired
      enter(.caseDetail(screen))
      return []
    case .notPossible:
      guard var screen = working.ticket else { fallthrough }
      screen.note = KioskPhrases.stateChanged
      return show(screen)
    default:
      enter(.notice(.about(trouble, working, at: now)))
      return []
    }
  }

  /// Nothing was found for what was typed, which stays there to be mended.
  private mutating func mend(_ form: Form?) {
    guard var form else { return }
    form.problem = form.purpose.words.notFound
    enter(.form(form))
  }

  /// What the card was read for that the service no longer knows.
  private func purpose(of working: Working) -> CardScreen.Purpose {
    if case .checkIn = working.request { return .checkIn }
    if case .myData = working.request { return .myData }
    if case .lookUp(let asked) = working.request,
      let code = asked.organisation.flatMap(OrganisationCode.init)
    {
      return .organisation(code)
    }
    return working.offer.map(CardScreen.Purpose.ticket) ?? .cases
  }

  /// Our own reason for laying the card down again; it is none of org.hallway.Cards.
  static let cardExpiredReason = "expired"
}

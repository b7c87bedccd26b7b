import Hall
import HallAPI

extension KioskState {
  mutating func take(_ reply: Reply) -> [Request] {
    switch reply {
    case .reading(let reading): return read(reading)
    case .taken(let ticket):
      return show(TicketScreen(number: ticket.number, ticket: ticket))
    case .followed(let ticket):
      update(ticket)
      return handOver()
    case .reprinted(let ticket):
      update(ticket)
      changeTicket { $0.isReprinting = false }
      lastChange = now
    case .cases(let cases): show(cases)
    case .rated(let level): enter(.thanks(level: level))
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
      switch screen.purpose {
      case .ticket(let offer): return takeTicket(offer, card: token)
      case .cases: return work(.lookUp(.init(card: token)))
      }
    }
    if screen.phase != before {
      focus = -1
      lastChange = now
    }
    stage = .card(screen)
    return []
  }

  // MARK: - Ticket

  private mutating func show(_ screen: TicketScreen) -> [Request] {
    enter(.ticket(screen))
    return [.follow(.init(number: screen.number, secret: screen.ticket?.secret))]
  }

  private mutating func update(_ ticket: QueueInterface.Ticket) {
    var ticket = ticket
    var hasNews = false
    changeTicket { screen in
      guard ticket.number == screen.number else { return }
      ticket.secret = ticket.secret ?? screen.ticket?.secret
      // A call or a word about the paper gives the person time again; a place further does not,
      // or a busy queue would keep a number on the screen all day.
      hasNews =
        screen.ticket?.state != ticket.state || screen.ticket?.window != ticket.window
        || screen.ticket?.paper != ticket.paper
      screen.ticket = ticket
      screen.followAt = nil
      screen.attempt = 0
    }
    if hasNews {
      lastChange = now
      focus = 0
    }
  }

  /// Where no paper came the number is on the screen, and only a number in hand is called.
  private func handOver() -> [Request] {
    guard case .ticket(let screen) = stage, let ticket = screen.ticket,
      ticket.paper.state == .failed, let secret = ticket.secret
    else { return [] }
    return [.handOver(.init(number: ticket.number, secret: secret))]
  }

  private mutating func changeTicket(_ change: (inout TicketScreen) -> Void) {
    guard case .ticket(var screen) = stage else { return }
    change(&screen)
    stage = .ticket(screen)
  }

  // MARK: - Cases

  private mutating func show(_ cases: [CasesInterface.Case]) {
    switch cases.count {
    case 0: enter(.notice(.noCases))
    case 1: enter(.caseDetail(cases, index: 0, page: 0))
    default: enter(.cases(cases, page: 0))
    }
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
    case .takeTicket, .lookUp, .rate: return workFailed(trouble)
    case .describe, .handOver, .placeDemoCard, .removeDemoCard, .wipe: break
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
      return show(TicketScreen(number: number, wasWaiting: true))
    case .cardExpired:
      let purpose = working.offer.map(CardScreen.Purpose.ticket) ?? .cases
      return readCard(for: purpose, phase: .retry(Self.cardExpiredReason))
    default:
      enter(.notice(.about(trouble, working)))
      return []
    }
  }

  /// Our own reason for laying the card down again; it is none of org.hallway.Cards.
  static let cardExpiredReason = "expired"
}

import Hall
import HallAPI

/// A ticket on the screen: what the service tells of it, and what its holder does with it.
extension KioskState {
  mutating func show(_ screen: TicketScreen) -> [Request] {
    var screen = screen
    screen.page = .number
    enter(.ticket(screen))
    return [.follow(.init(number: screen.number, secret: screen.secret))]
  }

  mutating func update(_ ticket: QueueInterface.Ticket) {
    var hasMoved = false
    var hasNews = false
    changeTicket { screen in
      guard ticket.number == screen.number else { return }
      screen.secret = ticket.secret ?? screen.secret
      hasMoved = screen.ticket?.state != ticket.state || screen.ticket?.window != ticket.window
      // A call or a word about the paper gives the person time again; a place further does not,
      // or a busy queue would keep a number on the screen all day.
      hasNews = hasMoved || screen.ticket?.paper != ticket.paper
      // Choices made for another state are no choices any more, and a call must be seen.
      if hasMoved { screen.page = .number }
      screen.ticket = ticket
      screen.followAt = nil
      screen.attempt = 0
    }
    if hasNews { lastChange = now }
    // On another page somebody may be choosing just now.
    if hasNews, case .ticket(let screen) = stage, screen.page == .number { focus = 0 }
  }

  /// Where no paper came the number is on the screen, and only a number in hand is called.
  func handOver() -> [Request] {
    guard case .ticket(let screen) = stage, screen.ticket?.paper.state == .failed,
      let proof = screen.proof
    else { return [] }
    return [.handOver(proof)]
  }

  mutating func changeTicket(_ change: (inout TicketScreen) -> Void) {
    guard case .ticket(var screen) = stage else { return }
    change(&screen)
    stage = .ticket(screen)
  }

  mutating func turn(to page: TicketScreen.Page) {
    changeTicket { $0.page = page }
    focus = 0
  }

  // MARK: - Answers

  mutating func found(_ ticket: QueueInterface.Ticket) -> [Request] {
    guard case .working(let working) = stage else { return [] }
    var screen = TicketScreen(ticket)
    screen.secret = ticket.secret ?? working.ticket?.secret
    screen.origin = .lookedUp
    return show(screen)
  }

  mutating func checkedIn(_ reply: ReservationsInterface.CheckIn.Reply) -> [Request] {
    var screen = TicketScreen(number: reply.number, secret: reply.secret)
    // Who comes after the slot is given a number all the same, and is told which kind.
    if reply.reservation.state == .noShow { screen.note = KioskPhrases.afterSlot }
    return show(screen)
  }

  mutating func explained(_ reply: QueueInterface.Explain.Reply) {
    guard case .working(let working) = stage else { return }
    enter(
      .notice(
        Notice(
          title: KioskPhrases.whyFirst(reply.number), lines: [reply.words],
          options: [Option(.askWhy, KioskPhrases.askAnother)] + Notice.wayBack(working.ticket),
          isWarning: false, ticket: working.ticket)))
  }

  // MARK: - The holder's wishes

  mutating func leave(minutes: Int?) -> [Request] {
    guard let screen = ticketAtHand, let proof = screen.proof else { return [] }
    return work(
      .leave(.init(number: proof.number, secret: proof.secret, minutes: minutes)),
      ticket: screen)
  }

  mutating func comeBack() -> [Request] {
    guard let screen = ticketAtHand, let proof = screen.proof else { return [] }
    return work(.comeBack(proof), ticket: screen)
  }

  mutating func giveUp() -> [Request] {
    guard let screen = ticketAtHand, let proof = screen.proof else { return [] }
    return work(.giveUp(proof), ticket: screen)
  }

  /// The ticket this screen is about, where it is about one.
  var ticketAtHand: TicketScreen? {
    switch stage {
    case .ticket(let screen): screen
    case .notice(let notice): notice.ticket
    case .form(let form): form.ticket
    case .working(let working): working.ticket
    default: nil
    }
  }

  mutating func showTicketAtHand() -> [Request] {
    ticketAtHand.map { show($0) } ?? goHome(keepingLanguage: true)
  }

  /// Choosing a time once more, after the service could not work one out.
  mutating func chooseTime() -> [Request] {
    guard let screen = ticketAtHand else { return [] }
    let requests = show(screen)
    turn(to: .leaving)
    return requests
  }
}

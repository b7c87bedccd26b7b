import Hall
import HallAPI

/// What can be chosen on the way to a number, and with a number in the hand.
extension KioskState {
  /// How somebody wants to wait, and for what else; beside each other where there is room.
  func wishOptions(_ offer: Offer) -> [Option] {
    let priority = Option(
      .choosePriority,
      offer.priority == nil ? KioskPhrases.greenChannel : KioskPhrases.changePriority,
      letter: "V")
    var wishes = [priority]
    // Only where the hall sends messages is a phone of any use (PIPL art. 6).
    if hall?.hall.notices == true {
      wishes.append(
        Option(
          .phone, offer.phone == nil ? KioskPhrases.phoneWish : KioskPhrases.phoneChange,
          letter: "S"))
    }
    guard offer.services.count < Offer.mostMatters else { return wishes }
    return wishes + [Option(.anotherMatter, KioskPhrases.another, letter: "A")]
  }

  var priorityOptions: [Option] {
    Priority.allCases.map { Option(.priority($0), KioskPhrases.priority($0)) }
      + [Option(.priority(nil), KioskPhrases.noPriority)]
  }

  func cardOptions(_ screen: CardScreen) -> [Option] {
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
      return without + again + wishOptions(offer)
    case .cases, .organisation:
      return [Option(.byReceipt, KioskPhrases.byReceiptInstead, letter: "N")] + again
    case .myData: return again
    case .checkIn:
      return [Option(.byCode, KioskPhrases.byCodeInstead, letter: "N")] + again
    }
  }

  // MARK: - The ticket

  func ticketOptions(_ screen: TicketScreen) -> [Option] {
    guard let ticket = screen.ticket else { return [] }
    switch screen.page {
    case .number: return numberOptions(ticket, screen)
    case .choices: return holderOptions(ticket, screen)
    case .leaving:
      return Self.absences.map { Option(.leave(minutes: $0), KioskPhrases.inMinutes($0)) }
        + [Option(.leave(minutes: nil), KioskPhrases.beforeMyTurn)]
    case .givingUp:
      return [
        Option(.ticket(.number), KioskPhrases.keepMyPlace),
        Option(.giveUp, KioskPhrases.giveUp),
      ]
    }
  }

  /// A letter posted, a copy made, a child fetched, a meal eaten.
  static let absences = [15, 30, 60, 90]

  private func numberOptions(
    _ ticket: QueueInterface.Ticket, _ screen: TicketScreen
  ) -> [Option] {
    guard screen.secret != nil, !screen.isReprinting else { return [] }
    if ticket.mayReturn { return [Option(.comeBack, KioskPhrases.iAmBack, letter: "B")] }
    switch ticket.paper.state {
    case .failed, .unknown:
      return [Option(.reprint, KioskPhrases.printAgain, letter: "R")]
    case .shown where ticket.paper.reason != nil:
      return [Option(.reprint, KioskPhrases.printAgain, letter: "R")]
    case .none, .pending, .sent, .printed, .shown: return []
    }
  }

  /// Fixed digits: a second press of the 3 that asked to give up never answers the question.
  private func holderOptions(
    _ ticket: QueueInterface.Ticket, _ screen: TicketScreen
  ) -> [Option] {
    let isMine = screen.secret != nil
    var options: [Option] = []
    if isMine, ticket.state.isInLine, ticket.paper.state.isInHand {
      options.append(
        Option(
          .ticket(.leaving), KioskPhrases.leave, digit: 1, detail: KioskPhrases.leaveDetail))
    }
    options.append(
      Option(.askWhy, KioskPhrases.askWhy, digit: 2, detail: KioskPhrases.askWhyDetail))
    if isMine, ticket.state.mayBecome(.abandoned) {
      options.append(Option(.ticket(.givingUp), KioskPhrases.giveUp, digit: 3))
    }
    return options
  }

  func ticketFooter(_ screen: TicketScreen) -> [FooterKey] {
    let done = FooterKey("H", KioskPhrases.done, .home)
    guard screen.page == .number else {
      return [FooterKey("0", KioskPhrases.back, .back), done]
    }
    guard let state = screen.ticket?.state, state.isOpen || state == .passed else {
      return [done]
    }
    return [done, FooterKey("M", KioskPhrases.moreChoices, .ticket(.choices))]
  }
}

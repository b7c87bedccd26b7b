import Hall
import HallAPI
import TextUI

/// A number, and what is to be known of it, in words.
extension KioskState {
  func ticketSheet(_ screen: TicketScreen) -> Sheet {
    switch screen.page {
    case .number: return numberSheet(screen)
    case .choices:
      return Sheet(title: numbered(screen), facts: screen.ticket.map(aheadFacts) ?? [])
    case .leaving:
      return Sheet(
        title: KioskPhrases.backWhen(screen.number), lines: [KioskPhrases.lateRule])
    case .givingUp:
      return Sheet(
        title: KioskPhrases.giveUpQuestion(screen.number), style: .warning,
        lines: [KioskPhrases.giveUpHelp])
    }
  }

  private func numbered(_ screen: TicketScreen) -> Bilingual {
    Bilingual(
      zh: "\(KioskPhrases.yourNumber.zh) \(screen.number)",
      en: "\(KioskPhrases.yourNumber.en) \(screen.number)")
  }

  private func numberSheet(_ screen: TicketScreen) -> Sheet {
    let title =
      screen.origin == .wasWaiting ? KioskPhrases.alreadyWaiting : KioskPhrases.yourNumber
    var sheet = Sheet(title: title, large: screen.number)
    if let note = screen.note {
      sheet.lines.append(note)
      sheet.style = .warning
    }
    guard let ticket = screen.ticket else { return sheet }
    if let (place, style) = placeWords(ticket) {
      sheet.banner = place
      sheet.style = style
    }
    if let (paper, _) = paperWords(ticket, screen) { sheet.lines.append(paper) }
    sheet.lines += news(ticket)
    if ticket.state.isInLine {
      sheet.facts += aheadFacts(ticket)
      if ticket.backAt == nil { sheet.facts += whereToWait(ticket) }
    }
    sheet.facts.append(ticket.serviceName)
    if let code = unprintedCode(screen) { sheet.facts.append(KioskPhrases.ratingCode(code)) }
    return sheet
  }

  /// From when it is called, and what else is on the same number.
  func news(_ ticket: QueueInterface.Ticket) -> [Bilingual] {
    var news: [Bilingual] = []
    if ticket.state.isInLine, let from = ticket.callableFrom {
      news.append(KioskPhrases.callableFrom(ServiceTime.soon(from, at: now)))
    }
    if !ticket.laterServices.isEmpty {
      news.append(
        KioskPhrases.laterMatters(ticket.laterServices.map(serviceName).joined(" → ")))
    }
    return news
  }

  /// Where a number stands that does not simply wait; nil where it does.
  func placeWords(_ ticket: QueueInterface.Ticket) -> (Bilingual, Style)? {
    switch ticket.state {
    case .waiting, .returned, .transferred:
      ticket.backAt.map { (KioskPhrases.backBy(ServiceTime.soon($0, at: now)), .good) }
    case .called: (KioskPhrases.calledTo(windowName(ticket.window ?? "")), .good)
    case .finished: (KioskPhrases.finished, .strong)
    case .serving: (KioskPhrases.served(at: windowName(ticket.window ?? "")), .strong)
    case .onHold: (KioskPhrases.onHold, .strong)
    case .passed:
      (ticket.mayReturn ? KioskPhrases.passed : KioskPhrases.passedForGood, .warning)
    case .abandoned: (KioskPhrases.abandoned, .warning)
    case .voided: (KioskPhrases.voided, .warning)
    }
  }

  /// How many are before it.
  func ahead(_ ticket: QueueInterface.Ticket) -> Bilingual {
    switch ticket.ahead {
    case nil: KioskPhrases.waitUnknown
    case .some(0): KioskPhrases.nextInLine
    case .some(let people): KioskPhrases.people(people)
    }
  }

  func wait(_ ticket: QueueInterface.Ticket) -> Bilingual {
    ticket.wait.map { KioskPhrases.minutes($0.lowMinutes, $0.highMinutes) }
      ?? KioskPhrases.waitUnknown
  }

  private func aheadFacts(_ ticket: QueueInterface.Ticket) -> [Bilingual] {
    guard ticket.state.isInLine else { return [] }
    return [
      Bilingual(KioskPhrases.aheadLabel, ahead(ticket)),
      Bilingual(KioskPhrases.waitLabel, wait(ticket)),
    ]
  }

  private func whereToWait(_ ticket: QueueInterface.Ticket) -> [Bilingual] {
    let windows = ticket.windows.map(windowName).listed
    let zones = ticket.zones.listed
    return [
      Bilingual(
        KioskPhrases.windowLabel, windows.zh.isEmpty ? KioskPhrases.askStaffWhere : windows),
      Bilingual(KioskPhrases.zoneLabel, zones.zh.isEmpty ? KioskPhrases.askStaffWhere : zones),
    ]
  }

  // MARK: - Its paper

  /// What became of the paper; nil where whoever came back with it need not be told.
  func paperWords(
    _ ticket: QueueInterface.Ticket, _ screen: TicketScreen
  ) -> (Bilingual, Style)? {
    if screen.attempt > 0 { return (KioskPhrases.lostTouch, .strong) }
    if let reason = screen.reprintRefused {
      return (KioskPhrases.reprintRefused(reason: reason), .warning)
    }
    if screen.isReprinting { return (KioskPhrases.printing, .strong) }
    let words = Self.paperWords(ticket)
    return screen.origin == .lookedUp && words.1 == .good ? nil : words
  }

  private static func paperWords(_ ticket: QueueInterface.Ticket) -> (Bilingual, Style) {
    let paper = ticket.paper
    switch paper.state {
    case .none: return (KioskPhrases.noPaper, .strong)
    case .shown where paper.reason == nil: return (KioskPhrases.noPaper, .strong)
    case .pending, .sent: return (KioskPhrases.printing, .strong)
    // A holder is known from a card, and the card may still lie on the reader.
    case .printed where ticket.holder != nil: return (KioskPhrases.takePaperAndCard, .good)
    case .printed: return (KioskPhrases.takePaper, .good)
    case .failed, .shown: return (KioskPhrases.paperFailed(reason: paper.reason), .warning)
    case .unknown: return (KioskPhrases.paperUnknown, .warning)
    }
  }

  /// The code that would have been on the paper; nil where it is there.
  func unprintedCode(_ screen: TicketScreen) -> String? {
    guard let ticket = screen.ticket,
      ![.printed, .pending, .sent].contains(ticket.paper.state)
    else { return nil }
    return screen.secret
  }
}

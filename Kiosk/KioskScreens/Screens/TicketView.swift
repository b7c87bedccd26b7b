import Hall
import HallAPI
import TextUI

extension Painter {
  mutating func paintTicket(_ screen: TicketScreen) {
    guard screen.page == .number else { return paintChoices(screen) }
    let ticket = screen.ticket
    let title =
      screen.origin == .wasWaiting
      ? say(KioskPhrases.alreadyWaiting) : say(KioskPhrases.yourNumber)
    let name = ticket.map { " · " + say($0.serviceName) } ?? ""
    let priority = ticket?.priority.map { " · " + say(KioskPhrases.chosenPriority($0)) } ?? ""
    canvas.centre(title + name + priority, row: body.row, in: body, .heading)
    paintNews(screen)
    // Heading, facts, paper and the rows between them need eleven; the number takes the rest.
    let numberRows = body.rows - 11
    let rows = LargeFont.rows(of: screen.number, columns: body.columns, rows: numberRows)
    let top = body.row + 2
    for (offset, line) in rows.enumerated() {
      canvas.centre(line, row: top + offset, in: body, .large)
    }
    if rows.isEmpty {
      canvas.centre(" \(say(screen.number)) ", row: top + 2, in: body, .large)
    }
    let facts = Area(
      column: body.column, row: top + max(rows.count, 5) + 1, columns: body.columns, rows: 4)
    guard let ticket else { return }
    paintPlace(ticket, in: facts)
    paintPaper(
      ticket, screen,
      in: Area(
        column: body.column, row: facts.endRow + 1, columns: body.columns,
        rows: body.endRow - facts.endRow - 1))
  }

  private mutating func paintPlace(_ ticket: QueueInterface.Ticket, in area: Area) {
    switch ticket.state {
    case .waiting, .returned, .transferred:
      if let backAt = ticket.backAt {
        paintAway(ticket, until: backAt, in: area)
      } else {
        paintWaiting(ticket, in: area)
      }
    case .called:
      let words = KioskPhrases.calledTo(windowName(ticket.window ?? ""))
      let banner = Area(column: area.column, row: area.row, columns: area.columns, rows: 3)
      canvas.fill(banner, .good)
      canvas.centre(say(words), row: banner.row + 1, in: banner, .good)
    case .finished: canvas.centre(say(KioskPhrases.finished), row: area.row, in: area, .strong)
    case .serving:
      let words = KioskPhrases.served(at: windowName(ticket.window ?? ""))
      canvas.centre(say(words), row: area.row, in: area, .strong)
    case .onHold: canvas.centre(say(KioskPhrases.onHold), row: area.row, in: area, .strong)
    case .passed:
      let words = ticket.mayReturn ? KioskPhrases.passed : KioskPhrases.passedForGood
      canvas.centre(say(words), row: area.row, in: area, .warning)
    case .abandoned: canvas.centre(say(KioskPhrases.abandoned), row: area.row, in: area, .warning)
    case .voided: canvas.centre(say(KioskPhrases.voided), row: area.row, in: area, .warning)
    }
  }

  mutating func paintAhead(_ ticket: QueueInterface.Ticket, in area: Area) {
    let ahead =
      switch ticket.ahead {
      case nil: say(KioskPhrases.waitUnknown)
      case .some(0): say(KioskPhrases.nextInLine)
      case .some(let people): say(KioskPhrases.people(people))
      }
    let wait = ticket.wait.map { say(KioskPhrases.minutes($0.lowMinutes, $0.highMinutes)) }
    let half = area.columns / 2
    let left = area.column + 2
    fact(KioskPhrases.aheadLabel, ahead, column: left, row: area.row, width: half - 4)
    fact(
      KioskPhrases.waitLabel, wait ?? say(KioskPhrases.waitUnknown), column: left + half,
      row: area.row, width: half - 4)
  }

  private mutating func paintWaiting(_ ticket: QueueInterface.Ticket, in area: Area) {
    paintAhead(ticket, in: area)
    let windows = windowNames(ticket.windows)
    let zones = ticket.zones.map(say).joined(separator: state.language == .zh ? "、" : ", ")
    let left = area.column + 2
    // Where to go needs the whole width: halls have long names for their corners.
    let staff = say(KioskPhrases.askStaffWhere)
    let label = TextWidth.cells(say(KioskPhrases.windowLabel)) + 2
    let room = area.columns - 4 - label
    let lines = TextLayout.lines(of: windows.isEmpty ? staff : windows, width: room).prefix(2)
    // Many windows take the free row above as well; a window cut off is one nobody watches.
    let top = area.row + 3 - max(1, lines.count)
    canvas.write(say(KioskPhrases.windowLabel), column: left, row: top, .quiet, within: label)
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: left + label, row: top + offset, .strong, within: room)
    }
    fact(
      KioskPhrases.zoneLabel, zones.isEmpty ? staff : zones, column: left, row: area.row + 3,
      width: area.columns - 4)
  }

  private mutating func paintPaper(
    _ ticket: QueueInterface.Ticket, _ screen: TicketScreen, in area: Area
  ) {
    var (words, style) = paperWords(ticket)
    if screen.isReprinting { (words, style) = (KioskPhrases.printing, .strong) }
    if let reason = screen.reprintRefused {
      (words, style) = (KioskPhrases.reprintRefused(reason: reason), .warning)
    }
    if screen.attempt > 0 { (words, style) = (KioskPhrases.lostTouch, .strong) }
    // Who came back with the paper need not be told to take it.
    let isTold = screen.origin == .lookedUp && style == .good
    let lines = isTold ? [] : TextLayout.lines(of: say(words), width: area.columns - 4)
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      canvas.centre(" \(line) ", row: area.row + offset, in: area, style)
    }
    guard ![.printed, .pending, .sent].contains(ticket.paper.state),
      let secret = screen.secret, lines.count < area.rows
    else { return }
    canvas.centre(
      say(KioskPhrases.ratingCode(say(secret))), row: area.row + lines.count, in: area, .strong)
  }

  private func paperWords(_ ticket: QueueInterface.Ticket) -> (Bilingual, Style) {
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
}

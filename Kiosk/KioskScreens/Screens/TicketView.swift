import Hall
import HallAPI

extension Painter {
  mutating func paintTicket(_ screen: TicketScreen) {
    let ticket = screen.ticket
    let title =
      screen.wasWaiting ? say(KioskPhrases.alreadyWaiting) : say(KioskPhrases.yourNumber)
    let name = ticket.map { " · " + say($0.serviceName) } ?? ""
    canvas.centre(title + name, row: body.row, in: body, .heading)
    // Facts, paper and the rows between them need nine; the number takes what is left.
    let numberRows = body.rows - 11
    let isCalled = ticket?.state == .called
    let rows = LargeFont.rows(of: screen.number, columns: body.columns, rows: numberRows)
    let top = body.row + 2
    for (offset, line) in rows.enumerated() {
      canvas.centre(line, row: top + offset, in: body, isCalled ? .good : .large)
    }
    if rows.isEmpty {
      canvas.centre(" \(say(screen.number)) ", row: top + 2, in: body, .large)
    }
    let facts = Area(
      column: body.column, row: top + max(rows.count, 5) + 1, columns: body.columns, rows: 3)
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
    case .waiting: paintWaiting(ticket, in: area)
    case .called:
      let words = KioskPhrases.calledTo(windowName(ticket.window ?? ""))
      canvas.fill(area, .good)
      canvas.centre(say(words), row: area.row + 1, in: area, .good)
    case .finished: canvas.centre(say(KioskPhrases.finished), row: area.row, in: area, .strong)
    case .voided: canvas.centre(say(KioskPhrases.voided), row: area.row, in: area, .warning)
    }
  }

  private mutating func paintWaiting(_ ticket: QueueInterface.Ticket, in area: Area) {
    let ahead =
      switch ticket.ahead {
      case nil: say(KioskPhrases.waitUnknown)
      case .some(0): say(KioskPhrases.nextInLine)
      case .some(let people): say(KioskPhrases.people(people))
      }
    let wait = ticket.wait.map { say(KioskPhrases.minutes($0.lowMinutes, $0.highMinutes)) }
    let windows = windowNames(ticket.windows)
    let zones = ticket.zones.map(say).joined(separator: state.language == .zh ? "、" : ", ")
    let half = area.columns / 2
    let facts: [(Bilingual, String)] = [
      (KioskPhrases.aheadLabel, ahead),
      (KioskPhrases.windowLabel, windows.isEmpty ? say(KioskPhrases.askStaffWhere) : windows),
      (KioskPhrases.waitLabel, wait ?? say(KioskPhrases.waitUnknown)),
      (KioskPhrases.zoneLabel, zones.isEmpty ? say(KioskPhrases.askStaffWhere) : zones),
    ]
    for (index, entry) in facts.enumerated() {
      fact(
        entry.0, entry.1, column: area.column + index % 2 * half + 2, row: area.row + index / 2 * 2,
        width: half - 4)
    }
  }

  private mutating func paintPaper(
    _ ticket: QueueInterface.Ticket, _ screen: TicketScreen, in area: Area
  ) {
    var (words, style) = paperWords(ticket.paper)
    if screen.isReprinting { (words, style) = (KioskPhrases.printing, .strong) }
    if let reason = screen.reprintRefused {
      (words, style) = (KioskPhrases.reprintRefused(reason: reason), .warning)
    }
    if screen.attempt > 0 { (words, style) = (KioskPhrases.lostTouch, .strong) }
    let lines = TextLayout.lines(of: say(words), width: area.columns - 4)
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      canvas.centre(" \(line) ", row: area.row + offset, in: area, style)
    }
    guard ticket.paper.state != .printed, ticket.paper.state != .pending,
      let secret = ticket.secret, lines.count < area.rows
    else { return }
    canvas.centre(
      say(KioskPhrases.ratingCode(say(secret))), row: area.row + lines.count, in: area, .strong)
  }

  private func paperWords(_ paper: QueueInterface.Paper) -> (Bilingual, Style) {
    switch paper.state {
    case .none: (KioskPhrases.noPaper, .strong)
    case .pending: (KioskPhrases.printing, .strong)
    case .printed: (KioskPhrases.takePaper, .good)
    case .failed: (KioskPhrases.paperFailed(reason: paper.reason), .warning)
    case .unknown: (KioskPhrases.paperUnknown, .warning)
    }
  }
}

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
      guard let (words, style) = state.placeWords(ticket) else { return }
      let banner = Area(column: area.column, row: area.row, columns: area.columns, rows: 3)
      canvas.banner(say(words), in: banner, style)
    default:
      guard let (words, style) = state.placeWords(ticket) else { return }
      canvas.note(say(words), row: area.row, in: area, style)
    }
  }

  mutating func paintAhead(_ ticket: QueueInterface.Ticket, in area: Area) {
    let half = area.columns / 2
    let left = area.column + 2
    fact(
      KioskPhrases.aheadLabel, say(state.ahead(ticket)), column: left, row: area.row,
      width: half - 4)
    fact(
      KioskPhrases.waitLabel, say(state.wait(ticket)), column: left + half, row: area.row,
      width: half - 4)
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
    let paper = state.paperWords(ticket, screen)
    let lines =
      paper.map { words, style in
        TextLayout.lines(of: style.marked(say(words)), width: area.columns - 4)
      } ?? []
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      canvas.centre(" \(line) ", row: area.row + offset, in: area, paper?.1 ?? .page)
    }
    guard let secret = state.unprintedCode(screen), lines.count < area.rows else { return }
    canvas.centre(
      say(KioskPhrases.ratingCode(say(secret))), row: area.row + lines.count, in: area, .strong)
  }
}

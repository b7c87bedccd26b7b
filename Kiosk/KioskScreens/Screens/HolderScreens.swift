import Hall
import HallAPI
import TextUI

/// What a ticket's holder reads beside the number, and chooses about it.
extension Painter {
  /// One line below the heading: what was not expected, or from when and what else.
  mutating func paintNews(_ screen: TicketScreen) {
    let row = body.row + 1
    if let note = screen.note {
      canvas.note(say(note), row: row, in: body, .warning)
      return
    }
    guard let ticket = screen.ticket else { return }
    let news = state.news(ticket)
    guard !news.isEmpty else { return }
    canvas.note(say(news.joined(" · ")), row: row, in: body, .good)
  }

  /// Its holder has gone: when to be back, and that the number does not die of being late.
  mutating func paintAway(_ ticket: QueueInterface.Ticket, until backAt: String, in area: Area) {
    let back = KioskPhrases.backBy(ServiceTime.soon(backAt, at: state.now))
    canvas.note(say(back), row: area.row, in: area, .good)
    var text = area.inset(columns: 2)
    text.row += 1
    text.rows = 2
    canvas.wrap(say(KioskPhrases.lateRule), in: text, centred: true)
    paintAhead(
      ticket, in: Area(column: area.column, row: area.row + 3, columns: area.columns, rows: 1))
  }

  mutating func paintChoices(_ screen: TicketScreen) {
    switch screen.page {
    case .number: break
    case .choices:
      let name = screen.ticket.map { " · " + say($0.serviceName) } ?? ""
      canvas.centre(
        say(KioskPhrases.yourNumber) + " \(say(screen.number))" + name, row: body.row, in: body,
        .heading)
      if let ticket = screen.ticket, ticket.state.isInLine {
        paintAhead(
          ticket,
          in: Area(column: body.column, row: body.row + 2, columns: body.columns, rows: 1))
      }
    case .leaving:
      heading(say(KioskPhrases.backWhen(say(screen.number))))
      paintRule(KioskPhrases.lateRule)
    case .givingUp:
      heading(say(KioskPhrases.giveUpQuestion(say(screen.number))))
      paintRule(KioskPhrases.giveUpHelp)
    }
    stackAtBottom(state.options)
  }

  private mutating func paintRule(_ rule: Bilingual) {
    canvas.wrap(
      say(rule), in: Area(column: body.column, row: body.row + 1, columns: body.columns, rows: 2))
  }
}

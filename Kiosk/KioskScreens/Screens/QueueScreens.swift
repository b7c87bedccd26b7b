import Hall
import HallAPI
import TextUI

extension Painter {
  mutating func paintServices(_ field: String) {
    let name = state.hall?.hall.fields.first { $0.id == field }?.name
    let title = [name.map(say), say(KioskPhrases.whichService)].compactMap { $0 }
    paintGrid(heading: title.joined(separator: " · "))
    if state.options.isEmpty {
      canvas.wrap(
        say(KioskPhrases.noServices),
        in: Area(column: body.column, row: body.row + 3, columns: body.columns, rows: 3))
    }
  }

  mutating func paintOffer(_ offer: Offer) {
    paintOfferTitle(offer)
    stackAtBottom(state.options)
    canvas.centre(say(KioskPhrases.noCardWanted), row: body.row + 4, in: body, .strong)
  }

  mutating func paintPriority(_ offer: Offer) {
    paintGrid(heading: say(KioskPhrases.whichPriority))
    if let chosen = offer.priority {
      canvas.right(
        Style.good.marked(say(KioskPhrases.priority(chosen))), row: body.row, end: body.endColumn,
        .good)
    }
  }

  private mutating func paintOfferTitle(_ offer: Offer) {
    let names = offer.services.map(serviceName).joined(separator: " → ")
    var title = Area(column: body.column, row: body.row, columns: body.columns, rows: 2)
    let phone = offer.phone.flatMap(Masking.mobile)
    let wishes = [
      offer.priority.map(KioskPhrases.chosenPriority), phone.map(KioskPhrases.messageTo),
    ].compactMap(\.self).map(say).joined(separator: " · ")
    if !wishes.isEmpty { title.rows = 1 }
    canvas.wrap(names, in: title, .heading, centred: true)
    if !wishes.isEmpty {
      canvas.note(wishes, row: body.row + 1, in: body, .good)
    }
  }

  // MARK: - Card

  mutating func paintCard(_ screen: CardScreen) {
    switch screen.purpose {
    case .ticket(let offer): paintOfferTitle(offer)
    case .cases, .organisation:
      canvas.centre(say(KioskPhrases.progress), row: body.row, in: body, .heading)
    case .checkIn: canvas.centre(say(KioskPhrases.checkIn), row: body.row, in: body, .heading)
    case .myData: canvas.centre(say(KioskPhrases.myData), row: body.row, in: body, .heading)
    }
    let choices = stackAtBottom(state.options)
    let words = state.cardWords(screen)
    let banner = Area(column: body.column, row: body.row + 2, columns: body.columns, rows: 3)
    canvas.banner(say(words.title), in: banner, words.style)
    var text = banner
    text.row = banner.endRow + 1
    text.rows = max(0, choices - text.row)
    for line in words.lines {
      let used = canvas.wrap(say(line), in: text, .page, centred: true)
      text.row += used
      text.rows -= used
    }
    if let days = state.hall?.hall.retentionDays, screen.phase == .waiting {
      let used = canvas.wrap(say(KioskPhrases.privacy(days: days)), in: text, .quiet, centred: true)
      text.row += used
      text.rows -= used
    }
    // A card drawn over a reader that is out of order would be a lie.
    if case .trouble = screen.phase { return }
    paintReader(in: text, isReading: screen.phase == .reading)
  }

  /// A card above the reader, or on it; only where there is room for it.
  private mutating func paintReader(in area: Area, isReading: Bool) {
    let top = ["┌───────────────┐", "│ ▒▒▒    ══════ │"]
    let reader = "━━━━━━━━━━━━━━━━━━━━━━━"
    let drawing = isReading ? top + [reader] : top + ["└───────▼───────┘", reader]
    guard area.rows >= drawing.count else { return }
    let row = area.row + (area.rows - drawing.count + 1) / 2
    for (offset, line) in drawing.enumerated() {
      canvas.centre(line, row: row + offset, in: area, .quiet)
    }
  }

  // MARK: - On its way

  mutating func paintWorking(_ working: Working) {
    let row = body.row + body.rows / 3
    guard working.attempt > 0 else {
      let banner = Area(column: body.column, row: row, columns: body.columns, rows: 1)
      canvas.banner(say(KioskPhrases.wait), in: banner, .good)
      if working.request.usesCard {
        canvas.centre(say(KioskPhrases.takeCardAway), row: row + 2, in: body, .strong)
      }
      return
    }
    canvas.centre(say(KioskPhrases.restarting), row: row, in: body, .heading)
    let words =
      working.request.givesNumber || working.ticket == nil
      ? KioskPhrases.stillTrying : KioskPhrases.stillTryingOther
    canvas.wrap(
      say(words),
      in: Area(column: body.column, row: row + 2, columns: body.columns, rows: 3), centred: true)
  }
}

import Hall
import HallAPI
import TextUI

extension Painter {
  mutating func paintHome() {
    guard state.isServing, let hall = state.hall else { return paintComingBack() }
    let (first, second) = order(KioskPhrases.welcome)
    canvas.centre(first, row: body.row, in: body, .heading)
    canvas.centre(second, row: body.row + 1, in: body, .quiet)
    let top = body.row + 3
    let step = (body.endRow - 3 - top) / 3
    let height = step > 4 ? step - 1 : step
    for (index, option) in state.options.enumerated() {
      let words = order(option.text)
      // Most people come for a number: that choice has a row to itself, the others share theirs.
      // Guides, where the hall has some, stand beside it.
      let isPaired = state.options.count.isMultiple(of: 2)
      let row = isPaired ? index / 2 : (index + 1) / 2
      var area = Area(
        column: body.column + 8, row: top + row * step, columns: body.columns - 16, rows: height)
      if row > 0 || isPaired {
        let whole = area
        area.columns = (whole.columns - 2) / 2
        let isRight = isPaired ? index % 2 == 1 : index % 2 == 0
        if isRight { area.column = whole.endColumn - area.columns }
      }
      canvas.button(
        area, key: String(option.digit ?? index + 1), text: words.0, detail: words.1,
        isFocused: state.focus == index, action: option.action)
    }
    paintHours(hall)
    let privacy = KioskPhrases.privacy(days: hall.hall.retentionDays)
    let rows = order(privacy)
    canvas.centre(rows.0, row: body.endRow - 2, in: body, .quiet)
    canvas.centre(rows.1, row: body.endRow - 1, in: body, .quiet)
  }

  private mutating func paintHours(_ hall: HallInterface.Describe.Reply) {
    let row = body.endRow - 3
    if hall.hours.openNow {
      canvas.centre(say(KioskPhrases.phone(say(hall.hall.phone))), row: row, in: body, .quiet)
    } else {
      let opens = NextOpening.after(state.now, hours: hall.hours)
      canvas.note(say(KioskPhrases.closedNow(opens: opens)), row: row, in: body, .warning)
    }
  }

  private mutating func paintComingBack() {
    let isDown = if case .down = state.connection { true } else { false }
    let title = order(isDown ? KioskPhrases.restarting : KioskPhrases.connecting)
    let row = body.row + body.rows / 3
    canvas.centre(title.0, row: row, in: body, .heading)
    canvas.centre(title.1, row: row + 1, in: body, .heading)
    guard isDown else { return }
    let help = order(KioskPhrases.restartingHelp)
    var text = Area(column: body.column, row: row + 4, columns: body.columns, rows: 3)
    text.row += canvas.wrap(help.0, in: text, centred: true) + 1
    canvas.wrap(help.1, in: text, centred: true)
  }

  /// Both languages, that of the screen first: at the door nobody's language is known.
  private func order(_ text: Bilingual) -> (String, String) {
    state.language == .zh
      ? (CellText.clean(text.zh), CellText.clean(text.en))
      : (CellText.clean(text.en), CellText.clean(text.zh))
  }
}

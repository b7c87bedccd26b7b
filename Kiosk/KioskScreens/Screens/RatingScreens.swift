import Hall

extension Painter {
  mutating func paintLevels(_ number: String) {
    heading(say(KioskPhrases.howWasIt))
    canvas.right(say(number), row: body.row, end: body.endColumn, .strong)
    let top = body.row + 2
    let options = state.options
    let step = (body.endRow - 1 - top) / max(1, options.count)
    for (index, option) in options.enumerated() {
      let words = "\(stars(option.digit ?? 0))  \(say(option.text))"
      button(
        option, at: index,
        in: Area(
          column: body.column + 8, row: top + index * step, columns: body.columns - 16,
          rows: max(3, step - (step > 3 ? 1 : 0))), text: words)
    }
    canvas.centre(say(KioskPhrases.ratingIsFree), row: body.endRow - 1, in: body, .quiet)
  }

  mutating func paintThanks(_ level: Int) {
    let row = body.row + body.rows / 3
    let banner = Area(column: body.column, row: row, columns: body.columns, rows: 3)
    canvas.fill(banner, .good)
    canvas.centre(say(KioskPhrases.thanks), row: row + 1, in: banner, .good)
    canvas.centre(
      "\(stars(level))  \(say(KioskPhrases.youRated(level)))", row: row + 4, in: body, .strong)
  }

  mutating func paintNotice(_ notice: Notice) {
    let banner = Area(column: body.column, row: body.row + 1, columns: body.columns, rows: 3)
    let style: Style = notice.isWarning ? .warning : .good
    canvas.fill(banner, style)
    canvas.centre(say(notice.title), row: banner.row + 1, in: banner, style)
    var row = banner.endRow + 1
    for line in notice.lines {
      row += canvas.wrap(
        say(line),
        in: Area(column: body.column, row: row, columns: body.columns, rows: 3), centred: true)
      row += 1
    }
    stackAtBottom(notice.options)
  }
}

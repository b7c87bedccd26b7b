import Hall
import HallAPI

extension Painter {
  /// Elder mode is laid out for 40 columns, so that half of what an eye has to search is left.
  private var ratingArea: Area {
    guard state.isElder else { return body }
    let columns = min(body.columns, 40)
    return Area(
      column: body.column + (body.columns - columns) / 2, row: body.row, columns: columns,
      rows: body.rows)
  }

  mutating func paintLevels(_ target: RatingTarget) {
    heading(say(target.isAgain ? KioskPhrases.rateAgain : KioskPhrases.howWasIt))
    canvas.right(say(target.number), row: body.row, end: body.endColumn, .strong)
    let area = ratingArea
    let margin = state.isElder ? 0 : 8
    canvas.levels(
      state.options,
      in: Area(
        column: area.column + margin, row: area.row + 2, columns: area.columns - 2 * margin,
        rows: area.rows - 3), focus: state.focus
    ) { CellText.clean($0[state.language]) }
    canvas.centre(say(KioskPhrases.ratingIsFree), row: body.endRow - 1, in: body, .quiet)
    paintEdition(row: body.row + 1)
  }

  mutating func paintReasons(_ draft: RatingDraft) {
    let level = state.catalogue?.levels.first { $0.level == draft.level }?.text
    heading("\(stars(draft.level)) \(say(level ?? KioskPhrases.level(draft.level)))")
    let area = ratingArea
    canvas.write(
      say(KioskPhrases.whyThisLevel), column: area.column, row: area.row + 1, .strong,
      within: area.columns)
    canvas.reasons(
      state.options,
      in: Area(
        column: area.column, row: area.row + 2, columns: area.columns, rows: area.rows - 2),
      columns: state.columns, perPage: state.reasonsPerPage, focus: state.focus
    ) { CellText.clean($0[state.language]) }
    paintEdition(row: body.row + 1)
  }

  mutating func paintWords(_ draft: RatingDraft) {
    heading(say(KioskPhrases.yourWords))
    canvas.words(
      draft.words,
      in: Area(column: body.column, row: body.row + 2, columns: body.columns, rows: 7))
    let left = max(0, (state.catalogue?.textLimit ?? 0) - draft.words.count)
    canvas.right(
      say(KioskPhrases.charactersLeft(left)), row: body.row + 9, end: body.endColumn, .quiet)
    paintEdition(row: body.endRow - 1)
  }

  private mutating func paintEdition(row: Int) {
    guard let edition = state.catalogue?.edition else { return }
    canvas.right(
      say(KioskPhrases.edition(CellText.clean(edition))), row: row, end: body.endColumn, .quiet)
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

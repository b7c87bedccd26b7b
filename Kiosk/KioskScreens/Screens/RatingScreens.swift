import Hall
import HallAPI
import TextUI

extension Painter {
  mutating func paintLevels(_ target: RatingTarget) {
    heading(say(target.isAgain ? KioskPhrases.rateAgain : KioskPhrases.howWasIt))
    let number = say(target.number)
    canvas.right(number, row: body.row, end: body.endColumn, .strong)
    canvas.write(
      say(target.service), column: body.column, row: body.row + 1,
      within: body.columns - Self.editionColumns)
    canvas.levels(
      state.options,
      in: Area(
        column: body.column + 8, row: body.row + 2, columns: body.columns - 16,
        rows: body.rows - 3), focus: state.focus
    ) { CellText.clean($0[state.language]) }
    canvas.centre(say(KioskPhrases.ratingIsFree), row: body.endRow - 1, in: body, .quiet)
    paintEdition(row: body.row + 1)
  }

  private func level(of draft: RatingDraft) -> String {
    "\(stars(draft.level)) \(say(state.levelText(draft.level)))"
  }

  mutating func paintReasons(_ draft: RatingDraft) {
    let area = body
    heading(level(of: draft))
    canvas.write(
      say(KioskPhrases.whyThisLevel), column: area.column, row: area.row + 1, .strong,
      within: area.columns)
    canvas.right(
      say(KioskPhrases.countsWhenSent), row: area.row + 1, end: area.endColumn, .strong)
    canvas.reasons(
      state.options,
      in: Area(
        column: area.column, row: area.row + 2, columns: area.columns, rows: area.rows - 2),
      columns: state.columns, perPage: state.perPage, focus: state.focus
    ) { CellText.clean($0[state.language]) }
  }

  mutating func paintWords(_ draft: RatingDraft) {
    heading(say(KioskPhrases.yourWords))
    canvas.right(
      say(KioskPhrases.countsWhenSent), row: body.row, end: body.endColumn, .strong)
    canvas.words(
      draft.words,
      in: Area(column: body.column, row: body.row + 2, columns: body.columns, rows: 7))
    let left = max(0, (state.catalogue?.textLimit ?? 0) - draft.words.count)
    canvas.right(
      say(KioskPhrases.charactersLeft(left)), row: body.row + 9, end: body.endColumn, .quiet)
    paintEdition(row: body.endRow - 1)
  }

  /// Room for the edition's name and day, and two columns before it.
  private static let editionColumns = 44

  private mutating func paintEdition(row: Int) {
    guard let catalogue = state.catalogue else { return }
    let words = TextLayout.cut(say(catalogue.editionWords), to: Self.editionColumns - 2)
    canvas.right(words, row: row, end: body.endColumn, .quiet)
  }

  mutating func paintThanks(_ level: Int) {
    let row = body.row + body.rows / 3
    let banner = Area(column: body.column, row: row, columns: body.columns, rows: 3)
    canvas.banner(say(KioskPhrases.thanks), in: banner, .good)
    canvas.centre(
      "\(stars(level))  \(say(KioskPhrases.youRated(level)))", row: row + 4, in: body, .strong)
  }

  mutating func paintNotice(_ notice: Notice) {
    let banner = Area(column: body.column, row: body.row + 1, columns: body.columns, rows: 3)
    let style: Style = notice.isWarning ? .warning : .good
    canvas.banner(say(notice.title), in: banner, style)
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

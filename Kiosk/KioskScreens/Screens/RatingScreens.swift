import Hall
import HallAPI
import TextUI

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
    guard !state.isElder else { return paintLargeLevels() }
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

  /// What a screen of large letters asks, in one line.
  var largeTitle: String {
    switch state.stage {
    case .levels(let target):
      let question = target.isAgain ? KioskPhrases.rateAgain : KioskPhrases.howWasItShort
      return "\(say(question)) \(say(target.number))"
    case .reasons(_, let draft): return level(of: draft)
    default: return ""
    }
  }

  private func level(of draft: RatingDraft) -> String {
    let text = state.catalogue?.levels.first { $0.level == draft.level }?.text
    return "\(stars(draft.level)) \(say(text ?? KioskPhrases.level(draft.level)))"
  }

  private mutating func paintLargeTitle() {
    guard !isCompact else { return }
    let area = ratingArea
    canvas.write(
      largeTitle, column: area.column, row: area.row - 1, .heading, within: area.columns)
  }

  private mutating func paintLargeLevels() {
    paintLargeTitle()
    let area = ratingArea
    canvas.largeLevels(state.options, in: area, focus: state.focus) {
      CellText.clean($0[state.language])
    }
  }

  mutating func paintReasons(_ draft: RatingDraft) {
    let area = ratingArea
    guard !state.isElder else {
      paintLargeTitle()
      canvas.write(
        say(KioskPhrases.whyShort), column: area.column, row: area.row, .strong,
        within: area.columns)
      return canvas.largeReasons(
        state.options,
        in: Area(
          column: area.column, row: area.row + 1, columns: area.columns, rows: area.rows - 1),
        perPage: state.reasonsPerPage, focus: state.focus
      ) { CellText.clean($0[state.language]) }
    }
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
      columns: state.columns, perPage: state.reasonsPerPage, focus: state.focus
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
    var row = body.row + body.rows / 3
    if state.isElder {
      let area = Area(
        column: body.column, row: body.row, columns: body.columns, rows: body.rows - 6)
      row = body.row + 1 + canvas.largeText(String(level), in: area, .large)
    }
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

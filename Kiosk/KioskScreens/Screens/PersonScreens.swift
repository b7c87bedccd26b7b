import Hall
import HallAPI
import TextUI

/// What the hall holds of somebody, a person who comes, letters to print.
extension Painter {
  // MARK: - 我的信息

  mutating func paintMyData(_ mine: PrivacyInterface.Mine.Reply) {
    heading(say(KioskPhrases.myDataTitle))
    canvas.write(
      say(KioskPhrases.myDataHolder(mine.name, mine.number)), column: body.column,
      row: body.row + 1, .strong, within: body.columns)
    let rights = say(KioskPhrases.rights(phone: mine.phone, address: mine.address))
    let lines = TextLayout.lines(of: rights, width: body.columns)
    let top = body.row + 3
    let room = body.endRow - lines.count - 1 - top
    if mine.kept.isEmpty {
      canvas.write(say(KioskPhrases.nothingKept), column: body.column, row: top, .strong)
    }
    for (offset, kept) in mine.kept.prefix(room).enumerated() {
      let row = top + offset
      canvas.write(
        say(KioskPhrases.kept(kept.kind)), column: body.column, row: row,
        within: Self.keptColumns)
      canvas.write(
        say(KioskPhrases.keptCount(kept.count)), column: body.column + Self.keptColumns, row: row,
        .strong, within: Self.countColumns)
      let column = body.column + Self.keptColumns + Self.countColumns
      guard let until = KioskState.until(kept, caseDays: mine.caseDays) else { continue }
      canvas.write(
        say(until), column: column, row: row, .quiet, within: body.endColumn - column)
    }
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: body.column, row: body.endRow - lines.count + offset)
    }
  }

  private static let keptColumns = 28
  private static let countColumns = 8

  // MARK: - 叫工作人员

  mutating func paintHelp(_ screen: HelpScreen) {
    let sheet = state.helpSheet(screen)
    let banner = Area(column: body.column, row: body.row + 1, columns: body.columns, rows: 3)
    canvas.banner(sheet.banner.map(say) ?? "", in: banner, sheet.style)
    var row = banner.endRow + 1
    for line in sheet.lines {
      row += canvas.wrap(
        say(line),
        in: Area(column: body.column, row: row, columns: body.columns, rows: 3), centred: true)
      row += 1
    }
    stackAtBottom(state.options)
  }

  // MARK: - 文书

  mutating func paintLetters(_ screen: LettersScreen) {
    paintGrid(heading: say(KioskPhrases.whichLetter))
    let (words, style) = state.letterWords(screen)
    canvas.note(say(words), row: body.row + 1, in: body, style)
  }
}

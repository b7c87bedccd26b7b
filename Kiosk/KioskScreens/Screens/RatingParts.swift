import Hall
import HallAPI
import TextUI

/// Below so many rows large letters leave a single one for the title and for warnings: five levels
/// of four rows, and keys of three.
let roomyRows = 27

/// What kiosk and pad draw alike where somebody rates.
extension Canvas where Action == KioskScreens.Action {
  /// Five levels one below the other, the best first.
  mutating func levels(
    _ options: [Option], in area: Area, focus: Int, _ say: (Bilingual) -> String
  ) {
    let step = area.rows / max(1, options.count)
    for (index, option) in options.enumerated() {
      button(
        Area(
          column: area.column, row: area.row + index * step, columns: area.columns,
          rows: max(3, step - (step > 3 ? 1 : 0))),
        key: String(option.digit ?? index + 1),
        text: "\(Stars.text(option.digit ?? 0))  \(say(option.text))", isFocused: focus == index,
        action: option.action)
    }
  }

  /// Five levels in large letters, the best first.
  mutating func largeLevels(
    _ options: [Option], in area: Area, focus: Int, _ say: (Bilingual) -> String
  ) {
    largeChoices(
      options.enumerated().map { index, option in
        LargeChoice(
          key: String(option.digit ?? index + 1),
          lines: [say(option.text), Stars.text(option.digit ?? 0)], action: option.action)
      }, places: 5, in: area, focus: focus)
  }

  /// Reasons in large letters, a tick at those that are chosen.
  mutating func largeReasons(
    _ options: [Option], in area: Area, perPage: Int, focus: Int, _ say: (Bilingual) -> String
  ) {
    largeChoices(
      options.enumerated().map { index, option in
        let mark = option.isChosen == true ? "☑" : "☐"
        return LargeChoice(
          key: String(index + 1), lines: ["\(mark) \(say(option.text))"], action: option.action)
      }, places: perPage, in: area, focus: focus)
  }

  /// Reasons of which several may be chosen; a tick says so, since colour is never the only sign.
  mutating func reasons(
    _ options: [Option], in area: Area, columns: Int, perPage: Int, focus: Int,
    _ say: (Bilingual) -> String
  ) {
    let step = area.rows / max(1, perPage / columns)
    let width = (area.columns - 2 * (columns - 1)) / columns
    for (index, option) in options.enumerated() {
      let mark = option.isChosen == true ? "☑" : "☐"
      button(
        Area(
          column: area.column + index % columns * (width + 2),
          row: area.row + index / columns * step, columns: width, rows: max(3, min(step, 4))),
        key: String(index + 1), text: "\(mark) \(say(option.text))", isFocused: focus == index,
        action: option.action)
    }
  }

}

extension Canvas {
  /// The only thing a terminal without room for anything else can say.
  mutating func tooSmall(needed: Size, _ language: Language) {
    let words = KioskPhrases.tooSmall(
      columns: size.columns, rows: size.rows, neededColumns: needed.columns,
      neededRows: needed.rows)
    let used = wrap(
      words[language], in: Area(column: 0, row: 0, columns: size.columns, rows: size.rows), .strong)
    let other = words[language == .zh ? .en : .zh]
    wrap(other, in: Area(column: 0, row: used, columns: size.columns, rows: size.rows - used))
  }
}

import Hall
import HallAPI

/// What kiosk and pad draw alike where somebody rates.
extension Canvas {
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
        text: "\(Self.stars(option.digit ?? 0))  \(say(option.text))", isFocused: focus == index,
        action: option.action)
    }
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

  /// What somebody writes, with a cursor behind it.
  mutating func words(_ text: String, in area: Area) {
    box(area, .entryFocus, heavy: true)
    let inner = area.inset(columns: 2, rows: 1)
    let lines = TextLayout.lines(of: text, width: inner.columns)
    // The end is where somebody writes.
    let shown = lines.suffix(max(1, inner.rows))
    for (offset, line) in shown.enumerated() {
      write(line, column: inner.column, row: inner.row + offset, .entryFocus, within: inner.columns)
    }
    let last = shown.last ?? ""
    cursor(
      at: Position(
        column: min(inner.column + TextWidth.cells(last), inner.endColumn - 1),
        row: inner.row + max(0, shown.count - 1)))
  }
}

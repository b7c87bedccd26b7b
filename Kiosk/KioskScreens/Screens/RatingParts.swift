import Hall
import HallAPI

/// What kiosk and pad draw alike where somebody rates.
extension Canvas {
  /// Below so many rows large letters leave a single one for the title and for warnings: five levels
  /// of four rows, and keys of three.
  static let roomyRows = 27

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

  /// Choices whose keys are drawn in the letters of ticket numbers, each in its share of the area: for
  /// who does not see well. 长者模式
  ///
  /// A choice is its key and what it is for, line by line; `places` is how many share the area, whether
  /// all of them are there or not.
  mutating func largeChoices(
    _ choices: [(key: String, lines: [String], action: Action)], places: Int, in area: Area,
    focus: Int
  ) {
    let step = area.rows / max(1, places)
    // Edges where they cost nothing of the letters' size.
    let isBoxed = LargeFont.height(in: step - 2) == LargeFont.height(in: step)
    for (index, choice) in choices.enumerated() {
      let place = Area(
        column: area.column, row: area.row + index * step, columns: area.columns, rows: step)
      let isFocused = focus == index
      let style: Style = isFocused ? .focus : .choice
      if isBoxed { box(place, style, heavy: isFocused) } else { fill(place, style) }
      let inner = isBoxed ? place.inset(columns: 1, rows: 1) : place
      largeChoice(choice.key, choice.lines, in: inner, style, isFocused: isFocused)
      if !isBoxed, step > 1 { parting(below: place, style) }
      target(place, choice.action)
    }
  }

  private mutating func largeChoice(
    _ key: String, _ lines: [String], in area: Area, _ style: Style, isFocused: Bool
  ) {
    let width = LargeFont.dotsWide * max(1, LargeFont.height(in: area.rows))
    let glyph = LargeFont.rows(of: key, columns: width, rows: area.rows)
    for (offset, line) in glyph.enumerated() {
      write(line, column: area.column + 2, row: area.row + offset, style)
    }
    if glyph.isEmpty { write(key, column: area.column + 2, row: area.row, style) }
    if isFocused { write("▶", column: area.column, row: area.row + area.rows / 2, style) }
    let text = Area(
      column: area.column + width + 4, row: area.row, columns: area.columns - width - 4,
      rows: area.rows)
    // The last row of letters is half a row, and what parts one choice from the next.
    let rows = max(1, text.rows - 1)
    var shown = lines.flatMap { TextLayout.lines(of: $0, width: text.columns) }
    if shown.count > rows {
      let whole = shown.prefix(rows - 1)
      shown = whole + [shown.dropFirst(whole.count).joined(separator: " ")]
    }
    let top = text.row + (rows - shown.count + 1) / 2
    for (offset, line) in shown.enumerated() {
      write(line, column: text.column, row: top + offset, style, within: text.columns)
    }
  }

  /// A line at the lower edge of a choice without a box.
  private mutating func parting(below area: Area, _ style: Style) {
    let width = LargeFont.dotsWide * max(1, LargeFont.height(in: area.rows))
    write(
      String(repeating: "▁", count: max(0, area.columns - width - 4)),
      column: area.column + width + 4, row: area.endRow - 1, style)
  }

  /// Five levels in large letters, the best first.
  mutating func largeLevels(
    _ options: [Option], in area: Area, focus: Int, _ say: (Bilingual) -> String
  ) {
    largeChoices(
      options.enumerated().map { index, option in
        (
          String(option.digit ?? index + 1), [say(option.text), Self.stars(option.digit ?? 0)],
          option.action
        )
      }, places: 5, in: area, focus: focus)
  }

  /// Reasons in large letters, a tick at those that are chosen.
  mutating func largeReasons(
    _ options: [Option], in area: Area, perPage: Int, focus: Int, _ say: (Bilingual) -> String
  ) {
    largeChoices(
      options.enumerated().map { index, option in
        let mark = option.isChosen == true ? "☑" : "☐"
        return (String(index + 1), ["\(mark) \(say(option.text))"], option.action)
      }, places: perPage, in: area, focus: focus)
  }

  /// A digit as large as an area allows, in its middle; says how many rows it took.
  @discardableResult
  mutating func largeText(_ text: String, in area: Area, _ style: Style) -> Int {
    let rows = LargeFont.rows(of: text, columns: area.columns, rows: area.rows)
    for (offset, line) in rows.enumerated() {
      centre(line, row: area.row + offset, in: area, style)
    }
    return rows.count
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

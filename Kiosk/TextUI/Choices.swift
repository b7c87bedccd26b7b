import Hall

/// A choice whose key is drawn in the letters of ticket numbers.
public struct LargeChoice<Action: Hashable & Sendable>: Hashable, Sendable {
  /// Empty where the choice has no key of its own.
  public var key: String
  /// What it is for, line by line.
  public var lines: [String]
  public var isClosed: Bool
  public var action: Action

  public init(key: String, lines: [String], isClosed: Bool = false, action: Action) {
    self.key = key
    self.lines = lines
    self.isClosed = isClosed
    self.action = action
  }
}

/// What fronts are made of: choices, large choices, and lines to type in.
extension Canvas {
  /// Columns that a choice with these words needs.
  public static func buttonWidth(key: String, text: String) -> Int {
    TextWidth.cells(key) + TextWidth.cells(text) + 6
  }

  /// One choice: its key, its words, all of it one target.
  public mutating func button(
    _ area: Area, key: String, text: String, detail: String? = nil, isFocused: Bool,
    isClosed: Bool = false, action: Action
  ) {
    let style: Style = isFocused ? .focus : isClosed ? .closed : .choice
    box(area, style, heavy: isFocused, broken: isClosed)
    let inner = area.inset(columns: 1, rows: 1)
    let keyText = " \(key) "
    let textColumn = inner.column + TextWidth.cells(keyText) + 2
    let room = inner.endColumn - textColumn
    // A name that needs two lines comes before the detail, which the next screen says again;
    // that a choice is closed must be said here.
    var lines = TextLayout.lines(of: text, width: room)
    let rowsForText = isClosed && detail != nil ? inner.rows - 1 : inner.rows
    if lines.count > max(1, rowsForText) {
      // What does not fit ends in an ellipsis, on the last line there is.
      let whole = lines.prefix(max(0, rowsForText - 1))
      lines = whole + [lines.dropFirst(whole.count).joined(separator: " ")]
    }
    if let detail, lines.count < inner.rows { lines.append(detail) }
    let row = inner.row + max(0, inner.rows - lines.count) / 2
    if isFocused { write("▶", column: inner.column, row: row, style) }
    write(keyText, column: inner.column + 1, row: row, isFocused ? .focus : .choiceKey)
    for (offset, line) in lines.enumerated() {
      write(line, column: textColumn, row: row + offset, style, within: room)
    }
    target(area, action)
  }

  /// Choices whose keys are drawn in the letters of ticket numbers, each in its share of the area: for
  /// who does not see well. 长者模式
  ///
  /// `places` is how many share the area, whether all of them are there or not.
  public mutating func largeChoices(
    _ choices: [LargeChoice<Action>], places: Int, in area: Area, focus: Int
  ) {
    let step = area.rows / max(1, places)
    // Edges where they cost nothing of the letters' size.
    let isBoxed = LargeFont.height(in: step - 2) == LargeFont.height(in: step)
    for (index, choice) in choices.enumerated() {
      let place = Area(
        column: area.column, row: area.row + index * step, columns: area.columns, rows: step)
      let isFocused = focus == index
      let style: Style = isFocused ? .focus : choice.isClosed ? .closed : .choice
      if isBoxed {
        box(place, style, heavy: isFocused, broken: choice.isClosed)
      } else {
        fill(place, style)
      }
      let inner = isBoxed ? place.inset(columns: 1, rows: 1) : place
      largeChoice(choice.key, choice.lines, in: inner, style, isFocused: isFocused)
      if !isBoxed, step > 1 { parting(below: place, style, broken: choice.isClosed) }
      target(place, choice.action)
    }
  }

  private mutating func largeChoice(
    _ key: String, _ lines: [String], in area: Area, _ style: Style, isFocused: Bool
  ) {
    let width = key.isEmpty ? 0 : LargeFont.dotsWide * max(1, LargeFont.height(in: area.rows))
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
  private mutating func parting(below area: Area, _ style: Style, broken: Bool) {
    let width = LargeFont.dotsWide * max(1, LargeFont.height(in: area.rows))
    write(
      String(repeating: broken ? "╌" : "▁", count: max(0, area.columns - width - 4)),
      column: area.column + width + 4, row: area.endRow - 1, style)
  }

  /// A digit as large as an area allows, in its middle; says how many rows it took.
  @discardableResult
  public mutating func largeText(_ text: String, in area: Area, _ style: Style) -> Int {
    let rows = LargeFont.rows(of: text, columns: area.columns, rows: area.rows)
    for (offset, line) in rows.enumerated() {
      centre(line, row: area.row + offset, in: area, style)
    }
    return rows.count
  }

  /// One line of typed text in a box, with the cursor behind it where it is the current one.
  public mutating func entry(_ text: String, in area: Area, isCurrent: Bool) {
    let style: Style = isCurrent ? .entryFocus : .entry
    box(area, style, heavy: isCurrent)
    let room = max(0, area.columns - 5)
    // The end is where somebody types.
    var shown = Substring(text)
    while TextWidth.cells(String(shown)) > room { shown.removeFirst() }
    let used = write(
      String(shown), column: area.column + 2, row: area.row + 1, style, within: room)
    if isCurrent { cursor(at: Position(column: area.column + 2 + used, row: area.row + 1)) }
  }

  /// What somebody writes, with a cursor behind it.
  public mutating func words(_ text: String, in area: Area) {
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

import Hall

/// Draws onto a screen; everything outside the screen is cut, nothing traps.
public struct Canvas<Action: Hashable & Sendable> {
  public private(set) var screen: Screen<Action>

  public init(size: Size) { screen = Screen(size: size) }

  public var size: Size { screen.size }

  /// Blanks an area in a style.
  public mutating func fill(_ area: Area, _ style: Style) {
    for row in max(0, area.row)..<max(0, area.row, min(area.endRow, size.rows)) {
      for column in area.column..<max(area.column, area.endColumn) {
        put(" ", column: column, row: row, style)
      }
    }
  }

  /// Writes one line and says how many columns it took; what does not fit ends in an ellipsis.
  @discardableResult
  public mutating func write(
    _ text: String, column: Int, row: Int, _ style: Style = .page, within limit: Int? = nil
  ) -> Int {
    let room = max(0, min(limit ?? Int.max, size.columns - column))
    let shown = TextLayout.cut(text, to: room)
    var at = column
    var cluster = ""
    func width(_ text: String) -> Int { TextWidth.cells(text) }
    // The last gate: whatever a caller forgot to clean, no control or format reaches a cell.
    for scalar in shown.unicodeScalars where CellText.isDrawable(scalar) {
      if TextWidth.cells(scalar) > 0, !cluster.isEmpty {
        put(cluster, column: at, row: row, style)
        at += width(cluster)
        cluster = ""
      }
      cluster.unicodeScalars.append(scalar)
    }
    if !cluster.isEmpty, width(cluster) > 0 {
      put(cluster, column: at, row: row, style)
      at += width(cluster)
    }
    return at - column
  }

  /// Writes one line in the middle of an area's columns.
  public mutating func centre(_ text: String, row: Int, in area: Area, _ style: Style = .page) {
    let width = min(TextWidth.cells(text), area.columns)
    write(
      text, column: area.column + (area.columns - width) / 2, row: row, style,
      within: area.columns)
  }

  /// Writes one line that ends before a column.
  public mutating func right(_ text: String, row: Int, end: Int, _ style: Style = .page) {
    write(text, column: max(0, end - TextWidth.cells(text)), row: row, style)
  }

  /// One line that stands out by its style, and by its mark where the style has one.
  public mutating func note(_ text: String, row: Int, in area: Area, _ style: Style) {
    centre(" \(style.marked(text)) ", row: row, in: area, style)
  }

  /// The same over a whole area, in its middle row.
  public mutating func banner(_ text: String, in area: Area, _ style: Style) {
    fill(area, style)
    centre(style.marked(text), row: area.row + area.rows / 2, in: area, style)
  }

  /// Writes a paragraph from the top of the area and says how many rows it took.
  @discardableResult
  public mutating func wrap(
    _ text: String, in area: Area, _ style: Style = .page, centred: Bool = false
  ) -> Int {
    let lines = TextLayout.lines(of: text, width: area.columns).prefix(max(0, area.rows))
    for (offset, line) in lines.enumerated() {
      if centred {
        centre(line, row: area.row + offset, in: area, style)
      } else {
        write(line, column: area.column, row: area.row + offset, style, within: area.columns)
      }
    }
    return lines.count
  }

  /// A box; heavy lines say that it has the focus, broken ones that it is closed, so that colour is never
  /// the only sign.
  public mutating func box(
    _ area: Area, _ style: Style, heavy: Bool = false, broken: Bool = false
  ) {
    guard area.columns >= 2, area.rows >= 2 else { return }
    let marks =
      (heavy ? ["┏", "┓", "┗", "┛"] : ["┌", "┐", "└", "┘"])
      + Self.lines(heavy: heavy, broken: broken)
    fill(area, style)
    let inner = String(repeating: marks[4], count: area.columns - 2)
    write(marks[0] + inner + marks[1], column: area.column, row: area.row, style)
    write(marks[2] + inner + marks[3], column: area.column, row: area.endRow - 1, style)
    for row in (area.row + 1)..<(area.endRow - 1) {
      put(marks[5], column: area.column, row: row, style)
      put(marks[5], column: area.endColumn - 1, row: row, style)
    }
  }

  /// Across and down.
  private static func lines(heavy: Bool, broken: Bool) -> [String] {
    switch (heavy, broken) {
    case (false, false): ["─", "│"]
    case (true, false): ["━", "┃"]
    case (false, true): ["╌", "╎"]
    case (true, true): ["╍", "╏"]
    }
  }

  /// A touch anywhere in the area does this.
  public mutating func target(_ area: Area, _ action: Action) {
    screen.targets.append(Target(area: area, action: action))
  }

  /// A touch anywhere does this, whatever lies below.
  public mutating func targetAnywhere(_ action: Action) {
    target(Area(column: 0, row: 0, columns: size.columns, rows: size.rows), action)
  }

  /// Where the next typed character will appear.
  public mutating func cursor(at position: Position) { screen.picture.cursor = position }

  private mutating func put(_ glyph: String, column: Int, row: Int, _ style: Style) {
    let width = TextWidth.cells(glyph)
    guard row >= 0, row < size.rows, column >= 0, width > 0, column + width <= size.columns else {
      return
    }
    for offset in 0..<width { erase(column: column + offset, row: row) }
    let index = row * size.columns + column
    screen.picture.cells[index] = Cell(glyph: glyph, style: style)
    if width == 2 { screen.picture.cells[index + 1] = Cell(glyph: "", style: style) }
  }

  /// Blanks a cell and the other half of the wide character it belonged to.
  private mutating func erase(column: Int, row: Int) {
    let index = row * size.columns + column
    let cell = screen.picture.cells[index]
    if cell.isTail, column > 0 { screen.picture.cells[index - 1].glyph = " " }
    if TextWidth.cells(cell.glyph) == 2, column + 1 < size.columns {
      screen.picture.cells[index + 1].glyph = " "
    }
    screen.picture.cells[index].glyph = " "
  }
}

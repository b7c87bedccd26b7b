/// Columns and rows of a terminal.
public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// One cell, counted from the top left corner.
public struct Position: Hashable, Sendable {
  public var column: Int
  public var row: Int

  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// Some rows of some columns.
public struct Area: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = columns
    self.rows = rows
  }

  var endColumn: Int { column + columns }
  var endRow: Int { row + rows }

  func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < endColumn && position.row >= row
      && position.row < endRow
  }

  func inset(columns inColumns: Int, rows inRows: Int = 0) -> Area {
    Area(
      column: column + inColumns, row: row + inRows, columns: max(0, columns - 2 * inColumns),
      rows: max(0, rows - 2 * inRows))
  }
}

/// What a cell is for; the terminal decides which colours that is.
public enum Style: String, Hashable, Sendable, CaseIterable {
  case page, quiet, strong, title, heading, choice, choiceKey, closed, focus, large, good, warning
  case entry, entryFocus
}

/// One cell: a spacing character with its marks, or the empty tail of a wide one.
public struct Cell: Hashable, Sendable {
  public var glyph: String
  public var style: Style

  /// The right half of a wide character.
  public var isTail: Bool { glyph.isEmpty }
}

/// What one touch or click means, and where.
public struct Target: Hashable, Sendable {
  public var area: Area
  public var action: Action
}

/// A finished picture: a grid of cells and the places that can be touched.
public struct Screen: Hashable, Sendable {
  public let size: Size
  public internal(set) var cells: [Cell]
  public internal(set) var targets: [Target]
  /// Where typed text will go, nil where nothing is typed.
  public internal(set) var cursor: Position?

  public init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(
      repeating: Cell(glyph: " ", style: .page), count: self.size.columns * self.size.rows)
    targets = []
  }

  /// The cell there, nil outside the screen.
  public subscript(_ column: Int, _ row: Int) -> Cell? {
    guard column >= 0, column < size.columns, row >= 0, row < size.rows else { return nil }
    return cells[row * size.columns + column]
  }

  /// The text of a row without trailing blanks.
  public func text(ofRow row: Int) -> String {
    var line = (0..<size.columns).compactMap { self[$0, row]?.glyph }.joined()
    while line.last == " " { line.removeLast() }
    return line
  }

  /// What a click there would do; the target drawn last lies on top.
  public func action(at position: Position) -> Action? {
    targets.last { $0.area.contains(position) }?.action
  }
}

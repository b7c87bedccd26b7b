/// What a cell is for; the terminal decides which colours that is.
public enum Style: String, Hashable, Sendable, CaseIterable {
  case page, quiet, strong, title, heading, choice, choiceKey, closed, focus, large, good, warning
  case entry, entryFocus

  /// What says without colour that something went well or needs care; nil where colour says nothing.
  public var mark: String? {
    switch self {
    case .good: "✓"
    case .warning: "!"
    default: nil
    }
  }

  /// The text behind the style's mark.
  public func marked(_ text: String) -> String { mark.map { "\($0) \(text)" } ?? text }
}

/// One cell: a spacing character with its marks, or the empty tail of a wide one.
public struct Cell: Hashable, Sendable {
  public var glyph: String
  public var style: Style

  /// The right half of a wide character.
  public var isTail: Bool { glyph.isEmpty }
}

/// What a terminal shows: a grid of cells, and where the cursor stands.
public struct Picture: Hashable, Sendable {
  public let size: Size
  /// Row by row.
  public internal(set) var cells: [Cell]
  /// Where typed text will go, nil where nothing is typed.
  public internal(set) var cursor: Position?

  /// A blank page; a size below zero is none.
  public init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(
      repeating: Cell(glyph: " ", style: .page), count: self.size.columns * self.size.rows)
  }

  /// The cell there, nil outside the picture.
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
}

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

  /// The first column right of it.
  public var endColumn: Int { column + columns }
  /// The first row below it.
  public var endRow: Int { row + rows }

  public func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < endColumn && position.row >= row
      && position.row < endRow
  }

  /// The same without some columns and rows at each edge; never less than nothing.
  public func inset(columns inColumns: Int, rows inRows: Int = 0) -> Area {
    Area(
      column: column + inColumns, row: row + inRows, columns: max(0, columns - 2 * inColumns),
      rows: max(0, rows - 2 * inRows))
  }

  /// Places of some widths with a column between them, in as few rows as they fit when each goes to the
  /// first row with room for it; the rows end at the lower edge of an area.
  public static func pack(widths: [Int], rows: Int, in area: Area) -> [Area] {
    var used: [Int] = []
    let places = widths.map { width in
      let width = min(width, area.columns)
      let line = used.firstIndex { $0 + 1 + width <= area.columns } ?? used.count
      if line == used.count { used.append(-1) }
      defer { used[line] += 1 + width }
      return (line: line, column: used[line] + 1, width: width)
    }
    return places.map { place in
      Area(
        column: area.column + place.column, row: area.endRow - (used.count - place.line) * rows,
        columns: place.width, rows: rows)
    }
  }
}

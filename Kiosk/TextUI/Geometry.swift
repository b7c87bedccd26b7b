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
}

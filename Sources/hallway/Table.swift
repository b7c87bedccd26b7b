import Hall

/// Columns that line up on a terminal, where a Han character takes two cells.
struct Table {
  let head: [String]
  var rows: [[String]] = []

  init(_ head: String...) { self.head = head }

  var text: String {
    let lines = ([head] + rows).map { row in row.map { Sanitiser.line($0, limit: 80) } }
    let widths = head.indices.map { column in
      lines.map { $0.indices.contains(column) ? TextWidth.cells($0[column]) : 0 }.max() ?? 0
    }
    return lines.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - TextWidth.cells(cell) + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

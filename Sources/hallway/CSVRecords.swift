/// The records of a CSV file as RFC 4180 has them: cells may be quoted, and a quoted one may hold
/// commas, quotes written twice and line breaks. A byte order mark, as Excel writes it, is skipped.
struct CSVRecords: Sequence, IteratorProtocol {
  /// One record and the line it begins on, counted from 1.
  struct Record {
    let line: Int
    var cells: [String]
    /// A quote stands where none may, or is never closed.
    var isBroken = false
  }

  private var rest: Substring.UnicodeScalarView
  private var line = 1

  init(_ text: String) {
    rest = text[...].unicodeScalars
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
  }

  mutating func next() -> Record? {
    guard !rest.isEmpty else { return nil }
    var record = Record(line: line, cells: [])
    repeat {
      let (cell, isBroken) = cell()
      record.cells.append(cell)
      if isBroken { record.isBroken = true }
    } while takesComma()
    endLine()
    return record
  }

  private mutating func takesComma() -> Bool {
    guard rest.first == "," else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func endLine() {
    if rest.first == "\r" { rest.removeFirst() }
    if rest.first == "\n" { rest.removeFirst() }
    line += 1
  }

  /// Blanks around a cell are no part of it; those within quotes are.
  private mutating func cell() -> (String, isBroken: Bool) {
    while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    guard rest.first == "\"" else {
      let end = rest.firstIndex { $0 == "," || $0 == "\n" || $0 == "\r" } ?? rest.endIndex
      var plain = rest[..<end]
      rest = rest[end...]
      while plain.last == " " || plain.last == "\t" { plain.removeLast() }
      return (String(plain), plain.contains("\""))
    }
    rest.removeFirst()
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" {
        guard rest.first == "\"" else { return (String(text), isBroken: skipsToEnd()) }
        rest.removeFirst()
      }
      if scalar == "\n" { line += 1 }
      text.append(scalar)
    }
    return (String(text), isBroken: true)
  }

  /// Whether anything but blanks stands between a closing quote and the cell's end.
  private mutating func skipsToEnd() -> Bool {
    let end = rest.firstIndex { $0 == "," || $0 == "\n" || $0 == "\r" } ?? rest.endIndex
    let isBroken = rest[..<end].contains { $0 != " " && $0 != "\t" }
    rest = rest[end...]
    return isBroken
  }
}

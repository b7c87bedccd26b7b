import Hall

/// Cuts and breaks text by cells.
public enum TextLayout {
  /// The text, or as much of it as fits with an ellipsis behind it.
  public static func cut(_ text: String, to width: Int) -> String {
    guard TextWidth.cells(text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      let next = used + TextWidth.cells(scalar)
      if next > width - 1 { break }
      kept.append(scalar)
      used = next
    }
    return String(kept) + "…"
  }

  /// Lines of at most `width` cells: Latin words stay whole, Han text breaks anywhere but
  /// before closing punctuation.
  public static func lines(of text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for piece in pieces(of: text) {
      if TextWidth.cells(line) + TextWidth.cells(piece) <= width {
        line += piece
        continue
      }
      if !line.isEmpty { lines.append(trimmed(line)) }
      line = piece == " " ? "" : piece
      while TextWidth.cells(line) > width {
        let head = prefix(of: line, width: width)
        lines.append(head)
        line = String(line.unicodeScalars.dropFirst(head.unicodeScalars.count))
      }
    }
    if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  /// Never begin a line (kinsoku); they stay with the character before them.
  private static let closing: Set<Unicode.Scalar> = [
    "，", "。", "、", "；", "：", "？", "！", "）", "」", "》", "”", "’", "·", "…",
  ]
  private static let opening: Set<Unicode.Scalar> = ["（", "「", "《", "“", "‘"]

  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var current = ""
    func isLatin(_ scalar: Unicode.Scalar) -> Bool { scalar != " " && TextWidth.cells(scalar) < 2 }
    for scalar in text.unicodeScalars {
      let last = current.unicodeScalars.last
      let joins =
        last.map { last in
          closing.contains(scalar) || opening.contains(last) || TextWidth.cells(scalar) == 0
            || (isLatin(scalar) && isLatin(last))
        } ?? true
      if !joins {
        pieces.append(current)
        current = ""
      }
      current.unicodeScalars.append(scalar)
    }
    if !current.isEmpty { pieces.append(current) }
    return pieces
  }

  private static func prefix(of text: String, width: Int) -> String {
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += TextWidth.cells(scalar)
      if used > width, !kept.isEmpty { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

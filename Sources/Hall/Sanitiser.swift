/// Makes text from cards, sockets and scanners safe for a printer, a terminal and a log.
///
/// Such text may hold ESC/POS, escape sequences, bidirectional overrides or invisible characters;
/// none of them may command a device, reorder a number or hide in it.
public enum Sanitiser {
  /// Longer than any text of the hall; a longer one is an accident or an attack.
  public static let limit = 500
  /// Two marks spell every living orthography; more are a drawing over the neighbours.
  static let marksPerLetter = 2

  /// What a person can read on one line: white space made plain, commands and invisible
  /// characters gone, at most `limit` characters.
  ///
  /// Private-use characters stay, since rare characters of names are stored as such on cards; who
  /// cannot show one shows that something stands there.
  public static func line(_ text: some StringProtocol, limit: Int = Sanitiser.limit) -> String {
    var line = String.UnicodeScalarView()
    var marks = 0
    var isSpaceDue = false
    for scalar in text.unicodeScalars.prefix(limit) {
      switch kind(of: scalar) {
      case .dropped: continue
      case .space:
        isSpaceDue = !line.isEmpty
        continue
      case .mark:
        marks += 1
        guard marks <= marksPerLetter, !line.isEmpty, !isSpaceDue else { continue }
      case .letter:
        marks = 0
        if isSpaceDue { line.append(" ") }
        isSpaceDue = false
      }
      line.append(scalar)
    }
    return String(line)
  }

  /// Whether ``line(_:limit:)`` would keep the scalar, alone or as a mark on a letter.
  public static func keeps(_ scalar: Unicode.Scalar) -> Bool {
    switch kind(of: scalar) {
    case .letter, .mark: true
    case .space: scalar == " "
    case .dropped: false
    }
  }

  private enum Kind { case dropped, space, mark, letter }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    let properties = scalar.properties
    if scalar == "\t" || scalar == "\n" || scalar == "\r" { return .space }
    if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
      return .dropped
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate: return .dropped
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .nonspacingMark, .enclosingMark: return .mark
    default: return .letter
    }
  }
}

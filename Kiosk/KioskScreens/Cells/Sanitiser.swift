/// Makes text from outside safe to put into cells.
///
/// A name from a card or a scanner's line may hold escape sequences, bidirectional overrides or
/// invisible characters; none of them may move the cursor, reorder a number or hide in it.
public enum Sanitiser {
  /// Stands for a character that no font and no standard knows.
  static let unknown: Unicode.Scalar = "□"
  /// Two marks spell every living orthography; more are a drawing over the neighbours.
  static let marksPerLetter = 2
  /// Longer than any text of the hall; a longer one is an accident or an attack.
  static let limit = 500

  /// The text on one line: controls and invisible characters gone, white space made plain.
  public static func clean(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var marks = 0
    for scalar in text.unicodeScalars.prefix(limit) {
      switch kind(of: scalar) {
      case .dropped: continue
      case .space:
        if result.last != " " { result.append(" ") }
      case .mark:
        marks += 1
        if marks <= marksPerLetter, let last = result.last, last != " " { result.append(scalar) }
        continue
      case .unknown: result.append(unknown)
      case .letter: result.append(scalar)
      }
      marks = 0
    }
    if result.last == " " { result.removeLast() }
    if result.first == " " { result.removeFirst() }
    return String(result)
  }

  /// Whether a cell may hold the scalar, alone or as a mark on a letter.
  static func isDrawable(_ scalar: Unicode.Scalar) -> Bool {
    switch kind(of: scalar) {
    case .letter, .mark: true
    case .space: scalar == " "
    case .dropped, .unknown: false
    }
  }

  private enum Kind { case dropped, space, mark, unknown, letter }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    if scalar == "\t" || scalar == "\n" || scalar == "\r" { return .space }
    if scalar.properties.isDefaultIgnorableCodePoint { return .dropped }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate: return .dropped
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .nonspacingMark, .enclosingMark: return .mark
    case .privateUse, .unassigned: return .unknown
    default: return .letter
    }
  }
}

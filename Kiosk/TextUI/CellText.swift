import Hall

/// Text made fit for cells.
public enum CellText {
  /// Stands for a character that no font of ours knows.
  public static let unknown: Unicode.Scalar = "□"

  /// The text on one safe line, with a box where a cell could not show a character.
  public static func clean(_ text: some StringProtocol) -> String {
    String(
      String.UnicodeScalarView(
        Sanitiser.line(text).unicodeScalars.map { hasGlyph($0) ? $0 : unknown }))
  }

  /// Whether a cell may hold the scalar, alone or as a mark on a letter.
  public static func isDrawable(_ scalar: Unicode.Scalar) -> Bool {
    Sanitiser.keeps(scalar) && hasGlyph(scalar)
  }

  private static func hasGlyph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .privateUse, .unassigned: false
    default: true
    }
  }
}

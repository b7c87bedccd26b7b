extension String {
  /// The text without anything a terminal or a printer could take for a command, and without
  /// invisible characters that reorder or disguise it; runs of white space become one space.
  ///
  /// Dropped are C0 and C1 controls, bidirectional and zero-width characters, variation selectors
  /// and noncharacters. Names on chip cards and from sockets are input like any other: an ESC in a
  /// name must not become ESC/POS. Private-use characters stay, since rare characters of names are
  /// stored as such; who can not show one shows that something stands there.
  public var printable: String {
    var result = String.UnicodeScalarView()
    var spaceDue = false
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        spaceDue = !result.isEmpty
        continue
      }
      guard scalar.isPrintable else { continue }
      if spaceDue { result.append(" ") }
      spaceDue = false
      result.append(scalar)
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: false
    default:
      !properties.isDefaultIgnorableCodePoint && !properties.isNoncharacterCodePoint
    }
  }
}

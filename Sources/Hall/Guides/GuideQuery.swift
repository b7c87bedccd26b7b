/// What somebody typed, as what a run of glyphs has to be like.
struct GuideQuery: Sendable, Equatable {
  /// One key press.
  struct Element: Sendable, Equatable {
    /// The letters and digits it may stand for, a bit each; 0 for a character.
    var symbols: UInt64
    /// The Han character; 0 for letters.
    var character: UInt32

    /// Any letter or digit.
    static let anySymbol = Element(symbols: .max, character: 0)
    /// Any glyph.
    static let anyGlyph = Element(symbols: 0, character: .max)

    var isCharacter: Bool { symbols == 0 }
  }

  /// More keys than anybody presses for one item; it bounds the work.
  static let mostElements = 32

  let elements: [Element]

  init(_ elements: [Element]) { self.elements = elements }

  /// Reads what was typed; what is neither Han, letter nor digit is left out.
  init(_ text: String) {
    let scalars = text.unicodeScalars.lazy.map(Self.plain).filter {
      Self.symbol($0) != nil || HanReadings.byCharacter[$0] != nil
    }
    .prefix(Self.mostElements)
    // Digits alone may be the keys of a telephone.
    let isKeypad = scalars.allSatisfy { ("0"..."9").contains($0) }
    elements = scalars.map { scalar in
      guard let symbol = Self.symbol(scalar) else {
        return Element(symbols: 0, character: scalar.value)
      }
      var symbols: UInt64 = 1 << UInt64(symbol)
      if isKeypad { symbols |= Self.letters(ofKey: scalar) }
      return Element(symbols: symbols, character: 0)
    }
  }

  /// Small letters for capitals and full-width forms, v for ü; everything else as it is.
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    var value = scalar.value
    if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
    if value == 0xFC || value == 0xDC { return "v" }
    if (0x41...0x5A).contains(value) { value += 0x20 }
    return Unicode.Scalar(value) ?? scalar
  }

  /// 0...25 for a to z, 26...35 for digits.
  static func symbol(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x61...0x7A: UInt8(scalar.value - 0x61)
    case 0x30...0x39: UInt8(scalar.value - 0x30 + 26)
    default: nil
    }
  }

  /// The letters on a key of a telephone (ITU-T E.161): 2 is a, b, c.
  static func letters(ofKey digit: Unicode.Scalar) -> UInt64 {
    let keys: [Unicode.Scalar: String] = [
      "2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv",
      "9": "wxyz",
    ]
    return (keys[digit] ?? "").unicodeScalars.compactMap(symbol).reduce(0) { $0 | 1 << UInt64($1) }
  }

  // MARK: - One wrong key

  /// Fewer keys leave too little to tell what was meant.
  static let fewestLettersWithSlip = 4
  static let fewestCharactersWithSlip = 3

  /// The query as it may have been meant, with one key wrong, missing, too many, or swapped with its
  /// neighbour; none where it is too short to tell.
  var slips: [GuideQuery] {
    let characters = elements.count(where: \.isCharacter)
    guard
      elements.count >= Self.fewestLettersWithSlip || characters >= Self.fewestCharactersWithSlip
    else { return [] }
    var slips: [[Element]] = []
    for index in elements.indices {
      let any = elements[index].isCharacter ? Element.anyGlyph : .anySymbol
      var wrong = elements
      wrong[index] = any
      slips.append(wrong)
      var tooMany = elements
      tooMany.remove(at: index)
      slips.append(tooMany)
      // A key missing at either end is a shorter match, which is found without a slip.
      guard index > 0 else { continue }
      var missing = elements
      missing.insert(any, at: index)
      slips.append(missing)
      if elements[index] != elements[index - 1] {
        var swapped = elements
        swapped.swapAt(index, index - 1)
        slips.append(swapped)
      }
    }
    return slips.map(GuideQuery.init)
  }
}

/// Ticket numbers in letters that are read from three steps away.
///
/// Every letter is five dots wide and seven high. A dot becomes some columns and some half rows,
/// so that one font fits every terminal; half rows are drawn with half blocks.
public enum LargeFont {
  /// Dots of a letter from left to right.
  public static let dotsWide = 5
  /// And from top to bottom.
  public static let dotsHigh = 7

  /// Columns and half rows of one dot.
  struct Scale: Equatable {
    var columns: Int
    var halfRows: Int
  }

  /// Letters of a text that have a shape, in capitals.
  static func letters(of text: String) -> [[UInt8]] {
    text.uppercased().compactMap { shapes[$0] }
  }

  /// The largest scale that fits, with dots about as high as they are wide; nil where none does.
  static func scale(for letters: Int, columns: Int, rows: Int) -> Scale? {
    guard letters > 0 else { return nil }
    // A cell is about twice as high as wide: one column is as wide as half a row is high.
    for wide in stride(from: 6, through: 1, by: -1) {
      let width = letters * dotsWide * wide + (letters - 1) * wide
      guard width <= columns else { continue }
      let high = min(max(wide, 2), rows * 2 / dotsHigh)
      // Dots more than twice as wide as high make a number hard to read.
      if high >= 1, wide <= 2 * high { return Scale(columns: wide, halfRows: high) }
    }
    return nil
  }

  /// How many half rows high a dot may be so that a letter fits some rows; 0 where none does.
  public static func height(in rows: Int) -> Int { max(0, rows) * 2 / dotsHigh }

  /// The rows of the drawn text; empty where it does not fit or has no letter we can draw.
  public static func rows(of text: String, columns: Int, rows: Int) -> [String] {
    let letters = letters(of: text)
    guard let scale = scale(for: letters.count, columns: columns, rows: rows) else { return [] }
    let halfRows = dotsHigh * scale.halfRows
    return stride(from: 0, to: halfRows, by: 2).map { top in
      letters.map { letter in
        (0..<dotsWide).map { dot in
          let upper = isSet(letter, dot, halfRow: top, scale)
          let lower = top + 1 < halfRows && isSet(letter, dot, halfRow: top + 1, scale)
          return String(repeating: block(upper, lower), count: scale.columns)
        }.joined()
      }.joined(separator: String(repeating: " ", count: scale.columns))
    }
  }

  private static func isSet(_ letter: [UInt8], _ dot: Int, halfRow: Int, _ scale: Scale) -> Bool {
    let line = halfRow / scale.halfRows
    guard line < letter.count else { return false }
    return letter[line] >> UInt8(dotsWide - 1 - dot) & 1 == 1
  }

  private static func block(_ upper: Bool, _ lower: Bool) -> String {
    switch (upper, lower) {
    case (true, true): "█"
    case (true, false): "▀"
    case (false, true): "▄"
    case (false, false): " "
    }
  }

  private static let shapes: [Character: [UInt8]] = [
    "0": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "2": [0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111],
    "3": [0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110],
    "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    "6": [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
    "A": [0b01110, 0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001],
    "B": [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
    "C": [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
    "D": [0b11100, 0b10010, 0b10001, 0b10001, 0b10001, 0b10010, 0b11100],
    "E": [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
    "F": [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
    "G": [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01111],
    "H": [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    "I": [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "J": [0b00111, 0b00010, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100],
    "K": [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001],
    "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
    "M": [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
    "N": [0b10001, 0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001],
    "O": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "P": [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
    "Q": [0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101],
    "R": [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
    "S": [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
    "T": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
    "U": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "V": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100],
    "W": [0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b10101, 0b01010],
    "X": [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001],
    "Y": [0b10001, 0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100],
    "Z": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111],
    "-": [0b00000, 0b00000, 0b00000, 0b11111, 0b00000, 0b00000, 0b00000],
  ]
}

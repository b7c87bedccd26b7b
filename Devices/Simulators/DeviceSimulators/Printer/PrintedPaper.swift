/// One character as the head prints it.
struct PrintedCell: Sendable, Equatable {
  var scalar: Unicode.Scalar
  /// Dots of the unscaled glyph: 12 × 24 (font A), 9 × 17 (font B), 24 × 24 (Chinese).
  var glyphWidth: Int
  var glyphHeight: Int
  /// 1 to 8 times.
  var widthFactor: Int
  var heightFactor: Int
  var bold = false
  /// Thickness in dots: 0, 1 or 2.
  var underline = 0
  var reverse = false
  /// A character the host drew itself (FS 2): 24 columns of 3 bytes.
  var drawing: [UInt8]?
  /// Blank dots before the cell (absolute position, tab).
  var gap = 0

  var width: Int { glyphWidth * widthFactor }
  var height: Int { glyphHeight * heightFactor }
}

/// A picture of single dots, most significant bit left.
struct DotPicture: Sendable, Equatable {
  var width: Int
  var height: Int
  var bytesPerRow: Int
  var dots: [UInt8]
  /// How many dots on paper one dot of the picture takes.
  var scaleX = 1
  var scaleY = 1

  func isBlack(_ x: Int, _ y: Int) -> Bool {
    let index = y * bytesPerRow + x / 8
    return dots.indices.contains(index) && dots[index] & (0x80 >> UInt8(x % 8)) != 0
  }
}

enum PaperAlignment: UInt8, Sendable {
  case left = 0
  case centre = 1
  case right = 2

  /// Where something `width` dots wide begins in an area `available` dots wide.
  func offset(of width: Int, in available: Int) -> Int {
    let free = max(0, available - width)
    switch self {
    case .left: return 0
    case .centre: return free / 2
    case .right: return free
    }
  }
}

/// The strip of the line on which the printer may print, in dots from the paper's left.
struct PrintArea: Sendable, Equatable {
  var left: Int
  var width: Int
}

/// One piece of printed paper, from top to bottom.
struct PaperItem: Sendable, Equatable {
  enum Content: Sendable, Equatable {
    case text([PrintedCell])
    case qr([UInt8], module: Int, correction: UInt8)
    case code128([UInt8], height: Int, module: Int, textPosition: UInt8)
    case picture(DotPicture)
    /// Blank paper, in dots.
    case feed(Int)
  }

  var content: Content
  var alignment = PaperAlignment.left
  var area: PrintArea
  /// Dots of paper this text line takes at least.
  var lineSpacing = 0

  var isInk: Bool {
    if case .feed = content { return false }
    return true
  }
}

/// Paper between two cuts.
struct PrintedTicket: Sendable {
  /// Dots across the paper.
  let width: Int
  let items: [PaperItem]

  /// The biggest word on it that is one or more letters and then digits, e.g. `A012`; "" if none.
  var number: String {
    var best = (word: "", area: 0)
    for item in items {
      guard case .text(let cells) = item.content else { continue }
      for word in cells.split(whereSeparator: { !$0.scalar.isLetterOrDigit }) {
        let text = word.map { Character($0.scalar) }
        let digits = text.drop { $0.isLetter }
        let isNumber =
          digits.count < text.count && !digits.isEmpty && digits.allSatisfy(\.isNumber)
        let area = word.map { $0.widthFactor * $0.heightFactor }.min() ?? 0
        if isNumber, area > best.area { best = (String(text), area) }
      }
    }
    return best.word
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case "A"..."Z", "a"..."z", "0"..."9": true
    default: false
    }
  }
}

public import JPEG

/// A colour as terminals take it.
public struct CellColor: Sendable, Hashable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let black = CellColor(0, 0, 0)

  /// Brightness 0...255 (BT.601).
  public var luminance: Int { (Int(red) * 299 + Int(green) * 587 + Int(blue) * 114) / 1000 }
}

/// One cell of a terminal.
public struct PreviewCell: Sendable, Hashable {
  public let character: Character
  public let foreground: CellColor
  public let background: CellColor

  public init(_ character: Character, _ foreground: CellColor, on background: CellColor = .black) {
    self.character = character
    self.foreground = foreground
    self.background = background
  }

  static let empty = PreviewCell(" ", .black)
}

/// A picture drawn with the cells of a terminal.
public struct PreviewCells: Sendable, Equatable {
  public enum Style: Sendable, CaseIterable {
    /// Upper half blocks: two pixels a cell, in colour.
    case halfBlocks
    /// Characters of growing ink for terminals without colours: one pixel a cell.
    case grey
  }

  /// From dark to bright on a dark ground.
  static let ramp = Array(" .:-=+*#%@")
  /// More cells than any terminal has; a wrong size must not cost memory.
  static let mostCells = 500

  public let columns: Int
  public let rows: Int
  /// Row by row.
  public let cells: [PreviewCell]

  public subscript(column: Int, row: Int) -> PreviewCell {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return .empty }
    return cells[row * columns + column]
  }

  /// Draws a JPEG into `columns` x `rows` cells, its proportions kept, in the middle.
  ///
  /// - Throws: what is wrong with the picture.
  public init(
    jpeg: [UInt8], columns: Int, rows: Int, style: Style = .halfBlocks
  ) throws(JPEGDefect) {
    let structure = try JPEGStructure(jpeg)
    // The smallest decoding that still has a pixel for each dot.
    let scale =
      JPEGCodec.Scale.allCases.last { scale in
        structure.width / scale.rawValue >= columns && structure.height / scale.rawValue >= rows * 2
      } ?? .full
    self.init(
      try JPEGCodec.decode(jpeg, scale: scale), columns: columns, rows: rows, style: style)
  }

  /// Draws pixels; a cell is taken to be twice as high as wide.
  public init(_ bitmap: Bitmap, columns: Int, rows: Int, style: Style = .halfBlocks) {
    self.columns = min(max(columns, 1), Self.mostCells)
    self.rows = min(max(rows, 1), Self.mostCells)
    let (width, height) = (self.columns, self.rows * 2)
    // The largest rectangle of the picture's proportions that fits.
    let fitted =
      bitmap.width * height >= bitmap.height * width
      ? (width: width, height: max(1, bitmap.height * width / bitmap.width))
      : (width: max(1, bitmap.width * height / bitmap.height), height: height)
    let left = (width - fitted.width) / 2
    let top = (height - fitted.height) / 2
    func dot(_ x: Int, _ y: Int) -> CellColor? {
      guard (0..<fitted.width).contains(x - left), (0..<fitted.height).contains(y - top) else {
        return nil
      }
      return bitmap.mean(
        Self.span(x - left, of: fitted.width, over: bitmap.width),
        Self.span(y - top, of: fitted.height, over: bitmap.height))
    }
    cells = (0..<self.rows).flatMap { row in
      (0..<width).map { column in
        let (upper, lower) = (dot(column, row * 2), dot(column, row * 2 + 1))
        guard upper != nil || lower != nil else { return PreviewCell.empty }
        switch style {
        case .halfBlocks: return PreviewCell("▀", upper ?? .black, on: lower ?? .black)
        case .grey:
          let light = ((upper ?? .black).luminance + (lower ?? .black).luminance) / 2
          let shade = UInt8(clamping: light)
          return PreviewCell(
            Self.ramp[light * (Self.ramp.count - 1) / 255], CellColor(shade, shade, shade))
        }
      }
    }
  }

  /// The pixels that dot `index` of `count` stands for, at least one.
  private static func span(_ index: Int, of count: Int, over size: Int) -> Range<Int> {
    let start = index * size / count
    return start..<max(start + 1, (index + 1) * size / count)
  }
}

extension Bitmap {
  /// The mean colour of a rectangle inside.
  fileprivate func mean(_ columns: Range<Int>, _ rows: Range<Int>) -> CellColor {
    var (red, green, blue, count) = (0, 0, 0, 0)
    for y in rows.clamped(to: 0..<height) {
      for x in columns.clamped(to: 0..<width) {
        let start = (y * width + x) * 3
        red += Int(rgb[start])
        green += Int(rgb[start + 1])
        blue += Int(rgb[start + 2])
        count += 1
      }
    }
    guard count > 0 else { return .black }
    return CellColor(
      UInt8(clamping: red / count), UInt8(clamping: green / count), UInt8(clamping: blue / count))
  }
}

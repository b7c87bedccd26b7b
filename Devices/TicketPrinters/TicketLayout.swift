import DeviceKit
import Hall
import TicketDrawing

/// A slip broken into the rows of one head, free of any printer's language: what the encoder sends
/// and the preview draws.
struct TicketLayout {
  /// One character with the marks on it, in the cell it takes.
  struct Cell {
    let glyph: TextPainter.Glyph
    /// Its code in the head's own font; nil where it must be drawn.
    let code: [UInt8]?
  }

  struct TextRow {
    let cells: [Cell]
    let size: Slip.Size
    let isBold: Bool
    let align: Slip.Alignment

    /// A row with one character that the head lacks is drawn whole: heads print pictures on lines
    /// of their own.
    var isDrawn: Bool { cells.contains { $0.code == nil } }

    var codes: [UInt8] { cells.flatMap { $0.code ?? [] } }
  }

  enum Row {
    case text(TextRow)
    case feed(Int)
    case qr([UInt8], QRSymbol, module: Int)
  }

  /// A QR code of level M holds 2331 bytes; beyond this it no longer fits 58 mm paper.
  static let longestQR = 500
  /// A phone reads 6 dots (0.75 mm) at arm's length; below 2 no phone does.
  static let modules = 2...6
  /// 1...20, as ``Slip/Element/feed(_:)`` says.
  static let feeds = 1...20

  private(set) var rows: [Row] = []
  /// Half-width cells of a row at normal size.
  private let columns: Int

  /// - Throws: `protocolError` for a QR code that is empty or too long for the paper.
  init(
    _ slip: Slip, dotsPerLine: Int, font: HeadFont, painter: TextPainter
  ) throws(DeviceFault) {
    columns = max(2, dotsPerLine / TextPainter.cellWidth)
    for element in slip.elements {
      switch element {
      case .line(let text, let size, let bold, let align):
        let cells = Self.cells(of: text, font: font, painter: painter)
        for part in broken(cells, scale: size.scale) {
          rows.append(.text(TextRow(cells: part, size: size, isBold: bold, align: align)))
        }
      case .rule:
        let dash = Cell(glyph: .init("-", columns: 1), code: [UInt8(ascii: "-")])
        let row = [Cell](repeating: dash, count: columns)
        rows.append(.text(TextRow(cells: row, size: .normal, isBold: false, align: .left)))
      case .feed(let lines):
        rows.append(.feed(min(max(lines, Self.feeds.lowerBound), Self.feeds.upperBound)))
      case .qr(let text): rows.append(try Self.qr(text, dotsPerLine: dotsPerLine))
      }
    }
  }

  private static func qr(_ text: String, dotsPerLine: Int) throws(DeviceFault) -> Row {
    let data = Array(Sanitiser.line(text, limit: .max).utf8)
    guard !data.isEmpty, data.count <= longestQR, let symbol = QRSymbol(data) else {
      throw DeviceFault(
        .protocolError, "a QR code of \(data.count) bytes; 1...\(longestQR) can be printed")
    }
    let module = min(dotsPerLine / (symbol.side + 2 * QRSymbol.quietZone), modules.upperBound)
    guard module >= modules.lowerBound else {
      throw DeviceFault(.protocolError, "a QR code of \(symbol.side) modules is too wide")
    }
    return .qr(data, symbol, module: module)
  }

  /// The printable part of a text: the sanitiser lets no control byte through.
  private static func cells(of text: String, font: HeadFont, painter: TextPainter) -> [Cell] {
    var cells: [Cell] = []
    for character in clusters(Sanitiser.line(text).unicodeScalars) {
      let columns = character.reduce(0) { max($0, TextWidth.cells($1)) }
      if character.count == 1, let scalar = character.first, let code = font.code(of: scalar) {
        // Two-byte characters are two cells wide in every head, also Greek and `·`.
        cells.append(Cell(glyph: .init(String(scalar), columns: code.count), code: code))
        continue
      }
      let string = String(String.UnicodeScalarView(character))
      if painter.canDraw(string) {
        cells.append(Cell(glyph: .init(string, columns: max(columns, 1)), code: nil))
      } else {
        let (text, code) = font.replacement
        cells.append(Cell(glyph: .init(text, columns: code.count), code: code))
      }
    }
    return cells
  }

  /// A base with the marks that draw onto it.
  private static func clusters(_ scalars: String.UnicodeScalarView) -> [[Unicode.Scalar]] {
    scalars.reduce(into: []) { clusters, scalar in
      if TextWidth.cells(scalar) == 0, !clusters.isEmpty {
        clusters[clusters.count - 1].append(scalar)
      } else {
        clusters.append([scalar])
      }
    }
  }

  /// Rows no wider than the paper, broken where the head itself would; an empty line is a row.
  private func broken(_ cells: [Cell], scale: Int) -> [[Cell]] {
    let room = max(2, columns / scale)
    var rows: [[Cell]] = [[]]
    var width = 0
    for cell in cells {
      if width + cell.glyph.columns > room {
        rows.append([])
        width = 0
      }
      rows[rows.count - 1].append(cell)
      width += cell.glyph.columns
    }
    return rows
  }
}

extension Slip.Size {
  /// How many times the head's own cell.
  var scale: Int {
    switch self {
    case .normal: 1
    case .double: 2
    case .huge: 6
    }
  }
}

extension TicketLayout.TextRow {
  /// The row as black dots, placed on paper `width` dots wide.
  func drawn(by painter: TextPainter, width: Int) -> DotBitmap? {
    guard
      let ink = painter.draw(cells.map(\.glyph), scale: size.scale, isBold: isBold)
    else { return nil }
    var row = DotBitmap(width: width, height: ink.height)
    row.lay(ink, x: align == .centre ? max(0, (width - ink.width) / 2) : 0, y: 0)
    return row
  }
}

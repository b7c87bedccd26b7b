public import DeviceKit
public import Hall
import TicketDrawing

/// A ticket as a picture, for a screen or a technician: the layout that goes to paper, drawn.
public enum TicketPreview {
  /// Blank dots above and below, as between head and blade.
  static let margin = 24

  /// The slip as a PNG file, one pixel a dot, as wide as the profile's paper.
  ///
  /// - Throws: `protocolError` for a QR code that can not be printed, `hardwareError` where this
  ///   machine can not draw.
  public static func png(
    of slip: Slip, profile: TicketPrinterProfile = .generic80
  ) throws(DeviceFault) -> [UInt8] {
    guard let painter = TextPainter() else {
      throw DeviceFault(.hardwareError, "pango draws nothing: fonts are missing")
    }
    let font = try HeadFont(profile.charset)
    let layout = try TicketLayout(
      slip, dotsPerLine: profile.dotsPerLine, font: font, painter: painter)
    let height = layout.rows.reduce(2 * margin) { $0 + Self.height(of: $1) }
    var paper = DotBitmap(width: profile.dotsPerLine, height: height)
    var top = margin
    for row in layout.rows {
      switch row {
      case .text(let text):
        if let ink = text.drawn(by: painter, width: paper.width) { paper.lay(ink, x: 0, y: top) }
      case .qr(_, let symbol, let module):
        let left = max(0, (paper.width - symbol.side * module) / 2)
        paper.lay(symbol.bitmap(module: module), x: left, y: top + QRSymbol.quietZone * module)
      case .feed: break
      }
      top += Self.height(of: row)
    }
    guard let png = paper.png() else { throw DeviceFault(.hardwareError, "no memory to draw") }
    return png
  }

  private static func height(of row: TicketLayout.Row) -> Int {
    switch row {
    case .text(let text):
      max(ESCPOSEncoder.lineSpacing, TextPainter.cellHeight * text.size.scale + 10)
    case .feed(let lines): lines * ESCPOSEncoder.lineSpacing
    case .qr(_, let symbol, let module): (symbol.side + 2 * QRSymbol.quietZone) * module
    }
  }
}

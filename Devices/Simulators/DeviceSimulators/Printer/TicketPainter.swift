import CPangoCairo
import CQREncode

/// Draws a printed ticket as a picture, one pixel per dot of the head (203 dots per inch).
///
/// Not Sendable: cairo contexts belong to the thread that made them.
final class TicketPainter {
  /// The font of the head; the package fonts-wqy-microhei carries it.
  static let fontName = "WenQuanYi Micro Hei Mono"
  /// Blank paper above the first and below the last line: what lies between head and cutter.
  static let margin = 48

  private static let paper = (red: 0.995, green: 0.99, blue: 0.975)
  private static let ink = (red: 0.10, green: 0.10, blue: 0.12)

  /// Characters for which no installed font had a glyph.
  private(set) var unknownGlyphs = 0

  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private let regular: OpaquePointer
  private let bold: OpaquePointer

  init(_ ticket: PrintedTicket) throws(SimulatorError) {
    let height = ticket.items.reduce(2 * Self.margin) { $0 + Self.height($1) }
    // Cairo pictures end at 32,767 rows; four metres of ticket are enough.
    let rows = Int32(clamping: min(height, 32_000))
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(ticket.width), rows),
      cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let context = cairo_create(surface)
    else { throw SimulatorError("no memory for a ticket of \(height) rows") }
    guard let layout = pango_cairo_create_layout(context),
      let regular = pango_font_description_from_string(Self.fontName),
      let bold = pango_font_description_from_string(Self.fontName + " Bold")
    else { throw SimulatorError("pango makes no layout") }
    self.surface = surface
    self.context = context
    self.layout = layout
    self.regular = regular
    self.bold = bold
    // Unhinted metrics: a glyph has the same width at every size, and cells keep their grid.
    let options = cairo_font_options_create()
    defer { cairo_font_options_destroy(options) }
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options)
    setInk(Self.paper)
    cairo_paint(context)
    setInk(Self.ink)
    var top = Self.margin
    for item in ticket.items {
      paint(item, top: top)
      top += Self.height(item)
    }
  }

  deinit {
    pango_font_description_free(regular)
    pango_font_description_free(bold)
    g_object_unref(UnsafeMutableRawPointer(layout))
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Writes the picture as a PNG file.
  func write(to path: String) throws(SimulatorError) {
    let status = cairo_surface_write_to_png(surface, path)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw SimulatorError("\(path): \(String(cString: cairo_status_to_string(status)))")
    }
  }

  // MARK: - Heights

  private static let barTextHeight = 28

  private static func height(_ item: PaperItem) -> Int {
    switch item.content {
    case .text(let cells): max(item.lineSpacing, cells.map(\.height).max() ?? 0)
    case .qr(let payload, let module, let correction):
      (QRSymbol(payload, correction: correction)?.size ?? 0) * module
    case .code128(_, let height, _, let position):
      height + (position & 1 == 1 ? barTextHeight : 0) + (position & 2 == 2 ? barTextHeight : 0)
    case .picture(let picture): picture.height * picture.scaleY
    case .feed(let dots): dots
    }
  }

  // MARK: - Painting

  private func paint(_ item: PaperItem, top: Int) {
    switch item.content {
    case .text(let cells): paint(cells, item, top: top)
    case .qr(let payload, let module, let correction):
      guard let symbol = QRSymbol(payload, correction: correction) else { return }
      let left = left(item, width: symbol.size * module)
      for y in 0..<symbol.size {
        for x in 0..<symbol.size where symbol.isBlack(x, y) {
          fill(left + x * module, top + y * module, module, module)
        }
      }
    case .code128(let data, let height, let module, let position):
      paint(Code128(data), item, top: top, height: height, module: module, position: position)
    case .picture(let picture):
      let left = left(item, width: picture.width * picture.scaleX)
      for y in 0..<picture.height {
        for x in 0..<picture.width where picture.isBlack(x, y) {
          fill(
            left + x * picture.scaleX, top + y * picture.scaleY, picture.scaleX, picture.scaleY)
        }
      }
    case .feed: break
    }
  }

  private func paint(
    _ code: Code128, _ item: PaperItem, top: Int, height: Int, module: Int, position: UInt8
  ) {
    let width = code.widths.reduce(0, +) * module
    var x = left(item, width: width)
    let textLeft = left(item, width: code.text.count * 12)
    let barTop = top + (position & 1 == 1 ? Self.barTextHeight : 0)
    if position & 1 == 1 { paint(code.text, left: textLeft, top: top) }
    if position & 2 == 2 { paint(code.text, left: textLeft, top: barTop + height + 4) }
    for (index, modules) in code.widths.enumerated() {
      if index.isMultiple(of: 2) { fill(x, barTop, modules * module, height) }
      x += modules * module
    }
  }

  private func paint(_ text: String, left: Int, top: Int) {
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let cell = PrintedCell(
        scalar: scalar, glyphWidth: 12, glyphHeight: 24, widthFactor: 1, heightFactor: 1)
      paint(cell, left: left + index * 12, top: top)
    }
  }

  private func paint(_ cells: [PrintedCell], _ item: PaperItem, top: Int) {
    let tallest = cells.map(\.height).max() ?? 0
    var x = left(item, width: cells.reduce(0) { $0 + $1.gap + $1.width })
    for cell in cells {
      x += cell.gap
      let cellTop = top + tallest - cell.height
      if cell.reverse {
        fill(x, cellTop, cell.width, cell.height)
        setInk(Self.paper)
      }
      paint(cell, left: x, top: cellTop)
      setInk(Self.ink)
      if cell.underline > 0 { fill(x, cellTop + cell.height, cell.width, cell.underline) }
      x += cell.width
    }
  }

  private func paint(_ cell: PrintedCell, left: Int, top: Int) {
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, Double(left), Double(top))
    cairo_scale(context, Double(cell.widthFactor), Double(cell.heightFactor))
    if let drawing = cell.drawing {
      let glyph = DotPicture(columnImage: drawing, columns: 24, tall: true, dense: true)
      for y in 0..<24 {
        for x in 0..<24 where glyph.isBlack(x, y) { fill(x, y, 1, 1) }
      }
      return
    }
    guard cell.scalar != " " else { return }
    let font = cell.bold ? bold : regular
    pango_font_description_set_absolute_size(font, Double(cell.glyphHeight * Int(PANGO_SCALE)))
    pango_layout_set_font_description(layout, font)
    pango_layout_set_text(layout, String(Character(cell.scalar)), -1)
    unknownGlyphs += Int(pango_layout_get_unknown_glyphs_count(layout))
    // Measured under the cell's own scale, not under that of the cell before.
    pango_cairo_update_layout(context, layout)
    var units: Int32 = 0
    pango_layout_get_size(layout, &units, nil)
    let width = Double(units) / Double(PANGO_SCALE)
    let baseline = Double(pango_layout_get_baseline(layout)) / Double(PANGO_SCALE)
    // A glyph wider than its cell is squeezed, a narrower one stands in the middle.
    let squeeze = width > 0 ? min(1, Double(cell.glyphWidth) / width) : 1
    cairo_translate(
      context, (Double(cell.glyphWidth) - width * squeeze) / 2,
      Double(cell.glyphHeight) * 0.84 - baseline)
    cairo_scale(context, squeeze, 1)
    pango_cairo_show_layout(context, layout)
  }

  private func left(_ item: PaperItem, width: Int) -> Int {
    item.area.left + item.alignment.offset(of: width, in: item.area.width)
  }

  private func setInk(_ colour: (red: Double, green: Double, blue: Double)) {
    cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
  }

  private func fill(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    cairo_rectangle(context, Double(x), Double(y), Double(width), Double(height))
    cairo_fill(context)
  }
}

/// The modules of a QR symbol.
struct QRSymbol {
  let size: Int
  private let modules: [UInt8]

  /// - Returns: nil if the payload is too long for any version.
  init?(_ payload: [UInt8], correction: UInt8) {
    let level =
      switch correction {
      case 0x31: QR_ECLEVEL_M
      case 0x32: QR_ECLEVEL_Q
      case 0x33: QR_ECLEVEL_H
      default: QR_ECLEVEL_L
      }
    guard let code = QRcode_encodeData(Int32(clamping: payload.count), payload, 0, level) else {
      return nil
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    modules = Array(UnsafeBufferPointer(start: code.pointee.data, count: size * size))
  }

  func isBlack(_ x: Int, _ y: Int) -> Bool { modules[y * size + x] & 1 == 1 }
}

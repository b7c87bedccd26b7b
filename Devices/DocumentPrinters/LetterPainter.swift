import CPangoCairo
import CQREncode
public import DeviceKit
import Hall

/// Lays a ``Letter`` out on A4 pages and returns them as PDF, fonts embedded.
///
/// Not Sendable: cairo contexts belong to the thread that made them.
public final class LetterPainter {
  /// ISO 216 A4 in points of 1/72 inch.
  private static let page = (width: 595.28, height: 841.89)
  /// 25 mm, as official documents have at least (GB/T 9704).
  private static let margin = 71.0
  private static let textWidth = page.width - 2 * margin
  /// The package fonts-wqy-microhei carries it; Pango takes another one where it lacks a glyph.
  private static let font = "WenQuanYi Micro Hei, Sans"
  /// Millimetre-sized modules are read by every scanner, also off a copy.
  private static let moduleSize = 2.5
  /// What one paragraph may hold; a longer one is an accident.
  private static let paragraphLimit = 4000

  /// Characters for which no installed font had a glyph.
  private var missingGlyphs = 0

  private let pdf = PDFBytes()
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private var top = LetterPainter.margin

  private init() throws(DeviceFault) {
    // cairo_write_func_t; the bytes live as long as this painter, and so does the surface.
    let surface = cairo_pdf_surface_create_for_stream(
      { context, bytes, count in
        guard let context, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<PDFBytes>.fromOpaque(context).takeUnretainedValue()
          .append(UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(pdf).toOpaque(), Self.page.width, Self.page.height)
    guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let context = cairo_create(surface)
    else { throw DeviceFault(.hardwareError, "no memory for a page") }
    self.surface = surface
    self.context = context
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// - Returns: the PDF and how many characters no installed font could draw.
  /// - Throws: ``DeviceFault`` where cairo or Pango fails.
  public static func pdf(
    of letter: Letter
  ) throws(DeviceFault) -> (bytes: [UInt8], missingGlyphs: Int) {
    let painter = try LetterPainter()
    try painter.write(letter.title, size: 18, isBold: true)
    painter.top += 12
    for paragraph in letter.paragraphs {
      try painter.write(paragraph, size: 11, isBold: false)
      painter.top += 6
    }
    if let code = letter.code { try painter.draw(code) }
    cairo_surface_finish(painter.surface)
    let status = cairo_surface_status(painter.surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw DeviceFault(.hardwareError, "cairo: \(String(cString: cairo_status_to_string(status)))")
    }
    return (painter.pdf.bytes, painter.missingGlyphs)
  }

  private func write(_ text: String, size: Int, isBold: Bool) throws(DeviceFault) {
    guard let layout = pango_cairo_create_layout(context),
      let font = pango_font_description_from_string("\(Self.font)\(isBold ? " Bold" : "") \(size)")
    else { throw DeviceFault(.hardwareError, "Pango makes no layout") }
    defer {
      pango_font_description_free(font)
      g_object_unref(UnsafeMutableRawPointer(layout))
    }
    // Pango's points are those of a screen of 96 dots an inch unless told otherwise.
    pango_cairo_context_set_resolution(pango_layout_get_context(layout), 72)
    pango_layout_set_font_description(layout, font)
    pango_layout_set_width(layout, Int32(Self.textWidth * Double(PANGO_SCALE)))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_text(layout, Sanitiser.line(text, limit: Self.paragraphLimit), -1)
    missingGlyphs += Int(pango_layout_get_unknown_glyphs_count(layout))
    for index in 0..<pango_layout_get_line_count(layout) {
      guard let line = pango_layout_get_line_readonly(layout, index) else { continue }
      var extents = PangoRectangle()
      pango_layout_line_get_extents(line, nil, &extents)
      let height = Double(extents.height) / Double(PANGO_SCALE)
      makeRoom(height)
      // A line's extents lie around its baseline.
      cairo_move_to(context, Self.margin, top - Double(extents.y) / Double(PANGO_SCALE))
      pango_cairo_show_layout_line(context, line)
      top += height
    }
  }

  private func draw(_ code: String) throws(DeviceFault) {
    let payload = Array(code.utf8)
    guard
      let symbol = QRcode_encodeData(
        Int32(clamping: payload.count), payload, 0, QR_ECLEVEL_M)
    else { throw DeviceFault(.protocolError, "\(payload.count) bytes do not fit a QR code") }
    defer { QRcode_free(symbol) }
    let width = Int(symbol.pointee.width)
    let side = Double(width) * Self.moduleSize
    makeRoom(side + 12)
    let modules = UnsafeBufferPointer(start: symbol.pointee.data, count: width * width)
    for (index, module) in modules.enumerated() where module & 1 == 1 {
      cairo_rectangle(
        context, Self.margin + Double(index % width) * Self.moduleSize,
        top + 12 + Double(index / width) * Self.moduleSize, Self.moduleSize, Self.moduleSize)
    }
    cairo_fill(context)
    top += side + 12
  }

  private func makeRoom(_ height: Double) {
    guard top + height > Self.page.height - Self.margin else { return }
    cairo_show_page(context)
    top = Self.margin
  }
}

/// What cairo has written so far.
private final class PDFBytes {
  private(set) var bytes: [UInt8] = []
  func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }
}

import CPangoCairo
import Hall
import TicketDrawing

/// Draws a letter's pages, as PDF or as a picture. 文书绘制
enum LetterPainter {
  /// Dots of a preview for each point: 108 dots an inch, at which a small QR code still scans.
  private static let previewScale = 1.5

  static func pdf(of sheet: LetterSheet, _ alarm: LetterAlarm) throws(LetterPressFault) -> [UInt8] {
    let fonts = try LetterFonts()
    let layout = try LetterLayout(sheet, fonts: fonts, alarm: alarm)
    let bytes = PDFBytes()
    // cairo_write_func_t; the bytes outlive the surface, which is finished below.
    guard
      let surface = cairo_pdf_surface_create_for_stream(
        { context, data, count in
          guard let context, let data else { return CAIRO_STATUS_WRITE_ERROR }
          Unmanaged<PDFBytes>.fromOpaque(context).takeUnretainedValue()
            .append(UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(bytes).toOpaque(), LetterLayout.page.width,
        LetterLayout.page.height)
    else { throw .broken("no memory for a page") }
    defer { cairo_surface_destroy(surface) }
    cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_TITLE, "\(sheet.title) \(sheet.number)")
    guard let pen = cairo_create(surface) else { throw .broken("no memory for a page") }
    defer { cairo_destroy(pen) }
    for page in layout.pages.indices {
      try alarm.check()
      try draw(page, of: layout, sheet, fonts, on: pen)
      cairo_show_page(pen)
    }
    cairo_surface_finish(surface)
    try check(surface)
    return withExtendedLifetime(bytes) { bytes.bytes }
  }

  static func preview(of sheet: LetterSheet, page: Int, _ alarm: LetterAlarm)
    throws(LetterPressFault) -> LetterPreview
  {
    let fonts = try LetterFonts()
    let layout = try LetterLayout(sheet, fonts: fonts, alarm: alarm)
    guard layout.pages.indices.contains(page - 1) else {
      throw .noPage(pages: layout.pages.count)
    }
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(LetterLayout.page.width * previewScale),
        Int32(LetterLayout.page.height * previewScale))
    else { throw .broken("no memory for a picture") }
    defer { cairo_surface_destroy(surface) }
    guard let pen = cairo_create(surface) else { throw .broken("no memory for a picture") }
    defer { cairo_destroy(pen) }
    cairo_set_source_rgb(pen, 1, 1, 1)
    cairo_paint(pen)
    cairo_set_source_rgb(pen, 0, 0, 0)
    cairo_scale(pen, previewScale, previewScale)
    try draw(page - 1, of: layout, sheet, fonts, on: pen)
    try check(surface)
    guard let png = pngFile(of: surface) else { throw .broken("cairo makes no picture") }
    return LetterPreview(png: png, pages: layout.pages.count)
  }

  private static func draw(
    _ page: Int, of layout: LetterLayout, _ sheet: LetterSheet, _ fonts: LetterFonts,
    on pen: OpaquePointer
  ) throws(LetterPressFault) {
    for placed in layout.pages[page] { placed.row.draw(placed.y, pen) }
    let small = LetterFonts.Style(size: 9, alignment: PANGO_ALIGN_CENTER)
    let left = LetterLayout.margin
    if page > 0 {
      let running = try fonts.box(
        "\(sheet.title) \(sheet.number)", small, width: LetterLayout.width)
      running.draw(x: left, y: LetterLayout.margin - 26, on: pen)
    }
    let number = try fonts.box(
      LetterPhrases.page(page + 1, of: layout.pages.count), small, width: LetterLayout.width)
    number.draw(x: left, y: LetterLayout.bottom + 14, on: pen)
    guard !sheet.foot.isEmpty else { return }
    let foot = try fonts.box(sheet.foot, small, width: LetterLayout.width)
    foot.draw(x: left, y: LetterLayout.bottom + 28, on: pen)
  }

  private static func check(_ surface: OpaquePointer) throws(LetterPressFault) {
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .broken("cairo: \(String(cString: cairo_status_to_string(status)))")
    }
  }
}

/// What cairo has written so far.
private final class PDFBytes {
  private(set) var bytes: [UInt8] = []
  func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }
}

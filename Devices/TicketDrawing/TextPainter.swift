import CPangoCairo

/// Draws characters as a head would: each in a cell of its own, in black dots without grey.
///
/// Not Sendable: pango's objects belong to one thread at a time, here the printer's own. Its font
/// map is its own too, since pango's shared one may be at work for another device.
public final class TextPainter {
  /// The font whose Han glyphs look like a head's; fontconfig supplies what it lacks from the
  /// fonts of packages.apt, Hanazono with its 87,000 characters above all.
  static let fontName = "WenQuanYi Micro Hei Mono"

  /// A cell of font A: 12 × 24 dots for half-width characters, twice as wide for Han (C.1).
  public static let cellWidth = 12
  public static let cellHeight = 24

  /// A pixel is ink from this coverage on: a hairline of a Ming font, 0.6 dots wide, leaves at
  /// least this much in one of the two rows it may fall between.
  private static let inkThreshold: UInt8 = 0x48
  /// The em square's top lies this far above the baseline in Han fonts.
  private static let baselineShare = 0.84

  /// One character with the marks on it.
  public struct Glyph: Sendable, Hashable {
    public let text: String
    /// Half-width cells: 1 or 2.
    public let columns: Int

    public init(_ text: String, columns: Int) {
      self.text = text
      self.columns = columns
    }
  }

  private let layout: OpaquePointer
  private let regular: OpaquePointer
  private let bold: OpaquePointer
  /// Names are few, but nothing a citizen supplies may grow without bound.
  private static let remembered = 2048
  private var drawable: [String: Bool] = [:]
  private var drawn: [Drawing: DotBitmap] = [:]

  /// - Returns: nil where pango has no memory or no font at all.
  public init?() {
    guard let fonts = pango_cairo_font_map_new() else { return nil }
    defer { g_object_unref(UnsafeMutableRawPointer(fonts)) }
    guard let context = pango_font_map_create_context(fonts) else { return nil }
    defer { g_object_unref(UnsafeMutableRawPointer(context)) }
    guard let options = cairo_font_options_create() else { return nil }
    defer { cairo_font_options_destroy(options) }
    // Unhinted metrics: a glyph is as wide at every size, and cells keep their grid.
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    guard let regular = pango_font_description_from_string(Self.fontName) else { return nil }
    guard let bold = pango_font_description_from_string(Self.fontName + " Bold") else {
      pango_font_description_free(regular)
      return nil
    }
    self.regular = regular
    self.bold = bold
    layout = pango_layout_new(context)
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
    pango_font_description_free(regular)
    pango_font_description_free(bold)
  }

  /// Whether an installed font has every character of `text`.
  public func canDraw(_ text: String) -> Bool {
    if let known = drawable[text] { return known }
    prepare(text, isBold: false)
    let can = pango_layout_get_unknown_glyphs_count(layout) == 0
    if drawable.count >= Self.remembered { drawable.removeAll() }
    drawable[text] = can
    return can
  }

  /// One line, each glyph in its cell, enlarged `scale` times; nil without memory.
  public func draw(_ glyphs: [Glyph], scale: Int, isBold: Bool) -> DotBitmap? {
    let scale = min(max(scale, 1), 8)
    let cell = Self.cellWidth * scale
    var line = DotBitmap(
      width: glyphs.reduce(0) { $0 + $1.columns } * cell, height: Self.cellHeight * scale)
    var column = 0
    for glyph in glyphs {
      guard let dots = dots(of: Drawing(glyph: glyph, scale: scale, isBold: isBold)) else {
        return nil
      }
      line.lay(dots, x: column * cell, y: 0)
      column += glyph.columns
    }
    return line
  }

  private struct Drawing: Hashable {
    let glyph: Glyph
    let scale: Int
    let isBold: Bool
  }

  private func dots(of drawing: Drawing) -> DotBitmap? {
    if let known = drawn[drawing] { return known }
    let scale = drawing.scale
    var bitmap = DotBitmap(
      width: drawing.glyph.columns * Self.cellWidth * scale, height: Self.cellHeight * scale)
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_A8, Int32(bitmap.width), Int32(bitmap.height))
    else { return nil }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let pen = cairo_create(surface)
    else { return nil }
    defer { cairo_destroy(pen) }
    cairo_scale(pen, Double(scale), Double(scale))
    show(drawing.glyph, isBold: drawing.isBold, with: pen)
    cairo_surface_flush(surface)
    // A picture without dots has no pixels.
    guard let pixels = cairo_image_surface_get_data(surface) else { return bitmap }
    let stride = Int(cairo_image_surface_get_stride(surface))
    bitmap.ink { x, y in pixels[y * stride + x] >= Self.inkThreshold }
    if drawn.count >= Self.remembered { drawn.removeAll() }
    drawn[drawing] = bitmap
    return bitmap
  }

  /// A glyph wider than its cell is squeezed, a narrower one stands in the middle.
  private func show(_ glyph: Glyph, isBold: Bool, with pen: OpaquePointer) {
    prepare(glyph.text, isBold: isBold)
    pango_cairo_update_layout(pen, layout)
    var units: Int32 = 0
    pango_layout_get_size(layout, &units, nil)
    let cell = Double(glyph.columns * Self.cellWidth)
    let width = Double(units) / Double(PANGO_SCALE)
    let squeeze = width > cell ? cell / width : 1
    let baseline = Double(pango_layout_get_baseline(layout)) / Double(PANGO_SCALE)
    cairo_translate(
      pen, (cell - width * squeeze) / 2,
      Double(Self.cellHeight) * Self.baselineShare - baseline)
    cairo_scale(pen, squeeze, 1)
    pango_cairo_show_layout(pen, layout)
  }

  private func prepare(_ text: String, isBold: Bool) {
    let font = isBold ? bold : regular
    pango_font_description_set_absolute_size(font, Double(Self.cellHeight * Int(PANGO_SCALE)))
    pango_layout_set_font_description(layout, font)
    pango_layout_set_text(layout, text, -1)
  }
}

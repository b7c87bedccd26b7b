import CPangoCairo
import Hall

/// Lays text out in fonts that have its characters. 字体
///
/// Not Sendable: pango's objects belong to one thread at a time. Its font map is its own, since
/// pango's shared one may be at work for another thread.
final class LetterFonts {
  /// The packages fonts-wqy-microhei and fonts-hanazono carry them: the first looks well, the
  /// others have the 87,000 characters of names. Pango takes each character from the first of them
  /// that has it, and from any other installed font after those.
  static let families = "WenQuanYi Micro Hei, HanaMinA, HanaMinB, Sans"

  struct Style {
    var size: Double
    var isBold = false
    /// Points from the left edge of the box at which the first line begins.
    var indent = 0.0
    var alignment = PANGO_ALIGN_LEFT
  }

  private let context: OpaquePointer

  init() throws(LetterPressFault) {
    guard let map = pango_cairo_font_map_new() else { throw .broken("pango has no font map") }
    defer { g_object_unref(UnsafeMutableRawPointer(map)) }
    guard let context = pango_font_map_create_context(map) else {
      throw .broken("pango has no context")
    }
    self.context = context
    // Pango's points are those of a screen of 96 dots an inch unless told otherwise.
    pango_cairo_context_set_resolution(context, 72)
    guard let options = cairo_font_options_create() else { throw .broken("cairo has no options") }
    defer { cairo_font_options_destroy(options) }
    // Unhinted: paper and preview break their lines at the same places.
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    pango_cairo_context_set_font_options(context, options)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(context)) }

  /// Text broken to a width in points. It is taken as it is, never as markup.
  ///
  /// - Throws: ``LetterPressFault/noGlyph(_:)`` with the first character that no font has.
  func box(_ text: String, _ style: Style, width: Double) throws(LetterPressFault) -> TextBox {
    let layout = try layout(style)
    let box = TextBox(layout)
    pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    pango_layout_set_alignment(layout, style.alignment)
    pango_layout_set_indent(layout, Int32(style.indent * Double(PANGO_SCALE)))
    let line = Sanitiser.line(text, limit: LetterText.mostCharacters)
    pango_layout_set_text(layout, line, -1)
    if pango_layout_get_unknown_glyphs_count(layout) > 0 {
      throw .noGlyph(try firstUnknown(in: line, style))
    }
    return box
  }

  private func layout(_ style: Style) throws(LetterPressFault) -> OpaquePointer {
    guard let layout = pango_layout_new(context),
      let font = pango_font_description_from_string(Self.families)
    else { throw .broken("pango makes no layout") }
    defer { pango_font_description_free(font) }
    pango_font_description_set_size(font, Int32(style.size * Double(PANGO_SCALE)))
    if style.isBold { pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD) }
    pango_layout_set_font_description(layout, font)
    return layout
  }

  private func firstUnknown(in line: String, _ style: Style) throws(LetterPressFault) -> String {
    let alone = TextBox(try layout(style))
    for character in line {
      pango_layout_set_text(alone.layout, String(character), -1)
      if pango_layout_get_unknown_glyphs_count(alone.layout) > 0 { return String(character) }
    }
    return line.first.map(String.init) ?? ""
  }
}

/// Text that is laid out, with its lines. 文本框
final class TextBox {
  struct Line {
    let index: Int32
    /// Of the line's left end, from the box's left edge.
    let x: Double
    let baseline: Double
    let height: Double
  }

  let layout: OpaquePointer

  /// Takes the layout over.
  init(_ layout: OpaquePointer) { self.layout = layout }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// A line of text half a line apart from the next, as official papers have (GB/T 9704, 28 pt
  /// for 16 pt letters).
  static let leading = 1.3

  var lines: [Line] {
    guard let iterator = pango_layout_get_iter(layout) else { return [] }
    defer { pango_layout_iter_free(iterator) }
    var lines: [Line] = []
    repeat {
      var extents = PangoRectangle()
      pango_layout_iter_get_line_extents(iterator, nil, &extents)
      let scale = Double(PANGO_SCALE)
      let height = Double(extents.height) / scale
      let baseline = Double(pango_layout_iter_get_baseline(iterator) - extents.y) / scale
      lines.append(
        Line(
          index: Int32(lines.count), x: Double(extents.x) / scale,
          baseline: baseline + height * (Self.leading - 1) / 2, height: height * Self.leading))
    } while pango_layout_iter_next_line(iterator) != 0
    return lines
  }

  /// Of its widest line.
  var width: Double {
    var extents = PangoRectangle()
    pango_layout_get_extents(layout, nil, &extents)
    return Double(extents.width) / Double(PANGO_SCALE)
  }

  var height: Double { lines.reduce(0) { $0 + $1.height } }

  func draw(_ line: Line, x: Double, y: Double, on pen: OpaquePointer) {
    guard let shaped = pango_layout_get_line_readonly(layout, line.index) else { return }
    cairo_move_to(pen, x + line.x, y + line.baseline)
    pango_cairo_show_layout_line(pen, shaped)
  }

  func draw(x: Double, y: Double, on pen: OpaquePointer) {
    var top = y
    for line in lines {
      draw(line, x: x, y: top, on: pen)
      top += line.height
    }
  }
}

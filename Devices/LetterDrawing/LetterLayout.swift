import CPangoCairo
import Hall
import TicketDrawing

/// A letter broken into pages: what stands where, before anything is drawn. 版面
///
/// Not Sendable, as the boxes in it are not.
final class LetterLayout {
  /// ISO 216 A4 in points of 1/72 inch.
  static let page = (width: 595.28, height: 841.89)
  /// 22 mm; official documents have 26 and 28 at the sides of a binding, which letters have none of
  /// (GB/T 9704).
  static let margin = 62.0
  static let width = page.width - 2 * margin
  static let bottom = page.height - margin
  /// Longer ones are files, not letters.
  static let mostPages = 20

  /// Something as high as it is, that is never broken.
  struct Row {
    var height: Double
    /// Stands on the page of the next one.
    var keepsWithNext = false
    var draw: (_ y: Double, _ pen: OpaquePointer) -> Void = { _, _ in }
  }

  struct PlacedRow {
    let row: Row
    let y: Double
  }

  private let sheet: LetterSheet
  private let fonts: LetterFonts
  private let alarm: LetterAlarm
  private(set) var pages: [[PlacedRow]] = []

  static let bodySize = 12.0

  init(_ sheet: LetterSheet, fonts: LetterFonts, alarm: LetterAlarm) throws(LetterPressFault) {
    self.sheet = sheet
    self.fonts = fonts
    self.alarm = alarm
    var rows = try head()
    for block in sheet.page { rows += try self.rows(of: block) }
    // The seal never stands alone: what it seals is on the same page.
    for index in rows.indices.suffix(2) { rows[index].keepsWithNext = true }
    rows.append(try closing())
    place(rows)
    guard pages.count <= Self.mostPages else { throw .tooLong(pages: pages.count) }
  }

  // MARK: Rows

  private func head() throws(LetterPressFault) -> [Row] {
    var rows = try centred(sheet.issuer, .init(size: 14, alignment: PANGO_ALIGN_CENTER))
    rows += try centred(
      sheet.title, .init(size: 22, isBold: true, alignment: PANGO_ALIGN_CENTER))
    rows += try centred(sheet.subtitle, .init(size: 10, alignment: PANGO_ALIGN_CENTER))
    var marks: [String] = []
    if sheet.isSample { marks.append("\(LetterPhrases.sample.zh) \(LetterPhrases.sample.en)") }
    if sheet.isReprint { marks.append("\(LetterPhrases.reprint.zh) \(LetterPhrases.reprint.en)") }
    for mark in marks {
      rows += try centred(mark, .init(size: 10, alignment: PANGO_ALIGN_CENTER))
    }
    if !sheet.number.isEmpty {
      rows += try centred(
        "\(LetterPhrases.number.zh)\(sheet.number)",
        .init(size: 11, alignment: PANGO_ALIGN_RIGHT))
    }
    rows.append(
      Row(height: 14, keepsWithNext: true) { y, pen in
        cairo_set_line_width(pen, 0.8)
        cairo_move_to(pen, Self.margin, y + 4)
        cairo_line_to(pen, Self.margin + Self.width, y + 4)
        cairo_stroke(pen)
      })
    return rows
  }

  private func centred(_ text: String, _ style: LetterFonts.Style) throws(LetterPressFault)
    -> [Row]
  {
    guard !text.isEmpty else { return [] }
    return Self.kept(rows(of: try fonts.box(text, style, width: Self.width), x: Self.margin))
  }

  private func rows(of block: LetterSheet.Block) throws(LetterPressFault) -> [Row] {
    try alarm.check()
    let body = LetterFonts.Style(size: Self.bodySize)
    var rows: [Row]
    switch block {
    case .salutation(let text):
      rows = Self.kept(
        self.rows(of: try fonts.box(text, body, width: Self.width), x: Self.margin))
    case .heading(let text):
      let bold = LetterFonts.Style(size: Self.bodySize, isBold: true)
      rows = Self.kept(
        self.rows(of: try fonts.box(text, bold, width: Self.width), x: Self.margin))
      rows.insert(Row(height: 4, keepsWithNext: true), at: 0)
      return rows
    case .text(let text):
      // Two characters in, as a Chinese paragraph begins.
      let style = LetterFonts.Style(size: Self.bodySize, indent: 2 * Self.bodySize)
      rows = Self.paragraph(
        self.rows(of: try fonts.box(text, style, width: Self.width), x: Self.margin))
    case .list(let lines):
      rows = []
      for line in LetterSheet.numbered(lines) {
        try alarm.check()
        // Second lines stand under the first one's text.
        let style = LetterFonts.Style(size: Self.bodySize, indent: -2 * Self.bodySize)
        let left = 2 * Self.bodySize
        rows += Self.paragraph(
          self.rows(
            of: try fonts.box(line, style, width: Self.width - left), x: Self.margin + left))
      }
    case .facts(let facts):
      rows = []
      for fact in facts { rows.append(try row(of: fact)) }
    case .signature(let text):
      rows = [try signature(text)]
    }
    rows.append(Row(height: 4))
    return rows
  }

  private static let nameWidth = 96.0

  private func row(of fact: LetterSheet.Fact) throws(LetterPressFault) -> Row {
    let style = LetterFonts.Style(size: Self.bodySize)
    let name = try fonts.box(fact.name, style, width: Self.nameWidth - 8)
    let value = try fonts.box(fact.value, style, width: Self.width - Self.nameWidth)
    return Row(height: max(name.height, value.height)) { y, pen in
      name.draw(x: Self.margin, y: y, on: pen)
      value.draw(x: Self.margin + Self.nameWidth, y: y, on: pen)
    }
  }

  private func signature(_ text: String) throws(LetterPressFault) -> Row {
    let box = try fonts.box("\(text)：", .init(size: Self.bodySize), width: Self.width / 2)
    let above = 26.0
    return Row(height: above + box.height) { y, pen in
      let left = Self.margin + Self.width / 3
      box.draw(x: left, y: y + above, on: pen)
      cairo_set_line_width(pen, 0.6)
      cairo_move_to(pen, left + box.width + 4, y + above + box.height)
      cairo_line_to(pen, Self.margin + Self.width, y + above + box.height)
      cairo_stroke(pen)
    }
  }

  /// 40 mm, a little less than the 42 mm of an office's seal, whose red ring then covers this one.
  private static let sealDiameter = 113.0
  private static let codeSide = 80.0
  /// Room for the name of who seals, over two lines where it is long.
  private static let sealedWidth = 220.0

  /// Code at the left, the place for seal and date at the right (行政许可法 art. 32).
  private func closing() throws(LetterPressFault) -> Row {
    guard let symbol = QRSymbol(Array(sheet.code.utf8)) else {
      throw .broken("the code of the letter fits no QR code")
    }
    let small = LetterFonts.Style(size: 8, alignment: PANGO_ALIGN_CENTER)
    let caption = try fonts.box(LetterPhrases.scan.zh, small, width: Self.codeSide)
    let code = try fonts.box(sheet.code, small, width: Self.codeSide + 40)
    let above = 6.0
    let height = above + Self.sealDiameter
    let sealed = try sealBoxes()
    return Row(height: height) { y, pen in
      let top = y + above
      Self.draw(symbol, x: Self.margin, y: top, on: pen)
      caption.draw(x: Self.margin, y: top + Self.codeSide + 2, on: pen)
      code.draw(x: Self.margin - 20, y: top + Self.codeSide + 13, on: pen)
      guard let sealed else { return }
      let radius = Self.sealDiameter / 2
      let centre = (x: Self.margin + Self.width - Self.sealedWidth / 2, y: top + radius)
      cairo_save(pen)
      cairo_set_source_rgb(pen, 0.75, 0.75, 0.75)
      cairo_set_line_width(pen, 0.6)
      cairo_set_dash(pen, [3, 3], 2, 0)
      // A path begins where the pen stands, which is at the end of the last text.
      cairo_new_path(pen)
      cairo_arc(pen, centre.x, centre.y, radius, 0, 2 * Double.pi)
      cairo_stroke(pen)
      cairo_set_source_rgb(pen, 0.55, 0.55, 0.55)
      sealed.place.draw(x: centre.x - 60, y: centre.y - 34, on: pen)
      cairo_restore(pen)
      let left = centre.x - Self.sealedWidth / 2
      sealed.owner.draw(x: left, y: centre.y - 10, on: pen)
      sealed.day.draw(x: left, y: centre.y + 22, on: pen)
    }
  }

  private func sealBoxes() throws(LetterPressFault) -> (
    place: TextBox, owner: TextBox, day: TextBox
  )? {
    guard let seal = sheet.seal else { return nil }
    let body = LetterFonts.Style(size: 11, alignment: PANGO_ALIGN_CENTER)
    return (
      try fonts.box(
        LetterPhrases.sealHere.zh, .init(size: 8, alignment: PANGO_ALIGN_CENTER), width: 120),
      try fonts.box(seal, body, width: Self.sealedWidth),
      try fonts.box(sheet.day, body, width: Self.sealedWidth)
    )
  }

  private static func draw(_ symbol: QRSymbol, x: Double, y: Double, on pen: OpaquePointer) {
    let module = codeSide / Double(symbol.side)
    for row in 0..<symbol.side {
      for column in 0..<symbol.side where symbol.isBlack(column, row) {
        cairo_rectangle(
          pen, x + Double(column) * module, y + Double(row) * module, module, module)
      }
    }
    cairo_fill(pen)
  }

  private func rows(of box: TextBox, x: Double) -> [Row] {
    box.lines.map { line in
      Row(height: line.height) { y, pen in box.draw(line, x: x, y: y, on: pen) }
    }
  }

  // MARK: Pages

  /// As few lines stand alone at the foot or the head of a page.
  private static let mostKeptLines = 3

  private static func kept(_ rows: [Row]) -> [Row] {
    rows.map { row in
      var row = row
      row.keepsWithNext = true
      return row
    }
  }

  /// Short ones stay whole; of longer ones two lines at least stay on each page.
  private static func paragraph(_ rows: [Row]) -> [Row] {
    var rows = rows
    let joined =
      rows.count <= mostKeptLines ? Array(rows.indices.dropLast()) : [0, rows.count - 2]
    for index in joined { rows[index].keepsWithNext = true }
    return rows
  }

  /// Room for the running head of the pages after the first.
  private static let laterTop = margin + 4

  private func place(_ rows: [Row]) {
    var page: [PlacedRow] = []
    var top = Self.margin
    func turn() {
      pages.append(page)
      page = []
      top = Self.laterTop
    }
    var index = 0
    while index < rows.count {
      let end = rows[index...].firstIndex { !$0.keepsWithNext } ?? rows.count - 1
      let unit = rows[index...end]
      let height = unit.reduce(0) { $0 + $1.height }
      if top + height > Self.bottom, !page.isEmpty, height <= Self.bottom - Self.laterTop {
        turn()
      }
      for row in unit {
        if top + row.height > Self.bottom, !page.isEmpty { turn() }
        page.append(PlacedRow(row: row, y: top))
        top += row.height
      }
      index = end + 1
    }
    pages.append(page)
  }
}

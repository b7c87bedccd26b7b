import Hall
import TextUI

extension Painter {
  mutating func paintForm(_ form: Form) {
    let words = form.purpose.words
    let labels = words.labels
    heading(say(words.title))
    canvas.write(
      say(words.help), column: body.column, row: body.row + 1, .quiet, within: body.columns)
    for (index, entry) in form.entries.enumerated() where labels.indices.contains(index) {
      paintEntry(
        entry, label: say(labels[index]), isCurrent: index == form.current,
        in: Area(
          column: body.column, row: body.row + 2 + index * 3, columns: body.columns, rows: 3),
        action: .entry(index))
    }
    let below = body.row + 2 + form.entries.count * 3
    if let problem = form.problem {
      canvas.centre(" \(say(problem)) ", row: below, in: body, .warning)
    }
    paintKeypad(
      in: Area(
        column: body.column, row: below + 1, columns: body.columns, rows: body.endRow - below - 1))
  }

  private mutating func paintEntry(
    _ entry: Form.Entry, label: String, isCurrent: Bool, in area: Area, action: Action
  ) {
    let labelWidth = 18
    let style: Style = isCurrent ? .entryFocus : .entry
    canvas.write(
      (isCurrent ? "▶ " : "  ") + label, column: area.column, row: area.row + 1,
      isCurrent ? .strong : .page, within: labelWidth)
    let box = Area(
      column: area.column + labelWidth, row: area.row, columns: area.columns - labelWidth,
      rows: area.rows)
    canvas.box(box, style, heavy: isCurrent)
    let room = box.columns - 5
    let shown = entry.isHidden ? String(repeating: "●", count: entry.text.count) : entry.text
    let tail = String(shown.suffix(room))
    let used = canvas.write(tail, column: box.column + 2, row: box.row + 1, style, within: room)
    if isCurrent { canvas.cursor(at: Position(column: box.column + 2 + used, row: box.row + 1)) }
    canvas.target(area, action)
  }

  /// Keys for a kiosk without a keyboard; in the order of the alphabet, which everybody knows.
  mutating func paintKeypad(in area: Area) {
    let rows = ["1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-"]
    let height = area.rows / rows.count
    guard height >= 1 else { return }
    let width = area.columns / 10
    let left = area.column + (area.columns - width * 10) / 2
    for (line, keys) in rows.enumerated() {
      for (index, key) in keys.enumerated() {
        paintKey(
          String(key), in: keyArea(index, line, left, area.row, width, height), action: .type(key))
      }
    }
    var last = keyArea(7, 3, left, area.row, width, height)
    last.columns = 3 * width
    paintKey("⌫ " + say(KioskPhrases.erase), in: last, action: .erase)
  }

  private func keyArea(
    _ index: Int, _ line: Int, _ left: Int, _ top: Int, _ width: Int, _ height: Int
  ) -> Area {
    Area(column: left + index * width, row: top + line * height, columns: width, rows: height)
  }

  /// Drawn smaller than its target, so that keys stand apart and fingers may be imprecise.
  private mutating func paintKey(_ text: String, in area: Area, action: Action) {
    let face = Area(
      column: area.column, row: area.row, columns: area.columns - 1, rows: max(1, area.rows - 1))
    canvas.fill(face, .choice)
    canvas.centre(text, row: face.row + (face.rows - 1) / 2, in: face, .choice)
    canvas.target(area, action)
  }
}

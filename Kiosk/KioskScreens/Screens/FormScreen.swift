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
      canvas.note(say(problem), row: below, in: body, .warning)
    }
    paintKeypad(
      in: Area(
        column: body.column, row: below + 1, columns: body.columns, rows: body.endRow - below - 1))
  }

  private mutating func paintEntry(
    _ entry: Form.Entry, label: String, isCurrent: Bool, in area: Area, action: Action
  ) {
    let labelWidth = 18
    canvas.write(
      (isCurrent ? "▶ " : "  ") + label, column: area.column, row: area.row + 1,
      isCurrent ? .strong : .page, within: labelWidth)
    let box = Area(
      column: area.column + labelWidth, row: area.row, columns: area.columns - labelWidth,
      rows: area.rows)
    canvas.entry(entry.shown, in: box, isCurrent: isCurrent)
    canvas.target(area, action)
  }

  mutating func paintKeypad(in area: Area) {
    canvas.keypad(in: area, erase: say(KioskPhrases.erase))
  }
}

extension Form.Entry {
  /// What of it may be seen over a shoulder.
  var shown: String { isHidden ? String(repeating: "●", count: text.count) : text }
}

extension Canvas where Action == KioskScreens.Action {
  /// Keys for a kiosk without a keyboard; in the order of the alphabet, which everybody knows.
  mutating func keypad(in area: Area, erase: String) {
    let rows = ["1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-"]
    let height = area.rows / rows.count
    guard height >= 1 else { return }
    let width = area.columns / 10
    let left = area.column + (area.columns - width * 10) / 2
    func place(_ index: Int, _ line: Int) -> Area {
      Area(
        column: left + index * width, row: area.row + line * height, columns: width, rows: height)
    }
    for (line, keys) in rows.enumerated() {
      for (index, key) in keys.enumerated() {
        padKey(String(key), in: place(index, line), action: .type(key))
      }
    }
    var last = place(7, 3)
    last.columns = 3 * width
    padKey("⌫ " + erase, in: last, action: .erase)
  }

  /// Drawn smaller than its target, so that keys stand apart and fingers may be imprecise.
  private mutating func padKey(_ text: String, in area: Area, action: Action) {
    let face = Area(
      column: area.column, row: area.row, columns: area.columns - 1, rows: max(1, area.rows - 1))
    fill(face, .choice)
    centre(text, row: face.row + (face.rows - 1) / 2, in: face, .choice)
    target(area, action)
  }
}

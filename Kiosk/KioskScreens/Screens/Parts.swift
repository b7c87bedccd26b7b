import Hall
import HallAPI
import TextUI

/// A level of 1 to 5 as stars. 星级
enum Stars {
  static func text(_ level: Int) -> String {
    let level = max(0, min(level, 5))
    return String(repeating: "★", count: level) + String(repeating: "☆", count: 5 - level)
  }
}

/// What several screens are built from.
extension Painter {
  mutating func button(_ option: Option, at index: Int, in area: Area, text: String? = nil) {
    canvas.button(
      area, key: String(option.digit ?? index + 1), text: text ?? say(option.text),
      detail: option.detail.map(say), isFocused: state.focus == index, isClosed: option.isClosed,
      action: option.action)
  }

  /// The question of a screen, with the page on the right where there are several.
  mutating func heading(_ text: String) {
    canvas.write(text, column: body.column, row: body.row, .heading, within: body.columns)
    guard let paging = state.paging else { return }
    let page = say(KioskPhrases.page(paging.page + 1, of: paging.pages))
    canvas.right(page, row: body.row, end: body.endColumn, .quiet)
  }

  /// Up to eight choices in two columns.
  mutating func paintGrid(heading text: String) {
    heading(text)
    let options = state.options
    let area = Area(
      column: body.column, row: body.row + 2, columns: body.columns, rows: body.rows - 2)
    let step = area.rows / (KioskState.perPage / 2)
    let hasDetails = options.contains { $0.detail != nil }
    let height = max(3, hasDetails ? step : step - 1)
    let width = (area.columns - 2) / 2
    for (index, option) in options.enumerated() {
      button(
        option, at: index,
        in: Area(
          column: area.column + index % 2 * (width + 2), row: area.row + index / 2 * step,
          columns: width, rows: height))
    }
  }

  /// Choices one below the other, ending at the lower edge of the body; says where they begin.
  /// Wishes beside the choice the screen is about share the last row.
  @discardableResult
  mutating func stackAtBottom(_ options: [Option], width: Int = 60) -> Int {
    let columns = min(width, body.columns)
    // Two-line choices need a row more than the others.
    let height = options.contains { $0.detail != nil } ? 4 : 3
    let wishes = options.reversed().prefix { Self.wishes.contains($0.action) }.count
    let rows = options.count - max(0, wishes - 1)
    let top = body.endRow - rows * height
    for (index, option) in options.enumerated() {
      var area = Area(
        column: body.column + (body.columns - columns) / 2,
        row: top + min(index, rows - 1) * height, columns: columns, rows: height)
      if wishes > 1, index >= rows - 1 {
        let gap = 2
        area.columns = (body.columns - gap * (wishes - 1)) / wishes
        area.column =
          index == options.count - 1
          ? body.endColumn - area.columns
          : body.column + (index - rows + 1) * (area.columns + gap)
      }
      button(option, at: index, in: area)
    }
    return top
  }

  /// What goes with a number and is no way to it.
  private static let wishes: [Action] = [.choosePriority, .phone, .anotherMatter]

  /// A quiet label and its answer on one line.
  mutating func fact(
    _ label: Bilingual, _ value: String, column: Int, row: Int, width: Int, _ style: Style = .strong
  ) {
    let used = canvas.write(say(label), column: column, row: row, .quiet, within: width)
    canvas.write(value, column: column + used + 2, row: row, style, within: width - used - 2)
  }

  /// The names of windows for a citizen; the identifier where the hall has no such window.
  func windowNames(_ ids: [String]) -> String {
    ids.map { say(state.windowName($0)) }
      .joined(separator: state.language == .zh ? "、" : " · ")
  }

  func serviceName(_ id: String) -> String { say(state.serviceName(id)) }

  func stars(_ level: Int) -> String { Stars.text(level) }
}

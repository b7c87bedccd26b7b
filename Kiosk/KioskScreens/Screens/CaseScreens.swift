import Hall
import HallAPI
import TextUI

extension Painter {
  mutating func paintLookupWays() {
    heading(say(KioskPhrases.howToLookUp))
    // Three ways on the smallest screen.
    let height = 4
    for (index, option) in state.options.enumerated() {
      button(
        option, at: index,
        in: Area(
          column: body.column + 6, row: body.row + 3 + index * (height + 1),
          columns: body.columns - 12, rows: height))
    }
  }

  mutating func paintCase(_ screen: CaseScreen) {
    guard let item = screen.shown else { return }
    heading(say(item.item))
    let half = body.columns / 2
    var row = body.row + 1
    if let receipt = item.receipt {
      fact(
        KioskPhrases.receiptNumber, say(receipt), column: body.column, row: row, width: half,
        .page)
    }
    if let applicant = item.applicant {
      fact(
        KioskPhrases.applicantLabel, say(applicant), column: body.column + half, row: row,
        width: half, .page)
    }
    row += 1
    paintState(item, screen.paper, row: row)
    row += 2
    row += labelled(KioskPhrases.placeLabel, say(item.place), row: row, lines: 1)
    row += labelled(KioskPhrases.nextLabel, say(item.nextStep), row: row, lines: 2)
    if let law = item.byLaw { row += labelled(KioskPhrases.lawLabel, say(law), row: row, lines: 1) }
    for (index, deadline) in item.deadlines.prefix(Self.deadlines).enumerated() {
      row += labelled(
        deadline.label, say(KioskState.words(deadline)), row: row, lines: index == 0 ? 2 : 1,
        deadline.late ? .warning : .strong)
    }
    let handler = item.firstHandler.map { "  \(say(KioskPhrases.handlerLabel)) \(say($0))" } ?? ""
    row += labelled(KioskPhrases.contactLabel, say(item.contact) + handler, row: row, lines: 1)
    if let place = item.collectAt {
      row += labelled(KioskPhrases.collectLabel, say(place), row: row, lines: 1)
    }
    paintList(item, page: screen.page, from: row)
  }

  /// The nearest, and what the law allows beside what is promised.
  private static let deadlines = 2

  /// Where the case stands, or how its print went.
  private mutating func paintState(
    _ item: CasesInterface.Case, _ paper: CaseScreen.Paper, row: Int
  ) {
    let banner = Area(column: body.column, row: row, columns: body.columns, rows: 1)
    let (words, style) = KioskState.banner(of: item, paper)
    canvas.banner(say(words), in: banner, style)
  }

  private mutating func labelled(
    _ label: Bilingual, _ value: String, row: Int, lines: Int, _ style: Style = .strong
  ) -> Int {
    let labelWidth = 14
    canvas.write(say(label), column: body.column, row: row, .quiet, within: labelWidth)
    return max(
      1,
      canvas.wrap(
        style.marked(value),
        in: Area(
          column: body.column + labelWidth, row: row, columns: body.columns - labelWidth,
          rows: lines), style))
  }

  private mutating func paintList(_ item: CasesInterface.Case, page: Int, from top: Int) {
    let parts = item.parts.map { (say(KioskPhrases.partsLabel), partWords($0)) }
    let steps = item.steps.map { (say(ServiceTime.short($0.at)), say($0.text)) }
    let each = KioskState.stepsPerPage
    let shown = (parts + steps).dropFirst(max(0, page) * each).prefix(each)
    guard !shown.isEmpty else { return }
    // A heading where there is room for it.
    var row = top
    if body.endRow - top > each {
      canvas.write(say(KioskPhrases.stepsLabel), column: body.column, row: row, .quiet)
      row += 1
    }
    // Two lines for a step only where all of them have that room.
    let lines = (body.endRow - row) / each >= 2 ? 2 : 1
    let timeWidth = 14
    for (label, text) in shown where row < body.endRow {
      canvas.write(label, column: body.column + 2, row: row, .quiet, within: timeWidth - 1)
      let area = Area(
        column: body.column + timeWidth + 2, row: row, columns: body.columns - timeWidth - 2,
        rows: lines)
      if lines == 1 {
        canvas.write(text, column: area.column, row: row, within: area.columns)
        row += 1
      } else {
        row += max(1, canvas.wrap(text, in: area))
      }
    }
  }

  private func partWords(_ part: CasesInterface.Part) -> String {
    "\(say(part.item))  \(say(part.stateText))  \(say(part.place))"
  }
}

import Hall
import HallAPI

extension Painter {
  mutating func paintLookupWays() {
    heading(say(KioskPhrases.howToLookUp))
    let height = 5
    for (index, option) in state.options.enumerated() {
      button(
        option, at: index,
        in: Area(
          column: body.column + 6, row: body.row + 3 + index * (height + 1),
          columns: body.columns - 12, rows: height))
    }
  }

  mutating func paintCase(_ cases: [CasesInterface.Case], _ index: Int, _ page: Int) {
    guard cases.indices.contains(index) else { return }
    let item = cases[index]
    heading(say(item.item))
    let half = body.columns / 2
    var row = body.row + 1
    fact(
      KioskPhrases.receiptNumber, say(item.receipt), column: body.column, row: row, width: half,
      .page)
    fact(
      KioskPhrases.applicantLabel, say(item.applicant), column: body.column + half, row: row,
      width: half, .page)
    row += 2
    let banner = Area(column: body.column, row: row, columns: body.columns, rows: 1)
    let style = Self.style(of: item.state)
    canvas.fill(banner, style)
    canvas.centre(
      say(KioskPhrases.now(item.stateText)), row: row, in: banner, style)
    row += 2
    row += labelled(KioskPhrases.nextLabel, say(item.nextStep), row: row, lines: 2)
    if let due = item.dueDay {
      let words = LocalDay(due).map { say(KioskPhrases.date($0)) } ?? say(due)
      let label =
        item.state == .supplement ? KioskPhrases.supplementLabel : KioskPhrases.dueLabel
      row += labelled(label, words, row: row, lines: 1)
    }
    row += labelled(KioskPhrases.contactLabel, say(item.contact), row: row, lines: 1)
    if let place = item.collectAt {
      row += labelled(KioskPhrases.collectLabel, say(place), row: row, lines: 2)
    }
    paintSteps(item.steps, page: page, from: row + 1)
  }

  private mutating func labelled(_ label: Bilingual, _ value: String, row: Int, lines: Int) -> Int {
    let labelWidth = 14
    canvas.write(say(label), column: body.column, row: row, .quiet, within: labelWidth)
    return max(
      1,
      canvas.wrap(
        value,
        in: Area(
          column: body.column + labelWidth, row: row, columns: body.columns - labelWidth,
          rows: lines), .strong))
  }

  private mutating func paintSteps(_ steps: [CasesInterface.Step], page: Int, from top: Int) {
    guard !steps.isEmpty else { return }
    canvas.write(say(KioskPhrases.stepsLabel), column: body.column, row: top, .quiet)
    let timeWidth = 14
    var row = top + 1
    let each = KioskState.stepsPerPage
    let shown = steps.dropFirst(max(0, page) * each).prefix(each)
    // Two lines for a step only where all of them have that room.
    let lines = (body.endRow - row) / each >= 2 ? 2 : 1
    for step in shown where row < body.endRow {
      canvas.write(Self.shortTime(step.at), column: body.column + 2, row: row, .quiet)
      let text = say(step.text)
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

  /// `2026-11-23T09:30:00+08:00` as `11-23 09:30`, which every language reads.
  private static func shortTime(_ iso: String) -> String {
    guard let time = ServiceTime.parts(iso) else {
      return String(CellText.clean(iso).prefix(11))
    }
    return "\(time.day.description.suffix(5)) \(time.clock)"
  }

  private static func style(of state: CaseState) -> Style {
    switch state {
    case .returned, .supplement, .refused, .denied, .paused: .warning
    case .approved, .finished, .toCollect, .collected, .posted: .good
    case .submitted, .preChecked, .accepted, .examining: .title
    }
  }
}

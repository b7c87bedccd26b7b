import Hall
import HallAPI
import TextUI

/// Guides: found, read, and what people ask and the hall announces.
extension Painter {
  mutating func paintFinder(_ finder: GuideFinder) {
    heading(say(KioskPhrases.guides))
    let box = Area(column: body.column, row: body.row + 1, columns: body.columns, rows: 3)
    canvas.box(box, .entryFocus, heavy: true)
    let room = box.columns - 6
    let text = finder.text.isEmpty ? "" : say(finder.text)
    let used = canvas.write(
      text, column: box.column + 2, row: box.row + 1, .entryFocus, within: room)
    if text.isEmpty {
      canvas.write(
        say(KioskPhrases.guideHelp), column: box.column + 3, row: box.row + 1, .entry, within: room)
    }
    canvas.cursor(at: Position(column: box.column + 2 + used, row: box.row + 1))
    paintCount(finder)
    // Where rows are low a hit has two of them, for fingers.
    let step = body.rows >= Self.twoRowHits ? 2 : 1
    for (index, hit) in state.shown(finder).enumerated() {
      paintHit(hit, at: index, row: box.endRow + index * step, rows: step)
    }
    let below = box.endRow + GuideFinder.perPage * step
    paintKeypad(
      in: Area(
        column: body.column, row: below, columns: body.columns, rows: body.endRow - below))
  }

  /// Heading and entry, six hits of two rows, four rows of keys of two.
  private static let twoRowHits = 24

  /// Between the heading and the page.
  private mutating func paintCount(_ finder: GuideFinder) {
    let row = body.row
    let side = 16
    let body = Area(
      column: body.column + side, row: row, columns: body.columns - 2 * side - 4, rows: 1)
    let scope = finder.scope.map { say(GuidePhrases.text($0)) + " · " } ?? ""
    if finder.attempt > 0 {
      return canvas.note(say(KioskPhrases.restarting), row: row, in: body, .warning)
    }
    if finder.count == 0, !finder.isWaiting {
      let words = "\(scope)\(say(KioskPhrases.noGuides))"
      return canvas.note(words, row: row, in: body, .warning)
    }
    var words = scope + say(KioskPhrases.guidesFound(finder.count))
    if let first = finder.hits.first, first.closeness != .exact {
      words += " · " + say(KioskPhrases.nearHits)
    }
    canvas.write(words, column: body.column, row: row, .quiet, within: body.columns)
  }

  private mutating func paintHit(_ hit: GuidesInterface.Hit, at index: Int, row: Int, rows: Int) {
    let isFocused = state.focus == index
    let style: Style = isFocused ? .focus : .page
    let area = Area(column: body.column, row: row, columns: body.columns, rows: rows)
    canvas.fill(area, style)
    canvas.write(isFocused ? "▶" : " ", column: area.column, row: row, style)
    let department = say(hit.department)
    let side = min(TextWidth.cells(department), area.columns / 3)
    canvas.write(
      say(hit.name), column: area.column + 2, row: row, style,
      within: area.columns - side - 4)
    canvas.write(
      department, column: area.endColumn - side, row: row, isFocused ? style : .quiet,
      within: side)
    canvas.target(area, .openGuide(hit.id))
  }

  // MARK: - One guide

  mutating func paintGuide(_ screen: GuideScreen) {
    heading(say(screen.guide.name))
    let pages = GuidePages(screen, state.language).pages
    paintEdition(screen.guide)
    let lines = pages.indices.contains(screen.page) ? pages[screen.page] : []
    for (offset, line) in lines.enumerated() {
      canvas.write(
        line.text, column: body.column + (line.isLabel ? 0 : 2), row: body.row + 2 + offset,
        line.isLabel ? .strong : .page, within: body.columns)
    }
    paintPaper(screen.paper, row: body.endRow - 4)
    rowOfChoices(state.options)
  }

  private mutating func paintEdition(_ guide: GuidesInterface.Guide) {
    let day = LocalDay(guide.date)
    let words =
      day.map { say(GuidePhrases.edition(guide.edition, $0)) } ?? say(guide.edition)
    canvas.write(
      "\(say(guide.department.name)) · \(words)", column: body.column, row: body.row + 1, .quiet,
      within: body.columns)
  }

  private mutating func paintPaper(_ paper: GuideScreen.Paper?, row: Int) {
    guard let (words, style) = state.printWords(paper) else { return }
    canvas.note(say(words), row: row, in: body, style)
  }

  /// Up to three choices beside each other at the lower edge of the body.
  private mutating func rowOfChoices(_ options: [Option]) {
    guard !options.isEmpty else { return }
    let width = (body.columns - 2 * (options.count - 1)) / options.count
    for (index, option) in options.enumerated() {
      button(
        option, at: index,
        in: Area(
          column: body.column + index * (width + 2), row: body.endRow - 3, columns: width, rows: 3))
    }
  }

  mutating func paintGuideList(_ list: GuideList) {
    guard let open = list.open else {
      let title: Bilingual =
        switch list.entries {
        case .questions: KioskPhrases.topQuestions
        case .notices: KioskPhrases.guideNotices
        }
      paintGrid(heading: say(title))
      if list.count == 0 {
        canvas.centre(say(KioskPhrases.nothingHere), row: body.row + 4, in: body, .strong)
      }
      return
    }
    paintEntry(list, open)
    stackAtBottom(state.options)
  }

  private mutating func paintEntry(_ list: GuideList, _ index: Int) {
    let words: (title: Bilingual, quiet: String, text: Bilingual)
    switch list.entries {
    case .questions(let questions):
      guard questions.indices.contains(index) else { return }
      let question = questions[index]
      words = (question.question, say(question.name), question.answer)
    case .notices(let notices):
      guard notices.indices.contains(index) else { return }
      let notice = notices[index]
      let from = LocalDay(notice.effective).map { say(KioskPhrases.date($0)) } ?? ""
      words = (
        notice.title,
        "\(say(GuidePhrases.text(notice.kind))) · \(say(KioskPhrases.holdsFrom)) \(from)",
        notice.text
      )
    }
    var area = Area(column: body.column, row: body.row, columns: body.columns, rows: 2)
    area.row += canvas.wrap(say(words.title), in: area, .heading)
    canvas.write(words.quiet, column: area.column, row: area.row, .quiet, within: area.columns)
    area.row += 2
    area.rows = body.endRow - 4 - area.row
    canvas.wrap(say(words.text), in: area)
  }

  // MARK: - Papers

  mutating func paintPapers(_ screen: PapersScreen) {
    switch screen.phase {
    case .asking: paintQuestion(screen)
    case .ticking: paintTicks(screen)
    case .done: paintVerdict(screen)
    }
  }

  private mutating func paintQuestion(_ screen: PapersScreen) {
    heading(say(screen.check.question?.text ?? screen.guide.name))
    canvas.write(
      say(screen.guide.name), column: body.column, row: body.row + 1, .quiet, within: body.columns)
    let options = state.options
    let area = Area(
      column: body.column, row: body.row + 3, columns: body.columns, rows: body.rows - 3)
    // Few choices are large; with more than four they stand in two columns.
    let columns = options.count > 4 ? 2 : 1
    let rows = max(1, (options.count + columns - 1) / columns)
    let step = min(5, area.rows / rows)
    let width = (area.columns - 2 * (columns - 1)) / columns
    for (index, option) in options.enumerated() {
      button(
        option, at: index,
        in: Area(
          column: area.column + index % columns * (width + 2),
          row: area.row + index / columns * step, columns: width, rows: max(3, step - 1)))
    }
  }

  private mutating func paintTicks(_ screen: PapersScreen) {
    heading(say(KioskPhrases.tickPapers))
    let words = "\(say(screen.guide.name)) · \(say(GuidePhrases.title(.materials)))"
    canvas.write(words, column: body.column, row: body.row + 1, .quiet, within: body.columns)
    canvas.reasons(
      state.options,
      in: Area(
        column: body.column, row: body.row + 2, columns: body.columns, rows: body.rows - 2),
      columns: state.columns, perPage: state.perPage, focus: state.focus
    ) { CellText.clean($0[state.language]) }
  }

  private mutating func paintVerdict(_ screen: PapersScreen) {
    heading(say(screen.guide.name))
    let (title, style) = state.verdict(screen)
    let banner = Area(column: body.column, row: body.row + 2, columns: body.columns, rows: 1)
    canvas.banner(say(title), in: banner, style)
    let missing = screen.check.missing
    let room = body.endRow - 5 - (banner.row + 2)
    for (offset, material) in missing.prefix(room).enumerated() {
      let isLast = offset == room - 1 && missing.count > room
      let words =
        isLast
        ? say(KioskPhrases.andMore(missing.count - room + 1))
        : "☐ \(say(material.name))（\(say(GuidePhrases.detail(material)))）"
      canvas.write(
        words, column: body.column + 2, row: banner.row + 2 + offset, within: body.columns - 2)
    }
    paintPaper(screen.paper, row: body.endRow - 4)
    rowOfChoices(state.options)
  }
}

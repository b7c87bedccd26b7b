import Hall
import HallAPI
import TextUI

/// Draws one state for who does not see well or wants time: 40 columns, at most four choices with their
/// keys in the letters of ticket numbers, one thing at a time. 长者模式
struct ElderPainter {
  let state: KioskState
  var canvas: Canvas<Action>
  private let frame: Area
  private let keys: [(key: FooterKey, area: Area)]
  private let body: Area

  private static let keyRows = 3
  /// Higher choices than these tear a screen apart.
  private static let highestChoice = 7
  private static let columns = KioskState.smallest.columns

  init(_ state: KioskState, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    let columns = min(Self.columns, size.columns)
    frame = Area(
      column: (size.columns - columns) / 2 + 1, row: 0, columns: columns - 2, rows: size.rows)
    let footer = state.footer
    let areas = Area.pack(
      widths: footer.map {
        Canvas<Action>.buttonWidth(key: $0.key, text: CellText.clean($0.text[state.language]))
      }, rows: Self.keyRows, in: frame)
    keys = Array(zip(footer, areas))
    let end = areas.map(\.row).min() ?? size.rows
    body = Area(column: frame.column, row: 1, columns: frame.columns, rows: max(0, end - 1))
  }

  private func say(_ text: Bilingual) -> String { CellText.clean(text[state.language]) }

  mutating func paint() {
    let size = canvas.size
    guard size.columns >= KioskState.smallest.columns, size.rows >= KioskState.smallest.rows else {
      return canvas.tooSmall(needed: KioskState.smallest, state.language)
    }
    paintHead()
    paintBody()
    for (index, (key, area)) in keys.enumerated() {
      canvas.button(
        area, key: key.key, text: say(key.text),
        isFocused: isFocused(key, at: index), action: key.action)
    }
    if state.isCountingDown { paintQuestion() }
  }

  /// Where something is typed Enter sends it, wherever the arrow keys were before.
  private func isFocused(_ key: FooterKey, at index: Int) -> Bool {
    switch state.stage {
    case .form, .words: key.action == .submit
    default: state.focus == state.options.count + index
    }
  }

  private mutating func paintBody() {
    switch state.stage {
    case .levels: paintLevels()
    case .reasons: paintTicks(from: paintTitle([question], at: body.row))
    case .papers(let screen):
      guard case .ticking = screen.phase else { return paintSheet() }
      paintTicks(from: body.row)
    case .words(_, let draft): paintWords(draft)
    case .form(let form): paintForm(form)
    case .guides(let finder): paintFinder(finder)
    default: paintSheet()
    }
  }

  // MARK: - Frame

  private mutating func paintHead() {
    canvas.fill(Area(column: 0, row: 0, columns: canvas.size.columns, rows: 1), .title)
    let clock = WallClock(state.now).timeOfDay
    canvas.right(clock, row: 0, end: frame.endColumn, .title)
    canvas.write(
      headWords, column: frame.column, row: 0, .title,
      within: frame.columns - TextWidth.cells(clock) - 1)
  }

  /// The hall's name; where choices need every row, the question.
  private var headWords: String {
    switch state.stage {
    case .levels(let target): return "\(question) \(say(Bilingual(both: target.number)))"
    case .reasons(_, let draft):
      return "\(Stars.text(draft.level)) \(say(state.levelText(draft.level)))"
    case .papers(let screen):
      if case .ticking = screen.phase { return question }
    default: break
    }
    guard let hall = state.hall?.hall else { return "" }
    return say(hall.name) + (hall.sample ? KioskPhrases.sample[state.language] : "")
  }

  private var question: String { state.sheet.title.map(say) ?? "" }

  /// Asked before anything ends by itself; no seconds run down, and a touch anywhere answers.
  private mutating func paintQuestion() {
    let area = Area(
      column: frame.column, row: canvas.size.rows - 2 * Self.keyRows, columns: frame.columns,
      rows: 2 * Self.keyRows)
    canvas.box(area, .warning, heavy: true)
    let inner = area.inset(columns: 2, rows: 1)
    let words = state.isRating ? KioskPhrases.stillThere : KioskPhrases.areYouThere
    let used = canvas.wrap(
      Style.warning.marked(say(words)),
      in: Area(column: inner.column, row: inner.row, columns: inner.columns, rows: 3),
      .warning, centred: true)
    canvas.centre(
      " [\(say(KioskPhrases.anyKey))] \(say(KioskPhrases.stay)) ", row: inner.row + max(used, 2),
      in: inner, .choiceKey)
    canvas.targetAnywhere(.stay)
  }

  /// The question of a screen; says where it ends.
  private mutating func paintTitle(_ lines: [String], at row: Int) -> Int {
    for (offset, line) in lines.enumerated() {
      canvas.write(
        line, column: body.column, row: row + offset, .heading, within: body.columns)
    }
    return row + lines.count
  }

  // MARK: - Words and choices

  private mutating func paintSheet() {
    let pages = ElderPages(state)
    var row = paintTitle(pages.title, at: body.row)
    if let large = pages.large {
      // A number may be wider than the rest.
      let area = Area(
        column: 1, row: row, columns: canvas.size.columns - 2, rows: ElderPages.largeRows)
      let drawn = canvas.largeText(large, in: area, .large)
      if drawn == 0 { canvas.centre(" \(CellText.clean(large)) ", row: row, in: body, .large) }
      row += max(drawn, 1)
    }
    for line in pages.pages[min(state.elderPage, pages.pages.count - 1)] {
      if line.isBanner {
        canvas.fill(
          Area(column: body.column, row: row, columns: body.columns, rows: 1), line.style)
        canvas.centre(line.text, row: row, in: body, line.style)
      } else {
        canvas.write(
          line.text, column: body.column, row: row, line.style, within: body.columns)
      }
      row += 1
    }
    paintChoices(below: row)
  }

  private mutating func paintChoices(below row: Int) {
    let options = state.options
    guard !options.isEmpty else { return }
    let step = min(Self.highestChoice, max(1, (body.endRow - row) / options.count))
    let rows = step * options.count
    let choices = options.enumerated().map { index, option in
      LargeChoice(
        key: String(option.digit ?? index + 1),
        lines: [say(option.text)] + (option.detail.map { [say($0)] } ?? []),
        isClosed: option.isClosed, action: option.action)
    }
    canvas.largeChoices(
      choices, places: options.count,
      in: Area(
        column: body.column, row: body.endRow - rows, columns: body.columns, rows: rows),
      focus: state.focus)
  }

  // MARK: - Ratings and papers

  private mutating func paintLevels() {
    canvas.largeLevels(state.options, in: body, focus: state.focus) {
      CellText.clean($0[state.language])
    }
  }

  private mutating func paintTicks(from row: Int) {
    canvas.largeReasons(
      state.options, in: rest(from: row), perPage: state.perPage, focus: state.focus
    ) { CellText.clean($0[state.language]) }
  }

  private mutating func paintWords(_ draft: RatingDraft) {
    let row = paintTitle(ElderPages(state).title, at: body.row)
    canvas.words(
      draft.words,
      in: Area(column: body.column, row: row, columns: body.columns, rows: body.endRow - row - 2))
    let left = max(0, (state.catalogue?.textLimit ?? 0) - draft.words.count)
    canvas.right(
      say(KioskPhrases.charactersLeft(left)), row: body.endRow - 2, end: body.endColumn, .quiet)
    canvas.write(
      say(KioskPhrases.countsWhenSent), column: body.column, row: body.endRow - 1, .strong,
      within: body.columns)
  }

  private func rest(from row: Int) -> Area {
    Area(column: body.column, row: row, columns: body.columns, rows: body.endRow - row)
  }

  // MARK: - Typing

  private mutating func paintForm(_ form: Form) {
    let words = form.purpose.words
    let pages = ElderPages(state)
    var row = paintTitle(Array(pages.title.prefix(1)), at: body.row)
    // What went wrong needs the row of the help, which was read before.
    if let problem = form.problem {
      canvas.banner(
        say(problem), in: Area(column: body.column, row: row, columns: body.columns, rows: 1),
        .warning)
      row += 1
    } else {
      row += canvas.wrap(
        say(words.help), in: Area(column: body.column, row: row, columns: body.columns, rows: 2),
        .quiet)
    }
    for (index, entry) in form.entries.enumerated() where words.labels.indices.contains(index) {
      paintEntry(
        entry, index, label: say(words.labels[index]), isCurrent: index == form.current,
        row: row)
      row += 4
    }
    let keys = rest(from: row)
    canvas.keypad(in: keys, erase: say(KioskPhrases.erase))
  }

  /// The label stands above its entry, which has the whole width.
  private mutating func paintEntry(
    _ entry: Form.Entry, _ index: Int, label: String, isCurrent: Bool, row: Int
  ) {
    canvas.write(
      (isCurrent ? "▶ " : "  ") + label, column: body.column, row: row,
      isCurrent ? .strong : .page, within: body.columns)
    let box = Area(column: body.column, row: row + 1, columns: body.columns, rows: 3)
    canvas.entry(entry.shown, in: box, isCurrent: isCurrent)
    canvas.target(
      Area(column: body.column, row: row, columns: body.columns, rows: 4), .entry(index))
  }

  private mutating func paintFinder(_ finder: GuideFinder) {
    let row = paintTitle([say(KioskPhrases.guides)], at: body.row)
    let box = Area(column: body.column, row: row, columns: body.columns, rows: 3)
    canvas.entry(say(Bilingual(both: finder.text)), in: box, isCurrent: true)
    // Where there are many rows they are low ones.
    let keyRows = body.rows >= 20 ? 8 : 4
    let keypad = Area(
      column: body.column, row: body.endRow - keyRows, columns: body.columns, rows: keyRows)
    canvas.keypad(in: keypad, erase: say(KioskPhrases.erase))
    let hits = Area(
      column: body.column, row: box.endRow, columns: body.columns,
      rows: keypad.row - box.endRow)
    guard !state.options.isEmpty else {
      let words = finder.attempt > 0 ? KioskPhrases.restarting : KioskPhrases.noGuides
      if !finder.isWaiting || finder.attempt > 0 {
        canvas.wrap(Style.warning.marked(say(words)), in: hits, .warning)
      }
      return
    }
    // No digits: they are what is typed. Arrow keys and fingers choose.
    let choices = state.options.map {
      LargeChoice(key: "", lines: [say($0.text)], isClosed: false, action: $0.action)
    }
    canvas.largeChoices(choices, places: state.hitsPerPage, in: hits, focus: state.focus)
  }
}

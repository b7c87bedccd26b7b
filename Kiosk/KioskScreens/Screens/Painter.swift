import Hall
import HallAPI
public import TextUI

extension KioskState {
  /// The smallest terminal that elder mode fits: half of 80 columns, for letters of twice the size.
  public static let smallest = Size(columns: 40, rows: 24)
  /// The smallest terminal that the usual screens fit.
  public static let usual = Size(columns: 80, rows: 24)

  /// The picture of this state; the same state and size always give the same picture.
  public func render(size: Size) -> Screen<Action> {
    if isElder || size.columns < Self.usual.columns {
      var painter = ElderPainter(self, size: size)
      painter.paint()
      return painter.canvas.screen
    }
    var painter = Painter(self, size: size)
    painter.paint()
    return painter.canvas.screen
  }
}

/// Draws one state: a title bar, the screen's own body, a line for warnings, keys below.
struct Painter {
  let state: KioskState
  var canvas: Canvas<Action>
  let body: Area

  private static let titleRows = 2
  private static let noteRows = 1
  private static let footerRows = 3
  static let margin = 2

  init(_ state: KioskState, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    body = Area(
      column: Self.margin, row: Self.titleRows, columns: size.columns - 2 * Self.margin,
      rows: size.rows - Self.titleRows - Self.noteRows - Self.footerRows)
  }

  mutating func paint() {
    let size = canvas.size
    guard size.rows >= KioskState.usual.rows else {
      return canvas.tooSmall(needed: KioskState.usual, state.language)
    }
    paintTitle()
    paintBody()
    paintNote()
    paintFooter()
    // While the screen asks, a touch anywhere is the answer, as any key is.
    if state.isCountingDown { canvas.targetAnywhere(.stay) }
  }

  private mutating func paintBody() {
    switch state.stage {
    case .home: paintHome()
    case .fields(_, let offer):
      paintGrid(
        heading: say(offer == nil ? KioskPhrases.whichField : KioskPhrases.whichOther))
    case .services(let field, _, _): paintServices(field)
    case .offer(let offer): paintOffer(offer)
    case .card(let screen): paintCard(screen)
    case .priority(let offer): paintPriority(offer)
    case .working(let working): paintWorking(working)
    case .ticket(let screen): paintTicket(screen)
    case .lookupWays: paintLookupWays()
    case .form(let form): paintForm(form)
    case .cases(let cases, _): paintGrid(heading: say(KioskPhrases.yourCases(cases.count)))
    case .caseDetail(let screen): paintCase(screen)
    case .levels(let target): paintLevels(target)
    case .reasons(_, let draft): paintReasons(draft)
    case .words(_, let draft): paintWords(draft)
    case .thanks(let level): paintThanks(level)
    case .notice(let notice): paintNotice(notice)
    case .guides(let finder): paintFinder(finder)
    case .guide(let screen): paintGuide(screen)
    case .guideList(let list): paintGuideList(list)
    case .papers(let screen): paintPapers(screen)
    case .letters(let screen): paintLetters(screen)
    case .myData(let mine): paintMyData(mine)
    case .help(let screen): paintHelp(screen)
    }
  }

  // MARK: - Words

  /// A phrase, or a text of the service, in the language of this screen.
  func say(_ text: Bilingual) -> String { CellText.clean(text[state.language]) }

  /// A text of the service that has no language.
  func say(_ text: String) -> String { CellText.clean(text) }

  // MARK: - Frame

  private mutating func paintTitle() {
    let row = Area(column: 0, row: 0, columns: canvas.size.columns, rows: 1)
    canvas.fill(row, .title)
    let clock = WallClock(state.now)
    let time = say(KioskPhrases.dateAndTime(clock.day, clock.timeOfDay))
    let elder = paintElderKey()
    let end = paintHelpKey(endingAt: elder - Self.margin)
    canvas.right(time, row: 0, end: end, .title)
    guard let hall = state.hall?.hall else { return }
    let name = say(hall.name) + (hall.sample ? KioskPhrases.sample[state.language] : "")
    canvas.write(
      name, column: Self.margin, row: 0, .title,
      within: end - TextWidth.cells(time) - 3 * Self.margin)
  }

  /// In the same corner of every screen; says at which column it begins.
  private mutating func paintElderKey() -> Int {
    let words = " \(state.elderKey) \(say(PadPhrases.elderMode)) "
    let width = TextWidth.cells(words)
    let column = canvas.size.columns - width
    canvas.write(words, column: column, row: 0, .choiceKey)
    // The free row below belongs to it, for fingers.
    canvas.target(
      Area(column: column, row: 0, columns: width, rows: Self.titleRows), .elder)
    return column
  }

  /// The key that calls a person, in the corner of every screen; says where it begins.
  private mutating func paintHelpKey(endingAt end: Int) -> Int {
    if case .help = state.stage { return end }
    let isText =
      switch state.stage {
      case .form, .words, .guides: true
      default: false
      }
    let words = " \(isText ? "F8" : "?") \(say(KioskPhrases.callStaff)) "
    let column = end - TextWidth.cells(words)
    canvas.write(words, column: column, row: 0, .choiceKey)
    // The free rows below belong to it, for fingers.
    canvas.target(
      Area(column: column, row: 0, columns: end - column, rows: Self.titleRows + 1), .callHelp)
    return column - Self.margin
  }

  /// The countdown where one runs, otherwise a word for demonstrations.
  private mutating func paintNote() {
    let row = Area(column: 0, row: body.endRow, columns: canvas.size.columns, rows: 1)
    if let left = state.secondsLeft, state.isCountingDown {
      let words = [warning(left), KioskPhrases.anyKey, KioskPhrases.stay].map(say)
      canvas.banner("\(words[0])    [\(words[1])] \(words[2])", in: row, .warning)
    } else if let words = state.reminderWords {
      canvas.banner(words, in: row, .good)
    } else if state.isDemo {
      canvas.centre(say(KioskPhrases.demo), row: row.row, in: row, .quiet)
    }
  }

  /// What the screen is going to do by itself, as it is.
  private func warning(_ left: Int64) -> Bilingual {
    state.isRating ? KioskPhrases.goingHomeUnsent(in: left) : KioskPhrases.goingHome(in: left)
  }

  private mutating func paintFooter() {
    var keys = state.footer
    var offset = state.options.count
    if case .ticket(let screen) = state.stage, screen.page == .number {
      keys =
        state.options.map { FooterKey($0.letter.map(String.init) ?? "", $0.text, $0.action) }
        + keys
      offset = 0
    }
    let isForm =
      switch state.stage {
      case .form, .words: true
      default: false
      }
    let row = canvas.size.rows - Self.footerRows
    var column = Self.margin
    for (index, key) in keys.enumerated() {
      let width = footerWidth(key)
      // The language stands alone on the right, where it is on every screen.
      let isLanguage = key.action == .language
      // In a form Enter sends what was typed, wherever the arrow keys were before.
      let isFocused = isForm ? key.action == .submit : state.focus == offset + index
      let at = isLanguage ? canvas.size.columns - Self.margin - width : column
      canvas.button(
        Area(column: at, row: row, columns: width, rows: Self.footerRows), key: key.key,
        text: say(key.text), isFocused: isFocused, action: key.action)
      if !isLanguage { column += width + 1 }
    }
  }

  private func footerWidth(_ key: FooterKey) -> Int {
    let cells = TextWidth.cells(key.key) + TextWidth.cells(say(key.text))
    // Whoever gives reasons has five keys.
    switch state.stage {
    case .reasons, .guides, .papers: return cells + 7
    // As narrow as a key can be: six of them share a line.
    case .caseDetail: return cells + 6
    default: break
    }
    return max(14, cells + 9)
  }
}

import Hall
import HallAPI
public import TextUI

extension KioskState {
  /// The smallest terminal every screen fits.
  public static let smallest = Size(columns: 80, rows: 24)

  /// The picture of this state; the same state and size always give the same picture.
  public func render(size: Size) -> Screen<Action> {
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
  /// The title's row is for the question and for warnings too.
  let isCompact: Bool

  private static let titleRows = 2
  private static let noteRows = 1
  private static let footerRows = 3
  static let margin = 2

  init(_ state: KioskState, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    isCompact = state.isLarge && size.rows < roomyRows
    let top = isCompact ? 1 : Self.titleRows
    body = Area(
      column: Self.margin, row: top, columns: size.columns - 2 * Self.margin,
      rows: size.rows - top - (isCompact ? 0 : Self.noteRows) - Self.footerRows)
  }

  mutating func paint() {
    let size = canvas.size
    guard size.columns >= KioskState.smallest.columns, size.rows >= KioskState.smallest.rows else {
      return paintTooSmall()
    }
    paintTitle()
    paintBody()
    paintNote()
    paintFooter()
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
    let end = canvas.size.columns - Self.margin
    canvas.right(time, row: 0, end: end, .title)
    guard !isCompact else {
      canvas.write(
        largeTitle, column: Self.margin, row: 0, .title,
        within: end - TextWidth.cells(time) - 2 * Self.margin)
      return
    }
    guard let hall = state.hall?.hall else { return }
    let name = say(hall.name) + (hall.sample ? KioskPhrases.sample[state.language] : "")
    canvas.write(
      name, column: Self.margin, row: 0, .title,
      within: end - TextWidth.cells(time) - 2 * Self.margin)
  }

  /// The countdown where one runs, otherwise a word for demonstrations.
  private mutating func paintNote() {
    let row = Area(
      column: 0, row: isCompact ? 0 : body.endRow, columns: canvas.size.columns, rows: 1)
    if let left = state.secondsLeft, state.isCountingDown {
      let words = [warning(left), KioskPhrases.anyKey, KioskPhrases.stay].map(say)
      canvas.fill(row, .warning)
      canvas.centre("\(words[0])    [\(words[1])] \(words[2])", row: row.row, in: row, .warning)
      canvas.target(row, .stay)
    } else if isCompact {
      return
    } else if state.isLarge {
      let words =
        if case .reasons = state.stage { KioskPhrases.countsWhenSent } else {
          KioskPhrases.ratingIsFree
        }
      canvas.centre(say(words), row: row.row, in: row, .quiet)
    } else if state.isDemo {
      canvas.centre(say(KioskPhrases.demo), row: row.row, in: row, .quiet)
    }
  }

  /// What the screen is going to do by itself, as it is.
  private func warning(_ left: Int64) -> Bilingual {
    guard state.isRating else { return KioskPhrases.goingHome(in: left) }
    return state.isElder ? KioskPhrases.stillThere : KioskPhrases.goingHomeUnsent(in: left)
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
    default: break
    }
    return max(14, cells + 9)
  }

  private mutating func paintTooSmall() {
    let size = canvas.size
    let all = Area(column: 0, row: 0, columns: size.columns, rows: size.rows)
    let words = KioskPhrases.tooSmall(columns: size.columns, rows: size.rows)
    let used = canvas.wrap(words.zh, in: all, .strong)
    canvas.wrap(
      words.en, in: Area(column: 0, row: used, columns: size.columns, rows: size.rows - used))
  }
}

import Hall
import HallAPI
public import TextUI

extension PadFront {
  /// The smallest terminal a pad fits: half of 80 columns, for letters of twice the size.
  public static let smallest = Size(columns: 40, rows: 24)

  /// The picture of this state; the same state and size always give the same picture.
  public func render(size: Size) -> Screen<Action> {
    var painter = PadPainter(self, size: size)
    painter.paint()
    return painter.canvas.screen
  }
}

/// Draws one state of a pad: title, who sits there, the screen's own body, a note, keys below.
struct PadPainter {
  let state: PadFront
  var canvas: Canvas<Action>
  private let frame: Area
  private let keys: [(key: FooterKey, area: Area)]
  private let body: Area
  /// The title's row is for the card and for warnings too.
  private let isCompact: Bool

  private static let keyRows = 3
  private static let headRows = 3
  private static let noteRows = 1
  /// Elder mode is laid out for these columns, whatever the terminal has.
  private static let elderColumns = 40

  init(_ state: PadFront, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    let columns = state.isElder ? min(Self.elderColumns, size.columns) : size.columns
    let margin = columns < 80 ? 1 : 2
    frame = Area(
      column: (size.columns - columns) / 2 + margin, row: 0, columns: columns - 2 * margin,
      rows: size.rows)
    let footer = state.footer
    let areas = Area.pack(
      widths: footer.map {
        Canvas<Action>.buttonWidth(key: $0.key, text: CellText.clean($0.text[state.language]))
      }, rows: Self.keyRows, in: frame)
    keys = Array(zip(footer, areas))
    let top = keys.map(\.area.row).min() ?? size.rows
    isCompact = state.isLarge && size.rows < roomyRows
    let headRows = isCompact ? 1 : state.isLarge ? Self.headRows - 1 : Self.headRows
    body = Area(
      column: frame.column, row: headRows, columns: frame.columns,
      rows: max(0, top - (isCompact ? 0 : Self.noteRows) - headRows))
  }

  func say(_ text: Bilingual) -> String { CellText.clean(text[state.language]) }

  mutating func paint() {
    let size = canvas.size
    guard size.columns >= PadFront.smallest.columns, size.rows >= PadFront.smallest.rows else {
      return canvas.tooSmall(needed: PadFront.smallest, state.language)
    }
    paintHead()
    switch state.stage {
    case .board: paintBoard()
    case .reasons(_, let draft): paintReasons(draft)
    case .otherLevel: paintLevels()
    case .words(_, let draft): paintWords(draft)
    case .thanks(let rating): paintThanks(rating)
    case .refused(let why): paintRefusal(why)
    }
    paintNote()
    for (key, area) in keys {
      canvas.button(area, key: key.key, text: say(key.text), isFocused: false, action: key.action)
    }
  }

  // MARK: Frame

  private mutating func paintHead() {
    canvas.fill(Area(column: 0, row: 0, columns: canvas.size.columns, rows: 1), .title)
    let clock = WallClock(state.now).timeOfDay
    canvas.right(clock, row: 0, end: frame.endColumn, .title)
    canvas.write(
      title, column: frame.column, row: 0, .title,
      within: frame.columns - TextWidth.cells(clock) - 1)
    guard !isCompact else { return }
    canvas.centre(card, row: 1, in: frame, .strong)
  }

  private var title: String {
    switch state.stage {
    case .reasons(_, let draft) where state.isLarge:
      return say(PadPhrases.noted(state.levelText(draft.level)))
    case _ where isCompact:
      let clerk = state.board?.clerk
      let card = [clerk.map { CellText.clean($0.staffNumber) }, clerk?.name.map(say)]
      return ([say(PadPhrases.pleaseRateShort)] + card.compactMap(\.self)).joined(separator: " ")
    case _ where state.isLarge: return say(PadPhrases.pleaseRate)
    default: return say(PadPhrases.title(window: CellText.clean(state.window)))
    }
  }

  /// The card of who works here, as the hall allows it to be shown; empty where nobody does.
  private var card: String {
    guard let clerk = state.board?.clerk else { return "" }
    let number = "\(say(PadPhrases.staffNumber)) \(CellText.clean(clerk.staffNumber))"
    return ([number] + [clerk.name, clerk.post].compactMap { $0.map(say) })
      .joined(separator: "  ")
  }

  private mutating func paintNote() {
    let row = Area(
      column: 0, row: isCompact ? 0 : body.endRow, columns: canvas.size.columns, rows: 1)
    if state.isCountingDown, let left = state.secondsLeft {
      let words =
        state.isElder
        ? say(PadPhrases.moreTime)
        : [PadPhrases.sentIn(left), PadPhrases.anyKey].map(say).joined(separator: " · ")
      canvas.banner(words, in: row, .warning)
      canvas.target(row, .stay)
    } else if state.isReminding {
      canvas.banner(say(PadPhrases.onceMore), in: row, .good)
    } else if !state.isConnected, state.evaluation != nil {
      canvas.fill(row, .quiet)
      canvas.centre(say(PadPhrases.disconnected), row: row.row, in: row, .quiet)
    } else if isCompact {
      return
    } else if state.unsent > 0, state.stage == .board {
      canvas.centre(say(PadPhrases.unsent(state.unsent)), row: row.row, in: row, .quiet)
    } else if state.isElder {
      // Fewer words; the edition is on the usual screen.
      if state.isLarge {
        canvas.centre(say(PadPhrases.noHurry), row: row.row, in: row, .quiet)
      }
    } else if let catalogue = state.catalogue {
      canvas.centre(say(catalogue.editionWords), row: row.row, in: row, .quiet)
    }
  }

  // MARK: Bodies

  private mutating func paintBoard() {
    if state.evaluation != nil { return paintLevels() }
    switch state.board?.state {
    case _ where state.misplacement == .noSuchWindow: paintWord(PadPhrases.noSuchWindow, .closed)
    case _ where state.misplacement == .notAllowed: paintWord(PadPhrases.notAllowed, .closed)
    case nil: paintWord(PadPhrases.connecting, .page)
    case _ where !state.isConnected: paintWord(PadPhrases.connecting, .page)
    case .closed: paintWord(PadPhrases.closed, .closed)
    case .paused: paintWord(PadPhrases.paused, .closed)
    case .welcome: paintWord(PadPhrases.welcome, .good)
    case .serving: paintWord(PadPhrases.serving, .good)
    // Rated here, or its time is over: thanks are not asked for twice.
    case .thanks, .pleaseRate: paintWord(PadPhrases.thanks, .good)
    }
  }

  /// A banner; in elder mode below something large: the window's number, or the level.
  private mutating func paintWord(_ text: Bilingual, _ style: Style, large: String? = nil) {
    var row = body.row + max(0, body.rows / 3)
    if state.isElder {
      let area = Area(
        column: body.column, row: body.row, columns: body.columns, rows: body.rows - 7)
      row =
        body.row + 1
        + canvas.largeText(large ?? CellText.clean(state.window), in: area, .large)
    }
    let banner = Area(column: body.column, row: row, columns: body.columns, rows: 3)
    canvas.fill(banner, style)
    let lines = TextLayout.lines(of: style.marked(say(text)), width: banner.columns)
    // Whom it concerns that a pad is set up wrongly has to read all of it.
    guard lines.count == 1 else {
      canvas.wrap(style.marked(say(text)), in: banner, style, centred: true)
      return
    }
    canvas.banner(say(text), in: banner, style)
  }

  private var belowBanner: Int {
    state.isElder ? body.endRow - 3 : body.row + body.rows / 3 + 4
  }

  private mutating func paintLevels() {
    guard !state.isElder else {
      return canvas.largeLevels(state.options, in: body, focus: state.focus) {
        CellText.clean($0[state.language])
      }
    }
    canvas.centre(say(PadPhrases.pleaseRate), row: body.row - 1, in: body, .heading)
    canvas.levels(
      state.options, in: body, focus: state.focus
    ) { CellText.clean($0[state.language]) }
  }

  private mutating func paintLargeReasons(_ draft: RatingDraft) {
    canvas.write(
      say(KioskPhrases.whyShort), column: body.column, row: body.row, .heading,
      within: body.columns)
    let area = Area(
      column: body.column, row: body.row + 1, columns: body.columns, rows: body.rows - 1)
    canvas.largeReasons(state.options, in: area, perPage: state.perPage, focus: state.focus) {
      CellText.clean($0[state.language])
    }
  }

  private mutating func paintReasons(_ draft: RatingDraft) {
    guard !state.isElder else { return paintLargeReasons(draft) }
    let noted = say(PadPhrases.noted(state.levelText(draft.level)))
    let level = "\(Stars.text(draft.level)) \(noted)"
    canvas.write(level, column: body.column, row: body.row - 1, .strong, within: body.columns)
    let pages = state.pages(of: draft)
    if pages > 1 {
      canvas.right(
        say(KioskPhrases.page(draft.page + 1, of: pages)), row: body.row - 1, end: body.endColumn,
        .quiet)
    }
    canvas.write(
      say(KioskPhrases.whyThisLevel), column: body.column, row: body.row, .heading,
      within: body.columns)
    let area = Area(
      column: body.column, row: body.row + 1, columns: body.columns, rows: body.rows - 1)
    canvas.reasons(
      state.options, in: area, columns: body.columns < 76 ? 1 : 2, perPage: state.perPage,
      focus: state.focus
    ) { CellText.clean($0[state.language]) }
  }

  private mutating func paintWords(_ draft: RatingDraft) {
    canvas.write(
      say(KioskPhrases.yourWords), column: body.column, row: body.row - 1, .heading,
      within: body.columns)
    canvas.words(
      draft.words,
      in: Area(
        column: body.column, row: body.row + 1, columns: body.columns,
        rows: max(3, min(8, body.rows - 3))))
    let left = max(0, (state.catalogue?.textLimit ?? 0) - draft.words.count)
    canvas.right(
      say(KioskPhrases.charactersLeft(left)), row: body.endRow - 1, end: body.endColumn, .quiet)
  }

  private mutating func paintThanks(_ rating: PadRating) {
    paintWord(KioskPhrases.thanks, .good, large: String(rating.level))
    let row = belowBanner
    canvas.centre(
      "\(Stars.text(rating.level))  \(say(state.levelText(rating.level)))", row: row, in: body,
      .strong)
    guard !state.isConnected else { return }
    canvas.wrap(
      say(PadPhrases.disconnected),
      in: Area(column: body.column, row: row + 2, columns: body.columns, rows: 2), .quiet,
      centred: true)
  }

  private mutating func paintRefusal(_ why: PadRefusal) {
    paintWord(why == .alreadyRated ? KioskPhrases.alreadyRated : PadPhrases.notCounted, .warning)
    let help =
      switch why {
      case .alreadyRated: KioskPhrases.alreadyRatedHelp
      case .notRateable: PadPhrases.notRateable
      case .other: PadPhrases.askStaff
      }
    canvas.wrap(
      say(help),
      in: Area(column: body.column, row: belowBanner, columns: body.columns, rows: 3),
      centred: true)
  }
}

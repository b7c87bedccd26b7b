import Hall
import HallAPI
public import TextUI

extension Console {
  /// The smallest terminal a console fits.
  public static let smallest = Size(columns: 40, rows: 24)

  /// The picture of this state; the same state and size always give the same picture.
  public func render(size: Size) -> Screen<ConsoleAction> {
    var painter = ConsolePainter(self, size: size)
    painter.paint()
    return painter.canvas.screen
  }
}

/// Draws one state of a console: how the window stands, who is at it and who is next, a note, keys.
struct ConsolePainter {
  let state: Console
  var canvas: Canvas<ConsoleAction>
  private let places: [(key: ConsoleKey, area: Area)]
  private let body: Area
  private let noteRow: Int

  /// From so many columns on what is next stands beside who is here, below them on less.
  static let wideColumns = 72
  private static let headRows = 2
  /// Of the number that is served, in large letters.
  private static let numberRows = 4
  private static let roomyNumberRows = 7

  init(_ state: Console, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    places = Self.place(state.keys, size: size, isDesk: state.stage == .desk)
    let top = places.map(\.area.row).min() ?? size.rows
    noteRow = top - 1
    body = Area(
      column: 1, row: Self.headRows, columns: max(0, size.columns - 2),
      rows: max(0, noteRow - Self.headRows))
  }

  private var isWide: Bool { canvas.size.columns >= Self.wideColumns }

  /// All keys alike in a grid at the lower edge, as high as the screen has room.
  private static func place(_ keys: [ConsoleKey], size: Size, isDesk: Bool) -> [(
    key: ConsoleKey, area: Area
  )] {
    let isWide = size.columns >= wideColumns
    let perRow = isWide ? 8 : 4
    let high = !isWide ? 1 : size.rows >= 30 ? 3 : 2
    let width = (size.columns - perRow + 1) / perRow
    let rows = isDesk ? (keys.count + perRow - 1) / perRow : 1
    // A question has few keys, each of them as wide as three of the desk's.
    let share = isDesk ? 1 : isWide ? 2 : 1
    return keys.enumerated().map { index, key in
      let (row, column) = (index / perRow, index % perRow * share)
      return (
        key,
        Area(
          column: column * (width + 1), row: size.rows - (rows - row) * high,
          columns: share * (width + 1) - 1, rows: high)
      )
    }
  }

  private func say(_ text: Bilingual) -> String { CellText.clean(text[state.language]) }

  mutating func paint() {
    let size = canvas.size
    guard size.columns >= Console.smallest.columns, size.rows >= Console.smallest.rows else {
      let words = KioskPhrases.tooSmall(
        columns: size.columns, rows: size.rows, neededColumns: Console.smallest.columns,
        neededRows: Console.smallest.rows)
      canvas.wrap(
        words[state.language], in: Area(column: 0, row: 0, columns: size.columns, rows: size.rows))
      return
    }
    paintHead()
    switch state.stage {
    case .desk: paintDesk()
    case .signIn(let form): paintSignIn(form)
    case .pauseUntil(_, let text): paintEntry(ConsolePhrases.backWhen, text)
    case .sendNote(_, _, let text): paintEntry(ConsolePhrases.sendNote, text)
    case .closing: paintList(ConsolePhrases.reallyClose)
    case .pauseReason: paintList(ConsolePhrases.whyPause)
    case .held: paintList(ConsolePhrases.whichHeld)
    case .passed: paintList(ConsolePhrases.whichPassed)
    case .sendField, .sendService: paintList(ConsolePhrases.sendWhere)
    case .sendWindow: paintList(ConsolePhrases.sendToWindow)
    }
    paintNote()
    for (key, area) in places { paint(key, in: area) }
  }

  private mutating func paint(_ key: ConsoleKey, in area: Area) {
    let style: Style = key.isUseful ? .choice : .closed
    canvas.fill(area, style)
    let row = area.row + (area.rows - 1) / 2
    let letter = " \(key.key)"
    // What does nothing now has no bright key, and a dot, so that colour is not the only sign.
    canvas.write(letter, column: area.column, row: row, key.isUseful ? .choiceKey : .closed)
    let column = area.column + TextWidth.cells(letter)
    canvas.write(
      (key.isUseful ? " " : "·") + say(key.text), column: column, row: row, style,
      within: area.endColumn - column)
    canvas.target(area, key.action)
  }

  // MARK: Head and note

  private mutating func paintHead() {
    let row = Area(column: 0, row: 0, columns: canvas.size.columns, rows: 1)
    canvas.fill(row, .title)
    let clock = WallClock(state.now).timeOfDay
    canvas.right(clock, row: 0, end: body.endColumn, .title)
    canvas.write(
      title, column: 1, row: 0, .title, within: body.columns - TextWidth.cells(clock) - 1)
    guard let desk = state.desk else { return }
    let today = say(ConsolePhrases.today(desk.window.today, of: desk.fullLoad))
    let waiting = say(ConsolePhrases.waiting(desk.window.waiting))
    canvas.right(waiting, row: 1, end: body.endColumn, .strong)
    let used = canvas.write(today, column: 1, row: 1, .strong)
    let bar = min(30, body.columns - used - TextWidth.cells(waiting) - 4)
    guard bar >= 6 else { return }
    let full = max(1, desk.fullLoad)
    let done = min(bar, bar * desk.window.today / full)
    canvas.write(
      String(repeating: "█", count: done) + String(repeating: "░", count: bar - done),
      column: used + 3, row: 1, .quiet)
  }

  private var title: String {
    var parts = [say(ConsolePhrases.title(window: state.window))]
    if let window = state.desk?.window {
      let work =
        !window.open
        ? ConsolePhrases.isClosed
        : window.pause == nil ? ConsolePhrases.isOpen : ConsolePhrases.isPaused
      parts.append(say(work))
      if let clerk = window.clerk { parts.append(say(ConsolePhrases.clerk(CellText.clean(clerk)))) }
    }
    return parts.joined(separator: " · ")
  }

  private mutating func paintNote() {
    let row = Area(column: 0, row: noteRow, columns: canvas.size.columns, rows: 1)
    func show(_ text: Bilingual, _ style: Style) {
      canvas.fill(row, style)
      canvas.write(say(text), column: 1, row: row.row, style, within: body.columns)
    }
    if let note = state.note {
      show(note.text, note.isGood ? .good : .warning)
    } else if state.misplacement == nil, !state.isConnected, let asOf = state.asOf {
      show(ConsolePhrases.offline(since: WallClock(asOf).timeOfDay), .warning)
    } else if state.pending != nil {
      show(ConsolePhrases.oneMoment, .quiet)
    } else if let pause = state.desk?.hallPause {
      show(
        Console.pauseNotice(pause, state.desk?.hallBackAt, ofHall: true, at: state.now), .closed)
    } else if let pause = state.desk?.window.pause {
      show(Console.pauseNotice(pause, state.desk?.window.backAt, at: state.now), .closed)
    }
  }

  // MARK: The desk

  private mutating func paintDesk() {
    guard let desk = state.desk, state.misplacement == nil else {
      let words =
        switch state.misplacement {
        case .noSuchWindow: ConsolePhrases.noSuchWindow
        case .notAllowed: ConsolePhrases.notAllowed
        case nil: ConsolePhrases.connecting
        }
      let area = Area(
        column: body.column, row: body.row + body.rows / 3, columns: body.columns, rows: 3)
      canvas.wrap(say(words), in: area, .heading, centred: true)
      return
    }
    let lines = ConsoleLines(state, desk)
    guard isWide else {
      // Who is here has the first claim on the rows; who is next is never pushed off.
      let below = min(6, body.rows / 2)
      let here = Area(
        column: body.column, row: body.row, columns: body.columns, rows: body.rows - below)
      paintHere(desk, lines, in: here)
      write(
        lines.around,
        in: Area(column: body.column, row: here.endRow, columns: body.columns, rows: below))
      return
    }
    let left = body.columns * 11 / 20
    paintHere(
      desk, lines, in: Area(column: body.column, row: body.row, columns: left, rows: body.rows))
    let side = Area(
      column: body.column + left + 2, row: body.row + 1, columns: body.columns - left - 2,
      rows: body.rows - 1)
    write(lines.around, in: side)
  }

  private mutating func paintHere(
    _ desk: CounterInterface.Desk, _ lines: ConsoleLines, in area: Area
  ) {
    var rest = area
    if let number = desk.ticket?.number ?? desk.window.current {
      // As large as what there is to say leaves room for.
      let isRoomy = area.rows - 2 * lines.here.count >= Self.roomyNumberRows
      let height = isRoomy ? Self.roomyNumberRows : Self.numberRows
      let drawn = LargeFont.rows(of: number, columns: area.columns, rows: height)
      for (offset, line) in drawn.enumerated() {
        canvas.write(line, column: area.column, row: area.row + offset, .large)
      }
      if drawn.isEmpty { canvas.write(number, column: area.column, row: area.row, .large) }
      let taken = max(1, drawn.count)
      rest = Area(
        column: area.column, row: area.row + taken, columns: area.columns, rows: area.rows - taken)
    } else {
      rest.row += 1
      rest.rows -= 1
    }
    write(lines.here, in: rest)
  }

  /// Line below line, as many as there is room for.
  private mutating func write(_ lines: [ConsoleLine], in area: Area) {
    var row = area.row
    for line in lines {
      guard row < area.endRow else { return }
      let room = Area(
        column: area.column, row: row, columns: area.columns,
        rows: min(line.mostRows, area.endRow - row))
      row += max(1, canvas.wrap(say(line.text), in: room, line.style))
    }
  }

  // MARK: Questions

  private mutating func paintList(_ question: Bilingual) {
    canvas.write(say(question), column: body.column, row: body.row, .heading, within: body.columns)
    if state.pages > 1 {
      canvas.right(
        say(KioskPhrases.page(state.page + 1, of: state.pages)), row: body.row,
        end: body.endColumn, .quiet)
    }
    let step = max(1, min(3, (body.rows - 1) / Console.perPage))
    for (index, option) in state.options.enumerated() {
      let area = Area(
        column: body.column, row: body.row + 1 + index * step, columns: body.columns, rows: step)
      guard area.row < body.endRow else { break }
      let isFocused = state.focus == index
      let style: Style = isFocused ? .focus : .choice
      canvas.fill(area, style)
      canvas.write(
        isFocused ? "▶\(index + 1) " : " \(index + 1) ", column: area.column, row: area.row,
        isFocused ? .focus : .choiceKey)
      canvas.write(
        say(option.text), column: area.column + 4, row: area.row, style, within: area.columns - 4)
      canvas.target(area, option.action)
    }
  }

  private mutating func paintEntry(_ question: Bilingual, _ text: String) {
    let rows = canvas.wrap(
      say(question), in: Area(column: body.column, row: body.row, columns: body.columns, rows: 2),
      .heading)
    canvas.words(
      CellText.clean(text),
      in: Area(
        column: body.column, row: body.row + rows + 1, columns: body.columns,
        rows: min(5, max(3, body.rows - rows - 1))))
  }

  private mutating func paintSignIn(_ form: SignIn) {
    canvas.write(
      say(ConsolePhrases.signIn), column: body.column, row: body.row, .heading,
      within: body.columns)
    let dots = String(repeating: "●", count: form.pin.count)
    let fields = [
      (ConsolePhrases.staffNumber, CellText.clean(form.clerk), !form.isAtPIN),
      (ConsolePhrases.pin, dots, form.isAtPIN),
    ]
    for (index, (name, text, isHere)) in fields.enumerated() {
      let row = body.row + 2 + index * 4
      canvas.write(say(name), column: body.column, row: row, isHere ? .strong : .page)
      let area = Area(
        column: body.column, row: row + 1, columns: min(44, body.columns), rows: 3)
      if isHere {
        canvas.words(text, in: area)
      } else {
        canvas.box(area, .entry)
        canvas.write(
          text, column: area.column + 2, row: area.row + 1, .entry, within: area.columns - 4)
        canvas.target(area, .otherField)
      }
    }
    canvas.write(
      say(ConsolePhrases.pinHidden), column: body.column, row: body.row + 10, .quiet,
      within: body.columns)
  }
}

import Hall
import HallAPI
public import TextUI

extension Board {
  /// The smallest terminal a board fits.
  public static let smallest = Size(columns: 80, rows: 24)

  /// The picture of this state; the same state and size always give the same picture.
  public func render(size: Size) -> Picture {
    var painter = BoardPainter(self, size: size)
    painter.paint()
    return painter.canvas.screen.picture
  }
}

/// Draws one state of a board: the last call as large as can be, the others, who waits, notices.
struct BoardPainter {
  let state: Board
  /// Nothing on a board can be touched.
  var canvas: Canvas<Never>
  /// A cell less than the screen in both directions, and somewhere else every few minutes.
  private let frame: Area

  init(_ state: Board, size: Size) {
    self.state = state
    canvas = Canvas(size: size)
    let (right, down) = [(0, 0), (1, 0), (1, 1), (0, 1)][state.shift % 4]
    frame = Area(
      column: right, row: down, columns: max(0, size.columns - 1), rows: max(0, size.rows - 1))
  }

  mutating func paint() {
    let size = canvas.size
    guard size.columns >= Board.smallest.columns, size.rows >= Board.smallest.rows else {
      let words = KioskPhrases.tooSmall(
        columns: size.columns, rows: size.rows, neededColumns: Board.smallest.columns,
        neededRows: Board.smallest.rows)
      canvas.wrap(
        words.zh + " " + words.en,
        in: Area(column: 0, row: 0, columns: size.columns, rows: size.rows))
      return
    }
    paintTitle()
    let body = Area(
      column: frame.column + 1, row: frame.row + 1, columns: frame.columns - 2,
      rows: frame.rows - 3)
    if let words = trouble {
      let area = Area(
        column: body.column, row: body.row + body.rows / 3, columns: body.columns, rows: 4)
      let rows = canvas.wrap(words.zh, in: area, .heading, centred: true)
      canvas.wrap(
        words.en,
        in: Area(column: area.column, row: area.row + rows, columns: area.columns, rows: 3),
        .heading, centred: true)
      return
    }
    let high = max(10, body.rows * 9 / 20)
    paintLatest(in: Area(column: body.column, row: body.row, columns: body.columns, rows: high))
    let rest = Area(
      column: body.column, row: body.row + high, columns: body.columns, rows: body.rows - high)
    let left = rest.columns * 11 / 20
    paintCalls(in: Area(column: rest.column, row: rest.row, columns: left, rows: rest.rows))
    paintWaiting(
      in: Area(
        column: rest.column + left + 2, row: rest.row, columns: rest.columns - left - 2,
        rows: rest.rows))
    paintFoot()
  }

  /// What stands instead of the board.
  private var trouble: Bilingual? {
    if state.isRefused { return BoardPhrases.notAllowed }
    if state.isMisplaced, let zone = state.zone {
      return BoardPhrases.noSuchZone(CellText.clean(zone))
    }
    return state.board == nil ? BoardPhrases.connecting : nil
  }

  private func say(_ text: Bilingual) -> String {
    let (zh, en) = (CellText.clean(text.zh), CellText.clean(text.en))
    return zh == en ? zh : "\(zh)  \(en)"
  }

  private mutating func paintTitle() {
    let row = Area(column: frame.column, row: frame.row, columns: frame.columns, rows: 1)
    canvas.fill(row, .title)
    let clock = WallClock(state.now).timeOfDay
    canvas.right(clock, row: row.row, end: row.endColumn - 1, .title)
    guard let hall = state.hall?.hall else { return }
    var name = say(hall.name)
    if let zone = state.zoneName { name = "\(say(zone)) · \(name)" }
    canvas.write(
      name, column: row.column + 1, row: row.row, .title, within: row.columns - 9)
  }

  // MARK: Calls

  private mutating func paintLatest(in area: Area) {
    guard let call = state.calls.first else {
      let words = BoardPhrases.nobodyCalled
      canvas.centre(CellText.clean(words.zh), row: area.row + area.rows / 2, in: area, .heading)
      canvas.centre(CellText.clean(words.en), row: area.row + area.rows / 2 + 1, in: area, .heading)
      return
    }
    let style: Style = state.isNew(call) ? .good : .large
    canvas.fill(
      Area(column: area.column, row: area.row, columns: area.columns, rows: area.rows - 1), style)
    // Not by colour alone: who is called now has arrows.
    let mark = state.isNew(call) ? "▶▶ " : ""
    var head = mark + say(BoardPhrases.pleaseCome)
    if call.calls > 1 { head += "  " + say(BoardPhrases.called(call.calls)) }
    canvas.write(head, column: area.column + 1, row: area.row, style, within: area.columns - 2)
    let rows = area.rows - 3
    let window = CellText.clean(call.window)
    // A number has about twice as many letters as a window.
    let split = area.columns * 62 / 100
    large(
      CellText.clean(call.number),
      in: Area(column: area.column + 1, row: area.row + 1, columns: split - 4, rows: rows), style)
    canvas.write(
      "━▶", column: area.column + split - 2, row: area.row + 1 + rows / 2, style)
    let side = Area(
      column: area.column + split + 2, row: area.row + 1, columns: area.columns - split - 3,
      rows: rows)
    large(window, in: side, style)
    canvas.centre(
      say(BoardPhrases.window(window)), row: area.row + 1 + rows, in: side, style)
  }

  /// In the letters of ticket numbers where they fit, in plain ones where they do not.
  private mutating func large(_ text: String, in area: Area, _ style: Style) {
    let rows = LargeFont.rows(of: text, columns: area.columns, rows: area.rows)
    let top = area.row + max(0, area.rows - rows.count) / 2
    for (offset, line) in rows.enumerated() {
      canvas.centre(line, row: top + offset, in: area, style)
    }
    if rows.isEmpty { canvas.centre(text, row: area.row + area.rows / 2, in: area, style) }
  }

  private mutating func paintCalls(in area: Area) {
    canvas.write(
      say(BoardPhrases.recent), column: area.column, row: area.row, .heading, within: area.columns)
    let calls = state.calls.dropFirst()
    // Large ones where the screen is large; a row each where it is not.
    let isRoomy = area.rows >= 14 && area.columns >= 50
    let high = isRoomy ? 5 : 1
    let wide = isRoomy ? 50 : 38
    let perRow = max(1, (area.columns + 2) / wide)
    let places = max(0, (area.rows - 1) / high) * perRow
    for (index, call) in calls.prefix(places).enumerated() {
      let width = (area.columns - 2 * (perRow - 1)) / perRow
      let place = Area(
        column: area.column + index % perRow * (width + 2),
        row: area.row + 1 + index / perRow * high, columns: width, rows: high)
      paint(call, in: place, isRoomy: isRoomy)
    }
  }

  private mutating func paint(
    _ call: QueueInterface.BoardCall, in area: Area, isRoomy: Bool
  ) {
    let style: Style = state.isNew(call) ? .good : .strong
    let number = CellText.clean(call.number)
    let words =
      "\(state.isNew(call) ? "▶▶" : " ▶") \(say(BoardPhrases.window(CellText.clean(call.window))))"
    guard isRoomy else {
      let used = canvas.write(number, column: area.column, row: area.row, style)
      canvas.write(
        words, column: area.column + max(6, used + 1), row: area.row, .page,
        within: area.columns - max(6, used + 1))
      return
    }
    let rows = LargeFont.rows(of: number, columns: 24, rows: 4)
    for (offset, line) in rows.enumerated() {
      canvas.write(line, column: area.column, row: area.row + offset, style)
    }
    if rows.isEmpty { canvas.write(number, column: area.column, row: area.row + 1, style) }
    canvas.write(
      words, column: area.column + 25, row: area.row + 1, .page, within: area.columns - 25)
  }

  // MARK: Who waits

  private mutating func paintWaiting(in area: Area) {
    let services = state.services
    let people = services.reduce(0) { $0 + $1.waiting }
    let sum = say(BoardPhrases.inAll(people))
    canvas.right(sum, row: area.row, end: area.endColumn, .quiet)
    let room = area.columns - TextWidth.cells(sum) - 1
    let head = say(BoardPhrases.waiting)
    canvas.write(
      TextWidth.cells(head) <= room ? head : BoardPhrases.waiting.zh, column: area.column,
      row: area.row, .heading, within: room)
    guard !services.isEmpty else {
      canvas.write(
        say(BoardPhrases.nobodyWaits), column: area.column, row: area.row + 1, .quiet,
        within: area.columns)
      return
    }
    let rows = max(1, area.rows - 1)
    let page = state.page(of: (services.count + rows - 1) / rows)
    for (index, line) in services.dropFirst(page * rows).prefix(rows).enumerated() {
      let row = area.row + 1 + index
      let count = String(line.waiting)
      canvas.right(count, row: row, end: area.endColumn, .strong)
      let room = area.columns - TextWidth.cells(count) - 2
      let zh = CellText.clean(line.name.zh)
      let used = canvas.write(zh, column: area.column, row: row, within: room)
      guard room - used > 8 else { continue }
      canvas.write(
        CellText.clean(line.name.en), column: area.column + used + 2, row: row, .quiet,
        within: room - used - 2)
    }
  }

  // MARK: Foot

  private mutating func paintFoot() {
    let rows = Area(
      column: frame.column, row: frame.endRow - 2, columns: frame.columns, rows: 2)
    func show(_ text: Bilingual, _ style: Style) {
      canvas.fill(rows, style)
      for (offset, words) in [text.zh, text.en].enumerated() {
        canvas.write(
          CellText.clean(words), column: rows.column + 1, row: rows.row + offset, style,
          within: rows.columns - 2)
      }
    }
    if !state.isConnected, let asOf = state.asOf {
      show(BoardPhrases.offline(since: WallClock(asOf).timeOfDay), .warning)
      return
    }
    let notices = state.notices
    guard !notices.isEmpty else { return }
    show(notices[state.page(of: notices.count)], .closed)
  }
}

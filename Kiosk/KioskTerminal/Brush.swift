import CNcursesW
import Glibc
import TextUI

/// Puts a screen into ncurses, which sends only what changed.
struct Brush {
  private let attributes: [Style: UInt32]

  /// Takes the terminal over: raw keys, no echo, touches, colours.
  init() {
    raw()
    noecho()
    nonl()
    keypad(kiosk_stdscr(), true)
    nodelay(kiosk_stdscr(), true)
    // A lone Esc means back; wait no longer for the rest of a sequence than a fast line needs.
    set_escdelay(50)
    mousemask(mmask_t(kiosk_MOUSE_PRESS), nil)
    // A press is a touch; waiting to see whether it becomes a double click makes it feel dead.
    mouseinterval(0)
    curs_set(0)
    attributes = Palette.start()
  }

  mutating func draw(_ picture: Picture, wipes: Bool) {
    let window = kiosk_stdscr()
    if wipes { kiosk_repaint() }
    for row in 0..<picture.size.rows {
      for column in 0..<picture.size.columns {
        guard let cell = picture[column, row], !cell.isTail else { continue }
        wattrset(window, Int32(bitPattern: attributes[cell.style] ?? 0))
        mvwaddstr(window, Int32(row), Int32(column), cell.glyph)
      }
    }
    if let cursor = picture.cursor {
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      curs_set(1)
    } else {
      curs_set(0)
    }
    wrefresh(window)
  }

  /// Leaves nothing of anybody on the terminal.
  func clean() {
    wattrset(kiosk_stdscr(), 0)
    wclear(kiosk_stdscr())
    wrefresh(kiosk_stdscr())
  }
}

/// Colours for what a cell is for: dark on light, every pair at 4.5:1 or better (standards 2.10).
enum Palette {
  private struct Ink {
    /// Of the 256-colour cube.
    let text: Int16
    let ground: Int16
    /// Of the first eight.
    let plainText: Int16
    let plainGround: Int16
    var attributes: UInt32 = 0
  }

  /// Attributes for each style, as rich as the terminal allows.
  static func start() -> [Style: UInt32] {
    guard has_colors(), start_color() == OK, kiosk_colors() >= 8 else {
      return Dictionary(uniqueKeysWithValues: Style.allCases.map { ($0, monochrome($0)) })
    }
    var result: [Style: UInt32] = [:]
    for (index, style) in Style.allCases.enumerated() {
      let ink = ink(of: style)
      let pair = Int16(index + 1)
      if kiosk_colors() >= 256 {
        init_pair(pair, ink.text, ink.ground)
      } else {
        init_pair(pair, ink.plainText, ink.plainGround)
      }
      result[style] = kiosk_color_pair(Int32(pair)) | ink.attributes
    }
    return result
  }

  private static func ink(of style: Style) -> Ink {
    let bold = kiosk_A_BOLD
    let (black, red, green, blue, white): (Int16, Int16, Int16, Int16, Int16) = (0, 1, 2, 4, 7)
    switch style {
    case .page: return Ink(text: 234, ground: 255, plainText: black, plainGround: white)
    case .quiet: return Ink(text: 240, ground: 255, plainText: black, plainGround: white)
    case .strong:
      return Ink(text: 16, ground: 255, plainText: black, plainGround: white, attributes: bold)
    case .heading, .large:
      return Ink(text: 18, ground: 255, plainText: blue, plainGround: white, attributes: bold)
    case .title:
      return Ink(text: 231, ground: 24, plainText: white, plainGround: blue, attributes: bold)
    case .choice: return Ink(text: 18, ground: 231, plainText: blue, plainGround: white)
    case .choiceKey, .focus:
      return Ink(text: 231, ground: 25, plainText: white, plainGround: blue, attributes: bold)
    case .closed: return Ink(text: 240, ground: 253, plainText: black, plainGround: white)
    case .good:
      return Ink(text: 231, ground: 22, plainText: black, plainGround: green, attributes: bold)
    case .warning:
      return Ink(text: 231, ground: 88, plainText: white, plainGround: red, attributes: bold)
    case .entry: return Ink(text: 16, ground: 231, plainText: black, plainGround: white)
    case .entryFocus:
      return Ink(text: 16, ground: 231, plainText: black, plainGround: white, attributes: bold)
    }
  }

  private static func monochrome(_ style: Style) -> UInt32 {
    switch style {
    case .page, .quiet, .choice, .closed, .entry: kiosk_A_NORMAL
    case .strong, .heading, .large, .entryFocus: kiosk_A_BOLD
    case .title, .choiceKey, .focus, .good, .warning: kiosk_A_REVERSE
    }
  }
}

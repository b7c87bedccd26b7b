import CNcursesW
import Glibc
import TextUI

/// Puts a screen into ncurses, which sends only what changed.
struct Brush {
  private let attributes: [Style: UInt32]

  /// Takes the terminal over: raw keys, no echo, touches, colours.
  init(_ theme: Theme) {
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
    attributes = Palette.start(theme)
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

/// Puts a theme into the terminal's colour pairs.
enum Palette {
  /// Attributes for each style, as rich as the terminal allows.
  static func start(_ theme: Theme) -> [Style: UInt32] {
    guard has_colors(), start_color() == OK, kiosk_colors() >= 8 else {
      return Dictionary(uniqueKeysWithValues: Style.allCases.map { ($0, monochrome($0)) })
    }
    var result: [Style: UInt32] = [:]
    for (index, style) in Style.allCases.enumerated() {
      let ink = theme[style]
      let pair = Int16(index + 1)
      if kiosk_colors() >= 256 {
        init_pair(pair, Int16(ink.text), Int16(ink.ground))
      } else {
        init_pair(pair, Int16(ink.plainText), Int16(ink.plainGround))
      }
      result[style] =
        kiosk_color_pair(Int32(pair)) | (ink.isBold ? kiosk_A_BOLD : kiosk_A_NORMAL)
    }
    return result
  }

  private static func monochrome(_ style: Style) -> UInt32 {
    switch style {
    case .page, .quiet, .choice, .closed, .entry: kiosk_A_NORMAL
    case .strong, .heading, .large, .entryFocus: kiosk_A_BOLD
    case .title, .choiceKey, .focus, .good, .warning: kiosk_A_REVERSE
    }
  }
}

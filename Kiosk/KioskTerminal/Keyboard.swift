import CNcursesW
import Glibc
import TextUI

/// Keys and touches as ncurses reports them, as what hands do.
enum Keyboard {
  /// Ctrl-C in raw mode.
  private static let interrupt: UInt32 = 3
  private static let escape: UInt32 = 27
  /// Ctrl-L, with which terminals have always been asked to be painted anew.
  private static let formFeed: UInt32 = 12
  private static let delete: UInt32 = 127

  /// Everything that has been typed since the last time; never waits.
  static func read() -> [Hand] {
    var hands: [Hand] = []
    var code: UInt32 = 0
    while true {
      switch wget_wch(kiosk_stdscr(), &code) {
      case OK: if let hand = character(code) { hands.append(hand) }
      case KEY_CODE_YES: if let hand = special(Int32(bitPattern: code)) { hands.append(hand) }
      default: return hands
      }
    }
  }

  private static func character(_ code: UInt32) -> Hand? {
    switch code {
    case interrupt: return .quit
    case escape: return .key(.escape)
    case formFeed:
      return .resized(Size(columns: Int(kiosk_columns()), rows: Int(kiosk_lines())))
    case 8, delete: return .key(.backspace)
    case 9: return .key(.tab)
    case 10, 13: return .key(.enter)
    default:
      guard code >= 0x20, let scalar = Unicode.Scalar(code) else { return nil }
      return .key(.character(Character(scalar)))
    }
  }

  private static func special(_ code: Int32) -> Hand? {
    switch code {
    case KEY_UP: return .key(.up)
    case KEY_DOWN: return .key(.down)
    case KEY_LEFT: return .key(.left)
    case KEY_RIGHT: return .key(.right)
    case KEY_ENTER: return .key(.enter)
    case KEY_BACKSPACE, KEY_DC: return .key(.backspace)
    case KEY_BTAB: return .key(.backTab)
    case KEY_NPAGE: return .key(.pageDown)
    case KEY_PPAGE: return .key(.pageUp)
    case KEY_RESIZE:
      return .resized(Size(columns: Int(kiosk_columns()), rows: Int(kiosk_lines())))
    case KEY_MOUSE: return touch()
    default:
      let functions: ClosedRange<Int32> = kiosk_KEY_F(1)...kiosk_KEY_F(12)
      guard functions.contains(code) else { return nil }
      return .key(.function(Int(code - functions.lowerBound) + 1))
    }
  }

  private static func touch() -> Hand? {
    var event = MEVENT()
    guard getmouse(&event) == OK, event.bstate & UInt32(kiosk_MOUSE_PRESS) != 0 else { return nil }
    let size = Size(columns: Int(kiosk_columns()), rows: Int(kiosk_lines()))
    return .click(Position(column: Int(event.x), row: Int(event.y)), size)
  }
}

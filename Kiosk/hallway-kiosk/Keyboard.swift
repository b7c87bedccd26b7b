import CNcursesW
import Glibc
import KioskScreens

/// Keys and touches as ncurses reports them, as events of the kiosk.
enum Keyboard {
  /// Ctrl-C in raw mode.
  private static let interrupt: UInt32 = 3
  private static let escape: UInt32 = 27
  private static let delete: UInt32 = 127

  /// Everything that has been typed since the last time; never waits.
  static func read() -> [Input] {
    var inputs: [Input] = []
    var code: UInt32 = 0
    while true {
      switch wget_wch(kiosk_stdscr(), &code) {
      case OK: if let input = character(code) { inputs.append(input) }
      case KEY_CODE_YES: if let input = special(Int32(bitPattern: code)) { inputs.append(input) }
      default: return inputs
      }
    }
  }

  private static func character(_ code: UInt32) -> Input? {
    switch code {
    case interrupt: return .quit
    case escape: return .event(.key(.escape))
    case 8, delete: return .event(.key(.backspace))
    case 9: return .event(.key(.tab))
    case 10, 13: return .event(.key(.enter))
    default:
      guard code >= 0x20, let scalar = Unicode.Scalar(code) else { return nil }
      return .event(.key(.character(Character(scalar))))
    }
  }

  private static func special(_ code: Int32) -> Input? {
    switch code {
    case KEY_UP: return .event(.key(.up))
    case KEY_DOWN: return .event(.key(.down))
    case KEY_LEFT: return .event(.key(.left))
    case KEY_RIGHT: return .event(.key(.right))
    case KEY_ENTER: return .event(.key(.enter))
    case KEY_BACKSPACE, KEY_DC: return .event(.key(.backspace))
    case KEY_BTAB: return .event(.key(.backTab))
    case KEY_NPAGE: return .event(.key(.pageDown))
    case KEY_PPAGE: return .event(.key(.pageUp))
    case KEY_RESIZE:
      return .resized(Size(columns: Int(kiosk_columns()), rows: Int(kiosk_lines())))
    case KEY_MOUSE: return touch()
    default:
      let functions: ClosedRange<Int32> = kiosk_KEY_F(1)...kiosk_KEY_F(12)
      guard functions.contains(code) else { return nil }
      return .event(.key(.function(Int(code - functions.lowerBound) + 1)))
    }
  }

  private static func touch() -> Input? {
    var event = MEVENT()
    guard getmouse(&event) == OK, event.bstate & UInt32(kiosk_MOUSE_PRESS) != 0 else { return nil }
    let size = Size(columns: Int(kiosk_columns()), rows: Int(kiosk_lines()))
    return .event(.click(Position(column: Int(event.x), row: Int(event.y)), size))
  }
}

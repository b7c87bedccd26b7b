public import TextUI

extension Console: Front {
  public static var tick: ConsoleEvent { .tick }

  public static func event(of hand: Hand) -> ConsoleEvent? {
    switch hand {
    case .key(let key): .key(key)
    case .click(let position, let size): .click(position, size)
    case .resized, .quit: nil
    }
  }

  public func picture(size: Size) -> Picture { render(size: size).picture }

  public var repaint: Int { 0 }
}

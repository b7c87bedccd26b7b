public import Hall
public import TextUI

extension Board: Front {
  public static var tick: Event { .tick }

  /// Nobody touches a board.
  public static func event(of hand: Hand) -> Event? { nil }

  public func picture(size: Size) -> Picture { render(size: size) }

  public var repaint: Int { shift }

  /// Takes one event in; a board asks for nothing.
  public mutating func handle(_ event: Event, at moment: Moment) -> [Never] {
    take(event, at: moment)
    return []
  }
}

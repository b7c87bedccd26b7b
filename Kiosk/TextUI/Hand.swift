/// One key, named as a keyboard names it.
public enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right, enter, escape, backspace, tab, backTab, pageUp, pageDown
  case function(Int)
}

/// What somebody at the terminal does.
public enum Hand: Sendable, Equatable {
  case key(Key)
  /// A touch or click at a cell of a screen of that size.
  case click(Position, Size)
  case resized(Size)
  /// The front is to end.
  case quit
}

public import Hall

/// A front as its terminal knows it: events in, requests out, and a picture of what it knows.
public protocol Front: Sendable {
  associatedtype Event: Sendable
  associatedtype Request: Sendable

  /// What a hand means to it; nil where it has no ear for it.
  static func event(of hand: Hand) -> Event?
  /// About once a second.
  static var tick: Event { get }

  /// Takes one event in and says what is to be done outside.
  mutating func handle(_ event: Event, at moment: Moment) -> [Request]

  /// What is on the screen; the same state and size always give the same picture.
  func picture(size: Size) -> Picture

  /// Where it changes, the whole screen is painted anew, whatever the terminal may have kept.
  var repaint: Int { get }
}

/// What one touch or click means, and where.
public struct Target<Action: Hashable & Sendable>: Hashable, Sendable {
  public var area: Area
  public var action: Action
}

/// A finished screen of a front: its picture and the places that can be touched.
///
/// `Action` is the front's own word for what a touch does; this layer never looks into it.
public struct Screen<Action: Hashable & Sendable>: Hashable, Sendable {
  public internal(set) var picture: Picture
  /// In the order they were drawn.
  public internal(set) var targets: [Target<Action>] = []

  /// A blank screen.
  public init(size: Size) { picture = Picture(size: size) }

  public var size: Size { picture.size }

  /// What a touch there would do; the target drawn last lies on top.
  public func action(at position: Position) -> Action? {
    targets.last { $0.area.contains(position) }?.action
  }
}

/// A window at work. 窗口状态
public struct WindowState: Sendable, Equatable {
  public let id: String
  /// A clerk is at work here.
  public var isOpen = false
  public var pause: Pause?
  /// Who is at work, as the service knows clerks; nil where nobody said.
  public var clerk: String?
  /// The peer by whose hand the clerk proved who they are, such as `uid 1000`; nil where nobody did.
  public var user: String?
  /// Identity of the ticket it has called or serves.
  public var ticket: Int64?
  /// Calls in a row that passed over an ordinary number; see ``OrderPolicy/ordinaryAfter``.
  public var othersInRow = 0

  public init(id: String) { self.id = id }

  /// Calls numbers now.
  public var isAtWork: Bool { isOpen && pause == nil }
}

public import Hall
public import Varlink

/// What a window's console shows. 窗口台
extension CounterInterface {
  /// One window with all that its clerk works with.
  public struct Desk: Codable, Sendable, Equatable {
    /// To be said as `seen` by whoever acts on what they see.
    public var mark: String
    /// The window takes calls from this caller.
    public var obeys: Bool
    public var window: Window
    /// nil where nobody is served, and for callers whom the window does not obey.
    public var ticket: Served?
    public var next: UpNext?
    /// On hold here, the longest first.
    public var held: [Parked]
    /// Called here and not come; they may come back.
    public var passed: [Parked]
    /// Services a day and window by clause 4.6.
    public var fullLoad: Int
    public var hallPause: Hall.Pause.Reason?
    public var hallBackAt: String?

    public init(
      mark: String, obeys: Bool, window: Window, ticket: Served? = nil, next: UpNext? = nil,
      held: [Parked] = [], passed: [Parked] = [], fullLoad: Int,
      hallPause: Hall.Pause.Reason? = nil, hallBackAt: String? = nil
    ) {
      self.mark = mark
      self.obeys = obeys
      self.window = window
      self.ticket = ticket
      self.next = next
      self.held = held
      self.passed = passed
      self.fullLoad = fullLoad
      self.hallPause = hallPause
      self.hallBackAt = hallBackAt
    }
  }

  /// Who would be called next.
  public struct UpNext: Codable, Sendable, Equatable {
    public var number: String
    public var serviceName: Bilingual
    public var priority: Priority?
    /// ISO 8601.
    public var since: String
    /// Why it is its turn.
    public var words: Bilingual

    public init(
      number: String, serviceName: Bilingual, priority: Priority? = nil, since: String,
      words: Bilingual
    ) {
      self.number = number
      self.serviceName = serviceName
      self.priority = priority
      self.since = since
      self.words = words
    }
  }

  /// A number that the window had and may have again.
  public struct Parked: Codable, Sendable, Equatable {
    public var number: String
    public var serviceName: Bilingual
    /// ISO 8601.
    public var calledAt: String

    public init(number: String, serviceName: Bilingual, calledAt: String) {
      self.number = number
      self.serviceName = serviceName
      self.calledAt = calledAt
    }
  }

  public enum Follow: VarlinkMethod {
    public static let name = "org.hallway.Counter.Follow"

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public init(window: String) { self.window = window }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var desk: Desk
      public init(desk: Desk) { self.desk = desk }
    }
  }

  public struct Moved: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.Moved"
    public var window: String
    public init(window: String) { self.window = window }
  }
}

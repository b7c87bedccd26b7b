public import Hall
public import Varlink

/// `org.hallway.Help`
public enum HelpInterface {
  public struct HelpCall: Codable, Sendable, Equatable {
    public var id: Int
    public var place: String
    public var at: String
    public var times: Int
    public var state: HelpCalls.State
    public var by: String?
    public var answeredAt: String?
    public var overAt: String?

    public init(
      id: Int, place: String, at: String, times: Int, state: HelpCalls.State, by: String? = nil,
      answeredAt: String? = nil, overAt: String? = nil
    ) {
      self.id = id
      self.place = place
      self.at = at
      self.times = times
      self.state = state
      self.by = by
      self.answeredAt = answeredAt
      self.overAt = overAt
    }
  }

  public struct CallReply: Codable, Sendable, Equatable {
    public var call: HelpCall
    public init(call: HelpCall) { self.call = call }
  }

  public struct CallsReply: Codable, Sendable, Equatable {
    public var calls: [HelpCall]
    public init(calls: [HelpCall]) { self.calls = calls }
  }

  public struct CallQuestion: Codable, Sendable, Equatable {
    public var id: Int
    public init(id: Int) { self.id = id }
  }

  public enum Call: VarlinkMethod {
    public static let name = "org.hallway.Help.Call"

    public struct Parameters: Codable, Sendable, Equatable {
      public var place: String
      public init(place: String) { self.place = place }
    }

    public typealias Reply = CallReply
  }

  public enum Follow: VarlinkMethod {
    public static let name = "org.hallway.Help.Follow"
    public typealias Parameters = CallQuestion
    public typealias Reply = CallReply
  }

  public enum List: VarlinkMethod {
    public static let name = "org.hallway.Help.List"
    public typealias Parameters = NoParameters
    public typealias Reply = CallsReply
  }

  public enum Watch: VarlinkMethod {
    public static let name = "org.hallway.Help.Watch"
    public typealias Parameters = NoParameters
    public typealias Reply = CallsReply
  }

  public enum Answer: VarlinkMethod {
    public static let name = "org.hallway.Help.Answer"

    public struct Parameters: Codable, Sendable, Equatable {
      public var id: Int
      public var window: String?

      public init(id: Int, window: String? = nil) {
        self.id = id
        self.window = window
      }
    }

    public typealias Reply = CallReply
  }

  public enum Close: VarlinkMethod {
    public static let name = "org.hallway.Help.Close"
    public typealias Parameters = CallQuestion
    public typealias Reply = CallReply
  }

  public struct TryLater: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Help.TryLater"
    public var seconds: Int
    public init(seconds: Int) { self.seconds = seconds }
  }

  public struct NoSuchCall: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Help.NoSuchCall"
    public var id: Int
    public init(id: Int) { self.id = id }
  }
}

public import Varlink

/// `org.hallway.Ratings`
public enum RatingsInterface {
  public enum Submit: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Submit"

    public struct Parameters: Codable, Sendable, Equatable {
      public var level: Int
      public var ticket: String?
      public var secret: String?
      public var pad: String?
      public var requestId: String

      public init(
        level: Int, ticket: String? = nil, secret: String? = nil, pad: String? = nil,
        requestId: String
      ) {
        self.level = level
        self.ticket = ticket
        self.secret = secret
        self.pad = pad
        self.requestId = requestId
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var level: Int
      public var ratedAt: String

      public init(level: Int, ratedAt: String) {
        self.level = level
        self.ratedAt = ratedAt
      }
    }
  }

  public struct Count: Codable, Sendable, Equatable {
    public var level: Int
    public var count: Int

    public init(level: Int, count: Int) {
      self.level = level
      self.count = count
    }
  }

  public enum Totals: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Totals"

    public struct Parameters: Codable, Sendable, Equatable {
      public var day: String?
      public init(day: String? = nil) { self.day = day }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var day: String
      public var counts: [Count]
      public var finished: Int
      public var unrated: Int

      public init(day: String, counts: [Count], finished: Int, unrated: Int) {
        self.day = day
        self.counts = counts
        self.finished = finished
        self.unrated = unrated
      }
    }
  }

  public struct BadLevel: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.BadLevel"
    public var level: Int
    public init(level: Int) { self.level = level }
  }

  public struct AlreadyRated: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.AlreadyRated"
    public init() {}
  }

  public enum NotRateableReason: String, Codable, Sendable {
    case notFinished, tooLate, noSuchPad, nobodyServed
  }

  public struct NotRateable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NotRateable"
    public var reason: NotRateableReason
    public init(reason: NotRateableReason) { self.reason = reason }
  }

  public struct NoSuchTicket: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NoSuchTicket"
    public var number: String
    public init(number: String) { self.number = number }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Ratings`
public enum RatingsInterface {
  // MARK: What may be said

  public struct Reason: Codable, Sendable, Equatable {
    public var code: String
    public var text: Bilingual

    public init(code: String, text: Bilingual) {
      self.code = code
      self.text = text
    }
  }

  public struct Level: Codable, Sendable, Equatable {
    public var level: Int
    public var text: Bilingual
    public var reasons: [Reason]

    public init(level: Int, text: Bilingual, reasons: [Reason]) {
      self.level = level
      self.text = text
      self.reasons = reasons
    }
  }

  public enum Catalogue: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Catalogue"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var edition: String
      public var name: Bilingual
      public var source: Bilingual
      public var validFrom: String
      public var validUntil: String?
      public var textLimit: Int
      public var levels: [Level]

      public init(
        edition: String, name: Bilingual, source: Bilingual, validFrom: String,
        validUntil: String? = nil, textLimit: Int, levels: [Level]
      ) {
        self.edition = edition
        self.name = name
        self.source = source
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.textLimit = textLimit
        self.levels = levels
      }
    }
  }

  // MARK: At a window

  public struct Clerk: Codable, Sendable, Equatable {
    public var staffNumber: String
    public var name: Bilingual?
    public var post: Bilingual?

    public init(staffNumber: String, name: Bilingual? = nil, post: Bilingual? = nil) {
      self.staffNumber = staffNumber
      self.name = name
      self.post = post
    }
  }

  public struct Evaluation: Codable, Sendable, Equatable {
    public var id: String
    public var ticket: String
    public var stage: RatingStage
    public var service: Bilingual
    public var opensAt: String
    public var closesAt: String

    public init(
      id: String, ticket: String, stage: RatingStage, service: Bilingual, opensAt: String,
      closesAt: String
    ) {
      self.id = id
      self.ticket = ticket
      self.stage = stage
      self.service = service
      self.opensAt = opensAt
      self.closesAt = closesAt
    }
  }

  public enum Ask: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Ask"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var stage: RatingStage

      public init(window: String, stage: RatingStage) {
        self.window = window
        self.stage = stage
      }
    }
  }

  public enum Await: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Await"

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public init(window: String) { self.window = window }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var state: PadState
      public var clerk: Clerk?
      public var evaluation: Evaluation?

      public init(state: PadState, clerk: Clerk? = nil, evaluation: Evaluation? = nil) {
        self.state = state
        self.clerk = clerk
        self.evaluation = evaluation
      }
    }
  }

  // MARK: Rating

  /// Where somebody rates who shows a ticket's code.
  public enum Channel: String, Codable, Sendable {
    case kiosk, qr
  }

  /// What was stored, and when by the hall's clock.
  public struct Receipt: Codable, Sendable, Equatable {
    public var rating: Int
    public var level: Int
    public var ratedAt: String

    public init(rating: Int, level: Int, ratedAt: String) {
      self.rating = rating
      self.level = level
      self.ratedAt = ratedAt
    }
  }

  /// What the holder of a ticket may still say of it.
  public enum May: String, Codable, Sendable {
    case rate
    /// The one 追评.
    case again
    /// Both were given.
    case nothing
  }

  public enum Check: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Check"

    public struct Parameters: Codable, Sendable, Equatable {
      public var ticket: String
      public var secret: String
      public var stage: RatingStage?

      public init(ticket: String, secret: String, stage: RatingStage? = nil) {
        self.ticket = ticket
        self.secret = secret
        self.stage = stage
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var may: May
      public var service: Bilingual

      public init(may: May, service: Bilingual) {
        self.may = may
        self.service = service
      }
    }
  }

  public enum Submit: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Submit"
    public typealias Reply = Receipt

    public struct Parameters: Codable, Sendable, Equatable {
      public var level: Int
      public var reasons: [String]?
      public var text: String?
      public var evaluation: String?
      public var ticket: String?
      public var secret: String?
      public var pad: String?
      public var stage: RatingStage?
      public var channel: Channel?
      public var ratedAt: String?
      public var requestId: String

      public init(
        level: Int, reasons: [String]? = nil, text: String? = nil, evaluation: String? = nil,
        ticket: String? = nil, secret: String? = nil, pad: String? = nil,
        stage: RatingStage? = nil, channel: Channel? = nil, ratedAt: String? = nil,
        requestId: String
      ) {
        self.level = level
        self.reasons = reasons
        self.text = text
        self.evaluation = evaluation
        self.ticket = ticket
        self.secret = secret
        self.pad = pad
        self.stage = stage
        self.channel = channel
        self.ratedAt = ratedAt
        self.requestId = requestId
      }
    }
  }

  public enum RateAgain: VarlinkMethod {
    public static let name = "org.hallway.Ratings.RateAgain"
    public typealias Reply = Receipt

    public struct Parameters: Codable, Sendable, Equatable {
      public var ticket: String
      public var secret: String
      public var stage: RatingStage?
      public var level: Int
      public var reasons: [String]?
      public var text: String?
      public var channel: Channel?
      public var requestId: String

      public init(
        ticket: String, secret: String, stage: RatingStage? = nil, level: Int,
        reasons: [String]? = nil, text: String? = nil, channel: Channel? = nil, requestId: String
      ) {
        self.ticket = ticket
        self.secret = secret
        self.stage = stage
        self.level = level
        self.reasons = reasons
        self.text = text
        self.channel = channel
        self.requestId = requestId
      }
    }
  }

  // MARK: Refusals

  public struct BadLevel: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.BadLevel"
    public var level: Int
    public init(level: Int) { self.level = level }
  }

  public struct BadReason: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.BadReason"
    public var code: String
    public init(code: String) { self.code = code }
  }

  public struct TextTooLong: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.TextTooLong"
    public var limit: Int
    public init(limit: Int) { self.limit = limit }
  }

  public struct AlreadyRated: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.AlreadyRated"
    public init() {}
  }

  public enum NotRateableReason: String, Codable, Sendable {
    case notOpen, notFinished, tooLate, noSuchPad, nobodyServed, wrongPlace, notRated
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

  public struct NoSuchWindow: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NoSuchWindow"
    public var window: String
    public init(window: String) { self.window = window }
  }

  /// The caller's user has all its places before the window.
  public struct TooManyPads: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.TooManyPads"
    public var limit: Int
    public init(limit: Int) { self.limit = limit }
  }
}

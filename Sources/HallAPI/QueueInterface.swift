public import Hall
public import Varlink

/// `org.hallway.Queue`
public enum QueueInterface {
  public struct Wait: Codable, Sendable, Equatable {
    public var lowMinutes: Int
    public var highMinutes: Int

    public init(lowMinutes: Int, highMinutes: Int) {
      self.lowMinutes = lowMinutes
      self.highMinutes = highMinutes
    }
  }

  public struct Paper: Codable, Sendable, Equatable {
    public var state: PaperState
    public var reason: String?

    public init(state: PaperState, reason: String? = nil) {
      self.state = state
      self.reason = reason
    }
  }

  public struct Ticket: Codable, Sendable, Equatable {
    public var number: String
    public var day: String
    public var service: String
    public var serviceName: Bilingual
    public var state: TicketState
    public var takenAt: String
    public var priority: Priority?
    public var windows: [String]
    public var zones: [Bilingual]
    public var window: String?
    public var ahead: Int?
    public var wait: Wait?
    public var paper: Paper
    public var secret: String?
    public var holder: String?
    public var rating: Int?

    public init(
      number: String, day: String, service: String, serviceName: Bilingual, state: TicketState,
      takenAt: String, priority: Priority?, windows: [String], zones: [Bilingual],
      window: String?, ahead: Int?, wait: Wait?, paper: Paper, secret: String?, holder: String?,
      rating: Int?
    ) {
      self.number = number
      self.day = day
      self.service = service
      self.serviceName = serviceName
      self.state = state
      self.takenAt = takenAt
      self.priority = priority
      self.windows = windows
      self.zones = zones
      self.window = window
      self.ahead = ahead
      self.wait = wait
      self.paper = paper
      self.secret = secret
      self.holder = holder
      self.rating = rating
    }
  }

  /// The reply of every method that answers with one ticket.
  public struct TicketReply: Codable, Sendable, Equatable {
    public var ticket: Ticket
    public init(ticket: Ticket) { self.ticket = ticket }
  }

  public struct TicketQuestion: Codable, Sendable, Equatable {
    public var number: String
    public var secret: String?

    public init(number: String, secret: String? = nil) {
      self.number = number
      self.secret = secret
    }
  }

  public struct BoardCall: Codable, Sendable, Equatable {
    public var number: String
    public var window: String
    public var calledAt: String

    public init(number: String, window: String, calledAt: String) {
      self.number = number
      self.window = window
      self.calledAt = calledAt
    }
  }

  public struct WindowLine: Codable, Sendable, Equatable {
    public var window: String
    public var name: Bilingual
    public var waiting: Int
    public var current: String?

    public init(window: String, name: Bilingual, waiting: Int, current: String?) {
      self.window = window
      self.name = name
      self.waiting = waiting
      self.current = current
    }
  }

  public enum TakeTicket: VarlinkMethod {
    public static let name = "org.hallway.Queue.TakeTicket"
    public typealias Reply = TicketReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var service: String
      public var requestId: String
      public var card: String?
      public var phone: String?
      public var priority: Priority?
      public var language: Language?

      public init(
        service: String, requestId: String, card: String? = nil, phone: String? = nil,
        priority: Priority? = nil, language: Language? = nil
      ) {
        self.service = service
        self.requestId = requestId
        self.card = card
        self.phone = phone
        self.priority = priority
        self.language = language
      }
    }
  }

  public enum GetTicket: VarlinkMethod {
    public static let name = "org.hallway.Queue.GetTicket"
    public typealias Parameters = TicketQuestion
    public typealias Reply = TicketReply
  }

  public enum Follow: VarlinkMethod {
    public static let name = "org.hallway.Queue.Follow"
    public typealias Parameters = TicketQuestion
    public typealias Reply = TicketReply
  }

  public enum Reprint: VarlinkMethod {
    public static let name = "org.hallway.Queue.Reprint"
    public typealias Reply = TicketReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String
      public var secret: String

      public init(number: String, secret: String) {
        self.number = number
        self.secret = secret
      }
    }
  }

  public enum Board: VarlinkMethod {
    public static let name = "org.hallway.Queue.Board"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var calls: [BoardCall]
      public var lines: [WindowLine]
      public var waiting: Int

      public init(calls: [BoardCall], lines: [WindowLine], waiting: Int) {
        self.calls = calls
        self.lines = lines
        self.waiting = waiting
      }
    }
  }

  public struct NoSuchService: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoSuchService"
    public var service: String
    public init(service: String) { self.service = service }
  }

  public struct ServiceClosed: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.ServiceClosed"
    public var service: String
    public var opensAt: String?

    public init(service: String, opensAt: String?) {
      self.service = service
      self.opensAt = opensAt
    }
  }

  public struct AlreadyWaiting: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.AlreadyWaiting"
    public var service: String
    public var number: String

    public init(service: String, number: String) {
      self.service = service
      self.number = number
    }
  }

  public struct CardRequired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.CardRequired"
    public var service: String
    public init(service: String) { self.service = service }
  }

  public struct CardExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.CardExpired"
    public init() {}
  }

  public struct NoSuchTicket: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoSuchTicket"
    public var number: String
    public init(number: String) { self.number = number }
  }

  public struct PrinterUnavailable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.PrinterUnavailable"
    public var reason: String
    public init(reason: String) { self.reason = reason }
  }

  public struct RequestMismatch: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.RequestMismatch"
    public var requestId: String
    public init(requestId: String) { self.requestId = requestId }
  }
}

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
    public var laterServices: [String]
    public var state: TicketState
    public var takenAt: String
    public var priority: Priority?
    public var windows: [String]
    public var zones: [Bilingual]
    public var window: String?
    public var callableFrom: String?
    public var backAt: String?
    public var mayReturn: Bool
    public var ahead: Int?
    public var wait: Wait?
    public var paper: Paper
    public var secret: String?
    public var holder: String?
    public var rating: Int?

    public init(
      number: String, day: String, service: String, serviceName: Bilingual, laterServices: [String],
      state: TicketState, takenAt: String, priority: Priority? = nil, windows: [String],
      zones: [Bilingual], window: String? = nil, callableFrom: String? = nil, backAt: String? = nil,
      mayReturn: Bool, ahead: Int? = nil, wait: Wait? = nil, paper: Paper, secret: String? = nil,
      holder: String? = nil, rating: Int? = nil
    ) {
      self.number = number
      self.day = day
      self.service = service
      self.serviceName = serviceName
      self.laterServices = laterServices
      self.state = state
      self.takenAt = takenAt
      self.priority = priority
      self.windows = windows
      self.zones = zones
      self.window = window
      self.callableFrom = callableFrom
      self.backAt = backAt
      self.mayReturn = mayReturn
      self.ahead = ahead
      self.wait = wait
      self.paper = paper
      self.secret = secret
      self.holder = holder
      self.rating = rating
    }
  }

  public struct BoardCall: Codable, Sendable, Equatable {
    public var number: String
    public var window: String
    public var calledAt: String
    public var calls: Int
    public var voice: Bilingual?

    public init(
      number: String, window: String, calledAt: String, calls: Int, voice: Bilingual? = nil
    ) {
      self.number = number
      self.window = window
      self.calledAt = calledAt
      self.calls = calls
      self.voice = voice
    }
  }

  public struct WindowLine: Codable, Sendable, Equatable {
    public var window: String
    public var name: Bilingual
    public var waiting: Int
    public var current: String?
    public var open: Bool
    public var pause: Hall.Pause.Reason?
    public var backAt: String?

    public init(
      window: String, name: Bilingual, waiting: Int, current: String? = nil, open: Bool,
      pause: Hall.Pause.Reason? = nil, backAt: String? = nil
    ) {
      self.window = window
      self.name = name
      self.waiting = waiting
      self.current = current
      self.open = open
      self.pause = pause
      self.backAt = backAt
    }
  }

  /// How many wait for one matter.
  public struct ServiceLine: Codable, Sendable, Equatable {
    public var service: String
    public var name: Bilingual
    public var waiting: Int

    public init(service: String, name: Bilingual, waiting: Int) {
      self.service = service
      self.name = name
      self.waiting = waiting
    }
  }

  public struct TicketProof: Codable, Sendable, Equatable {
    public var number: String
    public var secret: String

    public init(number: String, secret: String) {
      self.number = number
      self.secret = secret
    }
  }

  public struct TicketQuestion: Codable, Sendable, Equatable {
    public var number: String
    public var secret: String?

    public init(number: String, secret: String? = nil) {
      self.number = number
      self.secret = secret
    }
  }

  public struct TicketReply: Codable, Sendable, Equatable {
    public var ticket: Ticket

    public init(ticket: Ticket) {
      self.ticket = ticket
    }
  }

  public enum TakeTicket: VarlinkMethod {
    public static let name = "org.hallway.Queue.TakeTicket"
    public typealias Reply = TicketReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var service: String
      public var laterServices: [String]?
      public var requestId: String
      public var card: String?
      public var phone: String?
      public var priority: Priority?
      public var language: Language?
      public var papers: PaperTicks?
      public var offerHelp: Bool?

      public init(
        service: String, laterServices: [String]? = nil, requestId: String, card: String? = nil,
        phone: String? = nil, priority: Priority? = nil, language: Language? = nil,
        papers: PaperTicks? = nil, offerHelp: Bool? = nil
      ) {
        self.papers = papers
        self.offerHelp = offerHelp
        self.service = service
        self.laterServices = laterServices
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
    public typealias Parameters = TicketProof
    public typealias Reply = TicketReply
  }

  public enum HandOver: VarlinkMethod {
    public static let name = "org.hallway.Queue.HandOver"
    public typealias Parameters = TicketProof
    public typealias Reply = TicketReply
  }

  public enum Leave: VarlinkMethod {
    public static let name = "org.hallway.Queue.Leave"
    public typealias Reply = TicketReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String
      public var secret: String
      public var minutes: Int?

      public init(number: String, secret: String, minutes: Int? = nil) {
        self.number = number
        self.secret = secret
        self.minutes = minutes
      }
    }
  }

  public enum Return: VarlinkMethod {
    public static let name = "org.hallway.Queue.Return"
    public typealias Parameters = TicketProof
    public typealias Reply = TicketReply
  }

  public enum GiveUp: VarlinkMethod {
    public static let name = "org.hallway.Queue.GiveUp"
    public typealias Parameters = TicketProof
    public typealias Reply = TicketReply
  }

  public enum Explain: VarlinkMethod {
    public static let name = "org.hallway.Queue.Explain"

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String

      public init(number: String) {
        self.number = number
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var number: String
      public var reason: String
      public var words: Bilingual

      public init(number: String, reason: String, words: Bilingual) {
        self.number = number
        self.reason = reason
        self.words = words
      }
    }
  }

  public enum Board: VarlinkMethod {
    public static let name = "org.hallway.Queue.Board"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var calls: [BoardCall]
      public var lines: [WindowLine]
      public var services: [ServiceLine]
      public var waiting: Int
      public var pause: Hall.Pause.Reason?
      public var backAt: String?

      public init(
        calls: [BoardCall], lines: [WindowLine], services: [ServiceLine] = [], waiting: Int,
        pause: Hall.Pause.Reason?, backAt: String?
      ) {
        self.calls = calls
        self.lines = lines
        self.services = services
        self.waiting = waiting
        self.pause = pause
        self.backAt = backAt
      }
    }
  }

  public struct NoSuchService: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoSuchService"
    public var service: String

    public init(service: String) {
      self.service = service
    }
  }

  public struct NotOffered: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NotOffered"
    public var service: String
    public var from: String?
    public var until: String?

    public init(service: String, from: String?, until: String?) {
      self.service = service
      self.from = from
      self.until = until
    }
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

    public init(service: String) {
      self.service = service
    }
  }

  public struct CardExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.CardExpired"
    public init() {
    }
  }

  public struct NoSuchTicket: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoSuchTicket"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct PrinterUnavailable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.PrinterUnavailable"
    public var reason: String

    public init(reason: String) {
      self.reason = reason
    }
  }

  public struct RequestMismatch: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.RequestMismatch"
    public var requestId: String

    public init(requestId: String) {
      self.requestId = requestId
    }
  }

  public struct NoMoreNumbers: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoMoreNumbers"
    public var letter: String

    public init(letter: String) {
      self.letter = letter
    }
  }

  public struct HallPaused: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.HallPaused"
    public var reason: Hall.Pause.Reason
    public var backAt: String?

    public init(reason: Hall.Pause.Reason, backAt: String?) {
      self.reason = reason
      self.backAt = backAt
    }
  }

  public struct NotPossible: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NotPossible"
    public var from: String
    public var to: String

    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  public struct NotCalled: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NotCalled"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct NoMoreReturns: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NoMoreReturns"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct WaitUnknown: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.WaitUnknown"
    public init() {
    }
  }

  public struct AlmostYourTurn: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.AlmostYourTurn"
    public init() {
    }
  }

  public struct NotInHand: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.NotInHand"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct QuotaExhausted: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.QuotaExhausted"
    public var service: String
    public var words: Bilingual

    public init(service: String, words: Bilingual) {
      self.service = service
      self.words = words
    }
  }

  public struct RepeatVisits: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Queue.RepeatVisits"
    public var service: String
    public var visits: Int
    public var helpService: String

    public init(service: String, visits: Int, helpService: String) {
      self.service = service
      self.visits = visits
      self.helpService = helpService
    }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Reservations`
public enum ReservationsInterface {
  public struct Reservation: Codable, Sendable, Equatable {
    public var code: String
    public var service: String
    public var from: String
    public var until: String
    public var state: Booking.State
    public var number: String?

    public init(
      code: String, service: String, from: String, until: String, state: Booking.State,
      number: String?
    ) {
      self.code = code
      self.service = service
      self.from = from
      self.until = until
      self.state = state
      self.number = number
    }
  }

  public struct ReservationReply: Codable, Sendable, Equatable {
    public var reservation: Reservation

    public init(reservation: Reservation) {
      self.reservation = reservation
    }
  }

  public enum Book: VarlinkMethod {
    public static let name = "org.hallway.Reservations.Book"
    public typealias Reply = ReservationReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var code: String
      public var service: String
      public var from: String
      public var until: String
      public var idNumber: String?

      public init(
        code: String, service: String, from: String, until: String, idNumber: String? = nil
      ) {
        self.code = code
        self.service = service
        self.from = from
        self.until = until
        self.idNumber = idNumber
      }
    }
  }

  public enum Cancel: VarlinkMethod {
    public static let name = "org.hallway.Reservations.Cancel"
    public typealias Reply = ReservationReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var code: String

      public init(code: String) {
        self.code = code
      }
    }
  }

  public enum CheckIn: VarlinkMethod {
    public static let name = "org.hallway.Reservations.CheckIn"

    public struct Parameters: Codable, Sendable, Equatable {
      public var requestId: String
      public var code: String?
      public var card: String?
      public var phone: String?
      public var language: Language?

      public init(
        requestId: String, code: String? = nil, card: String? = nil, phone: String? = nil,
        language: Language? = nil
      ) {
        self.requestId = requestId
        self.code = code
        self.card = card
        self.phone = phone
        self.language = language
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var reservation: Reservation
      public var number: String
      public var secret: String

      public init(reservation: Reservation, number: String, secret: String) {
        self.reservation = reservation
        self.number = number
        self.secret = secret
      }
    }
  }

  public struct NoSuchReservation: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.NoSuchReservation"
    public init() {
    }
  }

  public struct ReservationOver: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.ReservationOver"
    public var state: Booking.State

    public init(state: Booking.State) {
      self.state = state
    }
  }

  public struct TooEarly: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.TooEarly"
    public var from: String

    public init(from: String) {
      self.from = from
    }
  }

  public struct Restricted: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.Restricted"
    public var until: String

    public init(until: String) {
      self.until = until
    }
  }

  public struct CodeTaken: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.CodeTaken"
    public var code: String

    public init(code: String) {
      self.code = code
    }
  }

  public struct NoSuchService: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.NoSuchService"
    public var service: String

    public init(service: String) {
      self.service = service
    }
  }

  public struct NotOffered: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.NotOffered"
    public var service: String
    public var from: String?
    public var until: String?

    public init(service: String, from: String?, until: String?) {
      self.service = service
      self.from = from
      self.until = until
    }
  }

  public struct Span: Codable, Sendable, Equatable {
    public var opens: String
    public var closes: String

    public init(opens: String, closes: String) {
      self.opens = opens
      self.closes = closes
    }
  }

  public struct OutsideHours: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Reservations.OutsideHours"
    public var day: String
    public var spans: [Span]

    public init(day: String, spans: [Span]) {
      self.day = day
      self.spans = spans
    }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Hall`
public enum HallInterface {
  public struct Field: Codable, Sendable, Equatable {
    public var id: String
    public var name: Bilingual

    public init(id: String, name: Bilingual) {
      self.id = id
      self.name = name
    }
  }

  public struct Service: Codable, Sendable, Equatable {
    public var id: String
    public var field: String
    public var name: Bilingual
    public var letter: String
    public var open: Bool
    public var windows: [String]
    public var card: CardRule
    public var guide: String?

    public init(
      id: String, field: String, name: Bilingual, letter: String, open: Bool, windows: [String],
      card: CardRule, guide: String? = nil
    ) {
      self.guide = guide
      self.id = id
      self.field = field
      self.name = name
      self.letter = letter
      self.open = open
      self.windows = windows
      self.card = card
    }
  }

  public struct Window: Codable, Sendable, Equatable {
    public var id: String
    public var name: Bilingual
    public var kind: WindowKind
    /// What `hallway-board --zone` says.
    public var zoneId: String
    public var zone: Bilingual
    public var services: [String]

    public init(
      id: String, name: Bilingual, kind: WindowKind, zoneId: String = "", zone: Bilingual,
      services: [String]
    ) {
      self.id = id
      self.zoneId = zoneId
      self.name = name
      self.kind = kind
      self.zone = zone
      self.services = services
    }
  }

  public struct Opening: Codable, Sendable, Equatable {
    public var weekday: Int
    public var opens: String
    public var closes: String

    public init(weekday: Int, opens: String, closes: String) {
      self.weekday = weekday
      self.opens = opens
      self.closes = closes
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

  public struct ExceptionalDay: Codable, Sendable, Equatable {
    public var day: String
    public var reason: Bilingual
    public var spans: [Span]

    public init(day: String, reason: Bilingual, spans: [Span]) {
      self.day = day
      self.reason = reason
      self.spans = spans
    }
  }

  public struct Hours: Codable, Sendable, Equatable {
    public var openNow: Bool
    public var weekly: [Opening]
    public var exceptions: [ExceptionalDay]

    public init(openNow: Bool, weekly: [Opening], exceptions: [ExceptionalDay]) {
      self.openNow = openNow
      self.weekly = weekly
      self.exceptions = exceptions
    }
  }

  public struct Info: Codable, Sendable, Equatable {
    public var id: String
    public var name: Bilingual
    public var address: Bilingual
    public var phone: String
    public var sample: Bool
    public var retentionDays: Int
    public var fields: [Field]
    public var guides: Int?
    public var notices: Bool?

    public init(
      id: String, name: Bilingual, address: Bilingual, phone: String, sample: Bool,
      retentionDays: Int, fields: [Field], guides: Int? = nil,
      notices: Bool? = nil
    ) {
      self.guides = guides
      self.notices = notices
      self.id = id
      self.name = name
      self.address = address
      self.phone = phone
      self.sample = sample
      self.retentionDays = retentionDays
      self.fields = fields
    }
  }

  public enum Describe: VarlinkMethod {
    public static let name = "org.hallway.Hall.Describe"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var hall: Info
      public var services: [Service]
      public var windows: [Window]
      public var hours: Hours

      public init(hall: Info, services: [Service], windows: [Window], hours: Hours) {
        self.hall = hall
        self.services = services
        self.windows = windows
        self.hours = hours
      }
    }
  }

  /// A device that is not well; `fault` nil where nothing is plugged in.
  public struct Ailing: Codable, Sendable, Equatable {
    public var id: String
    public var fault: String?

    public init(id: String, fault: String?) {
      self.id = id
      self.fault = fault
    }
  }

  public enum Health: VarlinkMethod {
    public static let name = "org.hallway.Hall.Health"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      /// The last commit reached the disk.
      public var ledger: Bool
      /// Numbers are given now.
      public var open: Bool
      /// Numbers in line.
      public var waiting: Int
      /// Windows at which somebody works.
      public var windows: Int
      public var ailing: [Ailing]

      public init(ledger: Bool, open: Bool, waiting: Int, windows: Int, ailing: [Ailing]) {
        self.ledger = ledger
        self.open = open
        self.waiting = waiting
        self.windows = windows
        self.ailing = ailing
      }
    }
  }

  /// The hall cannot keep its ledger just now: `diskFull` or `storage`.
  public struct Unavailable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Hall.Unavailable"
    public var reason: String
    public init(reason: String) { self.reason = reason }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Figures`
public enum FiguresInterface {
  public struct Spread: Codable, Sendable, Equatable {
    public var p50: Int
    public var p90: Int
    public var longest: Int

    public init(p50: Int, p90: Int, longest: Int) {
      self.p50 = p50
      self.p90 = p90
      self.longest = longest
    }
  }

  public struct Tally: Codable, Sendable, Equatable {
    public var issued: Int
    public var called: Int
    public var finished: Int
    public var passed: Int
    public var abandoned: Int
    public var wait: Spread?
    public var service: Spread?

    public init(
      issued: Int, called: Int, finished: Int, passed: Int, abandoned: Int, wait: Spread? = nil,
      service: Spread? = nil
    ) {
      self.issued = issued
      self.called = called
      self.finished = finished
      self.passed = passed
      self.abandoned = abandoned
      self.wait = wait
      self.service = service
    }
  }

  public struct Hour: Codable, Sendable, Equatable {
    public var hour: Int
    public var tally: Tally

    public init(hour: Int, tally: Tally) {
      self.hour = hour
      self.tally = tally
    }
  }

  public struct WindowLoad: Codable, Sendable, Equatable {
    public var window: String
    public var name: Bilingual
    public var perDay: Double
    public var tally: Tally

    public init(window: String, name: Bilingual, perDay: Double, tally: Tally) {
      self.window = window
      self.name = name
      self.perDay = perDay
      self.tally = tally
    }
  }

  public struct ServiceLoad: Codable, Sendable, Equatable {
    public var service: String
    public var name: Bilingual
    public var tally: Tally

    public init(service: String, name: Bilingual, tally: Tally) {
      self.service = service
      self.name = name
      self.tally = tally
    }
  }

  public enum Report: VarlinkMethod {
    public static let name = "org.hallway.Figures.Report"

    public struct Parameters: Codable, Sendable, Equatable {
      public var from: String?
      public var through: String?

      public init(from: String? = nil, through: String? = nil) {
        self.from = from
        self.through = through
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var from: String
      public var through: String
      public var days: Int
      public var total: Tally
      public var hours: [Hour]
      public var windows: [WindowLoad]
      public var services: [ServiceLoad]
      public var neededWindows: Int
      public var neededStaff: Int

      public init(
        from: String, through: String, days: Int, total: Tally, hours: [Hour],
        windows: [WindowLoad], services: [ServiceLoad], neededWindows: Int, neededStaff: Int
      ) {
        self.from = from
        self.through = through
        self.days = days
        self.total = total
        self.hours = hours
        self.windows = windows
        self.services = services
        self.neededWindows = neededWindows
        self.neededStaff = neededStaff
      }
    }
  }

  public enum Day: VarlinkMethod {
    public static let name = "org.hallway.Figures.Day"

    public struct Parameters: Codable, Sendable, Equatable {
      public var day: String?

      public init(day: String? = nil) {
        self.day = day
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var record: DayRecord

      public init(record: DayRecord) {
        self.record = record
      }
    }
  }

  public enum Calibration: VarlinkMethod {
    public static let name = "org.hallway.Figures.Calibration"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var waits: Int
      public var atMostLow: Double
      public var inside: Double
      public var atMostHigh: Double
      public var meanErrorMinutes: Double

      public init(
        waits: Int, atMostLow: Double, inside: Double, atMostHigh: Double, meanErrorMinutes: Double
      ) {
        self.waits = waits
        self.atMostLow = atMostLow
        self.inside = inside
        self.atMostHigh = atMostHigh
        self.meanErrorMinutes = meanErrorMinutes
      }
    }
  }

  public struct RepeatVisit: Codable, Sendable, Equatable {
    public var service: String
    public var name: Bilingual
    public var visits: Int
    public var first: String
    public var last: String
    public var number: String

    public init(
      service: String, name: Bilingual, visits: Int, first: String, last: String, number: String
    ) {
      self.service = service
      self.name = name
      self.visits = visits
      self.first = first
      self.last = last
      self.number = number
    }
  }

  public enum Visits: VarlinkMethod {
    public static let name = "org.hallway.Figures.Visits"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var times: Int?
      public var withinDays: Int?
      public var people: [RepeatVisit]

      public init(times: Int? = nil, withinDays: Int? = nil, people: [RepeatVisit]) {
        self.times = times
        self.withinDays = withinDays
        self.people = people
      }
    }
  }
}

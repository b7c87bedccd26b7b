public import Hall
public import Varlink

/// What managers and reviewers ask of `org.hallway.Ratings`.
extension RatingsInterface {
  // MARK: Figures

  public struct Count: Codable, Sendable, Equatable {
    public var level: Int
    public var count: Int

    public init(level: Int, count: Int) {
      self.level = level
      self.count = count
    }
  }

  public struct Group: Codable, Sendable, Equatable {
    public var key: String
    public var name: Bilingual
    public var finished: Int
    public var rated: Int
    public var unrated: Int
    public var excluded: Int
    public var counts: [Count]
    public var satisfied: Double?

    public init(
      key: String, name: Bilingual, finished: Int, rated: Int, unrated: Int, excluded: Int,
      counts: [Count], satisfied: Double? = nil
    ) {
      self.key = key
      self.name = name
      self.finished = finished
      self.rated = rated
      self.unrated = unrated
      self.excluded = excluded
      self.counts = counts
      self.satisfied = satisfied
    }
  }

  public enum Totals: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Totals"

    public struct Parameters: Codable, Sendable, Equatable {
      public var from: String?
      public var to: String?
      public var by: Satisfaction.Grouping?

      public init(from: String? = nil, to: String? = nil, by: Satisfaction.Grouping? = nil) {
        self.from = from
        self.to = to
        self.by = by
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var from: String
      public var to: String
      public var smallestGroup: Int
      public var groups: [Group]
      public var withheld: Int

      public init(from: String, to: String, smallestGroup: Int, groups: [Group], withheld: Int) {
        self.from = from
        self.to = to
        self.smallestGroup = smallestGroup
        self.groups = groups
        self.withheld = withheld
      }
    }
  }

  public enum Format: String, Codable, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// A record that lacks what the adapter must have.
  public struct Rejected: Codable, Sendable, Equatable {
    public var rating: Int
    public var day: String
    public var ticket: String
    public var fields: [String]

    public init(rating: Int, day: String, ticket: String, fields: [String]) {
      self.rating = rating
      self.day = day
      self.ticket = ticket
      self.fields = fields
    }
  }

  public enum Export: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Export"

    public struct Parameters: Codable, Sendable, Equatable {
      public var from: String
      public var to: String
      public var adapter: String?
      public var format: Format

      public init(from: String, to: String, adapter: String? = nil, format: Format) {
        self.from = from
        self.to = to
        self.adapter = adapter
        self.format = format
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var line: String
      public var rejected: Rejected?

      public init(line: String, rejected: Rejected? = nil) {
        self.line = line
        self.rejected = rejected
      }
    }
  }

  // MARK: Seals

  public enum Seal: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Seal"
    /// Why nothing is on paper where the hall has no ticket printer.
    public static let noPrinter = "noPrinter"

    public struct Parameters: Codable, Sendable, Equatable {
      public var day: String?
      public var print: Bool?

      public init(day: String? = nil, print: Bool? = nil) {
        self.day = day
        self.print = print
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var day: String
      public var rows: Int
      public var head: String
      public var seal: String
      public var key: String
      public var text: String
      public var printed: Bool
      public var notPrinted: String?

      public init(
        day: String, rows: Int, head: String, seal: String, key: String, text: String,
        printed: Bool, notPrinted: String? = nil
      ) {
        self.day = day
        self.rows = rows
        self.head = head
        self.seal = seal
        self.key = key
        self.text = text
        self.printed = printed
        self.notPrinted = notPrinted
      }
    }
  }

  /// A row with which the hall has noted something of its own ledger.
  public struct Noted: Codable, Sendable, Equatable {
    public var row: Int
    public var what: String

    public init(row: Int, what: String) {
      self.row = row
      self.what = what
    }
  }

  public enum Verify: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Verify"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var rows: Int
      public var seals: Int
      public var head: String
      public var clockSetBack: [Int]
      public var noted: [Noted]
      public var firstBad: Int?
      public var why: String?

      public init(
        rows: Int, seals: Int, head: String, clockSetBack: [Int], noted: [Noted] = [],
        firstBad: Int? = nil, why: String? = nil
      ) {
        self.noted = noted
        self.rows = rows
        self.seals = seals
        self.head = head
        self.clockSetBack = clockSetBack
        self.firstBad = firstBad
        self.why = why
      }
    }
  }

  // MARK: Review

  public enum Exclude: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Exclude"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var rating: Int
      public var kind: RatingExclusion
      public var reason: String

      public init(rating: Int, kind: RatingExclusion, reason: String) {
        self.rating = rating
        self.kind = kind
        self.reason = reason
      }
    }
  }

  public struct Task: Codable, Sendable, Equatable {
    public var id: Int
    public var rating: Int
    public var ticket: String
    public var level: Int
    public var reasons: [String]
    public var text: String?
    public var service: Bilingual
    public var window: String?
    public var openedAt: String
    public var state: RatingTask.State
    public var callBackBy: String?
    public var fixBy: String?
    public var overdue: Bool
    public var confirmed: Bool
    public var note: String?
    public var rule: Bilingual

    public init(
      id: Int, rating: Int, ticket: String, level: Int, reasons: [String], text: String? = nil,
      service: Bilingual, window: String? = nil, openedAt: String, state: RatingTask.State,
      callBackBy: String? = nil, fixBy: String? = nil, overdue: Bool, confirmed: Bool,
      note: String? = nil, rule: Bilingual
    ) {
      self.id = id
      self.rating = rating
      self.ticket = ticket
      self.level = level
      self.reasons = reasons
      self.text = text
      self.service = service
      self.window = window
      self.openedAt = openedAt
      self.state = state
      self.callBackBy = callBackBy
      self.fixBy = fixBy
      self.overdue = overdue
      self.confirmed = confirmed
      self.note = note
      self.rule = rule
    }
  }

  public enum Tasks: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Tasks"

    public struct Parameters: Codable, Sendable, Equatable {
      public var overdueOnly: Bool?
      public var includeClosed: Bool?

      public init(overdueOnly: Bool? = nil, includeClosed: Bool? = nil) {
        self.overdueOnly = overdueOnly
        self.includeClosed = includeClosed
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var tasks: [Task]
      public init(tasks: [Task]) { self.tasks = tasks }
    }
  }

  public enum TaskStep: VarlinkMethod {
    public static let name = "org.hallway.Ratings.TaskStep"

    public struct Parameters: Codable, Sendable, Equatable {
      public var task: Int
      public var step: RatingTask.Step
      public var note: String

      public init(task: Int, step: RatingTask.Step, note: String) {
        self.task = task
        self.step = step
        self.note = note
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var task: Task
      public init(task: Task) { self.task = task }
    }
  }

  public struct Finding: Codable, Sendable, Equatable {
    public var kind: RatingWatch.Kind
    public var place: String
    public var value: Double
    public var threshold: Double
    public var day: String
    public var ratings: [Int]

    public init(
      kind: RatingWatch.Kind, place: String, value: Double, threshold: Double, day: String,
      ratings: [Int]
    ) {
      self.kind = kind
      self.place = place
      self.value = value
      self.threshold = threshold
      self.day = day
      self.ratings = ratings
    }
  }

  public enum Watch: VarlinkMethod {
    public static let name = "org.hallway.Ratings.Watch"

    public struct Parameters: Codable, Sendable, Equatable {
      public var day: String?
      public init(day: String? = nil) { self.day = day }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var day: String
      public var findings: [Finding]

      public init(day: String, findings: [Finding]) {
        self.day = day
        self.findings = findings
      }
    }
  }

  // MARK: Refusals

  public struct NoSuchRating: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NoSuchRating"
    public var rating: Int
    public init(rating: Int) { self.rating = rating }
  }

  public struct NoSuchTask: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NoSuchTask"
    public var task: Int
    public init(task: Int) { self.task = task }
  }

  public struct NoSuchAdapter: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NoSuchAdapter"
    public var adapter: String
    public var known: [String]

    public init(adapter: String, known: [String]) {
      self.adapter = adapter
      self.known = known
    }
  }

  public struct NotPossible: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Ratings.NotPossible"
    public var state: String
    public var possible: [RatingTask.Step]?

    public init(state: String, possible: [RatingTask.Step]? = nil) {
      self.state = state
      self.possible = possible
    }
  }
}

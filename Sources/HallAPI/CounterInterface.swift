public import Hall
public import Varlink

/// `org.hallway.Counter`
public enum CounterInterface {
  public struct Served: Codable, Sendable, Equatable {
    public var number: String
    public var service: String
    public var serviceName: Bilingual
    public var laterServices: [String]
    public var state: TicketState
    public var holder: String?
    public var priority: Priority?
    public var reason: String?
    public var note: String?
    public var calls: Int
    public var calledAt: String
    public var waitedSeconds: Int
    public var papers: Papers?
    /// Times before; nil where the hall's policy does not mind them.
    public var visits: Int?

    public init(
      number: String, service: String, serviceName: Bilingual, laterServices: [String],
      state: TicketState, holder: String? = nil, priority: Priority? = nil, reason: String? = nil,
      note: String? = nil, calls: Int, calledAt: String, waitedSeconds: Int,
      papers: Papers? = nil, visits: Int? = nil
    ) {
      self.papers = papers
      self.visits = visits
      self.number = number
      self.service = service
      self.serviceName = serviceName
      self.laterServices = laterServices
      self.state = state
      self.holder = holder
      self.priority = priority
      self.reason = reason
      self.note = note
      self.calls = calls
      self.calledAt = calledAt
      self.waitedSeconds = waitedSeconds
    }
  }

  public struct Papers: Codable, Sendable, Equatable {
    public var guide: Bilingual
    public var edition: String
    public var verdict: PaperVerdict
    public var present: [Bilingual]
    public var missing: [Bilingual]

    public init(
      guide: Bilingual, edition: String, verdict: PaperVerdict, present: [Bilingual],
      missing: [Bilingual]
    ) {
      self.guide = guide
      self.edition = edition
      self.verdict = verdict
      self.present = present
      self.missing = missing
    }
  }

  public struct Window: Codable, Sendable, Equatable {
    public var window: String
    public var name: Bilingual
    public var open: Bool
    public var pause: Hall.Pause.Reason?
    public var backAt: String?
    public var clerk: String?
    public var current: String?
    public var waiting: Int
    public var today: Int

    public init(
      window: String, name: Bilingual, open: Bool, pause: Hall.Pause.Reason? = nil,
      backAt: String? = nil, clerk: String? = nil, current: String? = nil, waiting: Int, today: Int
    ) {
      self.window = window
      self.name = name
      self.open = open
      self.pause = pause
      self.backAt = backAt
      self.clerk = clerk
      self.current = current
      self.waiting = waiting
      self.today = today
    }
  }

  public struct Line: Codable, Sendable, Equatable {
    public var number: String
    public var service: String
    public var serviceName: Bilingual
    public var state: TicketState
    public var takenAt: String
    public var window: String?
    public var paper: PaperState

    public init(
      number: String, service: String, serviceName: Bilingual, state: TicketState, takenAt: String,
      window: String? = nil, paper: PaperState
    ) {
      self.number = number
      self.service = service
      self.serviceName = serviceName
      self.state = state
      self.takenAt = takenAt
      self.window = window
      self.paper = paper
    }
  }

  public struct WindowQuestion: Codable, Sendable, Equatable {
    public var window: String
    /// The mark of the desk that the caller looked at.
    public var seen: String?

    public init(window: String, seen: String? = nil) {
      self.window = window
      self.seen = seen
    }
  }

  public struct NumberReply: Codable, Sendable, Equatable {
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct ServedReply: Codable, Sendable, Equatable {
    public var ticket: Served

    public init(ticket: Served) {
      self.ticket = ticket
    }
  }

  public struct WindowReply: Codable, Sendable, Equatable {
    public var window: Window

    public init(window: Window) {
      self.window = window
    }
  }

  public enum Open: VarlinkMethod {
    public static let name = "org.hallway.Counter.Open"
    public typealias Reply = WindowReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var clerk: String?
      public var pin: String?
      /// The token of `Cards.Read`.
      public var card: String?

      public init(
        window: String, clerk: String? = nil, pin: String? = nil, card: String? = nil
      ) {
        self.window = window
        self.clerk = clerk
        self.pin = pin
        self.card = card
      }
    }
  }

  public enum CardProof: VarlinkMethod {
    public static let name = "org.hallway.Counter.CardProof"

    public struct Parameters: Codable, Sendable, Equatable {
      public var card: String
      public init(card: String) { self.card = card }
    }

    public struct Reply: Codable, Sendable, Equatable {
      /// 64 hexadecimal digits.
      public var proof: String
      public init(proof: String) { self.proof = proof }
    }
  }

  public enum Close: VarlinkMethod {
    public static let name = "org.hallway.Counter.Close"
    public typealias Parameters = WindowQuestion
    public typealias Reply = WindowReply
  }

  public enum Pause: VarlinkMethod {
    public static let name = "org.hallway.Counter.Pause"
    public typealias Reply = WindowReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var reason: Hall.Pause.Reason
      public var backAt: String?
      public var seen: String?

      public init(
        window: String, reason: Hall.Pause.Reason, backAt: String? = nil, seen: String? = nil
      ) {
        self.window = window
        self.reason = reason
        self.backAt = backAt
        self.seen = seen
      }
    }
  }

  public enum Unpause: VarlinkMethod {
    public static let name = "org.hallway.Counter.Unpause"
    public typealias Parameters = WindowQuestion
    public typealias Reply = WindowReply
  }

  public enum PauseHall: VarlinkMethod {
    public static let name = "org.hallway.Counter.PauseHall"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var reason: Hall.Pause.Reason
      public var backAt: String?

      public init(reason: Hall.Pause.Reason, backAt: String? = nil) {
        self.reason = reason
        self.backAt = backAt
      }
    }
  }

  public enum UnpauseHall: VarlinkMethod {
    public static let name = "org.hallway.Counter.UnpauseHall"
    public typealias Parameters = NoParameters
    public typealias Reply = NoParameters
  }

  public enum CallNext: VarlinkMethod {
    public static let name = "org.hallway.Counter.CallNext"
    public typealias Parameters = WindowQuestion

    public struct Reply: Codable, Sendable, Equatable {
      public var ticket: Served?

      public init(ticket: Served?) {
        self.ticket = ticket
      }
    }
  }

  public enum CallNumber: VarlinkMethod {
    public static let name = "org.hallway.Counter.CallNumber"
    public typealias Reply = ServedReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var number: String
      public var why: String

      public init(window: String, number: String, why: String) {
        self.window = window
        self.number = number
        self.why = why
      }
    }
  }

  public enum Recall: VarlinkMethod {
    public static let name = "org.hallway.Counter.Recall"
    public typealias Parameters = WindowQuestion
    public typealias Reply = ServedReply
  }

  public enum Serve: VarlinkMethod {
    public static let name = "org.hallway.Counter.Serve"
    public typealias Parameters = WindowQuestion
    public typealias Reply = ServedReply
  }

  public enum Finish: VarlinkMethod {
    public static let name = "org.hallway.Counter.Finish"
    public typealias Parameters = WindowQuestion
    public typealias Reply = ServedReply
  }

  public enum Hold: VarlinkMethod {
    public static let name = "org.hallway.Counter.Hold"
    public typealias Reply = ServedReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var why: String?
      public var seen: String?

      public init(window: String, why: String? = nil, seen: String? = nil) {
        self.window = window
        self.why = why
        self.seen = seen
      }
    }
  }

  public enum Resume: VarlinkMethod {
    public static let name = "org.hallway.Counter.Resume"
    public typealias Reply = ServedReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var number: String
      public var seen: String?

      public init(window: String, number: String, seen: String? = nil) {
        self.window = window
        self.number = number
        self.seen = seen
      }
    }
  }

  public enum Pass: VarlinkMethod {
    public static let name = "org.hallway.Counter.Pass"
    public typealias Parameters = WindowQuestion
    public typealias Reply = ServedReply
  }

  public enum Return: VarlinkMethod {
    public static let name = "org.hallway.Counter.Return"
    public typealias Reply = NumberReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String

      public init(number: String) {
        self.number = number
      }
    }
  }

  public enum Transfer: VarlinkMethod {
    public static let name = "org.hallway.Counter.Transfer"
    public typealias Reply = ServedReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var window: String
      public var service: String?
      public var toWindow: String?
      public var note: String?
      public var seen: String?

      public init(
        window: String, service: String? = nil, toWindow: String? = nil, note: String? = nil,
        seen: String? = nil
      ) {
        self.window = window
        self.service = service
        self.toWindow = toWindow
        self.note = note
        self.seen = seen
      }
    }
  }

  public enum Undo: VarlinkMethod {
    public static let name = "org.hallway.Counter.Undo"
    public typealias Parameters = WindowQuestion
    public typealias Reply = WindowReply
  }

  public enum Void: VarlinkMethod {
    public static let name = "org.hallway.Counter.Void"
    public typealias Reply = NumberReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String
      public var why: String

      public init(number: String, why: String) {
        self.number = number
        self.why = why
      }
    }
  }

  public enum LiftQuota: VarlinkMethod {
    public static let name = "org.hallway.Counter.LiftQuota"
    public typealias Reply = NoParameters

    public struct Parameters: Codable, Sendable, Equatable {
      public var service: String?
      public var until: String
      public var why: String

      public init(service: String? = nil, until: String, why: String) {
        self.service = service
        self.until = until
        self.why = why
      }
    }
  }

  public enum PrintBlock: VarlinkMethod {
    public static let name = "org.hallway.Counter.PrintBlock"

    public struct Parameters: Codable, Sendable, Equatable {
      public var letter: String
      public var count: Int
      public var again: EmergencyBlock.Again?

      public init(letter: String, count: Int, again: EmergencyBlock.Again? = nil) {
        self.letter = letter
        self.count = count
        self.again = again
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var numbers: [String]
      public var paper: PaperState
      public var reprint: Bool

      public init(numbers: [String], paper: PaperState, reprint: Bool) {
        self.numbers = numbers
        self.paper = paper
        self.reprint = reprint
      }
    }
  }

  public enum EnterLate: VarlinkMethod {
    public static let name = "org.hallway.Counter.EnterLate"
    public typealias Reply = NumberReply

    public struct Parameters: Codable, Sendable, Equatable {
      public var number: String
      public var day: String?
      public var service: String
      public var takenAt: String
      public var calledAt: String?
      public var finishedAt: String?
      public var window: String?

      public init(
        number: String, day: String? = nil, service: String, takenAt: String,
        calledAt: String? = nil, finishedAt: String? = nil, window: String? = nil
      ) {
        self.number = number
        self.day = day
        self.service = service
        self.takenAt = takenAt
        self.calledAt = calledAt
        self.finishedAt = finishedAt
        self.window = window
      }
    }
  }

  public enum Windows: VarlinkMethod {
    public static let name = "org.hallway.Counter.Windows"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var windows: [Window]

      public init(windows: [Window]) {
        self.windows = windows
      }
    }
  }

  public enum List: VarlinkMethod {
    public static let name = "org.hallway.Counter.List"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var tickets: [Line]

      public init(tickets: [Line]) {
        self.tickets = tickets
      }
    }
  }
}

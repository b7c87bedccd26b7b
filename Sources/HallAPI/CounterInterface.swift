public import Hall
public import Varlink

/// `org.hallway.Counter`
public enum CounterInterface {
  public struct Served: Codable, Sendable, Equatable {
    public var number: String
    public var service: String
    public var serviceName: Bilingual
    public var holder: String?
    public var priority: Priority?
    public var calledAt: String
    public var waitedSeconds: Int

    public init(
      number: String, service: String, serviceName: Bilingual, holder: String?,
      priority: Priority?, calledAt: String, waitedSeconds: Int
    ) {
      self.number = number
      self.service = service
      self.serviceName = serviceName
      self.holder = holder
      self.priority = priority
      self.calledAt = calledAt
      self.waitedSeconds = waitedSeconds
    }
  }

  public struct WindowQuestion: Codable, Sendable, Equatable {
    public var window: String
    public init(window: String) { self.window = window }
  }

  public enum CallNext: VarlinkMethod {
    public static let name = "org.hallway.Counter.CallNext"
    public typealias Parameters = WindowQuestion

    public struct Reply: Codable, Sendable, Equatable {
      public var ticket: Served?
      public init(ticket: Served?) { self.ticket = ticket }
    }
  }

  public enum Finish: VarlinkMethod {
    public static let name = "org.hallway.Counter.Finish"
    public typealias Parameters = WindowQuestion

    public struct Reply: Codable, Sendable, Equatable {
      public var ticket: Served
      public init(ticket: Served) { self.ticket = ticket }
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
      number: String, service: String, serviceName: Bilingual, state: TicketState,
      takenAt: String, window: String?, paper: PaperState
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

  public enum List: VarlinkMethod {
    public static let name = "org.hallway.Counter.List"
    public typealias Parameters = NoParameters

    public struct Reply: Codable, Sendable, Equatable {
      public var tickets: [Line]
      public init(tickets: [Line]) { self.tickets = tickets }
    }
  }

  public struct NoSuchWindow: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NoSuchWindow"
    public var window: String
    public init(window: String) { self.window = window }
  }

  public struct NothingToFinish: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NothingToFinish"
    public var window: String
    public init(window: String) { self.window = window }
  }
}

public import Hall
public import Varlink

/// How a clerk's call is refused.
extension CounterInterface {
  public struct NoSuchWindow: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NoSuchWindow"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct NoSuchNumber: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NoSuchNumber"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct NoSuchService: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NoSuchService"
    public var service: String

    public init(service: String) {
      self.service = service
    }
  }

  public struct ClerkNeeded: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.ClerkNeeded"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct SignInRefused: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.SignInRefused"
    public var waitSeconds: Int

    public init(waitSeconds: Int) {
      self.waitSeconds = waitSeconds
    }
  }

  public struct NotOffered: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NotOffered"
    public var service: String
    /// Days, both included.
    public var from: String?
    public var until: String?

    public init(service: String, from: String?, until: String?) {
      self.service = service
      self.from = from
      self.until = until
    }
  }

  public struct CardExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.CardExpired"
    public init() {}
  }

  public struct WindowNotAllowed: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.WindowNotAllowed"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct BlockPrinted: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.BlockPrinted"
    public var first: String
    public var last: String

    public init(first: String, last: String) {
      self.first = first
      self.last = last
    }
  }

  public struct BlockTooLong: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.BlockTooLong"
    public var left: Int

    public init(left: Int) {
      self.left = left
    }
  }

  public struct NothingToFinish: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NothingToFinish"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct NotPossible: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NotPossible"
    public var from: String
    public var to: String

    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  public struct NotCallable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NotCallable"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct Elsewhere: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.Elsewhere"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct CallAgainFirst: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.CallAgainFirst"
    public var calls: Int
    public var needed: Int

    public init(calls: Int, needed: Int) {
      self.calls = calls
      self.needed = needed
    }
  }

  public struct NoMoreReturns: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NoMoreReturns"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct NothingToUndo: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NothingToUndo"
    public var window: String

    public init(window: String) {
      self.window = window
    }
  }

  public struct ReasonNeeded: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.ReasonNeeded"
    public init() {
    }
  }

  public struct HallPaused: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.HallPaused"
    public var reason: Hall.Pause.Reason
    public var backAt: String?

    public init(reason: Hall.Pause.Reason, backAt: String?) {
      self.reason = reason
      self.backAt = backAt
    }
  }

  public struct NumberTaken: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.NumberTaken"
    public var number: String

    public init(number: String) {
      self.number = number
    }
  }

  public struct TimesContradict: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Counter.TimesContradict"
    public init() {
    }
  }
}

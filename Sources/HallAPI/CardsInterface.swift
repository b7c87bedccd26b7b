public import Hall
public import Varlink

/// `org.hallway.Cards`
public enum CardsInterface {
  public enum ReadingState: String, Codable, Sendable {
    case waiting, reading, retry, card, timeout
  }

  public struct Reading: Codable, Sendable, Equatable {
    public var state: ReadingState
    public var reason: String?
    /// Masked and sanitised.
    public var name: String?
    public var kind: IdentityCard.Kind?
    public var token: String?
    public var tokenSeconds: Int?

    public init(
      state: ReadingState, reason: String? = nil, name: String? = nil,
      kind: IdentityCard.Kind? = nil, token: String? = nil, tokenSeconds: Int? = nil
    ) {
      self.state = state
      self.reason = reason
      self.name = name
      self.kind = kind
      self.token = token
      self.tokenSeconds = tokenSeconds
    }
  }

  public enum Read: VarlinkMethod {
    public static let name = "org.hallway.Cards.Read"

    public struct Parameters: Codable, Sendable, Equatable {
      public var reader: String?
      public var timeoutSeconds: Int?

      public init(reader: String? = nil, timeoutSeconds: Int? = nil) {
        self.reader = reader
        self.timeoutSeconds = timeoutSeconds
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var reading: Reading
      public init(reading: Reading) { self.reading = reading }
    }
  }

  public struct NoReader: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cards.NoReader"
    public init() {}
  }

  public struct ReaderBusy: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cards.ReaderBusy"
    public var reader: String
    public init(reader: String) { self.reader = reader }
  }

  public struct ReaderFault: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cards.ReaderFault"
    public var reader: String
    public var fault: String

    public init(reader: String, fault: String) {
      self.reader = reader
      self.fault = fault
    }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Notices`
public enum NoticesInterface {
  public struct Count: Codable, Sendable, Equatable {
    public var kind: NoticeKind
    public var waiting: Int
    public var sent: Int
    public var givenUp: Int
    public var lapsed: Int

    public init(kind: NoticeKind, waiting: Int, sent: Int, givenUp: Int, lapsed: Int) {
      self.kind = kind
      self.waiting = waiting
      self.sent = sent
      self.givenUp = givenUp
      self.lapsed = lapsed
    }
  }

  public enum Totals: VarlinkMethod {
    public static let name = "org.hallway.Notices.Totals"

    public struct Parameters: Codable, Sendable, Equatable {
      public var day: String?

      public init(day: String? = nil) { self.day = day }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var day: String
      public var sending: Bool
      public var counts: [Count]

      public init(day: String, sending: Bool, counts: [Count]) {
        self.day = day
        self.sending = sending
        self.counts = counts
      }
    }
  }
}

public import Hall
public import Varlink

/// `org.hallway.Privacy`
public enum PrivacyInterface {
  public struct Kept: Codable, Sendable, Equatable {
    public var kind: PersonRecord
    public var count: Int
    /// A day.
    public var until: String?

    public init(kind: PersonRecord, count: Int, until: String?) {
      self.kind = kind
      self.count = count
      self.until = until
    }
  }

  public enum Mine: VarlinkMethod {
    public static let name = "org.hallway.Privacy.Mine"

    public struct Parameters: Codable, Sendable, Equatable {
      public var card: String
      public init(card: String) { self.card = card }
    }

    public struct Reply: Codable, Sendable, Equatable {
      /// Masked.
      public var name: String
      /// Masked.
      public var number: String
      public var kept: [Kept]
      public var days: Int
      public var caseDays: Int
      public var phone: String
      public var address: Bilingual

      public init(
        name: String, number: String, kept: [Kept], days: Int, caseDays: Int, phone: String,
        address: Bilingual
      ) {
        self.name = name
        self.number = number
        self.kept = kept
        self.days = days
        self.caseDays = caseDays
        self.phone = phone
        self.address = address
      }
    }
  }

  public struct CardExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Privacy.CardExpired"
    public init() {}
  }
}

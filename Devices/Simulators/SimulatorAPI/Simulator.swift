public import Varlink

/// The interface `org.hallway.Simulator`; its text says what the methods do.
public enum Simulator {
  public static let name = "org.hallway.Simulator"

  /// The interface as it is served.
  ///
  /// - Throws: `VarlinkIDLError` only if the text in the package is broken.
  public static func interface() throws(VarlinkIDLError) -> VarlinkInterface {
    try VarlinkInterface(
      String(decoding: PackageResources.org_hallway_Simulator_varlink, as: UTF8.self))
  }

  public enum CardKind: String, Codable, Sendable, CaseIterable {
    case resident, permit, foreigner, foreigner2023
  }

  public enum Paper: String, Codable, Sendable, CaseIterable {
    case full, low, out
  }

  public enum Cover: String, Codable, Sendable, CaseIterable {
    case closed, open
  }

  public enum Tearing: String, Codable, Sendable, CaseIterable {
    case whole, singleBytes, leadingGarbage, lostFirstByte
  }

  /// Somebody who does not exist.
  public struct Person: Codable, Sendable, Equatable {
    public var id: String
    public var kind: CardKind
    public var name: String

    public init(id: String, kind: CardKind, name: String) {
      self.id = id
      self.kind = kind
      self.name = name
    }
  }

  public struct Ticket: Codable, Sendable, Equatable {
    /// The queue number, "" if the ticket has none.
    public var number: String
    public var text: String
    /// Absolute path of the picture.
    public var png: String

    public init(number: String, text: String, png: String) {
      self.number = number
      self.text = text
      self.png = png
    }
  }

  public struct Device: Codable, Sendable, Equatable {
    public var id: String
    /// `serial:/path` or `tcp:host:port`.
    public var address: String
    public var connected: Bool

    public init(id: String, address: String, connected: Bool) {
      self.id = id
      self.address = address
      self.connected = connected
    }
  }

  public struct Pad: Codable, Sendable, Equatable {
    public var id: String
    public var asksForRating: Bool
    public var stars: Int?
    public var beeps: Int
    public var acknowledged: Int
    public var givenUp: Int

    public init(
      id: String, asksForRating: Bool, stars: Int?, beeps: Int, acknowledged: Int, givenUp: Int
    ) {
      self.id = id
      self.asksForRating = asksForRating
      self.stars = stars
      self.beeps = beeps
      self.acknowledged = acknowledged
      self.givenUp = givenUp
    }
  }

  public enum KeypadKey: String, Codable, Sendable, CaseIterable {
    case callNext, recall, transfer, pause, askRating, skip, hold, resume
  }

  public struct Keypad: Codable, Sendable, Equatable {
    public var id: String
    public var waiting: String
    public var ticket: String
    public var beeps: Int
    public var acknowledged: Int
    public var givenUp: Int

    public init(
      id: String, waiting: String, ticket: String, beeps: Int, acknowledged: Int, givenUp: Int
    ) {
      self.id = id
      self.waiting = waiting
      self.ticket = ticket
      self.beeps = beeps
      self.acknowledged = acknowledged
      self.givenUp = givenUp
    }
  }

  public struct Strip: Codable, Sendable, Equatable {
    public var id: String
    public var text: String

    public init(id: String, text: String) {
      self.id = id
      self.text = text
    }
  }
}

public import Hall
public import Varlink

/// What the systems that keep cases bring, and what counts days for them.
extension CasesInterface {
  public enum OutcomeWord: String, Codable, Sendable {
    case applied, superseded, repeated, rejected
  }

  public struct Outcome: Codable, Sendable, Equatable {
    public var outcome: OutcomeWord
    public var reason: String?
    public var key: String?

    public init(outcome: OutcomeWord, reason: String? = nil, key: String? = nil) {
      self.outcome = outcome
      self.reason = reason
      self.key = key
    }
  }

  public struct Mark: Codable, Sendable, Equatable {
    public var name: String
    public var position: Int
    public var digest: String

    public init(name: String, position: Int, digest: String) {
      self.name = name
      self.position = position
      self.digest = digest
    }
  }

  public enum Bring: VarlinkMethod {
    public static let name = "org.hallway.Cases.Bring"

    public struct Parameters: Codable, Sendable, Equatable {
      public var messages: [CaseMessage]
      public var mark: Mark?

      public init(messages: [CaseMessage], mark: Mark? = nil) {
        self.messages = messages
        self.mark = mark
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var outcomes: [Outcome]
      public init(outcomes: [Outcome]) { self.outcomes = outcomes }
    }
  }

  public enum MarkOf: VarlinkMethod {
    public static let name = "org.hallway.Cases.MarkOf"

    public struct Parameters: Codable, Sendable, Equatable {
      public var name: String
      public init(name: String) { self.name = name }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var mark: Mark?
      public init(mark: Mark?) { self.mark = mark }
    }
  }

  public enum CountDays: VarlinkMethod {
    public static let name = "org.hallway.Cases.CountDays"

    public struct Parameters: Codable, Sendable, Equatable {
      public var from: String
      public var workingDays: Int

      public init(from: String, workingDays: Int) {
        self.from = from
        self.workingDays = workingDays
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var day: String
      public var words: Bilingual

      public init(day: String, words: Bilingual) {
        self.day = day
        self.words = words
      }
    }
  }

  public struct UnknownYear: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.UnknownYear"
    public var year: Int
    public init(year: Int) { self.year = year }
  }
}

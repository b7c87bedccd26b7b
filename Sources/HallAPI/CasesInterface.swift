public import Hall
public import Varlink

/// `org.hallway.Cases`
public enum CasesInterface {
  public struct Step: Codable, Sendable, Equatable {
    public var at: String
    public var text: Bilingual

    public init(at: String, text: Bilingual) {
      self.at = at
      self.text = text
    }
  }

  public struct Case: Codable, Sendable, Equatable {
    public var receipt: String
    public var item: Bilingual
    public var applicant: String
    public var state: CaseState
    public var stateText: Bilingual
    public var nextStep: Bilingual
    public var dueDay: String?
    public var contact: String
    public var collectAt: Bilingual?
    public var steps: [Step]

    public init(
      receipt: String, item: Bilingual, applicant: String, state: CaseState,
      stateText: Bilingual, nextStep: Bilingual, dueDay: String?, contact: String,
      collectAt: Bilingual?, steps: [Step]
    ) {
      self.receipt = receipt
      self.item = item
      self.applicant = applicant
      self.state = state
      self.stateText = stateText
      self.nextStep = nextStep
      self.dueDay = dueDay
      self.contact = contact
      self.collectAt = collectAt
      self.steps = steps
    }
  }

  public enum Lookup: VarlinkMethod {
    public static let name = "org.hallway.Cases.Lookup"

    public struct Parameters: Codable, Sendable, Equatable {
      public var card: String?
      public var receipt: String?
      public var password: String?

      public init(card: String? = nil, receipt: String? = nil, password: String? = nil) {
        self.card = card
        self.receipt = receipt
        self.password = password
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var cases: [Case]
      public init(cases: [Case]) { self.cases = cases }
    }
  }

  public struct NoMatch: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.NoMatch"
    public init() {}
  }

  public struct TryLater: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.TryLater"
    public var seconds: Int
    public init(seconds: Int) { self.seconds = seconds }
  }

  public struct CardExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.CardExpired"
    public init() {}
  }

  public struct NothingToLookUp: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.NothingToLookUp"
    public init() {}
  }
}

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

  public struct Deadline: Codable, Sendable, Equatable {
    public var kind: CaseDeadline.Kind
    public var label: Bilingual
    public var day: String?
    public var words: Bilingual
    public var late: Bool
    public var yours: Bool

    public init(
      kind: CaseDeadline.Kind, label: Bilingual, day: String?, words: Bilingual, late: Bool,
      yours: Bool
    ) {
      self.kind = kind
      self.label = label
      self.day = day
      self.words = words
      self.late = late
      self.yours = yours
    }
  }

  public struct Part: Codable, Sendable, Equatable {
    public var item: Bilingual
    public var stateText: Bilingual
    public var place: Bilingual

    public init(item: Bilingual, stateText: Bilingual, place: Bilingual) {
      self.item = item
      self.stateText = stateText
      self.place = place
    }
  }

  public struct Case: Codable, Sendable, Equatable {
    public var handle: String
    public var receipt: String?
    public var item: Bilingual
    public var applicant: String?
    public var state: CaseState
    public var stateText: Bilingual
    public var place: Bilingual
    public var nextStep: Bilingual
    public var yourTurn: Bool
    public var byLaw: Bilingual?
    public var deadlines: [Deadline]
    public var contact: String
    public var collectAt: Bilingual?
    public var firstHandler: String?
    public var ticket: String?
    public var steps: [Step]
    public var parts: [Part]

    public init(
      handle: String, receipt: String?, item: Bilingual, applicant: String?, state: CaseState,
      stateText: Bilingual, place: Bilingual, nextStep: Bilingual, yourTurn: Bool = false,
      byLaw: Bilingual? = nil, deadlines: [Deadline] = [], contact: String,
      collectAt: Bilingual? = nil, firstHandler: String? = nil, ticket: String? = nil,
      steps: [Step], parts: [Part] = []
    ) {
      self.handle = handle
      self.receipt = receipt
      self.item = item
      self.applicant = applicant
      self.state = state
      self.stateText = stateText
      self.place = place
      self.nextStep = nextStep
      self.yourTurn = yourTurn
      self.byLaw = byLaw
      self.deadlines = deadlines
      self.contact = contact
      self.collectAt = collectAt
      self.firstHandler = firstHandler
      self.ticket = ticket
      self.steps = steps
      self.parts = parts
    }
  }

  public enum Lookup: VarlinkMethod {
    public static let name = "org.hallway.Cases.Lookup"

    public struct Parameters: Codable, Sendable, Equatable {
      public var card: String?
      public var organisation: String?
      public var receipt: String?
      public var password: String?

      public init(
        card: String? = nil, organisation: String? = nil, receipt: String? = nil,
        password: String? = nil
      ) {
        self.card = card
        self.organisation = organisation
        self.receipt = receipt
        self.password = password
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var cases: [Case]
      public init(cases: [Case]) { self.cases = cases }
    }
  }

  public enum Print: VarlinkMethod {
    public static let name = "org.hallway.Cases.Print"

    public struct Parameters: Codable, Sendable, Equatable {
      public var handle: String
      public var language: Language

      public init(handle: String, language: Language) {
        self.handle = handle
        self.language = language
      }
    }

    public typealias Reply = NoParameters
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

  public struct HandleExpired: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.HandleExpired"
    public init() {}
  }

  public struct PrinterUnavailable: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.PrinterUnavailable"
    public var reason: String
    public init(reason: String) { self.reason = reason }
  }
}

public import Hall
public import Varlink

/// What managers watch over.
extension CasesInterface {
  public struct LateCase: Codable, Sendable, Equatable {
    public var source: String
    public var serial: String
    public var receipt: String?
    public var item: Bilingual
    public var applicant: String?
    public var stateText: Bilingual
    public var firstHandler: String?
    public var department: Bilingual?
    public var deadlines: [Deadline]
    public var byLaw: Bilingual?
    public var credit: Bool

    public init(
      source: String, serial: String, receipt: String?, item: Bilingual, applicant: String?,
      stateText: Bilingual, firstHandler: String?, department: Bilingual?, deadlines: [Deadline],
      byLaw: Bilingual?, credit: Bool
    ) {
      self.source = source
      self.serial = serial
      self.receipt = receipt
      self.item = item
      self.applicant = applicant
      self.stateText = stateText
      self.firstHandler = firstHandler
      self.department = department
      self.deadlines = deadlines
      self.byLaw = byLaw
      self.credit = credit
    }
  }

  public enum Late: VarlinkMethod {
    public static let name = "org.hallway.Cases.Late"

    public struct Parameters: Codable, Sendable, Equatable {
      public var kind: CaseDeadline.Kind?
      public var within: Int?
      public var after: String?

      public init(kind: CaseDeadline.Kind? = nil, within: Int? = nil, after: String? = nil) {
        self.kind = kind
        self.within = within
        self.after = after
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var cases: [LateCase]
      public var next: String?

      public init(cases: [LateCase], next: String?) {
        self.cases = cases
        self.next = next
      }
    }
  }

  public enum Show: VarlinkMethod {
    public static let name = "org.hallway.Cases.Show"

    public struct Parameters: Codable, Sendable, Equatable {
      public var receipt: String
      public init(receipt: String) { self.receipt = receipt }
    }

    public typealias Reply = Lookup.Reply
  }

  public struct Credit: Codable, Sendable, Equatable {
    public var id: Int
    public var source: String
    public var serial: String
    public var applicant: String?
    public var at: String
    public var author: String
    public var reason: String
    public var cleared: String?
    public var clearedBy: String?
    public var clearedReason: String?

    public init(
      id: Int, source: String, serial: String, applicant: String?, at: String, author: String,
      reason: String, cleared: String? = nil, clearedBy: String? = nil,
      clearedReason: String? = nil
    ) {
      self.id = id
      self.source = source
      self.serial = serial
      self.applicant = applicant
      self.at = at
      self.author = author
      self.reason = reason
      self.cleared = cleared
      self.clearedBy = clearedBy
      self.clearedReason = clearedReason
    }
  }

  public struct CreditReply: Codable, Sendable, Equatable {
    public var credit: Credit
    public init(credit: Credit) { self.credit = credit }
  }

  public enum EnterCredit: VarlinkMethod {
    public static let name = "org.hallway.Cases.EnterCredit"

    public struct Parameters: Codable, Sendable, Equatable {
      public var source: String
      public var serial: String
      public var reason: String

      public init(source: String, serial: String, reason: String) {
        self.source = source
        self.serial = serial
        self.reason = reason
      }
    }

    public typealias Reply = CreditReply
  }

  public enum ClearCredit: VarlinkMethod {
    public static let name = "org.hallway.Cases.ClearCredit"

    public struct Parameters: Codable, Sendable, Equatable {
      public var id: Int
      public var reason: String

      public init(id: Int, reason: String) {
        self.id = id
        self.reason = reason
      }
    }

    public typealias Reply = CreditReply
  }

  public enum Credits: VarlinkMethod {
    public static let name = "org.hallway.Cases.Credits"

    public struct Parameters: Codable, Sendable, Equatable {
      public var includeCleared: Bool
      public init(includeCleared: Bool) { self.includeCleared = includeCleared }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var credits: [Credit]
      public init(credits: [Credit]) { self.credits = credits }
    }
  }

  public enum MayTolerate: VarlinkMethod {
    public static let name = "org.hallway.Cases.MayTolerate"

    public struct Parameters: Codable, Sendable, Equatable {
      public var idNumber: String?
      public var organisation: String?

      public init(idNumber: String? = nil, organisation: String? = nil) {
        self.idNumber = idNumber
        self.organisation = organisation
      }
    }

    public struct Reply: Codable, Sendable, Equatable {
      public var may: Bool
      public init(may: Bool) { self.may = may }
    }
  }

  public struct NoSuchCase: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.NoSuchCase"
    public init() {}
  }

  public struct NotPossible: VarlinkErrorReply, Equatable {
    public static let name = "org.hallway.Cases.NotPossible"
    public var state: String
    public init(state: String) { self.state = state }
  }
}

public import Hall

/// A promise of tolerant intake that was not kept, as a person found. 容缺失信记录
public struct CreditEntry: Sendable, Equatable {
  /// How it was repaired. 信用修复
  public struct Clearing: Sendable, Equatable {
    public let at: Moment
    public let author: String
    public let reason: String

    public init(at: Moment, author: String, reason: String) {
      self.at = at
      self.author = author
      self.reason = reason
    }
  }

  /// 0 before it is entered.
  public let id: Int64
  public let identity: CaseIdentity
  public let person: PersonKey?
  public let organisation: OrganisationCode?
  /// Masked name.
  public let applicant: String?
  public let at: Moment
  /// Who looked at it.
  public let author: String
  public let reason: String
  public let clearing: Clearing?

  public init(
    id: Int64 = 0, identity: CaseIdentity, person: PersonKey?, organisation: OrganisationCode?,
    applicant: String?, at: Moment, author: String, reason: String, clearing: Clearing? = nil
  ) {
    self.id = id
    self.identity = identity
    self.person = person
    self.organisation = organisation
    self.applicant = applicant
    self.at = at
    self.author = author
    self.reason = reason
    self.clearing = clearing
  }
}

/// The part of the ledger that keeps broken promises.
public protocol CreditStore: Sendable {
  /// Enters a broken promise; nil where one of the case is entered and not cleared.
  func enterCredit(_ entry: CreditEntry) async throws -> CreditEntry?

  /// Clears an entry; nil where there is none of that identity, or it is cleared.
  func clearCredit(_ id: Int64, _ clearing: CreditEntry.Clearing) async throws -> CreditEntry?

  /// The last one first, at most a thousand.
  func credits(includingCleared: Bool) async throws -> [CreditEntry]

  /// Whether an entry that is not cleared stands against the person or the organisation.
  func hasCredit(of person: PersonKey?, _ organisation: OrganisationCode?) async throws -> Bool
}

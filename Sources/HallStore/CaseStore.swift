public import Hall

/// How far an import has come: kept in the same commit as what it brought. 导入进度
public struct CaseMark: Sendable, Equatable {
  /// What is imported: a file, a feed.
  public let name: String
  /// Where to go on: a byte, a line or a key, as the importer counts.
  public let position: Int64
  /// What tells whether it is still the same file or feed; opaque.
  public let digest: String

  public init(name: String, position: Int64, digest: String = "") {
    self.name = name
    self.position = position
    self.digest = digest
  }
}

/// Some of the cases that may be late, and where the next ones begin.
public struct CasePage: Sendable, Equatable {
  /// Where a page begins; opaque.
  public struct Cursor: Sendable, Equatable {
    public let day: Int64
    public let id: Int64

    public init(day: Int64, id: Int64) {
      self.day = day
      self.id = id
    }
  }

  public let cases: [CaseStanding]
  /// nil after the last page.
  public let next: Cursor?

  public init(cases: [CaseStanding], next: Cursor?) {
    self.cases = cases
    self.next = next
  }
}

/// A case that a receipt belongs to, and what proves that somebody holds the receipt.
public struct CaseReceiptKey: Sendable, Equatable {
  public let identity: CaseIdentity
  /// Keyed hash of the query password; nil where the receipt opens nothing.
  public let password: [UInt8]?

  public init(identity: CaseIdentity, password: [UInt8]?) {
    self.identity = identity
    self.password = password
  }
}

/// The cases that other systems told of; it fails with ``StoreFailure``.
///
/// It is a mirror: what is lost comes back when the sources send it again. It holds no ID number,
/// no whole name of a person and no password, but keyed hashes and masked names.
public protocol CaseStore: Sendable {
  /// Takes notices in one durable commit, all or none; the same again changes nothing.
  ///
  /// The notices are of any cases, in any order; `mark` is how far the import has come with them, and
  /// times later than `now` are refused. Returns what became of each notice, in their order.
  func apply(_ notices: [CaseNotice], mark: CaseMark?, at now: Moment) async throws
    -> [CaseOutcome]

  /// How far an import has come; nil where none of the name has begun.
  func caseMark(_ name: String) async throws -> CaseMark?

  /// A person's own cases, the last to arrive first, at most a hundred.
  func cases(of person: PersonKey) async throws -> [CaseStanding]

  /// An organisation's cases that a person acts for, as ``cases(of:)``.
  func cases(of organisation: OrganisationCode, agent: PersonKey) async throws -> [CaseStanding]

  /// How many cases are a person's own, and how many an organisation's that they act for.
  func caseCounts(of person: PersonKey) async throws -> (own: Int, asAgent: Int)

  /// What opens the cases of a receipt: of one, unless two sources use one number. It takes as long
  /// for a receipt that is none.
  func keys(ofReceipt receipt: String) async throws -> [CaseReceiptKey]

  func caseStanding(_ identity: CaseIdentity) async throws -> CaseStanding?

  /// The parts of a joint case. 联办分件
  func parts(of identity: CaseIdentity) async throws -> [CaseStanding]

  /// Cases of which something may be late after `day`, by ``CaseStanding/attentionFrom``.
  func casesDue(by day: LocalDay, after cursor: CasePage.Cursor?, limit: Int) async throws
    -> CasePage

  /// How many cases there are.
  func caseCount() async throws -> Int

  /// Removes cases that were over before `moment`, with all that was said of them; returns how many.
  func forgetCases(overBefore moment: Moment) async throws -> Int
}

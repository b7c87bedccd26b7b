/// Turns what names a person into what the ledger may keep.
///
/// Adapters read numbers and passwords and keep neither; the hall's secret is behind this.
public protocol PersonSealing: Sendable {
  /// The same person, always the same key.
  func key(of number: IDNumber) -> PersonKey

  /// A query password bound to its receipt. 业务查询密码
  func password(_ password: String, receipt: String) -> [UInt8]
}

/// A text of another system: its English is often missing.
public struct CaseText: Codable, Hashable, Sendable {
  public var zh: String
  public var en: String?

  public init(zh: String, en: String? = nil) {
    self.zh = zh
    self.en = en
  }

  /// Longer than any sentence to an applicant.
  static let longest = 1000

  /// Fit for screens; Chinese where there is no English, nil where nothing is left.
  var clean: Bilingual? {
    let zh = Sanitiser.line(self.zh, limit: Self.longest)
    let en = en.map { Sanitiser.line($0, limit: Self.longest) } ?? ""
    guard !zh.isEmpty || !en.isEmpty else { return nil }
    return Bilingual(zh: zh.isEmpty ? en : zh, en: en.isEmpty ? zh : en)
  }
}

/// One message about a case as it comes from outside: from the API, a line of JSON, a sample file or
/// an adapter. 办件消息
///
/// It may hold a name, an ID number and a password, so it is turned into a ``CaseNotice`` at once and
/// never kept or logged.
public struct CaseMessage: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The system that keeps the case.
  public var source: String
  /// 申办流水号
  public var serial: String
  /// Which record of the case; the event's word where the case has one of the kind only.
  public var record: String?
  /// 1 unless given.
  public var version: Int?
  /// `2026-11-23T09:05:00+08:00`, or `2026-11-23 09:05` and `2026-11-23 09:05:30` on the hall's clock.
  public var at: String
  public var event: CaseEventKind

  // What happened.
  /// Why: of refused, preCheckReturned, decided.
  public var reasons: [CaseText]?
  /// Which: of supplementAsked and supplementReceived, toleratedIntake and toleratedReceived.
  public var documents: [CaseText]?
  /// A day: of supplementAsked and toleratedIntake.
  public var until: String?
  public var refusal: CaseRefusal?
  public var stage: ExaminationStage?
  /// The stage sent it back. 退回
  public var returned: Bool?
  public var procedure: SpecialProcedure.Kind?
  /// Working days of the procedure.
  public var days: Int?
  public var granted: Bool?
  public var result: CaseResult?
  public var tracking: String?

  // What the case is, all optional.
  public var item: CaseText?
  public var itemCode: String?
  public var kind: CaseKind?
  /// The whole name; only its masked form is kept.
  public var applicant: String?
  /// Only its keyed hash is kept.
  public var idNumber: String?
  /// 统一社会信用代码
  public var organisation: String?
  /// Of whoever acts for the applicant; only its keyed hash is kept.
  public var agentIdNumber: String?
  public var receipt: String?
  /// Only its keyed hash is kept.
  public var password: String?
  public var department: CaseText?
  public var window: String?
  public var handler: String?
  public var contact: String?
  public var collectAt: CaseText?
  public var legalDays: Int?
  public var promisedDays: Int?
  public var ticket: String?
  /// A day; of ``at`` unless given.
  public var ticketDay: String?
  public var parent: String?
  public var note: CaseText?
  public var advice: CaseText?

  public init(
    source: String, serial: String, record: String? = nil, version: Int? = nil, at: String,
    event: CaseEventKind
  ) {
    self.source = source
    self.serial = serial
    self.record = record
    self.version = version
    self.at = at
    self.event = event
  }

  /// Nothing that names a person.
  public var description: String { "\(source)/\(serial) \(event.rawValue)" }
}

/// Why a message cannot be read: the key to look at, and never its value.
public struct CaseMessageFault: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: String, Sendable {
    /// The event needs the key.
    case missing
    /// No time, day, number or code is written so.
    case malformed
    /// More entries than a message may have.
    case tooMany
  }

  public let key: String
  public let reason: Reason

  public init(_ key: String, _ reason: Reason) {
    self.key = key
    self.reason = reason
  }

  public var description: String { "\(key): \(reason.rawValue)" }
}

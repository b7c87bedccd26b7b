/// What a message says of a case besides what happened; nil where it says nothing.
///
/// Messages repeat and complete one another: the latest that says something counts
/// (``CaseStanding``).
public struct CaseFacts: Hashable, Sendable {
  /// What was applied for. 事项名称
  public var item: Bilingual?
  /// 事项编码, opaque.
  public var itemCode: String?
  public var kind: CaseKind?
  /// Masked name of the applicant. 申请人
  public var applicant: String?
  /// The applicant, where it is a person.
  public var person: PersonKey?
  /// The applicant, where it is an organisation. 统一社会信用代码
  public var organisation: OrganisationCode?
  /// Who acts for the applicant. 经办人
  public var agent: PersonKey?
  public var receipt: CaseReceipt?
  /// 办理部门
  public var department: Bilingual?
  /// The window that has the case, as the source calls it. 窗口
  public var window: String?
  /// Staff number of whoever did what the message tells. 工号
  public var handler: String?
  /// A telephone number or place to ask at.
  public var contact: String?
  /// Where the result is collected. 领取地点
  public var collectAt: Bilingual?
  public var limits: CaseLimits?
  /// The queue's number with which it was handed in. 排队号
  public var ticket: CaseTicket?
  /// The joint case this one is a part of, in the same source. 联办主件
  public var parent: String?
  /// What happened, in the source's words.
  public var note: Bilingual?
  /// What the applicant has to do or to wait for now, until the next message. 下一步
  public var advice: Bilingual?

  public init() {}
}

/// How much handling an item needs. 办件类型
public enum CaseKind: String, Codable, Sendable, CaseIterable {
  /// 即办件
  case instant
  /// 承诺件
  case promised
  /// 联办件: several departments, one due day.
  case joint
}

/// A receipt and what proves that somebody holds it. 受理回执
public struct CaseReceipt: Hashable, Sendable {
  /// 受理回执号
  public let number: String
  /// Keyed hash of the query password, 32 bytes; nil where the receipt has none. 业务查询密码
  public let password: [UInt8]?

  public init(number: String, password: [UInt8]?) {
    self.number = number
    self.password = password
  }
}

/// A number of the hall's queue. 排队号
public struct CaseTicket: Hashable, Sendable {
  public let number: String
  public let day: LocalDay

  public init(number: String, day: LocalDay) {
    self.number = number
    self.day = day
  }
}

/// For how many working days a decision may take. 法定时限、承诺时限
///
/// A promise longer than the law's limit is none: the law's limit counts.
public struct CaseLimits: Hashable, Sendable {
  /// Working days the law allows; nil where it sets none or the source does not say. 法定时限
  public let legal: Int?
  /// Working days the body promises, never more than the law allows. 承诺时限
  public let promised: Int?
  /// What the source says it promised.
  let said: Int?

  /// The source promised more than the law allows.
  public var wasTooLong: Bool { said != promised }

  /// Limits of less than a day or more than ten years are none.
  public init(legal: Int?, promised: Int?) {
    let legal = legal.flatMap { Self.plausible.contains($0) ? $0 : nil }
    let promised = promised.flatMap { Self.plausible.contains($0) ? $0 : nil }
    self.legal = legal
    said = promised
    self.promised = promised.map { min($0, legal ?? $0) }
  }

  static let plausible = 1...2_500

  /// A licence's decision: 20 working days (行政许可法 art. 42).
  public static let licence = CaseLimits(legal: 20, promised: nil)
  /// Unified, joint or centralised handling: 45 working days (art. 42).
  public static let jointLicence = CaseLimits(legal: 45, promised: nil)
}

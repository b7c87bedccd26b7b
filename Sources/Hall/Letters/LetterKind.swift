/// The letters a citizen takes home. 文书种类
public enum LetterKind: String, Codable, Sendable, CaseIterable {
  /// 一次性告知单 (clause 5.2.3.1)
  case onceNotice
  /// 申请材料接收凭证
  case materialsReceipt
  /// 材料补正告知书 (clause 5.2.3.2b)
  case supplementNotice
  /// 受理决定书
  case acceptance
  /// 不予受理告知书
  case refusal
  /// 特别程序告知书 (行政许可法 art. 45)
  case specialProcedure
  /// 容缺受理通知书 (clause 5.2.7)
  case tolerantNotice
  /// 容缺受理承诺书, which the applicant signs.
  case promise
  /// 领取凭证
  case collection

  /// Two digits, with which the letter's number begins.
  ///
  /// 01 to 08 are those of a hall in use (standards.md 3.3); it has none for the last four, which
  /// are ours and lie above its 14.
  public var code: String {
    switch self {
    case .materialsReceipt: "01"
    case .supplementNotice: "02"
    case .refusal: "03"
    case .acceptance: "04"
    case .specialProcedure: "08"
    case .onceNotice: "21"
    case .tolerantNotice: "22"
    case .promise: "23"
    case .collection: "24"
    }
  }

  public init?(code: some StringProtocol) {
    guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = kind
  }

  /// Facts without any of which the letter is not printed.
  public var needed: [LetterField] {
    let ofCase: [LetterField] = [.receipt, .applicant, .item]
    return switch self {
    case .onceNotice: [.item, .materials, .conditions, .procedure, .limits, .fees]
    case .materialsReceipt: ofCase + [.materials]
    case .supplementNotice: ofCase + [.gaps, .dueDay]
    case .acceptance: ofCase + [.acceptedDay, .promisedDay]
    // Reasons and ways to appeal: 行政许可法 art. 38.
    case .refusal: ofCase + [.reasons, .appeal]
    case .specialProcedure: ofCase + [.specialProcedure, .duration]
    case .tolerantNotice, .promise: ofCase + [.missing, .dueDay, .consequence]
    case .collection: ofCase + [.result, .collectAt]
    }
  }

  /// Facts that it states where they are known.
  public var welcome: [LetterField] {
    switch self {
    case .onceNotice: [.department, .applicant, .receipt, .contact]
    case .materialsReceipt: [.department, .contact]
    case .supplementNotice: [.department, .basis, .consequence, .contact]
    case .acceptance: [.department, .legalLimit, .collectAt, .contact]
    case .refusal: [.department, .basis, .contact]
    case .specialProcedure: [.department, .reasons, .basis, .contact]
    case .tolerantNotice: [.department, .promisedDay, .contact]
    case .promise: []
    case .collection: [.department, .collectUntil, .collectWith, .contact]
    }
  }

  /// All that a caller may give.
  public var fields: [LetterField] { needed + welcome }

  /// 份数: the hall and the citizen each keep one of what binds both (standards.md 2.7).
  public var copies: Int { self == .tolerantNotice || self == .promise ? 2 : 1 }

  /// Whether the hall's seal comes onto it; on a promise stands the hand of who promises.
  public var isSealed: Bool { self != .promise }

  /// A second letter of the kind on one case is what the rule forbids: all gaps are told at once.
  public var isOnceOnly: Bool { self == .supplementNotice }
}

extension LetterField {
  /// The part of the once-told five that a field is.
  init(_ part: FiveParts.Part) {
    switch part {
    case .materials: self = .materials
    case .conditions: self = .conditions
    case .procedure: self = .procedure
    case .limits: self = .limits
    case .fees: self = .fees
    }
  }
}

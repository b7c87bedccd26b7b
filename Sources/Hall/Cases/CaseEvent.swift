/// What happened to a case, in the order of its life. 办件环节
///
/// Raw values are the words of messages, of the API and of the ledger; a case of equal times goes
/// through them in the order of this list.
public enum CaseEventKind: String, Codable, Sendable, CaseIterable {
  /// 申办
  case submitted
  /// 预受理通过
  case preChecked
  /// 预审退回
  case preCheckReturned
  /// 补交告知
  case supplementAsked
  /// 补交受理
  case supplementReceived
  /// 受理
  case accepted
  /// 容缺受理
  case toleratedIntake
  /// 容缺材料补齐
  case toleratedReceived
  /// 不受理 or 不予受理
  case refused
  /// 承办, 审核, 批准 and 退回
  case examined
  /// 特别程序申请
  case procedureBegun
  /// 特别程序结果
  case procedureEnded
  /// 准予 or 不予
  case decided
  /// 办结
  case finished
  /// 待领取
  case readyToCollect
  /// 已领取
  case collected
  /// 已邮寄
  case posted
  /// The source takes the record back: it never was.
  case retracted
}

/// One event of a case with what belongs to it alone. 办件环节
public enum CaseEvent: Hashable, Sendable {
  case submitted
  case preChecked
  case preCheckReturned(reasons: [Bilingual])
  /// `until`: the last day for the documents, as the notice says it.
  case supplementAsked(documents: [Bilingual], until: LocalDay?)
  case supplementReceived(documents: [Bilingual])
  case accepted
  /// Accepted while documents are missing, which are promised by `until`. 容缺受理
  case toleratedIntake(documents: [Bilingual], until: LocalDay)
  case toleratedReceived(documents: [Bilingual])
  case refused(CaseRefusal, reasons: [Bilingual])
  case examined(ExaminationStage, returned: Bool)
  case procedureBegun(SpecialProcedure)
  case procedureEnded(SpecialProcedure.Kind)
  case decided(granted: Bool, reasons: [Bilingual])
  case finished(CaseResult)
  case readyToCollect
  case collected
  /// `tracking`: the carrier's number, if any. 邮件号
  case posted(tracking: String?)
  case retracted

  public var kind: CaseEventKind {
    switch self {
    case .submitted: .submitted
    case .preChecked: .preChecked
    case .preCheckReturned: .preCheckReturned
    case .supplementAsked: .supplementAsked
    case .supplementReceived: .supplementReceived
    case .accepted: .accepted
    case .toleratedIntake: .toleratedIntake
    case .toleratedReceived: .toleratedReceived
    case .refused: .refused
    case .examined: .examined
    case .procedureBegun: .procedureBegun
    case .procedureEnded: .procedureEnded
    case .decided: .decided
    case .finished: .finished
    case .readyToCollect: .readyToCollect
    case .collected: .collected
    case .posted: .posted
    case .retracted: .retracted
    }
  }
}

/// Why a body does not take an application (行政许可法 art. 32).
public enum CaseRefusal: String, Codable, Sendable, CaseIterable {
  /// No permit is needed for it: art. 32(1). 不受理
  case notNeeded
  /// It is not this body's to grant, or the papers stay incomplete: art. 32(2). 不予受理
  case notAccepted
}

/// Who had the case in hand. 审批环节
public enum ExaminationStage: String, Codable, Sendable, CaseIterable {
  /// 承办
  case handling
  /// 审核
  case review
  /// 批准
  case approval
}

/// Something outside the examination that the clock waits for, or that lengthens it. 特别程序
public struct SpecialProcedure: Hashable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// 延长审批: at most 10 working days, 15 for joint handling (art. 42).
    case `extension`
    /// Its time is not counted (art. 45): 听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审.
    case hearing, tender, auction, test, inspection, quarantine, appraisal, expertReview
    /// Not counted, and the source does not say what it is.
    case other

    /// Whether the clock stands meanwhile; otherwise it gets more days.
    public var pausesClock: Bool { self != .extension }
  }

  public let kind: Kind
  /// The working days it is to take, as told to the applicant.
  public let days: Int?

  public init(kind: Kind, days: Int?) {
    self.kind = kind
    self.days = days
  }
}

/// How a case ended. 办结结果
public enum CaseResult: String, Codable, Sendable, CaseIterable {
  /// 出证办结
  case certificate
  /// 退回办结
  case returned
  /// 作废办结
  case voided
  /// 删除办结
  case deleted
  /// 转报办结: another body goes on with it.
  case passedOn
  /// 补正不来办结
  case supplementMissed
  /// 办结
  case done

  /// Nothing more comes of the case: whatever was to be collected is not.
  public var endsWithoutResult: Bool {
    switch self {
    case .certificate, .passedOn, .done: false
    case .returned, .voided, .deleted, .supplementMissed: true
    }
  }
}

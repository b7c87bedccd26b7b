import Hall

/// Lists that are published (standards.md 3.1).
extension ExchangeCodes {
  /// BJJGDM, 办结结果
  static let results: [String: CaseResult] = [
    "0": .certificate, "1": .returned, "2": .voided, "3": .deleted, "4": .passedOn,
    "5": .supplementMissed, "6": .done,
  ]

  /// SPHJMC, 审批环节名称
  static let stageNames: [String: ExaminationStage] = [
    "承办": .handling, "审核": .review, "批准": .approval,
  ]

  /// TBCXZLMC, 特别程序种类名称, of kind B
  static let procedureNames: [String: SpecialProcedure.Kind] = [
    "听证": .hearing, "招标": .tender, "拍卖": .auction, "检测": .test, "检验": .inspection,
    "检疫": .quarantine, "鉴定": .appraisal, "专家评审": .expertReview,
  ]
}

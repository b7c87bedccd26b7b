/// What happened to a case, step by step. 办理经过
extension CasePhrases {
  public static func text(_ event: CaseEvent) -> Bilingual {
    switch event {
    case .submitted: Bilingual(zh: "已提交申请", en: "Application made")
    case .preChecked: Bilingual(zh: "预审通过", en: "Checked in advance")
    case .preCheckReturned(let reasons):
      with(Bilingual(zh: "预审退回", en: "Sent back by the first check"), reasons)
    case .supplementAsked(let documents, _):
      with(Bilingual(zh: "一次性告知补正材料", en: "Missing documents named"), documents)
    case .supplementReceived(let documents):
      with(Bilingual(zh: "补交材料已收", en: "Documents received"), documents)
    case .accepted: Bilingual(zh: "已受理", en: "Accepted")
    case .toleratedIntake(let documents, _):
      with(Bilingual(zh: "容缺受理，待补", en: "Accepted, still missing"), documents)
    case .toleratedReceived(let documents):
      with(Bilingual(zh: "容缺材料已补", en: "Missing documents received"), documents)
    case .refused(.notNeeded, let reasons):
      with(Bilingual(zh: "不受理", en: "No permit needed"), reasons)
    case .refused(.notAccepted, let reasons):
      with(Bilingual(zh: "不予受理", en: "Not accepted"), reasons)
    case .examined(let stage, let returned): text(stage, returned: returned)
    case .procedureBegun(let procedure): begun(procedure)
    case .procedureEnded(let kind):
      Bilingual(
        zh: "\(text(kind).zh)结束，恢复计时", en: "\(text(kind).en) over, the clock goes on")
    case .decided(true, _): Bilingual(zh: "准予", en: "Approved")
    case .decided(false, let reasons): with(Bilingual(zh: "不予许可", en: "Denied"), reasons)
    case .finished(let result): text(result)
    case .readyToCollect: Bilingual(zh: "结果可以领取", en: "Ready to collect")
    case .collected: Bilingual(zh: "已领取", en: "Collected")
    case .posted(let tracking):
      with(
        Bilingual(zh: "已邮寄", en: "Posted"), tracking.map { [Bilingual(zh: $0, en: $0)] } ?? [])
    case .retracted: Bilingual(zh: "记录已撤回", en: "Record taken back")
    }
  }

  public static func text(_ result: CaseResult) -> Bilingual {
    switch result {
    case .certificate: Bilingual(zh: "出证办结", en: "Finished, certificate issued")
    case .returned: Bilingual(zh: "退回办结", en: "Finished, sent back")
    case .voided: Bilingual(zh: "作废办结", en: "Finished, void")
    case .deleted: Bilingual(zh: "删除办结", en: "Finished, removed")
    case .passedOn: Bilingual(zh: "转报办结", en: "Passed on to another body")
    case .supplementMissed: Bilingual(zh: "补正不来办结", en: "Finished, documents never came")
    case .done: Bilingual(zh: "办结", en: "Finished")
    }
  }

  public static func text(_ kind: SpecialProcedure.Kind) -> Bilingual {
    switch kind {
    case .extension: Bilingual(zh: "延长审批", en: "extension")
    case .hearing: Bilingual(zh: "听证", en: "hearing")
    case .tender: Bilingual(zh: "招标", en: "tender")
    case .auction: Bilingual(zh: "拍卖", en: "auction")
    case .test: Bilingual(zh: "检验检测", en: "test")
    case .inspection: Bilingual(zh: "现场检查", en: "inspection")
    case .quarantine: Bilingual(zh: "检疫", en: "quarantine")
    case .appraisal: Bilingual(zh: "鉴定", en: "appraisal")
    case .expertReview: Bilingual(zh: "专家评审", en: "expert review")
    case .other: Bilingual(zh: "特别程序", en: "special procedure")
    }
  }

  static func text(_ stage: ExaminationStage, returned: Bool) -> Bilingual {
    let name =
      switch stage {
      case .handling: Bilingual(zh: "承办", en: "Handling")
      case .review: Bilingual(zh: "审核", en: "Review")
      case .approval: Bilingual(zh: "批准", en: "Approval")
      }
    return returned
      ? Bilingual(zh: "\(name.zh)退回", en: "\(name.en): sent back")
      : Bilingual(zh: "\(name.zh)完成", en: "\(name.en) done")
  }

  private static func begun(_ procedure: SpecialProcedure) -> Bilingual {
    let name = text(procedure.kind)
    let days = procedure.days.map { (zh: "\($0)个工作日", en: "\($0) working days") }
    if procedure.kind == .extension {
      return Bilingual(
        zh: "\(name.zh)\(days?.zh ?? "")", en: "Time extended" + (days.map { " by \($0.en)" } ?? "")
      )
    }
    return Bilingual(
      zh: "转\(name.zh)，暂停计时" + (days.map { "，约\($0.zh)" } ?? ""),
      en: "Clock stands for: \(name.en)" + (days.map { ", about \($0.en)" } ?? ""))
  }

  /// `材料：甲；乙`
  static func with(_ words: Bilingual, _ list: [Bilingual]) -> Bilingual {
    guard !list.isEmpty else { return words }
    return Bilingual(
      zh: "\(words.zh)：" + list.map(\.zh).joined(separator: "；"),
      en: "\(words.en): " + list.map(\.en).joined(separator: "; "))
  }
}

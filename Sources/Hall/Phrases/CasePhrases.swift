/// The states of a case in a citizen's words (standards.md 3.1). 办件状态文字
public enum CasePhrases {
  public static func text(_ state: CaseState) -> Bilingual {
    switch state {
    case .submitted: Bilingual(zh: "已提交申请", en: "Submitted")
    case .preChecked: Bilingual(zh: "预审通过", en: "Checked in advance")
    case .returned: Bilingual(zh: "预审退回", en: "Sent back by the first check")
    case .supplement: Bilingual(zh: "待补正材料", en: "Documents missing")
    case .accepted: Bilingual(zh: "已受理", en: "Accepted")
    case .refused: Bilingual(zh: "不予受理", en: "Not accepted")
    case .examining: Bilingual(zh: "审批中", en: "Under examination")
    case .paused: Bilingual(zh: "特别程序，暂停计时", en: "Paused for a special procedure")
    case .approved: Bilingual(zh: "已批准", en: "Approved")
    case .denied: Bilingual(zh: "不予许可", en: "Denied")
    case .finished: Bilingual(zh: "已办结", en: "Finished")
    case .toCollect: Bilingual(zh: "待领取", en: "Ready to collect")
    case .collected: Bilingual(zh: "已领取", en: "Collected")
    case .posted: Bilingual(zh: "已邮寄", en: "Posted")
    }
  }

  public static let unnamed = Bilingual(zh: "办件", en: "Case")
  public static let slipTitle = Bilingual(zh: "办件进度", en: "Your case")
  public static let asOf = Bilingual(zh: "查询时间", en: "As of")
}

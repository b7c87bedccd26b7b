/// Where a case stands. 办件状态
public enum CaseState: String, Codable, Sendable, CaseIterable {
  /// 已提交申请
  case submitted
  /// 预审通过
  case preChecked
  /// 预审退回
  case returned
  /// 待补正
  case supplement
  /// 已受理
  case accepted
  /// 不受理, 不予受理
  case refused
  /// 审批中
  case examining
  /// 特别程序, the clock stands.
  case paused
  /// 准予
  case approved
  /// 不予许可
  case denied
  /// 已办结
  case finished
  /// 待领取
  case toCollect
  /// 已领取
  case collected
  /// 已邮寄
  case posted
}

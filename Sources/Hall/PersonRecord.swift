/// What a hall may keep that leads to one person. 个人信息
///
/// The names are those of `org.hallway.Privacy`.
public enum PersonRecord: String, Codable, Sendable, CaseIterable {
  /// Numbers that are not done yet. 还在办的号
  case inLine
  /// Every number with the person's key, those in line too. 取号记录
  case tickets
  /// Phone numbers that notices go to. 手机号
  case phones
  /// 预约
  case reservations
  /// What was ticked of the papers before queueing. 材料预审
  case papers
  /// Ratings of the person's numbers, which say no name themselves. 评价
  case ratings
  /// Words that were written with a rating. 评价留言
  case words
  /// Letters that can still be printed again. 文书
  case letters
  /// Broken promises of tolerant intake. 容缺失信记录
  case promises
  /// 办件
  case cases
  /// Cases of organisations that the person acts for. 经办的单位办件
  case casesForOthers
}

/// One fact that a letter states; templates name them in braces. 文书要素
public enum LetterField: String, Codable, Sendable, CaseIterable {
  // What the hall knows by itself.
  /// 大厅名称
  case hall
  /// 大厅地址
  case hallAddress
  /// 大厅电话
  case hallPhone
  /// 出具日期
  case day
  /// 办理窗口
  case window

  // What the case or the guide says, or the clerk.
  /// 受理回执号
  case receipt
  /// 申请人, as it is to stand on the paper.
  case applicant
  /// 事项名称
  case item
  /// 承办部门
  case department
  /// 咨询电话
  case contact
  /// 申请材料; in a receipt what was taken in.
  case materials
  /// 申请条件
  case conditions
  /// 办理程序
  case procedure
  /// 办理时限
  case limits
  /// 收费标准
  case fees
  /// 需要补正的材料及要求
  case gaps
  /// 补正、补交期限
  case dueDay
  /// 逾期后果
  case consequence
  /// 受理日期
  case acceptedDay
  /// 承诺办结日期
  case promisedDay
  /// 法定办结时限
  case legalLimit
  /// 理由
  case reasons
  /// 法律依据
  case basis
  /// 救济途径
  case appeal
  /// 容缺材料, each with its form
  case missing
  /// 特别程序名称
  case specialProcedure
  /// 所需时间
  case duration
  /// 结果文书
  case result
  /// 领取地点
  case collectAt
  /// 领取期限
  case collectUntil
  /// 领取时携带
  case collectWith

  /// What a field holds.
  public enum Shape: Sendable, Equatable {
    /// One line of text.
    case line
    /// Lines that stand under each other, numbered where there are more than one.
    case list
    /// A day such as `2026-12-03`, printed as 2026年12月3日.
    case day
  }

  public var shape: Shape {
    switch self {
    case .materials, .conditions, .procedure, .limits, .fees, .gaps, .reasons, .appeal, .missing,
      .collectWith, .basis:
      .list
    case .day, .dueDay, .acceptedDay, .promisedDay, .collectUntil: .day
    default: .line
    }
  }

  /// What the hall fills in, whatever a caller says.
  public static let ofHall: [LetterField] = [.hall, .hallAddress, .hallPhone, .day, .window]

  /// Days on or before which a citizen has to act: one that has passed is a slip of the pen.
  var liesAhead: Bool { self == .dueDay || self == .promisedDay || self == .collectUntil }
}

/// One of the five levels of 好差评 (国办发〔2019〕51号). 评价等级
public enum RatingLevel: Int, Codable, Sendable, CaseIterable {
  /// 非常不满意
  case veryPoor = 1
  /// 不满意
  case poor = 2
  /// 基本满意
  case fair = 3
  /// 满意
  case good = 4
  /// 非常满意
  case excellent = 5
}

/// Where a rating was given; raw values are the national record's `pf` (standards.md 2.3).
///
/// 7, the system's default rating, does not exist here: unrated is unrated.
public enum RatingChannel: Int, Codable, Sendable {
  /// 政务大厅平板电脑: the pad at a window.
  case windowPad = 4
  /// 政务大厅其他终端: the kiosk.
  case kiosk = 5
}

/// How a try to rate ended.
public enum RatingOutcome: Sendable, Equatable {
  case stored(level: RatingLevel, at: Moment)
  /// The ticket has its rating: the first one counts.
  case alreadyRated
  case notFinished
}

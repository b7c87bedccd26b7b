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

  /// Somebody has to call back and put it right. 差评
  public var isPoor: Bool { self <= .poor }
  /// Counts as satisfied: 基本满意 and better.
  public var isSatisfied: Bool { self >= .fair }
}

extension RatingLevel: Comparable {
  public static func < (a: RatingLevel, b: RatingLevel) -> Bool { a.rawValue < b.rawValue }
}

/// Where a rating was given; raw values are the national record's `pf` (standards.md 2.3).
///
/// 7, the system's default rating, does not exist here: unrated is unrated.
public enum RatingChannel: Int, Codable, Sendable, CaseIterable {
  /// 二维码: a citizen's own phone, by the ticket's code.
  case qr = 3
  /// 政务大厅平板电脑: the pad at a window.
  case windowPad = 4
  /// 政务大厅其他终端: the kiosk.
  case kiosk = 5
}

/// Which part of a visit is rated; each may be rated once. 评价环节, 一次一评
public enum RatingStage: String, Codable, Sendable, CaseIterable {
  /// 受理: while the window serves.
  case intake
  /// 办结: after it has finished.
  case finish
}

/// Why a rating is not taken; recorded with what was pressed.
public enum RatingRefusal: String, Error, Codable, Sendable, CaseIterable {
  /// Nobody asked for it yet.
  case notOpen
  case notFinished
  case tooLate
  case nobodyServed
  /// Given at a place that is not the window's.
  case wrongPlace
  /// 追评 of what was never rated.
  case notRated
  /// 一次一评: the first one counts.
  case alreadyRated
}

/// Why a reviewer leaves a rating out of the figures. 评价剔除
public enum RatingExclusion: String, Codable, Sendable, CaseIterable {
  /// 误评
  case mistaken
  /// 恶意评价
  case malicious
}

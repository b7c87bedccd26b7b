/// How far what citizens were told was true: the service's own account of its forecasts. 预计等候校准
public struct Calibration: Sendable, Equatable, Codable {
  /// People who were told a range and have been called since.
  public var count = 0
  /// Of these, whose wait was at most the low end; half of them where the forecast is right.
  public var withinLow = 0
  /// Of these, whose wait was at most the high end; nine of ten where the forecast is right.
  public var withinHigh = 0
  /// Sum of the distances between each wait and its low end, in seconds.
  public var errorSeconds: Int64 = 0
  /// Sum of the minutes between the ends of each range.
  public var rangeMinutes = 0
  /// People who were told that a window is free for them.
  public var atOnce = 0
  /// Of these, who were called within ``atOnceSeconds``.
  public var calledAtOnce = 0

  /// What "at once" promises: the paper is out and the clerk has pressed the key.
  public static let atOnceSeconds: Int64 = 120

  public init() {}

  public var shareWithinLow: Double? { share(withinLow) }
  public var shareWithinHigh: Double? { share(withinHigh) }
  public var shareInside: Double? { share(withinHigh - withinLow) }

  /// Minutes between the real wait and the low end, which is the forecast's middle.
  public var meanErrorMinutes: Double? {
    count > 0 ? Double(errorSeconds) / Double(count) / 60 : nil
  }

  /// Minutes between the ends of a range: true ranges could be had for nothing by making them wide.
  public var meanRangeMinutes: Double? {
    count > 0 ? Double(rangeMinutes) / Double(count) : nil
  }

  /// The largest distance, in percentage points, between what the ends promise and what came:
  /// 50 to the low one, 90 to the high one, 40 between them.
  public var worstDistance: Double? {
    guard let low = shareWithinLow, let high = shareWithinHigh, let inside = shareInside else {
      return nil
    }
    return max(abs(low - 0.5), abs(high - 0.9), abs(inside - 0.4)) * 100
  }

  private func share(_ part: Int) -> Double? {
    count > 0 ? Double(part) / Double(count) : nil
  }

  /// Counts a range and what came of it, in seconds.
  mutating func add(_ announced: AnnouncedWait, wait: Int64) {
    if announced.isAtOnce {
      atOnce += 1
      if wait <= Self.atOnceSeconds { calledAtOnce += 1 }
    } else {
      count += 1
      if announced.lowHolds(for: wait) { withinLow += 1 }
      if announced.highHolds(for: wait) { withinHigh += 1 }
      rangeMinutes += announced.high - announced.low
      errorSeconds += abs(wait - Int64(announced.low) * 60)
    }
  }

  public static func + (a: Calibration, b: Calibration) -> Calibration {
    var sum = a
    sum.count += b.count
    sum.withinLow += b.withinLow
    sum.withinHigh += b.withinHigh
    sum.errorSeconds += b.errorSeconds
    sum.rangeMinutes += b.rangeMinutes
    sum.atOnce += b.atOnce
    sum.calledAtOnce += b.calledAtOnce
    return sum
  }
}

extension AnnouncedWait {
  /// A window was free: no range is told.
  public var isAtOnce: Bool { high == 0 }

  /// Whether `wait`, in seconds, was at most the low end.
  func lowHolds(for wait: Int64) -> Bool { wait <= Int64(low) * 60 }
  /// Whether `wait`, in seconds, was at most the high end.
  func highHolds(for wait: Int64) -> Bool { wait <= Int64(high) * 60 }
}

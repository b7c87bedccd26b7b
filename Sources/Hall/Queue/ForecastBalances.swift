/// How far out in the errors the two ends of a range lie, each 0...1.
struct ForecastLevels: Sendable, Equatable {
  var low: Double
  var high: Double

  /// Where nothing is owed.
  static let promised = ForecastLevels(low: AnnouncedWait.lowShare, high: AnnouncedWait.highShare)
}

/// What today's ranges owe to their promises: how many of them should have held by now, less how
/// many did. The next range is made at a level that pays it back.
///
/// Online conformal prediction (Gibbs & Candès 2021) with a step that does not shrink: the level is
/// the promise plus a gain times what is owed (the integral control of Angelopoulos, Candès &
/// Tibshirani 2023). Whatever the waits' distribution is, how it changes over the day and how wrong
/// the model is, a debt moves the level until it is paid, so a day's share differs from the promise
/// by no more than what is owed at its end over the number of its ranges. Two things are ours:
///
/// - A verdict is heard of only after the wait. Ranges that are still awaited count by the level
///   they were made at, so that a debt is not paid again by everybody who comes before the first
///   payment is seen.
/// - A day begins with no debt: what it tells is to be right by itself, and what was learned of the
///   errors stays.
struct ForecastBalances: Sendable, Equatable {
  /// How far one range that is owed moves the level: of the whole hall, and of one length.
  ///
  /// Measured on 99 simulated halls. Half of it leaves a day of some hall beyond five points, twice
  /// as much makes ranges wider and days no better.
  static let hallGain = 0.03
  static let lengthGain = 0.05
  /// Beyond these a range says nothing: the low end is to be a middle, and the high end never
  /// beyond the worst error known.
  static let lowLevels = 0.1...0.9
  static let highLevels = 0.5...1.0

  private struct Owed: Sendable, Equatable {
    var low = 0.0
    var high = 0.0

    mutating func add(_ told: Told, sign: Double) {
      low += sign * (AnnouncedWait.lowShare - Self.share(told.lowHeld, told.levels.low))
      high += sign * (AnnouncedWait.highShare - Self.share(told.highHeld, told.levels.high))
    }

    private static func share(_ held: Bool?, _ level: Double) -> Double {
      held.map { $0 ? 1 : 0 } ?? level
    }
  }

  private var hall = Owed()
  private var byLength: [WaitForecaster.Length: Owed] = [:]

  /// The levels of the next range.
  func levels(for length: WaitForecaster.Length) -> ForecastLevels {
    let own = byLength[length] ?? Owed()
    let low = AnnouncedWait.lowShare + Self.hallGain * hall.low + Self.lengthGain * own.low
    let high = AnnouncedWait.highShare + Self.hallGain * hall.high + Self.lengthGain * own.high
    return ForecastLevels(
      low: min(max(low, Self.lowLevels.lowerBound), Self.lowLevels.upperBound),
      high: min(max(high, Self.highLevels.lowerBound), Self.highLevels.upperBound))
  }

  /// Counts a range by what is known of it.
  mutating func add(_ told: Told) {
    hall.add(told, sign: 1)
    byLength[told.length, default: Owed()].add(told, sign: 1)
  }

  /// Counts a range no more.
  mutating func remove(_ told: Told) {
    hall.add(told, sign: -1)
    byLength[told.length, default: Owed()].add(told, sign: -1)
  }
}

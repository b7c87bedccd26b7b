/// The errors of one kind of forecast: real wait over modelled wait, and how far out in them the
/// ends of the next range lie.
///
/// Adaptive conformal inference (Gibbs & Candès 2021): an end is a quantile of past errors, at a
/// level that moves up a little after each wait that was longer than it and down after each that
/// was not. In the long run the share of waits within an end is what it promises, whatever the
/// waits' distribution is, how it changes over the day and how wrong the model is; errors that
/// come in rows, as those of one slow morning do, are answered by the level.
struct ForecastErrors: Sendable, Equatable {
  /// A few days of a small hall's; older errors say little about this week's clerks.
  static let kept = 500
  /// Below that the errors of a kind say nothing about its tail.
  static let least = 15

  private var recent: [Double] = []
  private var oldest = 0
  private var sorted: [Double] = []

  var isTelling: Bool { sorted.count >= Self.least }

  mutating func add(_ ratio: Double) {
    if recent.count < Self.kept {
      recent.append(ratio)
    } else {
      sorted.remove(at: Self.index(of: recent[oldest], in: sorted))
      recent[oldest] = ratio
      oldest = (oldest + 1) % Self.kept
    }
    sorted.insert(ratio, at: Self.index(of: ratio, in: sorted))
  }

  /// The first index whose value is not less.
  private static func index(of value: Double, in sorted: [Double]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = low + (high - low) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The error at a level, between the two nearest; beyond one the worst error known is stretched.
  func quantile(_ level: Double) -> Double? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    if level <= 0 { return first }
    if level >= 1 { return last * (1 + ForecastLevel.stretch * (level - 1)) }
    let position = level * Double(sorted.count - 1)
    let index = min(Int(position), max(0, sorted.count - 2))
    guard index + 1 < sorted.count else { return first }
    let part = position - Double(index)
    return sorted[index] * (1 - part) + sorted[index + 1] * part
  }
}

/// How far out in the errors one end of the ranges lies, and what its verdicts have moved it by.
struct ForecastLevel: Sendable, Equatable {
  /// How far the level may move while one verdict is awaited. A loop with such a delay is stable
  /// below 1.5; two of these add up. Simulated halls came nearest to their promise at 0.15.
  static let gain = 0.15
  /// A level above one stretches the worst error known, by this for each whole one.
  static let stretch = 3.0
  /// How far a level may go from its promise: further, and one bad hour is paid for all day.
  static let farthest = 0.15
  /// By which part of the difference the usual number of awaited verdicts follows the real one.
  /// Slowly: were the step to go by the real one, which grows with the level, the level would
  /// learn less from the ranges that were too long than from those that were too short.
  private static let smoothing = 0.02

  /// The share of waits the end promises to be within.
  let promise: Double
  private(set) var shift = 0.0
  private var awaited = 0
  private var usuallyAwaited = 10.0

  init(promise: Double) { self.promise = promise }

  mutating func told() { awaited += 1 }

  /// Nobody will know whether it held.
  mutating func forget() { awaited -= 1 }

  /// A day is over.
  mutating func forgetAll() { awaited = 0 }

  mutating func judge(held: Bool) {
    usuallyAwaited += (Double(awaited) - usuallyAwaited) * Self.smoothing
    awaited -= 1
    shift += Self.gain / max(1, usuallyAwaited) * (promise - (held ? 1 : 0))
    shift = min(max(shift, -Self.farthest), Self.farthest)
  }
}

/// The errors of one kind of forecast: real wait over modelled wait. An end of the next range is a
/// quantile of them, at the level that ``ForecastBalances`` asks for.
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

  /// The error at a level in 0...1, between the two nearest.
  func quantile(_ level: Double) -> Double? {
    guard let first = sorted.first else { return nil }
    let position = level * Double(sorted.count - 1)
    let index = min(Int(position), max(0, sorted.count - 2))
    guard index + 1 < sorted.count else { return first }
    let part = position - Double(index)
    return sorted[index] * (1 - part) + sorted[index + 1] * part
  }
}

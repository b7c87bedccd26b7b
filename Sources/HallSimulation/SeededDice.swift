import Foundation

/// Dice that fall the same way for the same seed, on every machine: SplitMix64 (Steele et al. 2014).
struct SeededDice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Dice of their own for one part of a simulation, so that another citizen here changes no
  /// clerk there.
  init(seed: UInt64, stream: UInt64) {
    var parent = SeededDice(seed: seed ^ (stream &* 0xd1b5_4a32_d192_ed03))
    state = parent.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// In 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func happens(_ share: Double) -> Bool { unit() < share }

  mutating func seconds(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(unit() * Double(range.upperBound - range.lowerBound + 1))
  }

  /// A standard normal value, by Box and Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * Double.pi * unit())
  }

  /// Service times are lognormal: most are short, a few are long.
  mutating func lognormal(median: Double, spread: Double) -> Double {
    median * exp(spread * normal())
  }

  /// An index, by weight; nil where nothing weighs anything.
  mutating func index(weighing weights: [Double]) -> Int? {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return nil }
    var left = unit() * sum
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return index }
    }
    return weights.indices.last
  }
}

/// Names presses so that no two have one, not even of two runs of the service.
struct PressNumbers: Sendable {
  /// Drawn at each start, since counts begin anew there.
  private let word = String(UInt64.random(in: .min ... .max), radix: 36)
  private var count: UInt64 = 0

  mutating func next() -> String {
    count += 1
    return "pad-\(word)-\(count)"
  }
}

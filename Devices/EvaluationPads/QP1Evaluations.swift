import StationProtocols

/// Which RESULT of a QP1 pad counts: the first one of the evaluation under way.
///
/// A pad keeps an unacknowledged RESULT, over hours and over a restart of the hall if need be
/// (protocols.md D.5, rules). One of an earlier evaluation is the rating of an earlier citizen:
/// heard now, it would be counted for the one at the window. The number of its START_EVAL tells.
struct QP1Evaluations: Sendable {
  /// Asked for and not yet answered.
  private var current: UInt8?

  /// The one before is over, whether or not it was answered.
  mutating func started(_ sequence: UInt8) { current = sequence }

  /// The level a citizen chose with a RESULT; nil where it is of another evaluation or known
  /// already, or where nobody chose.
  func level(of result: (evaluation: UInt8, score: UInt8)) -> Int? {
    guard result.evaluation == current, (1...5).contains(result.score) else { return nil }
    return Int(result.score)
  }

  mutating func note(_ evaluation: UInt8) {
    if evaluation == current { current = nil }
  }
}

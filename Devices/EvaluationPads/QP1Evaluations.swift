import StationProtocols

/// Which evaluations of a QP1 pad are answered, so that each counts once however often its RESULT
/// is sent.
///
/// A pad keeps an unacknowledged RESULT, over hours and over a restart of the hall if need be
/// (protocols.md D.5, rules); the number of its START_EVAL tells which evaluation it is.
struct QP1Evaluations: Sendable {
  private var answered: Set<UInt8> = []

  /// A new evaluation takes over a number that came round.
  mutating func started(_ sequence: UInt8) { answered.remove(sequence) }

  /// The level a citizen chose with a RESULT; nil where it is known already, or where nobody chose.
  func level(of result: (evaluation: UInt8, score: UInt8)) -> Int? {
    guard !answered.contains(result.evaluation), (1...5).contains(result.score) else { return nil }
    return Int(result.score)
  }

  mutating func note(_ evaluation: UInt8) { answered.insert(evaluation) }
}

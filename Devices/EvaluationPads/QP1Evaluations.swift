import DeviceKit
import Hall
import StationProtocols

/// Which rating a RESULT of a QP1 pad is, and how far the hall has come with it.
///
/// A pad keeps an unacknowledged RESULT, over hours if need be (protocols.md D.5, rules), and sends
/// it when its cable is back: by then somebody else may sit at the window, or the hall was restarted.
/// The number of its START_EVAL tells which evaluation it answers, so the last few are remembered, and
/// kept where a restart finds them.
struct QP1Evaluations: Sendable {
  /// A clerk serves no more citizens than these while a cable is out and nobody notices.
  static let remembered = 8
  /// A commit takes milliseconds. Where no answer has come for so long, the next copy is handed to
  /// the hall once more, under the same name.
  static let patience: Duration = .seconds(5)

  /// An ACK later than this after the last copy could meet a device that was switched off and
  /// numbers anew; the next copy is acknowledged at once.
  static let acknowledgeLimit = QP1Session.copyWindow

  enum Stage: Sendable, Equatable {
    /// Asked for, and no RESULT yet.
    case open
    /// Handed to the hall; the RESULT and when its last copy was heard.
    case waits(QP1.Frame, since: Deadline, heard: Deadline)
    case answered
    case notKept
  }

  struct Evaluation: Sendable {
    /// The sequence number of its START_EVAL.
    let number: UInt8
    /// The hall's name for it.
    let name: String
    let requestID: String
    /// The pad takes no key later than this.
    let ends: Moment
    var stage = Stage.open
  }

  /// What a RESULT is.
  enum Hearing: Sendable {
    /// Nobody chose, or it is of an evaluation that nobody knows any more.
    case nothing
    case level(Int, of: Evaluation)
    case waits
    case answered
  }

  private var known: [Evaluation] = []

  /// Its RESULT would be taken for one of these: START_EVAL must not have such a number.
  func uses(_ number: UInt8) -> Bool { known.contains { $0.number == number } }

  mutating func started(_ evaluation: Evaluation) {
    known.removeAll { $0.number == evaluation.number }
    known.append(evaluation)
    if known.count > Self.remembered { known.removeFirst() }
  }

  /// Whether the pad may still ask for a rating.
  func isUnderWay(at now: Moment) -> Bool {
    known.last.map { $0.stage == .open && now < $0.ends } ?? false
  }

  // MARK: Over a restart

  init() {}

  /// What ``bytes`` were; a line that is none is left out.
  ///
  /// Each is open again: a copy of a RESULT that was answered is handed to the hall once more, under
  /// its name, and answered as before.
  init(recalling bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    known = lines.suffix(Self.remembered).compactMap { line in
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard words.count == 4, let number = UInt8(words[0]), let ends = Int64(words[1]) else {
        return nil
      }
      return Evaluation(
        number: number, name: String(words[3]), requestID: String(words[2]),
        ends: Moment(milliseconds: ends))
    }
  }

  /// A line each: number, end in milliseconds since 1970, the press's and the evaluation's name.
  var bytes: [UInt8] {
    let lines = known.map { "\($0.number) \($0.ends.milliseconds) \($0.requestID) \($0.name)\n" }
    return Array(lines.joined().utf8)
  }

  func hear(_ result: (evaluation: UInt8, score: UInt8), at now: Deadline) -> Hearing {
    guard let evaluation = known.last(where: { $0.number == result.evaluation }) else {
      return .nothing
    }
    switch evaluation.stage {
    case .answered: return .answered
    case .waits(_, let since, _) where since.duration(to: now) < Self.patience: return .waits
    case .open, .waits, .notKept:
      guard (1...5).contains(result.score) else { return .nothing }
      return .level(Int(result.score), of: evaluation)
    }
  }

  /// Nobody chose, or nobody is there to ask the hall: the RESULT of that number is done with.
  mutating func close(_ number: UInt8) { change({ $0.number == number }) { $0 = .answered } }

  /// The press was handed to the hall.
  mutating func handedOver(_ requestID: String, _ event: QP1.Frame, at now: Deadline) {
    change({ $0.requestID == requestID }) { $0 = .waits(event, since: now, heard: now) }
  }

  /// One more copy of a RESULT that the hall has.
  mutating func heardAgain(_ event: QP1.Frame, at now: Deadline) {
    change({ $0.number == event.result?.evaluation }) { stage in
      if case .waits(_, let since, _) = stage { stage = .waits(event, since: since, heard: now) }
    }
  }

  /// The hall has answered a press; gives the RESULT to acknowledge, where the pad still waits for
  /// it.
  mutating func settle(
    _ requestID: String, isKept: Bool, at now: Deadline
  ) -> QP1.Frame? {
    var waiting: QP1.Frame?
    change({ $0.requestID == requestID }) { stage in
      if case .waits(let event, _, let heard) = stage,
        heard.duration(to: now) < Self.acknowledgeLimit
      {
        waiting = event
      }
      stage = isKept ? .answered : .notKept
    }
    return isKept ? waiting : nil
  }

  private mutating func change(
    _ isMeant: (Evaluation) -> Bool, _ change: (inout Stage) -> Void
  ) {
    guard let index = known.lastIndex(where: isMeant) else { return }
    change(&known[index].stage)
  }
}

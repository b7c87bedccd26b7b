public import Hall
import Synchronization

/// What the hall made of a press: the word a pad waits for. 评价器按键的答复
public enum PressVerdict: Sendable, Equatable {
  /// The rating is in the ledger.
  case stored
  /// The service has its rating, from this press or an earlier one: the first one counts
  /// (protocols.md D.3).
  case alreadyRated
  /// Recorded as refused: too early, too late, or nobody was served.
  case refused
  /// The hall cannot say whether it is kept. The pad is not answered and sends it again.
  case notKept
}

/// A key a citizen pressed on a pad, already as a level 1...5, and the way to answer it.
public struct PadPress: Sendable {
  public let pad: DeviceID
  public let level: Int
  /// When the key was pressed, or the latest moment it can have been.
  public let at: Moment
  /// The same for every copy of one press, also over a cable that was out; never of two presses.
  public let requestID: String
  /// What the hall called the evaluation it belongs to; nil where the pad's protocol cannot tell.
  public let evaluation: String?
  private let reply: @Sendable (PressVerdict) async -> Void
  private let claimed = Claim()

  public init(
    pad: DeviceID, level: Int, at: Moment, requestID: String, evaluation: String? = nil,
    reply: @escaping @Sendable (PressVerdict) async -> Void
  ) {
    self.pad = pad
    self.level = level
    self.at = at
    self.requestID = requestID
    self.evaluation = evaluation
    self.reply = reply
  }

  /// Whether the caller is the first to take the press as theirs: several may listen to a pad, and each
  /// press is one's to answer.
  public func claim() -> Bool { claimed.take() }

  /// Tells the pad what became of the press: its acknowledgement or lamp follows from it.
  ///
  /// Returns once the driver has taken it. An answer that comes too late to be told is let go; the
  /// copy that the pad sends then is answered at once.
  public func answer(_ verdict: PressVerdict) async { await reply(verdict) }
}

/// Taken once, by whoever comes first.
private final class Claim: Sendable {
  private let isTaken = Mutex(false)

  func take() -> Bool {
    isTaken.withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
  }
}

/// What a pad shows and says to the citizen, as far as it can. 评价器提示
public enum PadPrompt: Sendable, Equatable {
  /// The window works; who sits there, as the hall allows it to be shown. 您好，欢迎光临
  case welcome(clerk: String?)
  /// Presses are taken for so many seconds; `evaluation` is the hall's name for what they rate.
  /// 请对我的服务给予评价
  case pleaseRate(evaluation: String, seconds: Int)
  /// 对不起，请在一米线外等候
  case standBack
  /// 谢谢
  case thanks
  /// Nobody is served here, or the time to rate is over.
  case idle
}

/// 评价器
public protocol EvaluationPad: Device {
  /// Every press, accepted or not: whether it counts is the hall's rule, not the pad's. Each waits
  /// for ``PadPress/answer(_:)``.
  func presses() async -> AsyncStream<PadPress>
  /// Shows and says a prompt; one that the pad has no means for is passed over.
  func show(_ prompt: PadPrompt) async throws(DeviceFault)
}

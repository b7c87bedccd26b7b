/// "Please rate": one stage of one ticket at one window, for some seconds. 邀请评价
public struct Evaluation: Sendable, Equatable {
  /// A secret of the window's pads.
  public let token: String
  public let ticket: Int64
  public let number: String
  public let stage: RatingStage
  public let service: String
  public let window: String
  public let opensAt: Moment
  /// Sooner than it was to be once another number is called to the window.
  public private(set) var closesAt: Moment
  /// The row of the ledger that opened it, by which the hall's own pads know it: what a pad keeps
  /// over a restart is no secret.
  public let row: Int64

  public init(
    token: String, ticket: Int64, number: String, stage: RatingStage, service: String,
    window: String, opensAt: Moment, closesAt: Moment, row: Int64
  ) {
    self.token = token
    self.row = row
    self.ticket = ticket
    self.number = number
    self.stage = stage
    self.service = service
    self.window = window
    self.opensAt = opensAt
    self.closesAt = closesAt
  }

  /// The same, over at a moment at the latest; nil for no such moment.
  public func ended(at moment: Moment?) -> Evaluation {
    guard let moment, moment < closesAt else { return self }
    var ended = self
    ended.closesAt = max(opensAt, moment)
    return ended
  }

  /// Which stage of which ticket it is.
  public var subject: Subject { Subject(ticket: ticket, stage: stage) }

  /// What may be rated once.
  public struct Subject: Hashable, Sendable {
    public let ticket: Int64
    public let stage: RatingStage

    public init(ticket: Int64, stage: RatingStage) {
      self.ticket = ticket
      self.stage = stage
    }
  }
}

/// How long ratings are taken. 评价时效; all of these are a hall's own rules.
public struct RatingTimes: Sendable, Equatable {
  /// Seconds that "please rate" stands at a window.
  public var padSeconds: Int64
  /// Days after the service on which a ticket's holder may still rate; 0 is the same day.
  public var laterDays: Int64
  /// Days after the service for the one 追评.
  public var againDays: Int64
  /// Minutes for which a pad that was offline may bring what was pressed in time.
  public var offlineMinutes: Int64

  public init(
    padSeconds: Int64, laterDays: Int64, againDays: Int64 = 15, offlineMinutes: Int64 = 30
  ) {
    self.padSeconds = padSeconds
    self.laterDays = laterDays
    self.againDays = againDays
    self.offlineMinutes = offlineMinutes
  }
}

/// What the queue says of a window at the moment somebody presses.
public struct WindowGlance: Sendable, Equatable {
  public var isOpen: Bool
  public var isPaused: Bool
  /// Identity of the ticket it has called or serves.
  public var ticket: Int64?

  public init(isOpen: Bool, isPaused: Bool, ticket: Int64? = nil) {
    self.isOpen = isOpen
    self.isPaused = isPaused
    self.ticket = ticket
  }
}

/// What a window's pad shows. 评价器状态
public enum PadState: String, Codable, Sendable, CaseIterable {
  case closed, welcome, paused, serving, pleaseRate, thanks
}

/// Which windows may be rated now, by whom, and what every press is worth: no clock, no disk.
///
/// The owner opens evaluations, asks about each press, and says what was taken. What lives longer
/// than the program is the ledger's to say: what was rated before, and what a token stands for.
public struct RatingBook: Sendable {
  /// How long "thank you" stands: a sentence is read.
  public static let thanksSeconds: Int64 = 5
  private struct AtWindow {
    var evaluation: Evaluation
    var ratedAt: Moment?
    /// How often it was asked.
    var asks = 1
  }

  private var windows: [String: AtWindow] = [:]

  public init() {}

  // MARK: Opening and closing

  /// "Please rate" goes up at the evaluation's window; one that stood there is over.
  public mutating func open(_ evaluation: Evaluation) {
    windows[evaluation.window] = AtWindow(evaluation: evaluation)
  }

  /// "Please rate" that stands at a window is asked once more: its pads show it anew.
  ///
  /// - Returns: whether it stands there, for that stage of that ticket.
  public mutating func askAgain(_ subject: Evaluation.Subject, at window: String, now: Moment)
    -> Bool
  {
    guard let state = windows[window], state.evaluation.subject == subject, state.ratedAt == nil,
      state.evaluation.opensAt <= now, now <= state.evaluation.closesAt
    else { return false }
    windows[window]?.asks += 1
    return true
  }

  /// How often what stands at a window was asked.
  public func asks(at window: String) -> Int { windows[window]?.asks ?? 0 }

  /// A ticket is called to a window: "please rate" for another one is over there.
  public mutating func called(_ ticket: Int64, to window: String, at now: Moment) {
    guard let evaluation = windows[window]?.evaluation, evaluation.ticket != ticket else { return }
    windows[window]?.evaluation = evaluation.ended(at: now)
  }

  /// The first rating of an evaluation's stage is in the ledger.
  public mutating func rated(_ subject: Evaluation.Subject, at now: Moment) {
    for (window, state) in windows where state.evaluation.subject == subject {
      windows[window]?.ratedAt = now
    }
  }

  /// What stood at a window last, over or not.
  public func evaluation(at window: String) -> Evaluation? { windows[window]?.evaluation }

  // MARK: Presses

  /// A press at a pad that knows no token: a device with five keys.
  ///
  /// - Parameters:
  ///   - window: where the pad stands.
  ///   - now: when it was pressed, by the hall's clock.
  ///   - glance: the window in the queue.
  /// - Returns: what it rates, or why it does not count.
  public func press(at window: String, now: Moment, glance: WindowGlance)
    -> Result<Evaluation, RatingRefusal>
  {
    guard let state = windows[window] else {
      return .failure(glance.ticket == nil ? .nobodyServed : .notOpen)
    }
    return judge(state.evaluation, now: now, clientAt: nil, glance: glance, times: nil)
  }

  /// A press that names an evaluation.
  ///
  /// - Parameters:
  ///   - evaluation: what the token stands for, and until when, as the ledger has it.
  ///   - windows: where the caller's pads stand; nil for every window.
  ///   - now: the hall's clock.
  ///   - clientAt: the caller's clock at the press.
  ///   - glance: the evaluation's window in the queue.
  ///   - times: how long a pad may have been offline.
  /// - Returns: what it rates, or why it does not count.
  public func press(
    _ evaluation: Evaluation, from windows: Set<String>?, now: Moment, clientAt: Moment?,
    glance: WindowGlance, times: RatingTimes
  ) -> Result<Evaluation, RatingRefusal> {
    if let windows, !windows.contains(evaluation.window) { return .failure(.wrongPlace) }
    return judge(evaluation, now: now, clientAt: clientAt, glance: glance, times: times)
  }

  private func judge(
    _ evaluation: Evaluation, now: Moment, clientAt: Moment?, glance: WindowGlance,
    times: RatingTimes?
  ) -> Result<Evaluation, RatingRefusal> {
    if let state = windows[evaluation.window], state.evaluation.subject == evaluation.subject,
      state.ratedAt != nil
    {
      return .failure(.alreadyRated)
    }
    // Where the clock was put back a press before its opening is nobody's for sure.
    if now < evaluation.opensAt { return .failure(.tooLate) }
    if now <= evaluation.closesAt, isCurrent(evaluation, glance) { return .success(evaluation) }
    guard let times, let clientAt,
      now <= evaluation.closesAt.advanced(bySeconds: times.offlineMinutes * 60),
      // Its clock tells whole seconds.
      evaluation.opensAt <= clientAt.advanced(bySeconds: 1), clientAt <= evaluation.closesAt
    else { return .failure(.tooLate) }
    return .success(evaluation)
  }

  /// Nobody else has been called to the window, and no later "please rate" stands there.
  private func isCurrent(_ evaluation: Evaluation, _ glance: WindowGlance) -> Bool {
    if let last = windows[evaluation.window]?.evaluation, last.token != evaluation.token,
      last.opensAt >= evaluation.opensAt, last.subject != evaluation.subject
    {
      return false
    }
    return glance.ticket == nil || glance.ticket == evaluation.ticket
  }

  // MARK: Pads

  /// What the pads of a window show.
  public func view(of window: String, now: Moment, glance: WindowGlance) -> (
    state: PadState, evaluation: Evaluation?
  ) {
    if let state = windows[window] {
      if let ratedAt = state.ratedAt {
        if (0..<Self.thanksSeconds).contains(now.seconds(since: ratedAt)),
          isCurrent(state.evaluation, glance)
        {
          return (.thanks, nil)
        }
      } else if case .success(let evaluation) = press(at: window, now: now, glance: glance) {
        return (.pleaseRate, evaluation)
      }
    }
    if !glance.isOpen, glance.ticket == nil { return (.closed, nil) }
    if glance.ticket != nil { return (.serving, nil) }
    return (glance.isPaused ? .paused : .welcome, nil)
  }
}

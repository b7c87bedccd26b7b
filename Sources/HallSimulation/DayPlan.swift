public import Hall

/// One citizen of a simulated day: all that does not depend on the queue. 办事人
///
/// How long the matter takes belongs to the citizen, not to the window, so that the same citizens
/// under other rules differ by the rules alone (common random numbers).
public struct Visit: Sendable, Equatable {
  /// When they stand at the kiosk.
  public var at: Moment
  public var service: String
  public var priority: Priority?
  /// The slot they reserved.
  public var slot: Slot?
  /// Seconds from the call to the chair.
  public var walk: Int
  /// Seconds at the window.
  public var serviceSeconds: Int
  /// Whether they answer their first call.
  public var answers: Bool
  /// Seconds after being passed when they come back, nil for never.
  public var returnsAfter: Int?

  public struct Slot: Sendable, Equatable {
    public var from: Moment
    public var until: Moment

    public init(from: Moment, until: Moment) {
      self.from = from
      self.until = until
    }
  }
}

/// A stretch of a window's work. 班次
public struct Shift: Sendable, Equatable {
  public var window: String
  public var from: Moment
  public var until: Moment
  /// Whoever waits at its end is served before the clerk goes, as before the doors close.
  public var servesOut: Bool

  public init(window: String, from: Moment, until: Moment, servesOut: Bool) {
    self.window = window
    self.from = from
    self.until = until
    self.servesOut = servesOut
  }
}

/// A day before it happens: who comes and who works. 一天的安排
public struct DayPlan: Sendable, Equatable {
  public var day: LocalDay
  public var rules: QueueRules
  public var visits: [Visit]
  public var shifts: [Shift]
  /// When the doors close to newcomers.
  public var closing: Moment

  public init(
    day: LocalDay, rules: QueueRules, visits: [Visit], shifts: [Shift], closing: Moment
  ) {
    self.day = day
    self.rules = rules
    self.visits = visits
    self.shifts = shifts
    self.closing = closing
  }
}

extension LocalDay {
  /// A minute of this day on the hall's wall, and its parts.
  func moment(minute: Double) -> Moment {
    Moment(milliseconds: moment(atMinute: 0).milliseconds + Int64(minute * 60_000))
  }
}

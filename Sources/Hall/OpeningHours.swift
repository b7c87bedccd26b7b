/// When the hall gives numbers. 开放时间
public struct OpeningHours: Sendable, Equatable {
  /// From `opens` up to but not including `closes`, minutes since midnight.
  public struct Span: Sendable, Equatable {
    public let opens: Int
    public let closes: Int

    /// nil unless 0 <= opens < closes <= 1440.
    public init?(opens: Int, closes: Int) {
      guard opens >= 0, opens < closes, closes <= 1440 else { return nil }
      self.opens = opens
      self.closes = closes
    }

    /// `09:00`
    public var opensText: String { Self.text(opens) }
    public var closesText: String { Self.text(closes) }

    private static func text(_ minute: Int) -> String {
      "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
    }
  }

  /// A day that differs from its weekday; no spans means closed.
  public struct Exception: Sendable, Equatable {
    public let day: LocalDay
    public let reason: Bilingual
    public let spans: [Span]

    public init(day: LocalDay, reason: Bilingual, spans: [Span]) {
      self.day = day
      self.reason = reason
      self.spans = spans
    }
  }

  /// ISO weekday (1 Monday) to its spans in order.
  public let weekly: [Int: [Span]]
  public let exceptions: [Exception]
  /// A sample hall gives numbers at any hour, so that its demo works at night.
  public let alwaysOpen: Bool
  private let exceptionsByDay: [LocalDay: Exception]

  public init(weekly: [Int: [Span]], exceptions: [Exception], alwaysOpen: Bool) {
    self.weekly = weekly
    self.exceptions = exceptions
    self.alwaysOpen = alwaysOpen
    exceptionsByDay = Dictionary(exceptions.map { ($0.day, $0) }) { _, last in last }
  }

  public func spans(on day: LocalDay) -> [Span] {
    exceptionsByDay[day]?.spans ?? weekly[day.weekday] ?? []
  }

  public func isOpen(at clock: WallClock) -> Bool {
    alwaysOpen
      || spans(on: clock.day).contains { ($0.opens..<$0.closes).contains(clock.minute) }
  }

  /// How far ahead an opening is looked for: the longest holiday is nine days (2026).
  static let horizonDays: Int64 = 31

  /// The next time the doors open, nil when nothing opens within the horizon.
  public func nextOpening(after moment: Moment) -> WallTimeText? {
    let now = WallClock(moment)
    for ahead in 0...Self.horizonDays {
      let day = WallClock(moment.advanced(bySeconds: ahead * 86_400)).day
      let opening = spans(on: day).first { ahead > 0 || $0.opens > now.minute }
      if let opening { return WallTimeText(day: day, time: opening.opensText) }
    }
    return nil
  }
}

/// A day and a time of day, `2026-11-24T09:00`, as people read it off a wall.
public struct WallTimeText: Sendable, Equatable, CustomStringConvertible {
  public let day: LocalDay
  public let time: String

  public var description: String { "\(day)T\(time)" }
}

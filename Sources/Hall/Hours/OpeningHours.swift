/// When the hall gives numbers. 开放时间
///
/// A day has the spans of its ``Exception`` if it has one; else none on a holiday of the calendar,
/// those of ``workingWeekend`` on a weekend that is worked, and those of its weekday otherwise. In a
/// year the calendar does not know, a day without an exception has *unknown* hours: the doors
/// count as closed and no opening is promised.
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

  /// What one day is; a day without spans is closed.
  public enum Day: Sendable, Equatable {
    /// `because` is nil where the weekday alone decides.
    case known(spans: [Span], because: Bilingual?)
    case unknown(HolidayCalendar.UnknownYear)
  }

  /// ISO weekday (1 Monday) to its spans in order.
  public let weekly: [Int: [Span]]
  public let exceptions: [Exception]
  public let calendar: HolidayCalendar
  /// The ISO weekday whose spans a working weekend has.
  public let workingWeekend: Int
  /// A sample hall gives numbers at any hour, so that its demo works at night.
  public let alwaysOpen: Bool
  private let exceptionsByDay: [LocalDay: Exception]

  public init(
    weekly: [Int: [Span]], exceptions: [Exception], calendar: HolidayCalendar,
    workingWeekend: Int = 1, alwaysOpen: Bool
  ) {
    self.weekly = weekly
    self.exceptions = exceptions
    self.calendar = calendar
    self.workingWeekend = workingWeekend
    self.alwaysOpen = alwaysOpen
    exceptionsByDay = Dictionary(exceptions.map { ($0.day, $0) }) { _, last in last }
  }

  public func day(_ day: LocalDay) -> Day {
    if let exception = exceptionsByDay[day] {
      return .known(spans: exception.spans, because: exception.reason)
    }
    switch calendar.kind(of: day) {
    case nil: return .unknown(.init(year: day.year))
    case .workday, .weekend: return .known(spans: weekly[day.weekday] ?? [], because: nil)
    case .holiday(let name): return .known(spans: [], because: name)
    case .workingWeekend(let name):
      return .known(
        spans: weekly[workingWeekend] ?? [], because: CalendarPhrases.workingWeekend(name))
    }
  }

  /// nil where the year is unknown.
  public func spans(on day: LocalDay) -> [Span]? {
    switch self.day(day) {
    case .known(let spans, _): spans
    case .unknown: nil
    }
  }

  /// False where the year is unknown.
  public func isOpen(at clock: WallClock) -> Bool {
    alwaysOpen
      || (spans(on: clock.day) ?? []).contains { ($0.opens..<$0.closes).contains(clock.minute) }
  }

  /// Whether a slot of one day begins and ends while the doors are open, lunch between or not; false
  /// where the year is unknown.
  public func holds(from: Moment, until: Moment) -> Bool {
    guard !alwaysOpen else { return true }
    let (begin, end) = (WallClock(from), WallClock(until))
    // What ends at midnight ends with the day.
    let last = end.minute == 0 && begin.day.adding(days: 1) == end.day ? 24 * 60 : end.minute
    guard begin.day == end.day || last == 24 * 60 else { return false }
    let spans = spans(on: begin.day) ?? []
    return spans.contains { ($0.opens..<$0.closes).contains(begin.minute) }
      && spans.contains { $0.opens < last && last <= $0.closes }
  }

  /// Whether the doors are closed between two spans of the same day. 午休
  public func isLunch(at clock: WallClock) -> Bool {
    guard !isOpen(at: clock), let spans = spans(on: clock.day) else { return false }
    return spans.contains { $0.closes <= clock.minute }
      && spans.contains { $0.opens > clock.minute }
  }

  /// How many minutes of the day are still to come in which the doors are open, lunch left out;
  /// nil where the year is unknown. A hall that is always open closes at midnight.
  public func remainingOpenMinutes(at clock: WallClock) -> Int? {
    if alwaysOpen { return 1440 - clock.minute }
    return spans(on: clock.day)?.reduce(0) { minutes, span in
      minutes + max(0, span.closes - max(span.opens, clock.minute))
    }
  }

  /// How far ahead an opening is looked for: the longest holiday is nine days (2026).
  static let horizonDays = 31

  /// The next time the doors open; nil when nothing opens within the horizon, or when a day of an
  /// unknown year comes before: the doors may open then, so nothing later is "next".
  public func nextOpening(after moment: Moment) -> WallTimeText? {
    let now = WallClock(moment)
    for ahead in 0...Self.horizonDays {
      guard let day = now.day.adding(days: ahead), let spans = spans(on: day) else { return nil }
      let opening = spans.first { ahead > 0 || $0.opens > now.minute }
      if let opening { return WallTimeText(day: day, time: opening.opensText) }
    }
    return nil
  }
}

extension OpeningHours {
  /// Every day that differs from its weekday, in order, for whoever knows the weekly hours only.
  ///
  /// Days of an unknown year that come within the horizon after `today` are among them, closed
  /// and with that reason, so that nobody concludes from the weekday that the hall opens.
  public func departures(from today: LocalDay) -> [Exception] {
    let ahead = (0...Self.horizonDays).compactMap { today.adding(days: $0) }
    let unannounced = alwaysOpen ? [] : ahead.filter { day($0) == .unknown(.init(year: $0.year)) }
    let days = Set(exceptionsByDay.keys).union(calendar.marks.keys).union(unannounced)
    return days.sorted().compactMap { day in
      switch self.day(day) {
      case .known(_, nil): nil
      case .known(let spans, let reason?): Exception(day: day, reason: reason, spans: spans)
      case .unknown(let unknown):
        unannounced.contains(day)
          ? Exception(
            day: day, reason: CalendarPhrases.unannounced(year: unknown.year), spans: []) : nil
      }
    }
  }

  /// How long before New Year the next year's calendar should be here. The notice comes out in
  /// October or November (2025-11-04 for 2026), so three weeks are time enough to install it.
  static let warningDays = 21

  /// The year of `today` if the calendar does not know it; in the last three weeks of December
  /// the next year if that one is unknown; otherwise nil. A hall that is always open needs none.
  public func missingYear(on today: LocalDay) -> Int? {
    if alwaysOpen { return nil }
    if !calendar.knows(today.year) { return today.year }
    guard let soon = today.adding(days: Self.warningDays), !calendar.knows(soon.year)
    else { return nil }
    return soon.year
  }
}

/// A day and a time of day, `2026-11-24T09:00`, as people read it off a wall.
public struct WallTimeText: Sendable, Equatable, CustomStringConvertible {
  public let day: LocalDay
  public let time: String

  public var description: String { "\(day)T\(time)" }
}

/// A day that somebody is to keep, with why it is that day. 期限说明
public struct CaseDeadline: Hashable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// 最迟告知: whether it is accepted (art. 32).
    case intake
    /// 补正期限: the applicant's.
    case supplement
    /// 容缺承诺: the applicant's.
    case tolerance
    /// 承诺办结
    case promised
    /// 法定办结
    case legal
    /// 送达 (art. 44)
    case delivery

    /// It is the applicant who is to do something.
    public var isApplicants: Bool { self == .supplement || self == .tolerance }
  }

  public let kind: Kind
  public let due: CaseClock.Due
  /// The day as of which it is told.
  public let today: LocalDay
  /// Working days from today to the day, negative once it is over; nil where the calendar does not
  /// reach so far.
  public let left: Int?
  /// Holidays between that are not counted.
  public let daysOff: [ClosedRange<LocalDay>]
  /// Weekends between that are worked, and are counted.
  public let workedWeekends: [LocalDay]

  public init(_ kind: Kind, _ due: CaseClock.Due, calendar: HolidayCalendar, today: LocalDay) {
    self.kind = kind
    self.due = due
    self.today = today
    guard let day = due.day else {
      left = nil
      daysOff = []
      workedWeekends = []
      return
    }
    if today <= day {
      left = try? calendar.workingDays(after: today, through: day)
    } else {
      left = (try? calendar.workingDays(after: day, through: today)).map { -$0 }
    }
    daysOff = calendar.holidays(after: today, through: day)
    workedWeekends = calendar.workedWeekends(after: today, through: day)
  }

  /// Its day is over.
  public var isLate: Bool { due.day.map { $0 < today } ?? false }
}

extension CaseStanding {
  /// Everything that is to happen by a day, as of today: the nearest that concerns the applicant
  /// first, then what the offices owe.
  public func deadlines(calendar: HolidayCalendar, on today: LocalDay) -> [CaseDeadline] {
    let clock = CaseClock(self, calendar: calendar, on: today)
    var found: [(CaseDeadline.Kind, CaseClock.Due)] = []
    if let until = openSupplement?.until { found.append((.supplement, .day(until))) }
    if let promise = openTolerance { found.append((.tolerance, .day(promise.until))) }
    if case .open(let due) = clock.intake { found.append((.intake, due)) }
    if let due = clock.promised { found.append((.promised, due)) }
    if let due = clock.legal { found.append((.legal, due)) }
    if let due = clock.delivery { found.append((.delivery, due)) }
    return found.map { CaseDeadline($0, $1, calendar: calendar, today: today) }
  }
}

extension HolidayCalendar {
  /// The holidays after `day` up to and with `end`, as far as they lie between; days of one holiday
  /// together.
  func holidays(after day: LocalDay, through end: LocalDay) -> [ClosedRange<LocalDay>] {
    years.flatMap(\.holidays).sorted { $0.first < $1.first }.compactMap { holiday in
      guard let next = day.adding(days: 1) else { return nil }
      let (first, last) = (max(holiday.first, next), min(holiday.last, end))
      return first <= last ? first...last : nil
    }
  }

  func workedWeekends(after day: LocalDay, through end: LocalDay) -> [LocalDay] {
    years.flatMap(\.holidays).flatMap(\.works).filter { day < $0 && $0 <= end }.sorted()
  }
}

/// Which days are worked, as the State Council's office announces them year by year. 节假日安排
///
/// A year that nobody announced is *unknown*: festivals move with the moon and working weekends
/// by decree, so neither can be computed. Every question about such a year is answered with nil
/// or ``UnknownYear``, never with "no holidays".
public struct HolidayCalendar: Sendable, Equatable {
  /// One festival: the days off and the weekend days worked in exchange. 放假与调休
  public struct Holiday: Sendable, Equatable {
    public let name: Bilingual
    public let first: LocalDay
    public let last: LocalDay
    /// Saturdays and Sundays that are worked.
    public let works: [LocalDay]

    /// nil where `last` is before `first` or more than ``mostDays`` would be off.
    public init?(name: Bilingual, first: LocalDay, last: LocalDay, works: [LocalDay]) {
      guard (0..<Int64(Self.mostDays)).contains(last.daysSince1970 - first.daysSince1970)
      else { return nil }
      self.name = name
      self.first = first
      self.last = last
      self.works = works
    }

    /// The longest so far had nine days (Spring Festival 2026); a month off is a slip of the pen.
    public static let mostDays = 16

    public var daysOff: [LocalDay] {
      (first.daysSince1970...last.daysSince1970).compactMap(LocalDay.init(daysSince1970:))
    }
  }

  /// What was announced for one year.
  public struct Year: Sendable, Equatable {
    public let year: Int
    /// The notice, so that anybody can look it up: `国办发明电〔2025〕7号`.
    public let source: String
    public let announced: LocalDay
    public let holidays: [Holiday]

    public init(year: Int, source: String, announced: LocalDay, holidays: [Holiday]) {
      self.year = year
      self.source = source
      self.announced = announced
      self.holidays = holidays
    }

    /// The first day such a notice may name: New Year of 2019 moved a Saturday of December 2018.
    public static func earliestDay(of year: Int) -> LocalDay? {
      LocalDay(year: year - 1, month: 12, day: 20)
    }
  }

  public enum Kind: Sendable, Equatable {
    case workday
    case weekend
    /// 放假
    case holiday(Bilingual)
    /// 调休上班
    case workingWeekend(Bilingual)

    public var isWorked: Bool {
      switch self {
      case .workday, .workingWeekend: true
      case .weekend, .holiday: false
      }
    }
  }

  /// Nobody announced this year yet, or its file is not installed.
  public struct UnknownYear: Error, Sendable, Hashable {
    public let year: Int

    public init(year: Int) { self.year = year }
  }

  /// In order; each has a holiday.
  public let years: [Year]
  /// The days that are not what their weekday says.
  public let marks: [LocalDay: Kind]
  private let known: Set<Int>

  /// A year without holidays is an unpublished one, as machine-readable collections write it,
  /// and stays unknown. Of one year twice the last counts.
  public init(years: [Year]) {
    let byYear = Dictionary(years.map { ($0.year, $0) }) { _, last in last }
    self.years = byYear.values.filter { !$0.holidays.isEmpty }.sorted { $0.year < $1.year }
    known = Set(self.years.map(\.year))
    marks = self.years.flatMap(\.holidays).reduce(into: [:]) { marks, holiday in
      for day in holiday.daysOff { marks[day] = .holiday(holiday.name) }
      for day in holiday.works { marks[day] = .workingWeekend(holiday.name) }
    }
  }

  /// Knows nothing: every day of it is unknown.
  public static let empty = HolidayCalendar(years: [])

  public func knows(_ year: Int) -> Bool { known.contains(year) }

  /// nil in an unknown year.
  public func kind(of day: LocalDay) -> Kind? {
    guard knows(day.year) else { return nil }
    return marks[day] ?? (day.weekday >= 6 ? .weekend : .workday)
  }

  /// nil in an unknown year.
  public func isWorkingDay(_ day: LocalDay) -> Bool? { kind(of: day)?.isWorked }

  /// nil in an unknown year; 248 in 2026.
  public func workingDays(in year: Int) -> Int? {
    guard let first = LocalDay(year: year, month: 1, day: 1),
      let last = LocalDay(year: year, month: 12, day: 31),
      knows(year)
    else { return nil }
    return (first.daysSince1970...last.daysSince1970)
      .compactMap(LocalDay.init(daysSince1970:)).count { isWorkingDay($0) == true }
  }
}

extension HolidayCalendar {
  /// The working day on which a period of `count` working days ends. 工作日期限
  ///
  /// The count starts the next day, so that the day of receipt is not counted and what came on a
  /// weekend starts on the first working day (standards.md 3.5). A count of zero or less ends on
  /// `day` itself.
  ///
  /// - Throws: where the period reaches into a year nobody announced.
  public func adding(workingDays count: Int, to day: LocalDay) throws(UnknownYear) -> LocalDay {
    var end = day
    var left = count
    while left > 0 {
      end = try dayAfter(end)
      if try isWorked(end) { left -= 1 }
    }
    return end
  }

  /// How many working days lie after `day`, up to and with `end`; 0 where `end` is not later.
  ///
  /// - Throws: where the days reach into a year nobody announced.
  public func workingDays(after day: LocalDay, through end: LocalDay) throws(UnknownYear) -> Int {
    var count = 0
    var day = day
    while day < end {
      day = try dayAfter(day)
      if try isWorked(day) { count += 1 }
    }
    return count
  }

  private func isWorked(_ day: LocalDay) throws(UnknownYear) -> Bool {
    guard let worked = isWorkingDay(day) else { throw UnknownYear(year: day.year) }
    return worked
  }

  /// The calendar ends with the year 9999.
  private func dayAfter(_ day: LocalDay) throws(UnknownYear) -> LocalDay {
    guard let next = day.adding(days: 1) else { throw UnknownYear(year: day.year + 1) }
    return next
  }
}

/// A moment, in milliseconds since 1970-01-01 UTC; the service's clock is the only authority.
public struct Moment: Hashable, Comparable, Sendable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }

  public func advanced(bySeconds seconds: Int64) -> Moment {
    Moment(milliseconds: milliseconds &+ seconds &* 1000)
  }

  /// Whole seconds from `earlier` to this moment, negative when this one is the earlier.
  public func seconds(since earlier: Moment) -> Int64 {
    (milliseconds &- earlier.milliseconds) / 1000
  }
}

/// A calendar day on the hall's wall. 日期
public struct LocalDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.daysInMonth(year: year, month: month)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `2026-11-23` or `20261123`; nil for anything else.
  public init?(_ text: String) {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 8, text.utf8.count == 8 || text.utf8.count == 10,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    let values = digits.map { Int($0 - UInt8(ascii: "0")) }
    func number(_ range: Range<Int>) -> Int { values[range].reduce(0) { $0 * 10 + $1 } }
    self.init(year: number(0..<4), month: number(4..<6), day: number(6..<8))
  }

  public static func < (a: LocalDay, b: LocalDay) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  /// Monday is 1, Sunday is 7 (ISO 8601).
  public var weekday: Int { Int((daysSince1970 + 3) % 7 + 7) % 7 + 1 }

  /// Days since 1970-01-01, by Howard Hinnant's civil-days arithmetic.
  public var daysSince1970: Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// nil outside the years 1...9999; the inverse of ``daysSince1970``, by the same arithmetic.
  public init?(daysSince1970 days: Int64) {
    guard (-719_162...2_932_896).contains(days) else { return nil }
    let z = days + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    let month = mp < 10 ? mp + 3 : mp - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    self.init(
      year: Int(year), month: Int(month), day: Int(dayOfYear - (153 * mp + 2) / 5 + 1))
  }

  /// The day `days` days later, earlier where negative; nil outside the years 1...9999.
  public func adding(days: Int) -> LocalDay? {
    let (sum, overflow) = daysSince1970.addingReportingOverflow(Int64(days))
    return overflow ? nil : LocalDay(daysSince1970: sum)
  }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Day and minute as the clock on the hall's wall shows them.
///
/// Halls keep Beijing time, UTC+8 without daylight saving since 1991, so the offset is a constant
/// of the field and neither TZ nor the machine's zone file can lose an afternoon's tickets.
public struct WallClock: Hashable, Sendable {
  static let offsetMilliseconds: Int64 = 8 * 3600 * 1000

  public let day: LocalDay
  /// Minutes since midnight, 0...1439.
  public let minute: Int
  let second: Int

  public init(_ moment: Moment) {
    let local = moment.milliseconds &+ Self.offsetMilliseconds
    let aDay: Int64 = 86_400_000
    // Division rounds towards zero; a day before 1970 still begins at its midnight.
    let days = local >= 0 ? local / aDay : (local - aDay + 1) / aDay
    let rest = Int((local - days * aDay) / 1000)
    // Years outside 1...9999 cannot come from a hall's clock; they collapse to the epoch.
    day = LocalDay(daysSince1970: days) ?? LocalDay.epoch
    minute = rest / 60
    second = rest % 60
  }

  /// `2026-11-23T09:30:00+08:00`
  public var iso8601: String {
    "\(day)T\(timeOfDay):\(padded(second, 2))+08:00"
  }

  /// `09:30`
  public var timeOfDay: String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }
}

extension LocalDay {
  static let epoch = LocalDay(unchecked: 1970, 1, 1)

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }
}

/// Decimal digits with leading zeros.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

public import Hall

/// A day of the week, numbered as ISO 8601 does.
public enum Weekday: Int, Sendable, CaseIterable {
  case mon = 1
  case tue, wed, thu, fri, sat, sun

  /// The key of this day in the file, such as `mon`.
  var key: String { String(describing: self) }
}

/// A stretch of one day in which the hall gives tickets, in minutes since midnight.
public struct OpeningSpan: Sendable, Hashable {
  /// 0...1439
  public let opens: Int
  /// After ``opens``, at most 1440; the hall is closed from this minute on.
  public let closes: Int

  public func contains(minute: Int) -> Bool { opens <= minute && minute < closes }
}

/// A day that differs from its weekday: a holiday, or a weekend that is worked. 调休
public struct ExceptionalDay: Sendable, Equatable {
  public let day: LocalDay
  public let reason: Bilingual
  /// In the order of the clock; empty where the hall stays closed.
  public let spans: [OpeningSpan]
}

/// When the hall gives tickets. 开放时间
public struct OpeningHours: Sendable, Equatable {
  /// What happens to somebody who wants a ticket outside the hours.
  public enum Outside: String, Sendable, CaseIterable {
    case refuse
    /// Only in a sample hall, so that it can be shown at night.
    case allow
  }

  /// A weekday that is absent is closed.
  public let weekly: [Weekday: [OpeningSpan]]
  /// In the order of the calendar, each day once.
  public let exceptions: [ExceptionalDay]
  public let outside: Outside

  /// The spans of one day: those of its exception, or else those of its weekday.
  public func spans(on day: LocalDay) -> [OpeningSpan] {
    if let exception = exceptions.first(where: { $0.day == day }) { return exception.spans }
    return Weekday(rawValue: day.weekday).flatMap { weekly[$0] } ?? []
  }
}

extension OpeningHours {
  init(_ section: Section) {
    weekly = section["weekly"].section { week in
      var days: [Weekday: [OpeningSpan]] = [:]
      for day in Weekday.allCases { days[day] = week.optional(day.key)?.spans() }
      return days
    }
    var seen: [LocalDay: String] = [:]
    exceptions =
      (section.optional("exceptions")?.list { item -> ExceptionalDay? in
        item.section { section in
          let dayEntry = section["day"]
          let day = dayEntry.day()
          let reason = section["reason"].bilingual()
          let spans = section["spans"].spans()
          guard let day else { return nil }
          if let first = seen[day] {
            dayEntry.fault("\(day) is at \(first) already; keep one of the two")
          } else {
            seen[day] = item.path
          }
          return ExceptionalDay(day: day, reason: reason, spans: spans)
        }
      } ?? []).compactMap { $0 }.sorted { $0.day < $1.day }
    outside = section.optional("outside")?.word(Outside.allCases, or: .refuse) ?? .refuse
  }
}

extension Entry {
  /// Spans like `09:00-12:00`, sorted, none reaching into another.
  fileprivate func spans() -> [OpeningSpan] {
    let found = list { ($0, $0.span()) }.compactMap { entry, span in span.map { (entry, $0) } }
      .sorted { $0.1.opens < $1.1.opens }
    for (earlier, later) in zip(found, found.dropFirst())
    where later.1.opens < earlier.1.closes {
      later.0.fault(
        "this span begins before \(earlier.0.path) ends; let spans of one day not overlap")
    }
    return found.map(\.1)
  }

  private func span() -> OpeningSpan? {
    guard let text = scalar("a span like 09:00-12:00") else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let opens = minutes(parts[0]), let closes = minutes(parts[1]) else {
      fault("\(quoted(text)) is not a span of a day; write it like \"09:00-12:00\"")
      return nil
    }
    guard opens < closes else {
      fault("\(quoted(text)) closes before it opens; a span stays within one day")
      return nil
    }
    return OpeningSpan(opens: opens, closes: closes)
  }
}

/// Minutes since midnight of `09:30`; 24:00 is the end of the day.
func minutes(_ text: Substring) -> Int? {
  let bytes = Array(text.utf8)
  guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
  let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - Int(UInt8(ascii: "0")) }
  guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
  let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
  guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
  return hour * 60 + minute
}

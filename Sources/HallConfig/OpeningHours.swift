import Hall

/// What happens to somebody who wants a number outside the hours.
private enum Outside: String, CaseIterable {
  case refuse
  /// Only in a sample hall, so that it can be shown at night.
  case allow
}

/// The keys of `hours.weekly`, Monday first.
private enum Weekday: String, CaseIterable {
  case mon, tue, wed, thu, fri, sat, sun
}

extension OpeningHours {
  /// `directory` is that of the file, which the paths of calendars are relative to.
  init(_ section: Section, directory: String) {
    let weekly = section["weekly"].section { week in
      Weekday.allCases.map { week.optional($0.rawValue)?.spans() ?? [] }
    }
    let years = section.optional("calendar")?.years(in: directory) ?? []
    let workingWeekend = section.optional("workingWeekend")?.word(Weekday.allCases, or: .mon)
    let exceptions = section.optional("exceptions")?.exceptionalDays() ?? []
    let outside = section.optional("outside")?.word(Outside.allCases, or: .refuse)
    self.init(
      weekly: Dictionary(uniqueKeysWithValues: zip(1...7, weekly)), exceptions: exceptions,
      calendar: HolidayCalendar(years: years),
      workingWeekend: (Weekday.allCases.firstIndex(of: workingWeekend ?? .mon) ?? 0) + 1,
      alwaysOpen: outside == .allow)
  }
}

extension Entry {
  /// Days of the calendar, sorted, none of them twice.
  fileprivate func exceptionalDays() -> [OpeningHours.Exception] {
    var seen: [LocalDay: String] = [:]
    let days = list { item -> OpeningHours.Exception? in
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
        return OpeningHours.Exception(day: day, reason: reason, spans: spans)
      }
    }
    return days.compactMap { $0 }.sorted { $0.day < $1.day }
  }

  /// Spans like `09:00-12:00`, sorted, none reaching into another.
  fileprivate func spans() -> [OpeningHours.Span] {
    let found = list { ($0, $0.span()) }.compactMap { entry, span in span.map { (entry, $0) } }
      .sorted { $0.1.opens < $1.1.opens }
    for (earlier, later) in zip(found, found.dropFirst())
    where later.1.opens < earlier.1.closes {
      later.0.fault(
        "this span begins before \(earlier.0.path) ends; let spans of one day not overlap")
    }
    return found.map(\.1)
  }

  private func span() -> OpeningHours.Span? {
    guard let text = scalar("a span like 09:00-12:00") else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let opens = WallClock.minute(of: parts[0], endsDay: true),
      let closes = WallClock.minute(of: parts[1], endsDay: true)
    else {
      fault("\(quoted(text)) is not a span of a day; write it like \"09:00-12:00\"")
      return nil
    }
    guard let span = OpeningHours.Span(opens: opens, closes: closes) else {
      fault("\(quoted(text)) closes before it opens; a span stays within one day")
      return nil
    }
    return span
  }
}

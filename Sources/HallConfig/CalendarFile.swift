import Hall

/// One announced year, as `calendar/2026.yaml` says it. 节假日安排
extension HolidayCalendar.Year {
  /// A slip of the pen lies outside, every year a hall will write inside.
  private static let writable = 2000...2999

  /// - Throws: every fault of the text.
  static func read(
    _ yaml: String, findings: Findings
  ) throws(ConfigurationErrors) -> HolidayCalendar.Year {
    let year = try Document.read(yaml, findings: findings) { section in
      let year = section["year"].integer(writable)
      let days = AnnouncedDays(of: findings.isFaulty("year") ? nil : year)
      let source = section["source"].text()
      let announced = section["announced"].day()
      let holidays = section["holidays"].list { $0.section { days.holiday($0) } }
      if holidays.isEmpty, !findings.isFaulty("holidays") {
        findings.fault(
          "holidays",
          "a year without holidays is one that nobody announced yet; remove the file until the "
            + "notice is out")
      }
      return announced.map {
        HolidayCalendar.Year(
          year: year, source: source, announced: $0, holidays: holidays.compactMap(\.self))
      }
    }
    try findings.check()
    // Without faults there is a day of announcement.
    guard let year else { throw findings.stop("the file names no day of announcement") }
    return year
  }
}

extension Entry {
  /// The years of `hours.calendar`: a file each, no year twice.
  func years(in directory: String) -> [HolidayCalendar.Year] {
    var places: [Int: String] = [:]
    return list { item -> HolidayCalendar.Year? in
      let path = item.filePath(in: directory)
      guard !findings.isFaulty(item.path), let year = item.year(at: path) else { return nil }
      if let place = places[year.year] {
        item.fault("\(year.year) is at \(place) already; keep one of the two")
      }
      places[year.year] = item.path
      return year
    }.compactMap(\.self)
  }

  private func year(at path: String) -> HolidayCalendar.Year? {
    let text: String
    do throws(ConfigurationErrors) {
      text = try TextFile.read(path)
    } catch {
      fault(error.description)
      return nil
    }
    do throws(ConfigurationErrors) {
      return try .read(text, findings: Findings(file: path))
    } catch {
      fault("\(quoted(path)) has faults, which are listed too")
      findings.adopt(error)
      return nil
    }
  }
}

/// The days that the holidays of one file name, each once and near the year it is of.
private final class AnnouncedDays {
  private let bounds: ClosedRange<LocalDay>?
  private var places: [LocalDay: String] = [:]

  /// nil where the year is at fault: then no day is compared with it.
  init(of year: Int?) {
    guard let year, let first = HolidayCalendar.Year.earliestDay(of: year),
      let last = LocalDay(year: year, month: 12, day: 31)
    else {
      bounds = nil
      return
    }
    bounds = first...last
  }

  /// nil where a day is missing or the days are no range, which is noted by then.
  func holiday(_ section: Section) -> HolidayCalendar.Holiday? {
    let name = section["name"].bilingual()
    let firstEntry = section["first"]
    let lastEntry = section["last"]
    let (first, last) = (day(firstEntry), day(lastEntry))
    let works = section.optional("works")?.list { entry -> LocalDay? in
      let day = self.day(entry)
      if let day { worked(day, entry) }
      return day
    }
    guard let first, let last else { return nil }
    guard
      let holiday = HolidayCalendar.Holiday(
        name: name, first: first, last: last, works: (works ?? []).compactMap(\.self))
    else {
      lastEntry.fault(
        "the last day off is before the first or more than "
          + "\(HolidayCalendar.Holiday.mostDays) days from it")
      return nil
    }
    for day in holiday.daysOff { take(day, firstEntry) }
    return holiday
  }

  private func worked(_ day: LocalDay, _ entry: Entry) {
    if day.weekday < 6 {
      entry.fault("\(day) is no Saturday or Sunday, so it is worked anyway; remove it")
    }
    take(day, entry)
  }

  private func day(_ entry: Entry) -> LocalDay? {
    guard let day = entry.day() else { return nil }
    if let bounds, !bounds.contains(day) {
      entry.fault("\(day) is outside \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return day
  }

  private func take(_ day: LocalDay, _ entry: Entry) {
    if let place = places[day] {
      entry.fault("\(day) is at \(place) already; a day is off or worked, and once")
    }
    places[day] = entry.path
  }
}

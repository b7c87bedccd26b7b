import Hall
import HallAPI

/// Times of the service in a citizen's words.
enum ServiceTime {
  /// `2026-11-24T09:00:00+08:00` as 11月24日 周二 09:00; nil where it is no such text.
  static func words(_ iso: String) -> Bilingual? {
    parts(iso).map { KioskPhrases.dateAndTime($0.day, $0.clock) }
  }

  /// Today only the time, `10:00`; another day with it; what is no time as it came.
  static func soon(_ iso: String, at now: Moment) -> Bilingual {
    guard let parts = parts(iso) else { return Bilingual(zh: iso, en: iso) }
    guard parts.day != WallClock(now).day else {
      return Bilingual(zh: parts.clock, en: parts.clock)
    }
    return KioskPhrases.dateAndTime(parts.day, parts.clock)
  }

  /// `2026-11-23T09:30:00+08:00` as `11-23 09:30`, which every language reads.
  static func short(_ iso: String) -> String {
    guard let time = parts(iso) else { return String(iso.prefix(11)) }
    return "\(time.day.description.suffix(5)) \(time.clock)"
  }

  /// The day and the `HH:MM` of an ISO 8601 time.
  static func parts(_ iso: String) -> (day: LocalDay, clock: String)? {
    let halves = iso.split(separator: "T", maxSplits: 1)
    guard halves.count == 2, let day = LocalDay(String(halves[0])) else { return nil }
    let clock = String(halves[1].prefix(5))
    return minutes(clock) == nil ? nil : (day, clock)
  }

  /// `09:30` as minutes since midnight.
  static func minutes(_ time: String) -> Int? {
    let parts = time.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }
}

/// When the hall opens next.
enum NextOpening {
  /// A hall closed for longer than the longest holiday says so on paper at its door.
  static let daysAhead: Int64 = 14

  static func after(_ moment: Moment, hours: HallInterface.Hours) -> Bilingual? {
    let clock = WallClock(moment)
    for offset in 0...daysAhead {
      let day = WallClock(moment.advanced(bySeconds: offset * 24 * 3600)).day
      let from = offset == 0 ? clock.minute : -1
      let opens = openings(on: day, hours).filter { ServiceTime.minutes($0) ?? -1 > from }.min()
      if let opens { return KioskPhrases.dateAndTime(day, opens) }
    }
    return nil
  }

  private static func openings(on day: LocalDay, _ hours: HallInterface.Hours) -> [String] {
    if let exception = hours.exceptions.first(where: { LocalDay($0.day) == day }) {
      return exception.spans.map(\.opens)
    }
    return hours.weekly.filter { $0.weekday == day.weekday }.map(\.opens)
  }
}

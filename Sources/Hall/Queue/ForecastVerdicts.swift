/// A range that was told, and which of its ends have been judged.
struct Told: Sendable, Equatable {
  let ticket: Int64
  let taken: Moment
  let announced: AnnouncedWait
  /// The levels its ends were made for.
  let levels: ForecastLevels
  /// Whether an end held, once that is known.
  var lowHeld: Bool?
  var highHeld: Bool?

  init(ticket: Int64, taken: Moment, announced: AnnouncedWait, levels: ForecastLevels) {
    self.ticket = ticket
    self.taken = taken
    self.announced = announced
    self.levels = levels
  }

  var length: WaitForecaster.Length { .init(modelled: announced.modelled) }
}

/// The ranges of those who still wait. An end is judged as soon as it is known: at the call, or
/// when it is over and nobody was called.
struct Verdicts: Sendable {
  private var told: [Int64: Told] = [:]
  private var lowByMinute: [Int64: [Int64]] = [:]
  private var highByMinute: [Int64: [Int64]] = [:]
  /// All minutes up to this one are judged.
  private var judged: Int64?

  private static func minute(_ moment: Moment) -> Int64 { moment.milliseconds / 60_000 }

  /// The minute in which an end of so many minutes is surely over.
  private static func end(_ told: Told, after minutes: Int) -> Int64 {
    minute(told.taken) + Int64(minutes) + 1
  }

  /// Awaits what comes of a range; false where it is awaited already.
  mutating func await(_ range: Told) -> Bool {
    guard told[range.ticket] == nil else { return false }
    told[range.ticket] = range
    judged = judged ?? Self.minute(range.taken)
    lowByMinute[Self.end(range, after: range.announced.low), default: []].append(range.ticket)
    highByMinute[Self.end(range, after: range.announced.high), default: []].append(range.ticket)
    return true
  }

  /// A ticket was called, or nobody will know any more: its range as it was judged until now.
  mutating func remove(_ ticket: Int64) -> Told? { told.removeValue(forKey: ticket) }

  /// Judges the ends that are over by `now`; each range as it was before and is now.
  mutating func judge(until now: Moment, _ changed: (_ before: Told, _ after: Told) -> Void) {
    let last = Self.minute(now)
    guard var minute = judged, minute < last else { return }
    judged = last
    while minute < last, !told.isEmpty {
      minute += 1
      for ticket in lowByMinute.removeValue(forKey: minute) ?? [] {
        change(ticket, changed) { $0.lowHeld = false }
      }
      for ticket in highByMinute.removeValue(forKey: minute) ?? [] {
        change(ticket, changed) { $0.highHeld = false }
      }
    }
  }

  private mutating func change(
    _ ticket: Int64, _ changed: (Told, Told) -> Void, _ body: (inout Told) -> Void
  ) {
    guard let before = told[ticket] else { return }
    var after = before
    body(&after)
    told[ticket] = after
    changed(before, after)
  }
}

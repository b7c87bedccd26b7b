/// A range that was told, and the wait that came of it.
struct Told: Sendable, Equatable {
  let ticket: Int64
  let taken: Moment
  let announced: AnnouncedWait
  /// Seconds, once it is known.
  var wait: Int64?
  var isLowJudged = false
  var isHighJudged = false

  init(ticket: Int64, taken: Moment, announced: AnnouncedWait) {
    self.ticket = ticket
    self.taken = taken
    self.announced = announced
  }

  var length: WaitForecaster.Length { .init(modelled: announced.modelled) }
}

/// The ranges whose ends are still to be judged, by the minute at which they are.
struct Verdicts: Sendable {
  enum Verdict { case low(Told, held: Bool), high(Told, held: Bool) }

  private var told: [Int64: Told] = [:]
  private var lowByMinute: [Int64: [Int64]] = [:]
  private var highByMinute: [Int64: [Int64]] = [:]
  /// All minutes before this one are judged.
  private var next: Int64?

  private static func minute(_ moment: Moment) -> Int64 { moment.milliseconds / 60_000 }

  /// The minute in which an end of so many minutes is surely over.
  private static func end(_ told: Told, after minutes: Int) -> Int64 {
    minute(told.taken) + Int64(minutes) + 1
  }

  mutating func await(_ range: Told) {
    guard told.updateValue(range, forKey: range.ticket) == nil else { return }
    next = next ?? Self.minute(range.taken)
    lowByMinute[Self.end(range, after: range.announced.low), default: []].append(range.ticket)
    highByMinute[Self.end(range, after: range.announced.high), default: []].append(range.ticket)
  }

  /// Notes how long a wait was; returns its range if both ends have been judged already.
  mutating func called(_ ticket: Int64, wait: Int64) -> Told? {
    told[ticket]?.wait = wait
    guard let range = told[ticket], range.isHighJudged else { return nil }
    told[ticket] = nil
    return range
  }

  mutating func forget(_ ticket: Int64) -> Told? { told.removeValue(forKey: ticket) }

  /// What is judged by `now`, in the order of its minutes.
  mutating func due(by now: Moment) -> [Verdict] {
    guard var minute = next, minute < Self.minute(now) else { return [] }
    var verdicts: [Verdict] = []
    while minute < Self.minute(now), !told.isEmpty {
      minute += 1
      for ticket in lowByMinute.removeValue(forKey: minute) ?? [] {
        guard let range = told[ticket] else { continue }
        told[ticket]?.isLowJudged = true
        verdicts.append(
          .low(range, held: range.wait.map(range.announced.lowHolds) ?? false))
      }
      for ticket in highByMinute.removeValue(forKey: minute) ?? [] {
        guard var range = told[ticket] else { continue }
        range.isHighJudged = true
        told[ticket] = range.wait == nil ? range : nil
        verdicts.append(
          .high(range, held: range.wait.map(range.announced.highHolds) ?? false))
      }
    }
    next = Self.minute(now)
    return verdicts
  }
}

/// The levels of one hall: one for all its ranges, which learns quickly, and one for each length.
struct ForecastLevels: Sendable, Equatable {
  private struct Ends: Sendable, Equatable {
    var low = ForecastLevel(promise: AnnouncedWait.lowShare)
    var high = ForecastLevel(promise: AnnouncedWait.highShare)
  }

  private var all = Ends()
  private var byLength: [WaitForecaster.Length: Ends] = [:]

  func levels(for length: WaitForecaster.Length) -> (low: Double, high: Double) {
    let own = byLength[length] ?? Ends()
    return (
      AnnouncedWait.lowShare + all.low.shift + own.low.shift,
      AnnouncedWait.highShare + min(all.high.shift + own.high.shift, ForecastLevel.farthest)
    )
  }

  mutating func await(_ told: Told) {
    all.low.told()
    all.high.told()
    byLength[told.length, default: Ends()].low.told()
    byLength[told.length, default: Ends()].high.told()
  }

  mutating func judgeLow(_ told: Told, held: Bool) {
    all.low.judge(held: held)
    byLength[told.length, default: Ends()].low.judge(held: held)
  }

  mutating func judgeHigh(_ told: Told, held: Bool) {
    all.high.judge(held: held)
    byLength[told.length, default: Ends()].high.judge(held: held)
  }

  /// A range will not be judged after all.
  mutating func forget(_ told: Told) {
    if !told.isLowJudged {
      all.low.forget()
      byLength[told.length, default: Ends()].low.forget()
    }
    if !told.isHighJudged {
      all.high.forget()
      byLength[told.length, default: Ends()].high.forget()
    }
  }

  mutating func forgetAwaited() {
    all.low.forgetAll()
    all.high.forgetAll()
    for length in byLength.keys {
      byLength[length]?.low.forgetAll()
      byLength[length]?.high.forgetAll()
    }
  }
}

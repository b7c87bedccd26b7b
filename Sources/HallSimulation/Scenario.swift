import Foundation
public import Hall

/// A hall and the days it has: who comes, for what, and who works. 仿真场景
///
/// A plan is drawn from it with dice; the same seed draws the same day.
public struct Scenario: Sendable, Equatable {
  /// What people come for and how long it takes at the window. 事项
  public struct Demand: Sendable, Equatable {
    public var service: String
    /// Against the others'.
    public var weight: Double
    /// Half of all take less, in seconds.
    public var median: Double
    /// Standard deviation of the logarithm; 0.5 means one in six takes longer than 1.6 medians.
    public var spread: Double

    public init(service: String, weight: Double, median: Double, spread: Double) {
      self.service = service
      self.weight = weight
      self.median = median
      self.spread = spread
    }

    /// Seconds, of a lognormal distribution.
    var mean: Double { median * exp(spread * spread / 2) }
  }

  /// How many come when: the weight of a minute, linear between these. 到达曲线
  public struct Arrival: Sendable, Equatable {
    public var minute: Int
    public var weight: Double

    public init(minute: Int, weight: Double) {
      self.minute = minute
      self.weight = weight
    }
  }

  /// Shares of all who come, 0...1.
  public struct Shares: Sendable, Equatable {
    /// 绿色通道
    public var priority = 0.06
    /// 预约
    public var reserved = 0.15
    /// Do not answer their first call.
    public var absent = 0.05
    /// Of those, who come back after they were passed. 过号返回
    public var returning = 0.5

    public init() {}
  }

  public var name: String
  public var rules: QueueRules
  public var demands: [Demand]
  /// People of an ordinary day; each day has a few more or fewer.
  public var citizens: Int
  /// When numbers are given. Between two of them the whole hall has lunch.
  public var hours: [OpeningHours.Span]
  public var arrivals: [Arrival]
  public var shares = Shares()
  /// In one stretch of hours, minutes each half of a field's clerks is at lunch; nil where spare
  /// clerks cover noon (AB 岗).
  public var lunch: OpeningHours.Span?
  /// Whoever has a number when the doors close is served the same day.
  public var servesOut = true

  /// The morning's peak and the smaller one after lunch, as halls see them.
  public static let usualArrivals = [
    Arrival(minute: 510, weight: 0.8), Arrival(minute: 555, weight: 1.6),
    Arrival(minute: 600, weight: 1.75), Arrival(minute: 660, weight: 1.2),
    Arrival(minute: 720, weight: 0.5), Arrival(minute: 800, weight: 0.55),
    Arrival(minute: 870, weight: 1.3), Arrival(minute: 930, weight: 1.1),
    Arrival(minute: 990, weight: 0.6), Arrival(minute: 1050, weight: 0.2),
  ]

  public init(
    name: String, rules: QueueRules, demands: [Demand], citizens: Int,
    hours: [OpeningHours.Span], arrivals: [Arrival] = Self.usualArrivals
  ) {
    self.name = name
    self.rules = rules
    self.demands = demands
    self.citizens = citizens
    self.hours = hours
    self.arrivals = arrivals
  }

  /// Draws a day.
  public func plan(day: LocalDay, seed: UInt64) -> DayPlan {
    let number = UInt64(bitPattern: day.daysSince1970)
    var dice = SeededDice(seed: seed, stream: number)
    let closing = hours.last?.closes ?? 1020
    return DayPlan(
      day: day, rules: rules, visits: visits(day, &dice), shifts: shifts(day),
      closing: day.moment(minute: Double(closing)))
  }

  // MARK: Who comes

  private func visits(_ day: LocalDay, _ dice: inout SeededDice) -> [Visit] {
    // Some days are busier: about one in three by more than a twentieth.
    let people = Double(citizens) * (1 + 0.05 * dice.normal())
    let minutes = hours.flatMap { Array($0.opens..<$0.closes) }
    let weights = minutes.map(weight(of:))
    var visits: [Visit] = []
    for _ in 0..<max(1, Int(people)) {
      guard let index = dice.index(weighing: weights),
        let demand = dice.index(weighing: demands.map(\.weight)).map({ demands[$0] })
      else { continue }
      let minute = Double(minutes[index]) + dice.unit()
      visits.append(visit(for: demand, day, minute, &dice))
    }
    return visits.sorted { $0.at < $1.at }
  }

  private func visit(
    for demand: Demand, _ day: LocalDay, _ minute: Double, _ dice: inout SeededDice
  ) -> Visit {
    let right = dice.unit()
    let seconds = dice.lognormal(median: demand.median, spread: demand.spread)
    let answers = !dice.happens(shares.absent)
    var visit = Visit(
      at: day.moment(minute: minute), service: demand.service, priority: nil, slot: nil,
      walk: dice.seconds(10...40), serviceSeconds: min(max(Int(seconds), 20), 7200),
      answers: answers, returnsAfter: nil)
    if !answers, dice.happens(shares.returning) {
      visit.returnsAfter = dice.seconds(120...900)
    }
    if right < shares.priority {
      visit.priority = .elder
    } else if right < shares.priority + shares.reserved, let slot = slot(day, minute) {
      visit.slot = slot
      // Most come early, some a few minutes late, and all of them while the kiosk gives numbers.
      let offset = Double(dice.seconds(-1200...600)) / 60
      let opens = Double(hours.first?.opens ?? 0)
      let closes = Double((hours.last?.closes ?? 1440) - 1)
      let start = Double(WallClock(slot.from).minute)
      visit.at = day.moment(minute: min(max(start + offset, opens), closes))
    }
    return visit
  }

  /// The half hour of a reservation; the last one of a stretch is given to nobody.
  private func slot(_ day: LocalDay, _ minute: Double) -> Visit.Slot? {
    let from = Int(minute) / 30 * 30
    guard hours.contains(where: { $0.opens <= from && from + 30 < $0.closes }) else { return nil }
    return Visit.Slot(
      from: day.moment(minute: Double(from)), until: day.moment(minute: Double(from + 30)))
  }

  private func weight(of minute: Int) -> Double {
    guard let after = arrivals.firstIndex(where: { $0.minute > minute }) else {
      return arrivals.last?.weight ?? 1
    }
    guard after > 0 else { return arrivals[after].weight }
    let (a, b) = (arrivals[after - 1], arrivals[after])
    let part = Double(minute - a.minute) / Double(b.minute - a.minute)
    return a.weight + part * (b.weight - a.weight)
  }

  // MARK: Who works

  private func shifts(_ day: LocalDay) -> [Shift] {
    var shifts: [Shift] = []
    for (index, window) in rules.catalogue.windows.enumerated() {
      for span in hours {
        for piece in pieces(of: span, second: index % 2 == 1) {
          let isLast = piece.closes == span.closes
          shifts.append(
            Shift(
              window: window.id, from: day.moment(minute: Double(piece.opens)),
              until: day.moment(minute: Double(piece.closes)), servesOut: servesOut && isLast))
        }
      }
    }
    return shifts
  }

  /// A clerk's stretch before and after lunch; neighbours go one after the other.
  private func pieces(of span: OpeningHours.Span, second: Bool) -> [OpeningHours.Span] {
    guard let lunch else { return [span] }
    let length = lunch.closes - lunch.opens
    let leaves = lunch.opens + (second ? length : 0)
    let before = OpeningHours.Span(opens: span.opens, closes: leaves)
    let after = OpeningHours.Span(opens: leaves + length, closes: span.closes)
    guard let before, let after else { return [span] }
    return [before, after]
  }
}

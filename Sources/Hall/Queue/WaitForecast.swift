/// How long a citizen will wait, as a range the hall can stand by. 预计等候
///
/// A model's figure (``WaitModel``) from live service times, the windows at work and the order of
/// the lines, stretched to a range by what its own errors were (``ForecastErrors``), apart for
/// short and for long waits. One value a hall; a day's end changes nothing it has learned.
public struct WaitForecaster: Sendable {
  /// How long a wait was modelled, which decides by whose errors it is judged; as many kinds as
  /// a town's hall has enough of each day to learn from.
  public enum Length: String, Codable, Sendable, CaseIterable {
    case upTo5, upTo15, longer

    /// - Parameter modelled: seconds.
    public init(modelled: Int) {
      switch modelled {
      case ..<300: self = .upTo5
      case ..<900: self = .upTo15
      default: self = .longer
      }
    }
  }

  /// Fewer finished services than this say nothing about the next one.
  public static let leastServices = 5
  /// What the ends are in modelled waits while no errors are known.
  static let firstFactors = (low: 1.0, high: 2.0)
  /// Modelled waits below this are errors' denominators all the same, in seconds.
  static let leastModelled = 30

  private var paces: [String: Pace] = [:]
  private var hallPace = Pace()
  private var errors: [Length: ForecastErrors] = [:]
  private var allErrors = ForecastErrors()
  private var balances = ForecastBalances()
  private var calibrations: [Length: Calibration] = [:]
  /// Today's tickets whose wait is known or will not be told.
  private var settled: Set<Int64> = []
  private var verdicts = Verdicts()

  public init() {}

  /// The forecaster as it was after these tickets, in whatever order they come.
  ///
  /// Bring the last days': what was learned from them is what the first citizen of a morning is
  /// told by. A number whose holder was away counts here, which the ledger does not tell.
  public init(replaying tickets: [Ticket]) {
    for (_, day) in Dictionary(grouping: tickets, by: \.day).sorted(by: { $0.key < $1.key }) {
      beginDay()
      for (_, event) in Self.events(of: day).sorted(by: { $0.at < $1.at }) {
        switch event {
        case .told(let ticket): note(ticket)
        case .called(let ticket, let at): settle(ticket, at: at)
        case .served(let service, let seconds): served(service: service, seconds: seconds)
        }
      }
    }
  }

  private enum Event {
    case told(Ticket)
    case called(Ticket, Moment)
    case served(String, Int)
  }

  private static func events(of day: [Ticket]) -> [(at: Moment, event: Event)] {
    day.sorted { $0.id < $1.id }.flatMap { ticket in
      var events: [(at: Moment, event: Event)] = []
      if ticket.announced != nil, ticket.state.isInLine || ticket.calledAt != nil {
        events.append((ticket.takenAt, .told(ticket)))
      }
      if let called = ticket.calledAt {
        if ticket.returns == 0 { events.append((called, .called(ticket, called))) }
        if let finished = ticket.finishedAt {
          events.append(
            (finished, .served(ticket.service, Int(finished.seconds(since: called)))))
        }
      }
      return events
    }
  }

  // MARK: What it learns from

  /// A new day's account begins; what was learned stays.
  public mutating func beginDay() {
    settled = []
    calibrations = [:]
    verdicts = Verdicts()
    balances = ForecastBalances()
  }

  /// A ticket has left a window, which it kept for so many seconds from its call on; a number that
  /// was passed kept it as well.
  public mutating func served(service: String, seconds: Int) {
    guard seconds > 0 else { return }
    paces[service, default: Pace()].add(Double(seconds))
    hallPace.add(Double(seconds))
  }

  /// A ticket was called; its first call tells how long the wait was.
  ///
  /// Left out are numbers that were held for a slot and later calls of the same number.
  public mutating func called(_ ticket: Ticket, at now: Moment) {
    guard ticket.calls == 1, ticket.returns == 0 else { return disregard(ticket.id) }
    settle(ticket, at: now)
  }

  /// A ticket's wait says nothing about the hall any more: its holder went away for a while, gave
  /// it up, or it was taken out.
  public mutating func disregard(_ ticket: Int64) {
    guard settled.insert(ticket).inserted, let told = verdicts.remove(ticket) else { return }
    balances.remove(told)
  }

  private mutating func settle(_ ticket: Ticket, at called: Moment) {
    judge(until: called)
    guard let announced = ticket.announced,
      ticket.callableFrom.map({ $0 <= ticket.takenAt }) ?? true
    else { return disregard(ticket.id) }
    guard settled.insert(ticket.id).inserted else { return }
    let wait = max(0, called.milliseconds &- ticket.takenAt.milliseconds) / 1000
    let length = Length(modelled: announced.modelled)
    calibrations[length, default: Calibration()].add(announced, wait: wait)
    guard var told = verdicts.remove(ticket.id) else { return }
    balances.remove(told)
    told.lowHeld = announced.lowHolds(for: wait)
    told.highHeld = announced.highHolds(for: wait)
    balances.add(told)
    let ratio = Double(wait) / Double(max(Self.leastModelled, announced.modelled))
    errors[length, default: ForecastErrors()].add(ratio)
    allErrors.add(ratio)
  }

  /// Who waits beyond an end has judged it, called or not.
  private mutating func judge(until now: Moment) {
    var balances = balances
    verdicts.judge(until: now) { before, after in
      balances.remove(before)
      balances.add(after)
    }
    self.balances = balances
  }

  // MARK: What it tells

  /// Tells a ticket's range at the moment it is taken, and will hold itself to it; nil where it is
  /// unknown, as ``forecast(for:in:at:)`` is.
  public mutating func announce(
    for ticket: Ticket, in engine: QueueEngine, at now: Moment
  ) -> AnnouncedWait? {
    judge(until: now)
    var told = ticket
    told.announced = forecast(for: ticket, in: engine, at: now)
    note(told)
    return told.announced
  }

  /// Awaits what comes of the range a ticket was told.
  mutating func note(_ ticket: Ticket) {
    guard let announced = ticket.announced, !announced.isAtOnce else { return }
    judge(until: ticket.takenAt)
    let length = Length(modelled: announced.modelled)
    let told = Told(
      ticket: ticket.id, taken: ticket.takenAt, announced: announced,
      levels: errors(for: length).isTelling ? balances.levels(for: length) : .promised)
    if verdicts.await(told) { balances.add(told) }
  }

  /// The range as things stand now, counted from now; nil where it is unknown: nobody at work
  /// calls the ticket, too few were served to know how fast, or it is held for a slot.
  public func forecast(
    for ticket: Ticket, in engine: QueueEngine, at now: Moment
  ) -> AnnouncedWait? {
    guard ticket.callableFrom.map({ $0 <= now }) ?? true,
      hallPace.count >= Self.leastServices
    else { return nil }
    let isKnown = engine.laneOf[ticket.id] != nil || engine.due.contains { $0.ticket == ticket.id }
    var model = WaitModel(of: engine, joining: isKnown ? nil : ticket, at: now) { pace(of: $0) }
    let ahead = { engine.peopleAhead(of: ticket) }
    return model.wait(of: ticket.id, ahead: ahead).map(range)
  }

  /// The range about a modelled wait, in milliseconds.
  private func range(about milliseconds: Int64) -> AnnouncedWait {
    guard milliseconds > 0 else { return AnnouncedWait(low: 0, high: 0, modelled: 0) }
    let modelled = max(Self.leastModelled, Int(min(milliseconds / 1000, 86_400)))
    let factors = factors(for: Length(modelled: modelled))
    let low = (factors.low * Double(modelled) / 60).rounded()
    let high = (factors.high * Double(modelled) / 60).rounded()
    // A day has 1440 minutes; no wait is told beyond it.
    let lowMinutes = Int(min(max(low, 0), 1440))
    return AnnouncedWait(
      low: lowMinutes, high: max(lowMinutes + 1, Int(min(max(high, 0), 1440))),
      modelled: modelled)
  }

  /// How many modelled waits the ends are.
  private func factors(for length: Length) -> (low: Double, high: Double) {
    let known = errors(for: length)
    let levels = balances.levels(for: length)
    guard known.isTelling, let low = known.quantile(levels.low),
      let high = known.quantile(levels.high)
    else { return Self.firstFactors }
    return (low, high)
  }

  /// The errors a length goes by; with too few it borrows another's.
  private func errors(for length: Length) -> ForecastErrors {
    // Waits of the next shorter kind are the most alike.
    let alike = Length.allCases.prefix { $0 != length }.reversed()
    return ([length] + alike).lazy.compactMap { errors[$0] }.first(where: \.isTelling) ?? allErrors
  }

  /// Milliseconds a ticket of a service keeps a window.
  private func pace(of service: String) -> Int64 {
    guard let index = paces.index(forKey: service) else { return hallPace.milliseconds }
    return paces.values[index].milliseconds(leaningOn: hallPace)
  }

  // MARK: Its own account

  /// Today's, of all lengths together.
  public var calibration: Calibration { calibrations.values.reduce(Calibration(), +) }

  /// Today's, by how long the wait was modelled.
  public var calibrationByLength: [Length: Calibration] { calibrations }
}

/// The last service times of one service. 办理时长
private struct Pace: Sendable {
  /// The last forty: an hour or two of one service, so that a slow system shows within the hour.
  static let kept = 40
  /// A service that is seldom asked for is taken to be like the others until it has as many.
  static let least = 5

  private var seconds: [Double] = []
  private var oldest = 0
  private var sum = 0.0

  var count: Int { seconds.count }
  var mean: Double { seconds.isEmpty ? 0 : sum / Double(seconds.count) }

  mutating func add(_ value: Double) {
    sum += value
    guard seconds.count >= Self.kept else { return seconds.append(value) }
    sum -= seconds[oldest]
    seconds[oldest] = value
    oldest = (oldest + 1) % Self.kept
  }

  var milliseconds: Int64 { Int64((mean * 1000).rounded()) }

  func milliseconds(leaningOn other: Pace) -> Int64 {
    guard count < Self.least else { return milliseconds }
    let missing = Double(Self.least - count)
    let mean = (sum + missing * other.mean) / (Double(count) + missing)
    return Int64((mean * 1000).rounded())
  }
}

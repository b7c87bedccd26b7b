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
  private var levels = ForecastLevels()
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
    levels.forgetAwaited()
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
    guard settled.insert(ticket).inserted, let told = verdicts.forget(ticket) else { return }
    levels.forget(told)
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
    if let known = verdicts.called(ticket.id, wait: wait) { learn(known) }
  }

  /// Every end is judged when its time is over, called or not: were it judged at the call, short
  /// waits would be heard of first, and every rising queue be taken for a quick one.
  private mutating func judge(until now: Moment) {
    for verdict in verdicts.due(by: now) {
      switch verdict {
      case .low(let told, let held): levels.judgeLow(told, held: held)
      case .high(let told, let held):
        levels.judgeHigh(told, held: held)
        if told.wait != nil { learn(told) }
      }
    }
  }

  /// Takes a wait among the errors, once its high end is over too.
  private mutating func learn(_ told: Told) {
    guard let wait = told.wait else { return }
    let ratio = Double(wait) / Double(max(Self.leastModelled, told.announced.modelled))
    errors[told.length, default: ForecastErrors()].add(ratio)
    allErrors.add(ratio)
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
    let told = Told(ticket: ticket.id, taken: ticket.takenAt, announced: announced)
    verdicts.await(told)
    levels.await(told)
  }

  /// The range as things stand now, counted from now; nil where it is unknown: nobody at work
  /// calls the ticket, too few were served to know how fast, or it is held for a slot.
  public func forecast(
    for ticket: Ticket, in engine: QueueEngine, at now: Moment
  ) -> AnnouncedWait? {
    guard ticket.callableFrom.map({ $0 <= now }) ?? true,
      hallPace.count >= Self.leastServices
    else { return nil }
    var model = WaitModel(of: ticket, in: engine, at: now, pace: pace)
    guard let seconds = model.wait(ahead: { engine.prospect(of: ticket).people }) else {
      return nil
    }
    guard seconds > 0 else { return AnnouncedWait(low: 0, high: 0, modelled: 0) }
    let modelled = max(Self.leastModelled, Int(min(seconds, 86_400)))
    let factors = factors(for: Length(modelled: modelled))
    let low = (factors.low * Double(modelled) / 60).rounded()
    let high = (factors.high * Double(modelled) / 60).rounded()
    // A day has 1440 minutes; no wait is told beyond it.
    let lowMinutes = Int(min(max(low, 0), 1440))
    return AnnouncedWait(
      low: lowMinutes, high: max(lowMinutes + 1, Int(min(max(high, 0), 1440))),
      modelled: modelled)
  }

  /// How many modelled waits the ends are; a length with too few errors borrows another's.
  private func factors(for length: Length) -> (low: Double, high: Double) {
    // Waits of the next shorter kind are the most alike.
    let alike = Length.allCases.prefix { $0 != length }.reversed()
    let known =
      ([length] + alike).lazy.compactMap { errors[$0] }.first(where: \.isTelling) ?? allErrors
    let level = levels.levels(for: length)
    guard known.isTelling, let low = known.quantile(level.low),
      let high = known.quantile(level.high)
    else { return Self.firstFactors }
    return (low, high)
  }

  /// Seconds a ticket of a service keeps a window.
  private func pace(of service: String) -> Double {
    (paces[service] ?? Pace()).mean(leaningOn: hallPace.mean)
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

  func mean(leaningOn other: Double) -> Double {
    let missing = Double(max(0, Self.least - count))
    return (sum + missing * other) / (Double(count) + missing)
  }
}

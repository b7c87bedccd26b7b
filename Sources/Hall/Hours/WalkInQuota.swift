/// How many walk-in numbers of a service may still be given today. 现场取号量
///
/// Clause 5.3.2.1 wants the quota to follow the day's progress and urgent needs, and walk-ins never
/// refused by rule alone: every decision carries its arithmetic (``QuotaPhrases``), 绿色通道 keeps a
/// floor, and a person with a reason can lift the limit.
///
/// `auto` reckons, by standards.md 4.5: remaining open minutes x open windows / minutes a service,
/// minus reservations still to come, minus who waits already.
public struct WalkInQuota: Sendable, Equatable {
  /// The day as it stands for one service.
  public struct Situation: Sendable, Equatable {
    /// From ``OpeningHours/remainingOpenMinutes(at:)``.
    public let remainingOpenMinutes: Int
    /// Windows that serve it and are open, or will be back today.
    public let openWindows: Int
    /// Seconds of each service finished today.
    public let serviceSeconds: [Int]
    /// Reserved people of today who have not come yet and whom these windows will serve.
    public let reservationsToCome: Int
    /// Everybody waiting whom these windows will serve, whatever the service.
    public let waiting: Int
    /// Walk-in numbers of this service given today.
    public let givenToday: Int

    /// Negative counts mean 0; what is larger than any hall is cut, so that no arithmetic overflows.
    public init(
      remainingOpenMinutes: Int, openWindows: Int, serviceSeconds: [Int],
      reservationsToCome: Int, waiting: Int, givenToday: Int
    ) {
      func count(_ value: Int, _ most: Int = 1_000_000) -> Int { min(max(0, value), most) }
      self.remainingOpenMinutes = count(remainingOpenMinutes, 1440)
      self.openWindows = count(openWindows, 10_000)
      self.serviceSeconds = serviceSeconds
      self.reservationsToCome = count(reservationsToCome)
      self.waiting = count(waiting)
      self.givenToday = count(givenToday)
    }
  }

  /// Somebody in charge lets everybody have a number for a while. 业务紧急情况
  public struct Override: Sendable, Equatable {
    /// The id of the service; nil for all of them.
    public let service: String?
    public let reason: String
    public let author: String
    public let since: Moment
    public let until: Moment

    /// nil without a reason, without an author, or where it ends before it begins: what nobody
    /// answers for lifts nothing.
    public init?(
      service: String?, reason: String, author: String, since: Moment, until: Moment
    ) {
      guard since < until, ![reason, author].contains(where: { $0.allSatisfy(\.isWhitespace) })
      else { return nil }
      self.service = service
      self.reason = reason
      self.author = author
      self.since = since
      self.until = until
    }

    public func lifts(_ service: String, at now: Moment) -> Bool {
      (self.service ?? service) == service && since <= now && now < until
    }
  }

  /// The arithmetic of `auto`.
  public struct Reckoning: Sendable, Equatable {
    public let situation: Situation
    public let pace: ServicePace
    /// Services the windows can still do.
    public let capacity: Int
    /// What is left of it; negative when more people wait than can be served.
    public let left: Int

    init(_ situation: Situation, pace: ServicePace) {
      self.situation = situation
      self.pace = pace
      capacity = situation.remainingOpenMinutes * 60 * situation.openWindows / pace.seconds
      left = capacity - situation.reservationsToCome - situation.waiting
    }
  }

  /// What decided.
  public enum Ground: Sendable, Equatable {
    /// The hall sets no limit.
    case off
    /// `fixed` without a number for this service.
    case noLimit
    case lifted(Override)
    case reckoned(Reckoning)
    case perDay(limit: Int, given: Int)
  }

  public struct Decision: Sendable, Equatable {
    public let ground: Ground
    /// How many numbers anybody may still get; nil: no limit.
    public let ordinary: Int?
    /// How many 绿色通道 may still get, those of `ordinary` among them; nil: no limit.
    public let greenChannel: Int?

    public func allows(_ priority: Priority?) -> Bool {
      (priority == nil ? ordinary : greenChannel).map { $0 > 0 } ?? true
    }
  }

  public let policy: WalkInPolicy

  public init(policy: WalkInPolicy) { self.policy = policy }

  /// Decides for one service; `overrides` may be all in the journal, because those that are over
  /// or of other services do nothing.
  public func decide(
    _ service: String, _ situation: Situation, overrides: [Override] = [], at now: Moment
  ) -> Decision {
    let terms = policy.terms(of: service)
    guard policy.mode != .off else { return unlimited(.off) }
    if let lifting = overrides.last(where: { $0.lifts(service, at: now) }) {
      return unlimited(.lifted(lifting))
    }
    let perDay = terms?.perDay.map { (limit: $0, left: $0 - situation.givenToday) }
    guard policy.mode == .auto else {
      guard let perDay else { return unlimited(.noLimit) }
      return limited(perDay.left, .perDay(limit: perDay.limit, given: situation.givenToday))
    }
    let pace = ServicePace(
      samples: situation.serviceSeconds, method: policy.pace, enough: policy.enoughSamples,
      configured: terms?.serviceSeconds ?? policy.serviceSeconds)
    let reckoning = Reckoning(situation, pace: pace)
    if let perDay, perDay.left < reckoning.left {
      return limited(perDay.left, .perDay(limit: perDay.limit, given: situation.givenToday))
    }
    return limited(reckoning.left, .reckoned(reckoning))
  }

  private func unlimited(_ ground: Ground) -> Decision {
    Decision(ground: ground, ordinary: nil, greenChannel: nil)
  }

  /// The last `floor` numbers are for 绿色通道 alone, and never fewer than `floor`.
  private func limited(_ left: Int, _ ground: Ground) -> Decision {
    Decision(
      ground: ground, ordinary: max(0, left - policy.floor),
      greenChannel: max(left, policy.floor))
  }
}

public import Hall

/// How much one window did. 窗口负荷
public struct WindowLoad: Sendable, Equatable, Codable {
  public let window: String
  public let kind: WindowKind
  /// People served; clause 4.6 plans thirty a day for a 综合窗口.
  public internal(set) var people = 0
  public internal(set) var busySeconds: Int64 = 0
  /// Seconds its clerk was there, lunch left out.
  public internal(set) var workedSeconds: Int64 = 0

  /// 每个综合窗口日均办理业务30件为标准计算 (clause 4.6).
  public static let plannedPeople = 30

  init(window: String, kind: WindowKind) {
    self.window = window
    self.kind = kind
  }

  public var busyShare: Double {
    workedSeconds > 0 ? Double(busySeconds) / Double(workedSeconds) : 0
  }
}

/// What a day came to. 一天的结果
public struct DayOutcome: Sendable, Equatable, Codable {
  /// Waits of some of the day's people, in minutes. 等候时间
  public struct Waits: Sendable, Equatable, Codable {
    public let people: Int
    public let mean: Double
    public let p50: Double
    public let p90: Double
    public let p99: Double
    public let longest: Double

    /// - Parameter seconds: each wait, in any order.
    public init(seconds: [Int64]) {
      let sorted = seconds.sorted()
      people = sorted.count
      let sum = sorted.reduce(0, +)
      mean = sorted.isEmpty ? 0 : Self.minutes(Double(sum) / Double(sorted.count))
      p50 = Self.quantile(0.5, of: sorted)
      p90 = Self.quantile(0.9, of: sorted)
      p99 = Self.quantile(0.99, of: sorted)
      longest = Self.minutes(Double(sorted.last ?? 0))
    }

    /// By nearest rank.
    private static func quantile(_ share: Double, of sorted: [Int64]) -> Double {
      guard !sorted.isEmpty else { return 0 }
      let rank = Int((share * Double(sorted.count)).rounded(.up))
      return minutes(Double(sorted[min(max(rank, 1), sorted.count) - 1]))
    }

    /// To the tenth, as people tell times.
    private static func minutes(_ seconds: Double) -> Double {
      (seconds / 6).rounded() / 10
    }
  }

  public let hall: String
  public let day: String
  /// People who took a number.
  public let taken: Int
  public let served: Int
  /// Called in vain, and not seen again.
  public let noShows: Int
  /// Still waiting when the day ended.
  public let abandoned: Int
  /// Requests the engine refused.
  public let refused: Int
  /// Minutes from the closing of the doors to the end of the last service.
  public let overtime: Int
  public let waits: Waits
  /// By the right they waited by; a reserved one waits from the slot on, or from coming later.
  public let waitsByStanding: [String: Waits]
  public let windows: [WindowLoad]
  public let calibration: Calibration
  /// By how long the wait was modelled: `upTo5` or `upTo15` minutes, `longer`.
  public let calibrationByLength: [String: Calibration]
  /// Of each day lived through, in their order, this one last; on the first the hall knew nothing.
  public let calibrationByDay: [Calibration]

  /// Of all days but the first.
  public var calibrationSoFar: Calibration {
    calibrationByDay.dropFirst().reduce(Calibration(), +)
  }

  /// People a window served, of those that served anybody.
  public var peoplePerWindow: Double {
    let working = windows.filter { $0.people > 0 }
    guard !working.isEmpty else { return 0 }
    return Double(working.reduce(0) { $0 + $1.people }) / Double(working.count)
  }

  /// Windows that clause 4.6 asks for so many people.
  public var neededWindows: Int {
    (served + WindowLoad.plannedPeople - 1) / WindowLoad.plannedPeople
  }
}

/// A day as it was run, with all that can be asked about it.
struct DayResult: Sendable {
  let plan: DayPlan
  let tickets: [Ticket]
  /// Seconds to the first call, by ticket.
  let waits: [Int64: Int64]
  let loads: [WindowLoad]
  let lastFinish: Moment?
  let refused: Int
  /// What the hall has learned by the evening.
  let forecaster: WaitForecaster

  var nextTicket: Int64 { (tickets.last?.id ?? 0) + 1 }

  func outcome(hall: String, before: [Calibration] = []) -> DayOutcome {
    let waited = tickets.compactMap { ticket in waits[ticket.id].map { (ticket.standing, $0) } }
    let byStanding = Dictionary(grouping: waited) { $0.0.rawValue }
      .mapValues { DayOutcome.Waits(seconds: $0.map(\.1)) }
    let byLength = forecaster.calibrationByLength.map { ($0.key.rawValue, $0.value) }
    let overtime = lastFinish.map { max(0, $0.seconds(since: plan.closing)) } ?? 0
    return DayOutcome(
      hall: hall, day: plan.day.description, taken: tickets.count,
      served: tickets.count { $0.state == .finished },
      noShows: tickets.count { $0.state == .passed },
      abandoned: tickets.count { $0.state.isOpen }, refused: refused,
      overtime: Int((overtime + 59) / 60),
      waits: DayOutcome.Waits(seconds: waited.map(\.1)), waitsByStanding: byStanding,
      windows: loads, calibration: forecaster.calibration,
      calibrationByLength: Dictionary(byLength) { first, _ in first },
      calibrationByDay: before + [forecaster.calibration])
  }
}

/// What happened to the tickets of some hour, window or service. 统计
public struct Tally: Sendable, Equatable {
  /// Middle, nine of ten, and the longest, in seconds.
  public struct Spread: Sendable, Equatable {
    public let p50: Int
    public let p90: Int
    public let longest: Int

    /// nil without values.
    init?(_ seconds: [Int]) {
      let sorted = seconds.sorted()
      guard let last = sorted.last else { return nil }
      // Nearest rank: a value that somebody really waited, never one in between.
      func rank(_ percent: Int) -> Int { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
      p50 = rank(50)
      p90 = rank(90)
      longest = last
    }
  }

  public private(set) var issued = 0
  public private(set) var called = 0
  public private(set) var finished = 0
  /// Called, and nobody came; those that came back later count too.
  public private(set) var passed = 0
  /// Given up, or left when the day ended.
  public private(set) var abandoned = 0
  private var waits: [Int] = []
  private var services: [Int] = []

  public init() {}

  /// From the ticket to its call; a reserved number waits from its slot on.
  public var wait: Spread? { Spread(waits) }
  /// From the call to the end.
  public var service: Spread? { Spread(services) }

  mutating func add(_ ticket: Ticket) {
    issued += 1
    if ticket.state == .passed { passed += 1 }
    passed += ticket.returns
    if ticket.state == .abandoned { abandoned += 1 }
    guard let calledAt = ticket.calledAt else { return }
    called += 1
    if ticket.returns == 0 {
      let since = max(ticket.takenAt, ticket.callableFrom ?? ticket.takenAt)
      waits.append(Int(max(0, calledAt.seconds(since: since))))
    }
    guard ticket.state == .finished, let finishedAt = ticket.finishedAt else { return }
    finished += 1
    services.append(Int(max(0, finishedAt.seconds(since: calledAt))))
  }
}

/// The figures of some days, for clause 4.6 and the people who plan windows.
public struct HallFigures: Sendable, Equatable {
  /// What one 综合窗口 is expected to serve a day (clause 4.6).
  public static let standardLoad = 30
  /// People per window, in hundredths (clause 4.6: at least 1:1.1).
  public static let staffing = 110

  /// The load of one window, which is counted against ``standardLoad``.
  public struct WindowLoad: Sendable, Equatable {
    public let window: String
    public let tally: Tally
    /// Finished a working day, in tenths.
    public let perDayTenths: Int
  }

  public let first: LocalDay
  public let last: LocalDay
  /// Days on which a number was given.
  public let days: Int
  public let total: Tally
  /// By hour of the wall clock at which the ticket was taken, only hours that had any.
  public let hours: [(hour: Int, tally: Tally)]
  public let windows: [WindowLoad]
  public let services: [(service: String, tally: Tally)]

  /// Adds up tickets.
  ///
  /// - Parameters:
  ///   - tickets: of the days, any order.
  ///   - first: the first day.
  ///   - last: the last day.
  ///   - catalogue: tells the order of services and windows.
  public init(
    _ tickets: [Ticket], from first: LocalDay, through last: LocalDay, catalogue: Catalogue
  ) {
    self.first = first
    self.last = last
    let days = Set(tickets.map(\.day)).count
    var total = Tally()
    var hours: [Int: Tally] = [:]
    var windows: [String: Tally] = [:]
    var services: [String: Tally] = [:]
    for ticket in tickets {
      total.add(ticket)
      hours[WallClock(ticket.takenAt).minute / 60, default: Tally()].add(ticket)
      services[ticket.service, default: Tally()].add(ticket)
      if let window = ticket.window { windows[window, default: Tally()].add(ticket) }
    }
    self.days = days
    self.total = total
    self.hours = hours.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    // What has left the catalogue since then was still worked: it stands at the end.
    func ordered(_ found: [String: Tally], _ known: [String]) -> [(String, Tally)] {
      (known + found.keys.filter { !known.contains($0) }.sorted())
        .compactMap { id in found[id].map { (id, $0) } }
    }
    self.windows = ordered(windows, catalogue.windows.map(\.id)).map { id, tally in
      WindowLoad(
        window: id, tally: tally,
        perDayTenths: days == 0 ? 0 : (tally.finished * 10 + days / 2) / days)
    }
    self.services = ordered(services, catalogue.services.map(\.id)).map { ($0, $1) }
  }

  /// Windows the daily average asks for: ceil(finished a day / 30) (clause 4.6).
  public var neededWindows: Int {
    guard days > 0 else { return 0 }
    let perDay = Self.standardLoad * days
    return (total.finished + perDay - 1) / perDay
  }

  /// People those windows need, at 1:1.1.
  public var neededStaff: Int { (neededWindows * Self.staffing + 99) / 100 }

  public static func == (a: HallFigures, b: HallFigures) -> Bool {
    a.first == b.first && a.last == b.last && a.total == b.total && a.windows == b.windows
      && a.hours.elementsEqual(b.hours, by: ==) && a.services.elementsEqual(b.services, by: ==)
  }
}

extension QueueEngine {
  /// Who goes next at a window, and why.
  struct Choice: Sendable, Equatable {
    let ticket: Int64
    let reason: ChoiceReason
    /// Somebody who simply came waits on while another goes.
    let passesOverOrdinary: Bool
  }

  /// The lines a window calls from: its services', and its own of those sent to it.
  func lanes(of window: Catalogue.Window) -> [Lane.ID] {
    let queues = [Lane.Queue.window(window.id)] + window.services.map { Lane.Queue.service($0) }
    return queues.flatMap { queue in
      // Who was sent to a 绿色通道 window is called there by whatever right.
      let standings: [Standing] =
        window.callsPriorityOnly && queue != .window(window.id) ? [.priority] : Standing.allCases
      return standings.map { Lane.ID(queue: queue, standing: $0) }
    }
  }

  /// Compares the heads of the window's lines: first the turn of the ordinary, then whoever has
  /// waited beyond the hall's patience by age alone, then the largest claim.
  func choice(at window: Catalogue.Window, state: WindowState) -> Choice? {
    let heads = lanes(of: window).compactMap { id in
      lanes[id]?.first.map { (standing: id.standing, place: $0) }
    }
    let oldest: (Place, Place) -> Bool = { $0 < $1 }
    let ordinary = heads.filter { $0.standing == .ordinary }.map(\.place).min(by: oldest)
    if let after = rules.order.ordinaryAfter, let ordinary, state.othersInRow >= after {
      return Choice(
        ticket: ordinary.ticket, reason: .ordinaryTurn, passesOverOrdinary: false)
    }
    let patience = clock.advanced(bySeconds: -Int64(rules.order.patience) * 60)
    let byClaim = heads.max { a, b in
      let (first, second) = (claim(a.standing, a.place), claim(b.standing, b.place))
      return first == second ? b.place < a.place : first < second
    }
    guard let byClaim else { return nil }
    let byAge = heads.filter { $0.place.since <= patience }.min { $0.place < $1.place }
    let chosen = byAge ?? byClaim
    let isForPatience = byAge.map { $0.place != byClaim.place } ?? false
    guard let ticket = tickets[chosen.place.ticket] else { return nil }
    return Choice(
      ticket: ticket.id, reason: isForPatience ? .patience : Self.reason(of: ticket),
      passesOverOrdinary: chosen.standing != .ordinary && ordinary != nil)
  }

  private func claim(_ standing: Standing, _ place: Place) -> Int64 {
    rules.order.claim(of: standing)
      .worth(waited: max(0, clock.milliseconds &- place.since.milliseconds))
  }

  private static func reason(of ticket: Ticket) -> ChoiceReason {
    switch ticket.state {
    case .returned: return .returned
    case .transferred: return .transferred
    default: break
    }
    switch ticket.standing {
    case .reserved: return .reserved
    case .priority: return ticket.priority.map { .priority($0) } ?? .longestWait
    case .ordinary: return .longestWait
    }
  }

  /// What stands between a waiting ticket and its call.
  public struct Prospect: Sendable, Equatable {
    /// Tickets with a larger claim now, by the service they wait for.
    public let ahead: [String: Int]
    /// Windows at work that call the ticket, each with the services it calls.
    public let windows: [String: [String]]

    public var people: Int { ahead.values.reduce(0, +) }
  }

  /// Counts who goes first as things stand now; nobody knows yet who will come.
  public func prospect(of ticket: Ticket) -> Prospect {
    let windows: [Catalogue.Window] =
      if let bound = ticket.boundWindow {
        [rules.catalogue.window(bound)].compactMap(\.self)
      } else {
        rules.catalogue.windows(serving: ticket.service, priority: ticket.priority)
      }
    var seen: Set<Lane.ID> = []
    var ahead: [String: Int] = [:]
    let own = Self.lane(of: ticket)
    let mine = claim(ticket.standing, ticket.place)
    for id in windows.flatMap(lanes(of:)) where seen.insert(id).inserted {
      guard let lane = lanes[id] else { continue }
      let count =
        id == own
        ? lane.count(before: ticket.place)
        : lane.count(before: threshold(id.standing, beating: mine))
      guard count > 0 else { continue }
      let service =
        switch id.queue {
        case .service(let service): service
        case .window: ticket.service
        }
      ahead[service, default: 0] += count
    }
    let atWork = windows.filter { self.windows[$0.id]?.isAtWork ?? false }
    return Prospect(
      ahead: ahead,
      windows: Dictionary(atWork.map { ($0.id, $0.services) }) { first, _ in first })
  }

  /// The moment before which somebody of `standing` must have come to claim more than `claim`.
  private func threshold(_ standing: Standing, beating claim: Int64) -> Moment {
    let rule = rules.order.claim(of: standing)
    let waited = (claim &- rule.worth(waited: 0)) / Int64(max(1, rule.weight))
    return Moment(milliseconds: clock.milliseconds &- max(0, waited))
  }

  /// Who is on hold at a window, the longest first.
  public func onHold(at window: String) -> [Ticket] {
    tickets.values.filter { $0.state == .onHold && $0.window == window }
      .sorted { ($0.calledAt ?? $0.takenAt, $0.id) < ($1.calledAt ?? $1.takenAt, $1.id) }
  }

  /// How many callable tickets wait in the whole hall.
  public var waiting: Int { lanes.values.reduce(0) { $0 + $1.count } }

  /// How many services a window has finished today; the load of clause 4.6 is counted by it.
  public func finished(at window: String) -> Int { loads[window] ?? 0 }

  /// How many callable tickets a window may call.
  public func waiting(at window: Catalogue.Window) -> Int {
    lanes(of: window).reduce(0) { $0 + (lanes[$1]?.count ?? 0) }
  }
}

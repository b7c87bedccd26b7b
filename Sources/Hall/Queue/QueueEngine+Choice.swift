extension QueueEngine {
  /// Who goes next at a window, and why.
  struct Choice: Sendable, Equatable {
    let ticket: Int64
    let reason: ChoiceReason
    /// Somebody who simply came waits on while another goes.
    let passesOverOrdinary: Bool
  }

  func lanes(of window: Catalogue.Window) -> [Lane.ID] {
    rules.catalogue.laneIndex.lanes(of: window)
  }

  /// Compares the heads of the window's lines: first the turn of the ordinary, then whoever has
  /// waited beyond the hall's patience by age alone, then the largest claim.
  func choice(at window: Catalogue.Window, state: WindowState) -> Choice? {
    let heads = lanes(of: window).compactMap { id in
      lanes[id]?.first.map { Candidate(standing: id.standing, place: $0) }
    }
    guard let first = heads.min(by: goesBefore), let chosen = tickets[first.place.ticket] else {
      return nil
    }
    let ordinary = heads.filter { $0.standing == .ordinary }.min(by: goesBefore)
    let isOrdinaryTurn = rules.order.ordinaryAfter.map { state.othersInRow >= $0 } ?? false
    if isOrdinaryTurn, first.standing != .ordinary, let ordinary {
      return Choice(
        ticket: ordinary.place.ticket, reason: .ordinaryTurn, passesOverOrdinary: false)
    }
    let isForPatience = heads.contains { claimsMore($0, first) }
    return Choice(
      ticket: chosen.id, reason: isForPatience ? .patience : Self.reason(of: chosen),
      passesOverOrdinary: first.standing != .ordinary && ordinary != nil)
  }

  /// Who may be called: by what right, and since when.
  private struct Candidate {
    let standing: Standing
    let place: Place
  }

  /// The one order of everybody a window may call; in each line it is the order of the places.
  private func goesBefore(_ a: Candidate, _ b: Candidate) -> Bool {
    let patience = clock.advanced(bySeconds: -Int64(rules.order.patience) * 60)
    let (isLong, otherIsLong) = (a.place.since <= patience, b.place.since <= patience)
    if isLong != otherIsLong { return isLong }
    return isLong ? a.place < b.place : claimsMore(a, b)
  }

  /// Whose claim is larger; of equal claims, whose place is before.
  private func claimsMore(_ a: Candidate, _ b: Candidate) -> Bool {
    let (first, second) = (claim(a.standing, a.place), claim(b.standing, b.place))
    return first == second ? a.place < b.place : first > second
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
    /// Tickets that would be called before it now, by the service they wait for.
    public let ahead: [String: Int]
    /// Windows at work that call the ticket, each with the services it calls.
    public let windows: [String: [String]]

    public var people: Int { ahead.values.reduce(0, +) }
  }

  /// Counts who goes first as things stand now; nobody knows yet who will come.
  public func prospect(of ticket: Ticket) -> Prospect {
    var ahead: [String: Int] = [:]
    forEachLane(beside: ticket) { id, count in
      let service =
        switch id.queue {
        case .service(let service): service
        case .window: ticket.service
        }
      ahead[service, default: 0] += count
    }
    let windows =
      if let bound = ticket.boundWindow {
        [rules.catalogue.window(bound)].compactMap(\.self)
      } else {
        rules.catalogue.windows(serving: ticket.service, as: ticket.standing)
      }
    let atWork = windows.filter { self.windows[$0.id]?.isAtWork ?? false }
    return Prospect(
      ahead: ahead,
      windows: Dictionary(atWork.map { ($0.id, $0.services) }) { first, _ in first })
  }

  /// How many go first as things stand now, the sum of ``prospect(of:)``.
  public func peopleAhead(of ticket: Ticket) -> Int {
    var people = 0
    forEachLane(beside: ticket) { people += $1 }
    return people
  }

  /// The lines that compete with a ticket's, each with how many in it go first; never with none.
  private func forEachLane(beside ticket: Ticket, _ body: (Lane.ID, Int) -> Void) {
    let line = Lane.ID(
      queue: ticket.boundWindow.map { .window($0) } ?? .service(ticket.service),
      standing: ticket.standing)
    let own = Candidate(standing: ticket.standing, place: ticket.place)
    for id in rules.catalogue.laneIndex.lanes(beside: line) {
      let ahead = lanes[id]?.count {
        goesBefore(Candidate(standing: id.standing, place: $0), own)
      }
      if let ahead, ahead > 0 { body(id, ahead) }
    }
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

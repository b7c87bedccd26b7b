/// The hall's next hour with nobody new: windows become free one after the other and call whom
/// the order of the lines gives them, each service taking as long as it does of late. 等候模型
///
/// It knows nothing of those who will come later and go first, nor of slow and quick citizens;
/// ``ForecastErrors`` learns what that comes to.
struct WaitModel {
  /// Calls that are played; what lies beyond goes on at the pace of these.
  static let mostCalls = 1000
  /// A service that takes longer than usual is taken to need this part of the usual time more.
  static let leastRemaining = 0.25

  private struct Line {
    let standing: Standing
    let service: String
    /// In their order; `next` is the first that has not been called.
    let places: ArraySlice<Place>
    var next: Int
    var head: Place? { places.indices.contains(next) ? places[next] : nil }
  }

  private struct Desk {
    /// Seconds from now.
    var freeAt: Double
    var lines: [Int]
    var othersInRow: Int
  }

  private let order: OrderPolicy
  private let now: Moment
  private let target: Int64
  private var lines: [Line] = []
  private var desks: [Desk] = []
  private let pace: (String) -> Double

  /// The hall as it is now; `pace` tells how many seconds a ticket of a service keeps a window.
  init(
    of ticket: Ticket, in engine: QueueEngine, at now: Moment, pace: @escaping (String) -> Double
  ) {
    order = engine.rules.order
    self.now = now
    self.pace = pace
    target = ticket.id
    let byQueue = gather(engine, with: ticket)
    for window in engine.rules.catalogue.windows {
      guard let state = engine.windows[window.id], state.isOpen,
        let freeAt = freeAt(state, engine)
      else { continue }
      desks.append(
        Desk(
          freeAt: freeAt, lines: lines(of: window, byQueue), othersInRow: state.othersInRow))
    }
  }

  /// Collects whoever waits, and who is held for a slot that will begin.
  private mutating func gather(_ engine: QueueEngine, with ticket: Ticket) -> [Lane.Queue: [Int]] {
    var byQueue: [Lane.Queue: [Int]] = [:]
    func add(_ id: Lane.ID, _ places: ArraySlice<Place>, service: String) {
      byQueue[id.queue, default: []].append(lines.count)
      lines.append(
        Line(
          standing: id.standing, service: service, places: places, next: places.startIndex))
    }
    for (id, lane) in engine.lanes where lane.count > 0 {
      switch id.queue {
      case .service(let service): add(id, lane.waiting, service: service)
      case .window: add(id, lane.waiting, service: ticket.service)
      }
    }
    var held: [Lane.ID: [Place]] = [:]
    for due in engine.due where due.ticket != ticket.id {
      guard let ticket = engine.tickets[due.ticket] else { continue }
      held[QueueEngine.lane(of: ticket), default: []].append(ticket.place)
    }
    for (id, places) in held {
      if case .service(let service) = id.queue { add(id, places[...], service: service) }
    }
    // It may not be in its holder's hand yet.
    if engine.laneOf[ticket.id] == nil {
      add(QueueEngine.lane(of: ticket), [ticket.place], service: ticket.service)
    }
    return byQueue
  }

  /// When a window calls next, in seconds; nil where nobody can say.
  private func freeAt(_ state: WindowState, _ engine: QueueEngine) -> Double? {
    var free = 0.0
    for pause in [state.pause, engine.pause].compactMap(\.self) {
      guard let back = pause.expectedBack else { return nil }
      free = max(free, seconds(from: now, to: back))
    }
    if let ticket = state.ticket.flatMap({ engine.tickets[$0] }), let called = ticket.calledAt {
      let usual = pace(ticket.service)
      free += max(usual - seconds(from: called, to: now), usual * Self.leastRemaining)
    }
    return free
  }

  private func seconds(from: Moment, to: Moment) -> Double {
    Double(max(0, to.milliseconds &- from.milliseconds)) / 1000
  }

  private func lines(of window: Catalogue.Window, _ byQueue: [Lane.Queue: [Int]]) -> [Int] {
    let own = byQueue[.window(window.id)] ?? []
    let served = window.services.flatMap { byQueue[.service($0)] ?? [] }
    guard window.callsPriorityOnly else { return own + served }
    return own + served.filter { lines[$0].standing == .priority }
  }

  /// Seconds until the ticket is called, 0 where a window is free for it; nil where no window at
  /// work would ever call it.
  ///
  /// `ahead` counts the people before it, for what lies beyond ``mostCalls``.
  mutating func wait(ahead: () -> Int) -> Double? {
    var calls = 0
    while let desk = desks.indices.min(by: { desks[$0].freeAt < desks[$1].freeAt }),
      desks[desk].freeAt < .infinity
    {
      let time = desks[desk].freeAt
      guard let line = choice(at: desk, time), let called = lines[line].head else {
        desks[desk].freeAt = nextSlot(at: desk, after: time)
        continue
      }
      if called.ticket == target { return time }
      calls += 1
      if calls == Self.mostCalls {
        return time * max(1, Double(ahead()) / Double(Self.mostCalls))
      }
      lines[line].next += 1
      desks[desk].freeAt = time + pace(lines[line].service)
    }
    return nil
  }

  /// The line whose head goes next, by the rules of ``QueueEngine``.
  private mutating func choice(at desk: Int, _ time: Double) -> Int? {
    let clock = Moment(milliseconds: now.milliseconds &+ Int64(time * 1000))
    let patience = clock.advanced(bySeconds: -Int64(order.patience) * 60)
    var best: (line: Int, claim: Int64, place: Place)?
    var oldest: (line: Int, place: Place)?
    var ordinary: (line: Int, place: Place)?
    for line in desks[desk].lines {
      guard let place = lines[line].head, place.since <= clock else { continue }
      let standing = lines[line].standing
      let waited = clock.milliseconds &- place.since.milliseconds
      let claim = order.claim(of: standing).worth(waited: waited)
      if best.map({ claim > $0.claim || claim == $0.claim && place < $0.place }) ?? true {
        best = (line, claim, place)
      }
      if place.since <= patience, oldest.map({ place < $0.place }) ?? true {
        oldest = (line, place)
      }
      if standing == .ordinary, ordinary.map({ place < $0.place }) ?? true {
        ordinary = (line, place)
      }
    }
    if let after = order.ordinaryAfter, let ordinary, desks[desk].othersInRow >= after {
      desks[desk].othersInRow = 0
      return ordinary.line
    }
    guard let chosen = oldest?.line ?? best?.line else { return nil }
    let passesOver = lines[chosen].standing != .ordinary && ordinary != nil
    desks[desk].othersInRow = passesOver ? desks[desk].othersInRow + 1 : 0
    return chosen
  }

  /// When somebody becomes callable at an idle window.
  private func nextSlot(at desk: Int, after time: Double) -> Double {
    desks[desk].lines.compactMap { lines[$0].head }
      .map { seconds(from: now, to: $0.since) }.filter { $0 > time }.min() ?? .infinity
  }
}

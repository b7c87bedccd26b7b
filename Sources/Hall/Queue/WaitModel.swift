/// The hall's next hour with nobody new: windows become free one after the other and call whom
/// the order of the lines gives them, each service taking as long as it does of late. 等候模型
///
/// It knows nothing of those who will come later and go first, nor of slow and quick citizens;
/// ``ForecastErrors`` learns what that comes to. One walk through that hour tells when everybody
/// is called, so that many ask one model. It is walked at every take: times are whole
/// milliseconds from now, windows stand in a heap, and those that call from the same lines share a
/// list of them.
struct WaitModel {
  /// Calls that are played; what lies beyond goes on at the pace of these.
  static let mostCalls = 1000
  /// A service that takes longer than usual is taken to need this part of the usual time more.
  static let leastRemaining = 0.25

  /// Tickets of one service and standing, in their order.
  struct Line {
    let standing: Standing
    let places: ArraySlice<Place>
    /// Milliseconds each keeps a window.
    let usualPace: Int64
    /// The same for each place, where they want several services; empty where they want one.
    let paces: [Int64]
    /// Another line of the same service and standing.
    let sibling: Int?
    /// The first that has not been called.
    var next: Int

    var head: Place { places[next] }
    var pace: Int64 { paces.isEmpty ? usualPace : paces[next - places.startIndex] }
  }

  /// Lines that some windows call from; in each standing the oldest head has the largest claim.
  private struct Pool {
    var reserved: [Int] = []
    var priority: [Int] = []
    var ordinary: [Int] = []

    init(lines: Int) {
      reserved.reserveCapacity(lines)
      priority.reserveCapacity(lines)
      ordinary.reserveCapacity(lines)
    }

    mutating func add(_ line: Int, _ standing: Standing) {
      switch standing {
      case .reserved: reserved.append(line)
      case .priority: priority.append(line)
      case .ordinary: ordinary.append(line)
      }
    }
  }

  private struct Desk {
    let pool: Int
    var othersInRow: Int
  }

  private let order: OrderPolicy
  private let patience: Int64
  private let now: Int64
  /// What waits are measured by at `now`: ahead of it where the wall clock was put back.
  private let start: Int64
  private var lines: [Line] = []
  /// Since when each line's head waits; ``never`` where nobody is left.
  private var heads: [Int64] = []
  private var pools: [Pool] = []
  private var desks: [Desk] = []
  private var free = WaitHeap()
  /// Calls that were played, and when the last of them was.
  private(set) var calls = 0
  private(set) var time: Int64 = 0

  private static let never = Int64.max

  /// The hall as it is now.
  ///
  /// - Parameters:
  ///   - engine: the queue.
  ///   - joining: a ticket that counts though it is not in its holder's hand yet.
  ///   - now: the moment that waits are counted from.
  ///   - pace: how many milliseconds a ticket of a service keeps a window.
  init(
    of engine: QueueEngine, joining: Ticket?, at now: Moment, pace: (String) -> Int64
  ) {
    order = engine.rules.order
    patience = Int64(order.patience) * 60_000
    self.now = now.milliseconds
    start = engine.clock(at: now).milliseconds
    let layout = engine.rules.catalogue.waitLayout
    var queues = Queues(services: layout.services.count)
    gather(engine, joining, pace, &queues)
    pools.reserveCapacity(layout.pools.count)
    for pool in layout.pools {
      var lines = Pool(lines: pool.services.count)
      for service in pool.services {
        queues.each(of: service, .priority, self.lines) { lines.add($0, .priority) }
        guard !pool.callsPriorityOnly else { continue }
        queues.each(of: service, .reserved, self.lines) { lines.add($0, .reserved) }
        queues.each(of: service, .ordinary, self.lines) { lines.add($0, .ordinary) }
      }
      pools.append(lines)
    }
    desks.reserveCapacity(engine.rules.catalogue.windows.count)
    for (index, window) in engine.rules.catalogue.windows.enumerated() {
      guard let state = engine.windows[window.id], state.isOpen,
        let freeAt = freeAt(state, engine, pace)
      else { continue }
      var pool = layout.poolOfWindow[index]
      if let own = queues.byWindow[window.id] {
        var extended = pools[pool]
        for line in own { extended.add(line, lines[line].standing) }
        pool = pools.count
        pools.append(extended)
      }
      free.add(freeAt, desk: desks.count)
      desks.append(Desk(pool: pool, othersInRow: state.othersInRow))
    }
    free.settle()
  }

  /// Which lines lead where.
  private struct Queues {
    /// The last line of each service and standing.
    private var byService: [Int?]
    var byWindow: [String: [Int]] = [:]

    init(services: Int) { byService = Array(repeating: nil, count: services * 3) }

    private static func index(_ service: Int, _ standing: Standing) -> Int {
      switch standing {
      case .reserved: service * 3
      case .priority: service * 3 + 1
      case .ordinary: service * 3 + 2
      }
    }

    /// Adds a line; its sibling is returned.
    mutating func add(_ line: Int, _ service: Int, _ standing: Standing) -> Int? {
      let index = Self.index(service, standing)
      defer { byService[index] = line }
      return byService[index]
    }

    func each(
      of service: Int, _ standing: Standing, _ lines: [Line], _ body: (Int) -> Void
    ) {
      var line = byService[Self.index(service, standing)]
      while let current = line {
        body(current)
        line = lines[current].sibling
      }
    }
  }

  /// Collects whoever waits, and who is held for a slot that will begin.
  private mutating func gather(
    _ engine: QueueEngine, _ joining: Ticket?, _ pace: (String) -> Int64, _ queues: inout Queues
  ) {
    lines.reserveCapacity(engine.lanes.count + 1)
    heads.reserveCapacity(engine.lanes.count + 1)
    for (id, lane) in engine.lanes where lane.count > 0 {
      add(id, lane.waiting, engine, pace, &queues)
    }
    var held: [Lane.ID: [Place]] = [:]
    for due in engine.due { held[due.lane, default: []].append(begun(due.place, at: due.at)) }
    for (id, places) in held {
      if case .service = id.queue { add(id, places[...], engine, pace, &queues) }
    }
    if let joining {
      let from = joining.callableFrom.flatMap { $0 > engine.latest ? $0 : nil }
      let place = from.map { begun(joining.place, at: $0) } ?? joining.place
      add(
        QueueEngine.lane(of: joining), [place], engine, pace, &queues,
        paces: [pace(joining.service)])
    }
  }

  /// A place that is held for a slot: slots begin by the wall, and waits are measured by `start`.
  private func begun(_ place: Place, at from: Moment) -> Place {
    place.counted(from: Moment(milliseconds: from.milliseconds &+ (start &- now)))
  }

  private mutating func add(
    _ id: Lane.ID, _ places: ArraySlice<Place>, _ engine: QueueEngine,
    _ pace: (String) -> Int64, _ queues: inout Queues, paces: [Int64]? = nil
  ) {
    guard let first = places.first else { return }
    var usual: Int64 = 0
    var own: [Int64] = []
    var sibling: Int?
    switch id.queue {
    case .service(let service):
      guard let index = engine.rules.catalogue.waitLayout.services[service] else { return }
      sibling = queues.add(lines.count, index, id.standing)
      usual = pace(service)
    case .window(let window):
      queues.byWindow[window, default: []].append(lines.count)
      own =
        paces
        ?? places.prefix(Self.mostCalls).map { place in
          engine.tickets[place.ticket].map { pace($0.service) } ?? 0
        }
    }
    lines.append(
      Line(
        standing: id.standing, places: places, usualPace: usual, paces: own, sibling: sibling,
        next: places.startIndex))
    heads.append(first.since.milliseconds)
  }

  /// When a window calls next, in milliseconds; nil where nobody can say.
  private func freeAt(
    _ state: WindowState, _ engine: QueueEngine, _ pace: (String) -> Int64
  ) -> Int64? {
    var free: Int64 = 0
    if state.pause != nil || engine.pause != nil {
      for pause in [state.pause, engine.pause] {
        guard let pause else { continue }
        guard let back = pause.expectedBack else { return nil }
        free = max(free, back.milliseconds &- now)
      }
    }
    if let call = state.ticket.flatMap({ engine.calls[$0] }) {
      let usual = pace(call.service)
      let gone = max(0, now &- call.at.milliseconds)
      free += max(usual - gone, Int64(Double(usual) * Self.leastRemaining))
    }
    return free
  }

  // MARK: The walk

  /// Milliseconds until the ticket is called, 0 where a window is free for it; nil where no window
  /// at work would ever call it.
  ///
  /// `ahead` counts the people before it, for what lies beyond ``mostCalls``.
  mutating func wait(of ticket: Int64, ahead: () -> Int) -> Int64? {
    while calls < Self.mostCalls, let called = next() {
      if called == ticket { return time }
    }
    return beyond(ahead)
  }

  /// Milliseconds until each ticket is called, as ``wait(of:ahead:)`` says it of each alone.
  mutating func waits() -> [Int64: Int64] {
    var waits: [Int64: Int64] = [:]
    while calls < Self.mostCalls, let called = next() { waits[called] = time }
    return waits
  }

  /// What a ticket waits that no call was played for.
  func beyond(_ ahead: () -> Int) -> Int64? {
    guard calls == Self.mostCalls else { return nil }
    let stretch = max(1, Double(ahead()) / Double(Self.mostCalls))
    return Int64(min(Double(time) * stretch, 86_400_000))
  }

  /// Plays the next call; nil where nobody calls anybody any more.
  private mutating func next() -> Int64? {
    while let (freeAt, desk) = free.first {
      let clock = start &+ freeAt
      guard let line = choice(at: desk, clock) else {
        free.replaceFirst(by: nextSlot(in: pools[desks[desk].pool], after: clock))
        continue
      }
      let called = lines[line].head.ticket
      time = freeAt
      calls += 1
      free.replaceFirst(by: freeAt + max(1, lines[line].pace))
      lines[line].next += 1
      heads[line] =
        lines[line].next < lines[line].places.endIndex
        ? lines[line].head.since.milliseconds : Self.never
      return called
    }
    return nil
  }

  /// The line whose head goes next, by the rules of ``QueueEngine``: of each standing the oldest
  /// has the largest claim, so three heads are compared.
  private mutating func choice(at desk: Int, _ clock: Int64) -> Int? {
    let pool = desks[desk].pool
    let ordinary = oldest(of: pools[pool].ordinary, by: clock)
    let reserved = oldest(of: pools[pool].reserved, by: clock)
    let priority = oldest(of: pools[pool].priority, by: clock)
    if let after = order.ordinaryAfter, let ordinary, desks[desk].othersInRow >= after {
      desks[desk].othersInRow = 0
      return ordinary
    }
    guard let chosen = first(ordinary, first(reserved, priority, clock), clock) else { return nil }
    let passesOver = lines[chosen].standing != .ordinary && ordinary != nil
    desks[desk].othersInRow = passesOver ? desks[desk].othersInRow + 1 : 0
    return chosen
  }

  /// Which of two heads goes first.
  private func first(_ a: Int?, _ b: Int?, _ clock: Int64) -> Int? {
    guard let a, let b else { return a ?? b }
    let long = clock &- patience
    let (isLong, otherIsLong) = (heads[a] <= long, heads[b] <= long)
    if isLong != otherIsLong { return isLong ? a : b }
    if !isLong {
      let (claim, other) = (self.claim(a, clock), self.claim(b, clock))
      if claim != other { return claim > other ? a : b }
    }
    return lines[a].head < lines[b].head ? a : b
  }

  private func claim(_ line: Int, _ clock: Int64) -> Int64 {
    order.claim(of: lines[line].standing).worth(waited: clock &- heads[line])
  }

  private func oldest(of lines: [Int], by clock: Int64) -> Int? {
    var oldest: Int?
    var least = clock
    for line in lines {
      let since = heads[line]
      guard since <= least else { continue }
      if since == least, let other = oldest, self.lines[other].head < self.lines[line].head {
        continue
      }
      least = since
      oldest = line
    }
    return oldest
  }

  /// When somebody becomes callable at an idle window, in milliseconds from now.
  private func nextSlot(in pool: Pool, after clock: Int64) -> Int64? {
    let next = min(
      soonest(of: pool.reserved, after: clock), soonest(of: pool.priority, after: clock),
      soonest(of: pool.ordinary, after: clock))
    return next == Self.never ? nil : next &- start
  }

  private func soonest(of lines: [Int], after clock: Int64) -> Int64 {
    var soonest = Self.never
    for line in lines where heads[line] > clock { soonest = min(soonest, heads[line]) }
    return soonest
  }
}

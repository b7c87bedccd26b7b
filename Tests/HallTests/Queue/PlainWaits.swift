@testable import Hall

/// ``WaitModel`` as one would write it without a thought of speed: everybody in one list, and each
/// free window looks at all of them.
struct PlainWaits {
  private struct Person {
    let ticket: Ticket
    let place: Place
    let pace: Int64
  }

  private struct Desk {
    let window: Catalogue.Window
    var freeAt: Int64
    var othersInRow: Int
  }

  private var people: [Person] = []
  private var desks: [Desk] = []
  private let order: OrderPolicy
  /// What the engine measures waits by.
  private let now: Int64

  init(_ engine: QueueEngine, joining: Ticket?, at now: Moment, pace: (String) -> Int64) {
    order = engine.rules.order
    self.now = engine.clock(at: now).milliseconds
    let ahead = self.now - now.milliseconds
    let inLine = engine.laneOf.keys.compactMap { engine.tickets[$0] }
    let held = engine.due.compactMap { engine.tickets[$0.ticket] }
      .filter { $0.boundWindow == nil }
    people = (inLine + held + [joining].compactMap(\.self)).map {
      var place = $0.place
      if let slot = $0.callableFrom, slot > engine.latest {
        // It begins by the wall.
        place = place.counted(from: Moment(milliseconds: slot.milliseconds + ahead))
      }
      return Person(ticket: $0, place: place, pace: pace($0.service))
    }
    for window in engine.rules.catalogue.windows {
      guard let state = engine.windows[window.id], state.isOpen else { continue }
      let pauses = [state.pause, engine.pause].compactMap(\.self)
      guard pauses.allSatisfy({ $0.expectedBack != nil }) else { continue }
      var freeAt = pauses.compactMap(\.expectedBack).map { $0.milliseconds - now.milliseconds }
        .reduce(0, max)
      if let ticket = engine.ticket(at: window.id), let called = ticket.calledAt {
        let usual = pace(ticket.service)
        let gone = max(0, now.milliseconds - called.milliseconds)
        freeAt += max(usual - gone, usual / 4)
      }
      desks.append(Desk(window: window, freeAt: freeAt, othersInRow: state.othersInRow))
    }
  }

  /// Milliseconds until each is called who is called within so many calls.
  mutating func waits(calls most: Int) -> [Int64: Int64] {
    var waits: [Int64: Int64] = [:]
    while waits.count < most,
      let desk = desks.indices.min(by: { desks[$0].freeAt < desks[$1].freeAt })
    {
      guard let index = choice(at: desk) else {
        let clock = now + desks[desk].freeAt
        let slot = people.filter { calls(desks[desk].window, $0.ticket) }
          .map(\.place.since.milliseconds).filter { $0 > clock }.min()
        if let slot { desks[desk].freeAt = slot - now } else { desks.remove(at: desk) }
        continue
      }
      waits[people[index].ticket.id] = desks[desk].freeAt
      desks[desk].freeAt += people[index].pace
      people.remove(at: index)
    }
    return waits
  }

  private func calls(_ window: Catalogue.Window, _ ticket: Ticket) -> Bool {
    if let bound = ticket.boundWindow { return bound == window.id }
    return window.services.contains(ticket.service)
      && (!window.callsPriorityOnly || ticket.standing == .priority)
  }

  private mutating func choice(at desk: Int) -> Int? {
    let clock = now + desks[desk].freeAt
    let here = people.indices.filter {
      calls(desks[desk].window, people[$0].ticket)
        && people[$0].place.since.milliseconds <= clock
    }
    func place(_ index: Int) -> Place { people[index].place }
    func claim(_ index: Int) -> Int64 {
      order.claim(of: people[index].ticket.standing)
        .worth(waited: clock - place(index).since.milliseconds)
    }
    func isLong(_ index: Int) -> Bool {
      place(index).since.milliseconds <= clock - Int64(order.patience) * 60_000
    }
    let ordinary = here.filter { people[$0].ticket.standing == .ordinary }
      .min { place($0) < place($1) }
    if let after = order.ordinaryAfter, let ordinary, desks[desk].othersInRow >= after {
      desks[desk].othersInRow = 0
      return ordinary
    }
    let oldest = here.filter(isLong).min { place($0) < place($1) }
    let chosen =
      oldest
      ?? here.max { claim($0) == claim($1) ? place($1) < place($0) : claim($0) < claim($1) }
    guard let chosen else { return nil }
    let passesOver = people[chosen].ticket.standing != .ordinary && ordinary != nil
    desks[desk].othersInRow = passesOver ? desks[desk].othersInRow + 1 : 0
    return chosen
  }
}

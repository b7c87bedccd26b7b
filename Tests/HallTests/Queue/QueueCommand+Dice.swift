import TestSupport

@testable import Hall

/// Throws commands that mostly make sense in a hall as it stands, and now and then none.
struct CommandDice {
  var dice: Dice
  private static let windows = ["1", "2", "3", "4", "G", "5", "9"]
  private static let services = ["a", "b", "c", "d", "x"]

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  private mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }
  private mutating func pick<T>(_ list: [T]) -> T { list[roll(0...(list.count - 1))] }

  mutating func next(for engine: QueueEngine, at now: Moment) -> QueueCommand {
    let verb = verb(for: engine)
    // Whoever takes something back does it at once.
    let isUndo = verb.name == "undo" && chance(90)
    return QueueCommand(wait: isUndo ? Int64(roll(0...3000)) : wait(at: now), verb: verb)
  }

  /// Mostly seconds; seldom back, seldom past midnight or to the next morning.
  private mutating func wait(at now: Moment) -> Int64 {
    let untilMidnight = 86_400_000 - (now.milliseconds + 8 * 3_600_000) % 86_400_000
    switch roll(1...1000) {
    case ...300: return 0
    case ...700: return Int64(roll(1...60_000))
    case ...900: return Int64(roll(1...600_000))
    case ...955: return Int64(roll(1...3_600_000))
    case ...980: return -Int64(roll(1...60_000))
    case ...990: return -Int64(roll(1...7_200_000))
    case ...994: return untilMidnight + Int64(roll(0...5)) * 3_600_000
    case ...996: return untilMidnight + Int64(roll(6...40)) * 3_600_000
    default: return 1
    }
  }

  private mutating func window() -> String {
    pick(chance(97) ? ["1", "2", "3", "4", "G"] : Self.windows)
  }
  private mutating func service() -> String {
    pick(chance(97) ? ["a", "b", "c", "d"] : Self.services)
  }
  private mutating func holder() -> PersonKey? { chance(50) ? nil : person(roll(1...9)) }

  private mutating func ticket(_ engine: QueueEngine, _ fits: (Ticket) -> Bool = { _ in true })
    -> Int64
  {
    let fitting = engine.tickets.values.filter(fits).map(\.id).sorted()
    if chance(3) { return Int64(roll(0...99)) }
    return fitting.isEmpty ? engine.nextTicket - 1 : pick(fitting)
  }

  private mutating func order() -> TicketOrder {
    let later = chance(25) ? (1...roll(1...3)).map { _ in service() } : []
    return TicketOrder(
      requestID: "r\(chance(30) ? roll(1...40) : roll(41...1_000_000))", service: service(),
      laterServices: later, priority: chance(25) ? pick(Priority.allCases) : nil,
      person: holder(), secret: "000000",
      paper: chance(70) ? .printed : pick(PaperState.allCases))
  }

  private mutating func verb(for engine: QueueEngine) -> QueueCommand.Verb {
    if engine.pause != nil, chance(20) { return .unpauseHall }
    switch roll(1...100) {
    case ...20: return .take(order())
    case ...25: return .paper(ticket(engine) { !$0.paper.isInHand }, pick(PaperState.allCases))
    case ...27: return .handOver(ticket(engine) { !$0.paper.isInHand })
    case ...42: return .callNext(window())
    case ...46: return atWork(engine)
    case ...65: return counter(engine)
    case ...73: return undo(engine)
    case ...79: return citizen(engine)
    case ...86: return reservation(engine)
    case ...93: return clerk(engine)
    default: return rare(engine)
    }
  }

  private mutating func undo(_ engine: QueueEngine) -> QueueCommand.Verb {
    let limit = Int64(engine.rules.order.undoSeconds) * 1000
    let done = engine.undos.filter { engine.clock.milliseconds - $0.value.at.milliseconds < limit }
      .keys.sorted()
    if done.isEmpty, chance(80) { return .callNext(window()) }
    return .undo(done.isEmpty || chance(10) ? window() : pick(done))
  }

  private mutating func atWork(_ engine: QueueEngine) -> QueueCommand.Verb {
    let passedOrWaiting = ticket(engine) { $0.state == .passed || $0.state.isInLine }
    return .callNumber(passedOrWaiting, window(), why: chance(90) ? "asked" : "")
  }

  private mutating func counter(_ engine: QueueEngine) -> QueueCommand.Verb {
    let busy = engine.windows.values.filter { $0.ticket != nil }.map(\.id).sorted()
    if busy.isEmpty, chance(80) { return .callNext(window()) }
    let window = busy.isEmpty || chance(3) ? window() : pick(busy)
    switch roll(1...9) {
    case 1: return .recall(window)
    case 2: return .serve(window)
    case 3, 4: return .finish(window)
    case 5: return .hold(window)
    case 6: return .resume(ticket(engine) { $0.state == .onHold }, self.window())
    case 7: return .pass(window)
    default:
      return .transfer(
        window, service: chance(50) ? service() : nil, window: chance(50) ? self.window() : nil)
    }
  }

  private mutating func citizen(_ engine: QueueEngine) -> QueueCommand.Verb {
    switch roll(1...6) {
    case 1: return .abandon(ticket(engine))
    case 2: return .void(ticket(engine), why: chance(80) ? "double" : "")
    case 3: return .leave(ticket(engine) { $0.state.isInLine }, minutes: roll(-5...30))
    case 4: return .comeBack(ticket(engine) { $0.backAt != nil })
    default: return .comeBackAfterPass(ticket(engine) { $0.state == .passed })
    }
  }

  private mutating func reservation(_ engine: QueueEngine) -> QueueCommand.Verb {
    let open = engine.bookings.values.filter { $0.state == .booked }.map(\.id).sorted()
    switch roll(1...5) {
    case 1, 2:
      return .book(
        code: "c\(roll(1...40))", service: service(), inMinutes: roll(-30...120),
        minutes: roll(-1...60), holder())
    case 3: return .cancel("c\(roll(1...40))")
    default:
      let id = open.isEmpty || chance(20) ? Int64(roll(1...9)) : pick(open)
      return .checkIn(id, order())
    }
  }

  private mutating func clerk(_ engine: QueueEngine) -> QueueCommand.Verb {
    switch roll(1...8) {
    case 1, 2, 3:
      let clerk = chance(50) ? pick(["7", "8"]) : nil
      return .open(window(), clerk: clerk, user: clerk != nil && chance(50) ? "uid 1" : nil)
    case 4, 5: return .close(window())
    case 6: return .pause(window())
    default: return .unpause(window())
    }
  }

  private mutating func rare(_ engine: QueueEngine) -> QueueCommand.Verb {
    switch roll(1...13) {
    case 13:
      return .printBlock(
        chance(90) ? roll(1...30) : roll(-1...600), chance(50) ? .more : chance(50) ? .same : nil)
    case 1: return .pauseHall
    case 2, 3, 4: return .unpauseHall
    case 5: return .settlePaper
    case 6, 7: return .restart
    case 8, 9: return .adopt(roll(0...4))
    case 10, 11:
      let taken = roll(0...120)
      let called = chance(50) ? roll(0...taken) : nil
      let finished = called.map { roll(0...$0) }
      return .enterLate(
        roll(0...12), service: service(), taken: taken, called: chance(95) ? called : 5,
        finished: chance(95) ? finished : nil, chance(80) ? window() : nil)
    default: return .tick
    }
  }
}

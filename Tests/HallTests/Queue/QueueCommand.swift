import Hall
import TestSupport

/// One thing that somebody does in a hall, so long after the one before.
struct QueueCommand: Sendable {
  enum Verb: Sendable {
    case tick
    case take(TicketOrder)
    case paper(Int64, PaperState)
    case handOver(Int64)
    case settlePaper
    case abandon(Int64)
    case void(Int64, why: String)
    case leave(Int64, minutes: Int)
    case comeBack(Int64)
    case comeBackAfterPass(Int64)
    case open(String, clerk: String?, user: String?)
    case printBlock(Int, EmergencyBlock.Again?)
    case close(String)
    case pause(String)
    case unpause(String)
    case pauseHall
    case unpauseHall
    case callNext(String)
    case callNumber(Int64, String, why: String)
    case recall(String)
    case serve(String)
    case finish(String)
    case hold(String)
    case resume(Int64, String)
    case pass(String)
    case transfer(String, service: String?, window: String?)
    case undo(String)
    case book(code: String, service: String, inMinutes: Int, minutes: Int, PersonKey?)
    case cancel(String)
    case checkIn(Int64, TicketOrder)
    case enterLate(Int, service: String, taken: Int, called: Int?, finished: Int?, String?)
    case adopt(Int)
    /// The program is started anew and knows what the ledger knows.
    case restart

    /// The verb's name without what it is about.
    var name: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }
  }

  /// Milliseconds; negative where the clock was put back.
  let wait: Int64
  let verb: Verb

  enum Outcome: Equatable {
    case done(Int64?)
    case refused(String)
  }

  // MARK: On the engine

  func perform(on engine: inout QueueEngine, rules: [QueueRules], at now: Moment) -> Outcome {
    do throws(QueueRefusal) {
      return .done(try act(on: &engine, rules, now))
    } catch .noSuchService where verb.name == "adopt" {
      return .refused("noSuchService")
    } catch .noSuchWindow where verb.name == "adopt" {
      return .refused("noSuchWindow")
    } catch {
      return .refused("\(error)")
    }
  }

  private func act(on engine: inout QueueEngine, _ rules: [QueueRules], _ now: Moment)
    throws(QueueRefusal) -> Int64?
  {
    switch verb {
    case .tick, .restart: engine.advance(to: now)
    case .take(let order): return try engine.take(order, by: aClerk, at: now).ticket.id
    case .paper(let id, let paper):
      try engine.setPaper(paper, fault: nil, of: id, by: aClerk, at: now)
    case .handOver(let id): return try engine.handOver(id, by: aClerk, at: now).id
    case .settlePaper: _ = engine.settlePaper(at: now)
    case .abandon(let id): return try engine.abandon(id, by: aClerk, at: now).id
    case .void(let id, let why): return try engine.void(id, why: why, by: aClerk, at: now).id
    case .leave(let id, let minutes):
      let back = now.advanced(bySeconds: Int64(minutes) * 60)
      return try engine.leave(id, until: back, by: aClerk, at: now).id
    case .comeBack(let id): return try engine.comeBack(id, by: aClerk, at: now).id
    case .comeBackAfterPass(let id):
      return try engine.comeBackAfterPass(id, by: aClerk, at: now).id
    case .open(let window, let clerk, let user):
      try engine.open(window, clerk: clerk, user: user, by: aClerk, at: now)
    case .printBlock(let count, let again):
      let printing = try engine.printBlock(
        letter: "E", count: count, again: again, by: aClerk, at: now)
      return printing.numbers.last.map { Int64($0.serial) }
    case .close(let window): try engine.close(window, by: aClerk, at: now)
    case .pause(let window): try engine.pause(window, .lunch, until: nil, by: aClerk, at: now)
    case .unpause(let window): try engine.unpause(window, by: aClerk, at: now)
    case .pauseHall: engine.pauseHall(.system, until: nil, by: aClerk, at: now)
    case .unpauseHall: engine.unpauseHall(by: aClerk, at: now)
    case .callNext(let window): return try engine.callNext(window, by: aClerk, at: now)?.id
    case .callNumber(let id, let window, let why):
      return try engine.callNumber(id, to: window, why: why, by: aClerk, at: now).id
    case .recall(let window): return try engine.recall(window, by: aClerk, at: now).id
    case .serve(let window): return try engine.serve(window, by: aClerk, at: now).id
    case .finish(let window): return try engine.finish(window, by: aClerk, at: now).id
    case .hold(let window): return try engine.hold(window, why: nil, by: aClerk, at: now).id
    case .resume(let id, let window):
      return try engine.resume(id, at: window, by: aClerk, at: now).id
    case .pass(let window): return try engine.pass(window, by: aClerk, at: now).id
    case .transfer(let from, let service, let window):
      return try engine.transfer(
        from: from, service: service, window: window, note: nil, by: aClerk, at: now
      ).id
    case .undo(let window): try engine.undo(window, by: aClerk, at: now)
    case .book:
      if let wish = wish(at: now) { return try engine.book(wish, by: aClerk, at: now).id }
    case .cancel(let code): return try engine.cancelBooking(code: code, by: aClerk, at: now).id
    case .checkIn(let id, let order):
      return try engine.checkIn(id, order, by: aClerk, at: now).ticket.id
    case .enterLate:
      if let entry = lateEntry(at: now) {
        return try engine.enterLate(entry, secret: "000000", by: aClerk, at: now).id
      }
    case .adopt(let index): try engine.adopt(rules[index], by: aClerk, at: now)
    }
    return nil
  }

  // MARK: On the reference

  /// Time passes in any case; a verb that is refused has changed a copy.
  func perform(on model: inout ReferenceQueue, rules: [QueueRules], at now: Moment) -> Outcome {
    model.advance(to: now)
    var after = model
    do throws(QueueRefusal) {
      let value = try act(on: &after, rules, now)
      model = after
      return .done(value)
    } catch .noSuchService where verb.name == "adopt" {
      return .refused("noSuchService")
    } catch .noSuchWindow where verb.name == "adopt" {
      return .refused("noSuchWindow")
    } catch {
      return .refused("\(error)")
    }
  }

  private func act(on model: inout ReferenceQueue, _ rules: [QueueRules], _ now: Moment)
    throws(QueueRefusal) -> Int64?
  {
    typealias Model = ReferenceQueue
    switch verb {
    case .tick, .restart: break
    case .take(let order): return try model.take(order, now)
    case .paper(let id, let paper): try model.setPaper(paper, id)
    case .handOver(let id):
      try model.setPaper(.shown, id)
      return id
    case .settlePaper: model.settlePaper()
    case .abandon(let id):
      return try model.end(
        id, as: .abandoned,
        from: [.waiting, .returned, .transferred, .called, .onHold, .passed])
    case .void(let id, let why):
      if why.isEmpty { throw .reasonNeeded }
      return try model.end(
        id, as: .voided,
        from: [.waiting, .returned, .transferred, .called, .serving, .onHold, .passed])
    case .leave(let id, let minutes):
      return try model.leave(id, until: now.advanced(bySeconds: Int64(minutes) * 60))
    case .comeBack(let id): return try model.comeBack(id, now)
    case .comeBackAfterPass(let id): return try model.comeBackAfterPass(id)
    case .open(let window, let clerk, let user): try model.open(window, clerk, user)
    case .printBlock(let count, let again): return try model.printBlock(count, again)
    case .close(let window): try model.close(window)
    case .pause(let window):
      try model.pause(window, Pause(reason: .lunch, since: now, expectedBack: nil))
    case .unpause(let window): try model.pause(window, nil)
    case .pauseHall: model.hall = Pause(reason: .system, since: now, expectedBack: nil)
    case .unpauseHall: model.hall = nil
    case .callNext(let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.callNext(id, now)
      }
    case .callNumber(let ticket, let id, let why):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.callNumber(ticket, id, why, now)
      }
    case .recall(let window): return try model.recall(window)
    case .serve(let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.serve(id, now)
      }
    case .finish(let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.finish(id)
      }
    case .hold(let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in try m.hold(id) }
    case .resume(let ticket, let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.resume(ticket, id, now)
      }
    case .pass(let id):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in try m.pass(id) }
    case .transfer(let id, let service, let target):
      return try model.remembered(id) { (m: inout Model) throws(QueueRefusal) in
        try m.transfer(id, service, target)
      }
    case .undo(let window): try model.undo(window)
    case .book: if let wish = wish(at: now) { return try model.book(wish, now) }
    case .cancel(let code): return try model.cancel(code)
    case .checkIn(let id, let order): return try model.checkIn(id, order, now)
    case .enterLate:
      if let entry = lateEntry(at: now) { return try model.enterLate(entry, now) }
    case .adopt(let index): try model.adopt(rules[index])
    }
    return nil
  }

  private func wish(at now: Moment) -> BookingWish? {
    guard case .book(let code, let service, let minutes, let length, let person) = verb else {
      return nil
    }
    let from = now.advanced(bySeconds: Int64(minutes) * 60)
    return BookingWish(
      code: code, service: service, from: from,
      until: from.advanced(bySeconds: Int64(length) * 60), person: person)
  }

  private func lateEntry(at now: Moment) -> LateEntry? {
    guard
      case .enterLate(let serial, let service, let taken, let called, let finished, let window) =
        verb
    else { return nil }
    func ago(_ minutes: Int) -> Moment { now.advanced(bySeconds: Int64(-minutes) * 60) }
    return LateEntry(
      letter: "E", serial: serial, service: service, takenAt: ago(taken),
      calledAt: called.map(ago), finishedAt: finished.map(ago), window: window)
  }
}

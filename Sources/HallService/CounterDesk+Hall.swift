import DeviceKit
import Hall
import HallAPI
import HallStore
import Varlink

/// What concerns the day and its numbers rather than one window.
extension CounterDesk {
  func pauseHall(_ question: CounterInterface.PauseHall.Parameters, _ call: CallContext)
    async throws
  {
    let back = try comingMoment(question.backAt)
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      engine.pauseHall(question.reason, until: back, by: author, at: now)
    }
  }

  func unpauseHall(_ call: CallContext) async throws {
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      engine.unpauseHall(by: author, at: now)
    }
  }

  /// Who was passed is here after all.
  func comeBack(_ question: CounterInterface.Return.Parameters, _ call: CallContext) async throws
    -> CounterInterface.NumberReply
  {
    let edition = hall.rulebook.edition
    return try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      let clerk = Author(who: engine.worker(ofPeer: author.who, edition), place: author.place)
      return try engine.comeBackAfterPass(
        try engine.known(question.number).id, by: clerk, at: now)
    }
  }

  func liftQuota(_ question: CounterInterface.LiftQuota.Parameters, _ call: CallContext)
    async throws
  {
    let why = try reason(question.why)
    guard let until = try moment(question.until, "until"), until > hall.wallTime() else {
      throw StandardError.invalidParameter("until")
    }
    try await perform(call) { engine, author, now throws(QueueRefusal) in
      try engine.liftQuota(
        of: question.service, reason: why, until: until, by: author, at: now)
    }
  }

  func void(_ question: CounterInterface.Void.Parameters, _ call: CallContext) async throws
    -> CounterInterface.NumberReply
  {
    let why = try reason(question.why)
    return try await numbered(question.number, call) { engine, author, now throws(QueueRefusal) in
      try engine.void(try engine.known(question.number).id, why: why, by: author, at: now)
    }
  }

  func numbered(_ number: String, _ call: CallContext, _ verb: @escaping Verb)
    async throws -> CounterInterface.NumberReply
  {
    let ticket = try await perform(call, number: number, verb)
    return .init(number: ticket.number.description)
  }

  func perform<T: Sendable>(
    _ call: CallContext, number: String? = nil,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> T
  ) async throws -> T {
    try await hall.queue.perform(
      by: Author(who: call.place, place: "hall"),
      refusing: { clerkError($0, number: number) }, verb)
  }

  func list() async throws -> CounterInterface.List.Reply {
    let day = try await hall.queue.today()
    let tickets = try await hall.store.tickets(from: day, through: day)
    return .init(
      tickets: tickets.map { ticket in
        CounterInterface.Line(
          number: ticket.number.description, service: ticket.service,
          serviceName: views.serviceName(ticket.service), state: ticket.state,
          takenAt: WallClock(ticket.takenAt).iso8601, window: ticket.window, paper: ticket.paper)
      })
  }
}

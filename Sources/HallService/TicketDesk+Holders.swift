import Hall
import HallAPI
import Varlink

/// What holders do with their tickets: say that they have them, leave, return, give up, ask why.
extension TicketDesk {
  func handOver(_ proof: QueueInterface.TicketProof, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let ticket = try await find(proof, call)
    return await reply(try await handOver(ticket, call))
  }

  /// Nobody should come back to an empty chair: who gives no minutes is told to be back a good
  /// while before the earliest call.
  static let backEarlyMinutes = 5

  func leave(_ wish: QueueInterface.Leave.Parameters, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let ticket = try await find(.init(number: wish.number, secret: wish.secret), call)
    var minutes = wish.minutes
    if minutes == nil, let low = await hall.queue.prospect(of: ticket).wait?.low {
      minutes = low - Self.backEarlyMinutes
    }
    guard let minutes else { throw QueueInterface.WaitUnknown() }
    if wish.minutes == nil, minutes < 1 { throw QueueInterface.AlmostYourTurn() }
    guard (1...600).contains(minutes) else { throw StandardError.invalidParameter("minutes") }
    return try await change(ticket, call) { engine, author, now throws(QueueRefusal) in
      try engine.leave(
        ticket.id, until: now.advanced(bySeconds: Int64(minutes) * 60), by: author, at: now)
    }
  }

  func comeBack(_ proof: QueueInterface.TicketProof, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    try await change(try await find(proof, call), call) {
      engine, author, now throws(QueueRefusal) in
      let ticket = try engine.known(proof.number)
      return ticket.state == .passed
        ? try engine.comeBackAfterPass(ticket.id, by: author, at: now)
        : try engine.comeBack(ticket.id, by: author, at: now)
    }
  }

  func giveUp(_ proof: QueueInterface.TicketProof, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let ticket = try await find(proof, call)
    return try await change(ticket, call) { engine, author, now throws(QueueRefusal) in
      try engine.abandon(ticket.id, by: author, at: now)
    }
  }

  private func change(
    _ ticket: Ticket, _ call: CallContext,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> Ticket
  ) async throws -> QueueInterface.TicketReply {
    let changed = try await hall.queue.perform(
      by: Author(who: call.place, place: call.place),
      refusing: { citizenError($0, number: ticket.number.description) }, verb)
    return await reply(changed)
  }

  /// Why a called number went when it did. 为什么他先
  func explain(_ question: QueueInterface.Explain.Parameters) async throws
    -> QueueInterface.Explain.Reply
  {
    guard CallerText.isIdentifier(question.number),
      let ticket = await hall.queue.look({ $0.ticket(number: question.number) })
    else { throw QueueInterface.NoSuchTicket(number: question.number) }
    guard let reason = ticket.reason else {
      throw QueueInterface.NotCalled(number: question.number)
    }
    return .init(
      number: question.number, reason: reason.publicWord,
      words: OrderPhrases.words(for: reason, policy: hall.rulebook.edition.queue.order))
  }
}

extension QueueEngine {
  /// The ticket of a number that was found a moment ago.
  func known(_ number: String) throws(QueueRefusal) -> Ticket {
    guard let ticket = ticket(number: number) else { throw .noSuchTicket }
    return ticket
  }
}

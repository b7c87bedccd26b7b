import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Gives numbers, answers for them and brings them to paper. 取号
struct TicketDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk
  let bell: ChangeBell
  let errands: Errands
  let views: TicketViews
  /// By number and caller's user, so that no other program's guesses keep out the owner's.
  let guesses = Throttle<Guess>()

  struct Guess: Hashable {
    let number: String
    let place: String
  }

  func take(_ wish: QueueInterface.TakeTicket.Parameters, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    guard let service = hall.catalogue.service(wish.service) else {
      throw QueueInterface.NoSuchService(service: wish.service)
    }
    guard CallerText.isIdentifier(wish.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    if let repeated = try await answerGivenBefore(wish) { return try await reply(repeated) }
    let request: TicketRequest
    do {
      request = try await self.request(wish, service, call)
    } catch let expired as QueueInterface.CardExpired {
      // A retry whose token a restart forgot, or that came late: the number was given already.
      guard let repeated = try await earlierAnswer(to: wish) else { throw expired }
      return try await reply(repeated)
    }
    switch try await hall.store.take(request) {
    case .taken(let ticket):
      bell.ring()
      if ticket.paper == .pending { errands.run { await bringToPaper(ticket) } }
      return try await reply(ticket)
    case .repeated(let ticket):
      return try await reply(ticket)
    case .alreadyWaiting(let ticket):
      throw QueueInterface.AlreadyWaiting(
        service: ticket.service, number: ticket.number.description)
    case .requestMismatch:
      throw QueueInterface.RequestMismatch(requestId: wish.requestId)
    }
  }

  /// While the doors are closed a lost answer may still be asked for again; nothing else may.
  private func answerGivenBefore(_ wish: QueueInterface.TakeTicket.Parameters) async throws
    -> Ticket?
  {
    let now = hall.wallTime()
    if hall.hours.isOpen(at: WallClock(now)) { return nil }
    if let earlier = try await earlierAnswer(to: wish) { return earlier }
    throw QueueInterface.ServiceClosed(
      service: wish.service, opensAt: hall.hours.nextOpening(after: now)?.description)
  }

  private func earlierAnswer(to wish: QueueInterface.TakeTicket.Parameters) async throws
    -> Ticket?
  {
    let earlier = try await hall.store.ticket(requestID: wish.requestId)
    return earlier?.service == wish.service ? earlier : nil
  }

  private func request(
    _ wish: QueueInterface.TakeTicket.Parameters, _ service: Catalogue.Service,
    _ call: CallContext
  ) async throws -> TicketRequest {
    let holder = try await holder(wish, service)
    var phone: String?
    if let given = wish.phone {
      guard let masked = Masking.mobile(given) else {
        throw StandardError.invalidParameter("phone")
      }
      phone = masked
    }
    let now = hall.wallTime()
    return TicketRequest(
      requestID: wish.requestId, day: WallClock(now).day, service: service.id,
      letter: service.letter, priority: wish.priority, language: wish.language ?? .zh,
      person: holder?.person, holder: holder?.maskedName, maskedNumber: holder?.maskedNumber,
      maskedPhone: phone, secret: Secrets.ticketSecret(), at: now, place: call.place,
      paper: hall.printer == nil ? .none : .pending)
  }

  private func holder(
    _ wish: QueueInterface.TakeTicket.Parameters, _ service: Catalogue.Service
  ) async throws -> CardDesk.Holder? {
    switch (service.card, wish.card) {
    case (.none, _): return nil  // What is not needed is not kept (PIPL art. 6).
    case (.required, nil): throw QueueInterface.CardRequired(service: service.id)
    case (.optional, nil): return nil
    case (_, let token?):
      guard let holder = await cards.holder(of: token) else {
        throw QueueInterface.CardExpired()
      }
      return holder
    }
  }

  func get(_ question: QueueInterface.TicketQuestion, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let ticket = try await find(question, call)
    return .init(ticket: try await views.view(ticket, revealing: question.secret != nil))
  }

  /// Sends the ticket now and after each change, and ends once it is finished.
  ///
  /// Who has proved once that the ticket is theirs need not again, whoever guesses meanwhile.
  func follow(
    _ question: QueueInterface.TicketQuestion, _ call: CallContext,
    _ replies: VarlinkReplies<QueueInterface.TicketReply>
  ) async throws {
    let day = try await find(question, call).day
    var last: QueueInterface.Ticket?
    for await _ in bell.changes() {
      guard let found = try await hall.store.ticket(question.number, on: day) else {
        throw QueueInterface.NoSuchTicket(number: question.number)
      }
      let ticket = try await views.view(found, revealing: question.secret != nil)
      if ticket.state == .finished || ticket.state == .voided {
        return try await replies.finish(.init(ticket: ticket))
      }
      if ticket != last { try await replies.send(.init(ticket: ticket)) }
      last = ticket
    }
  }

  func reprint(_ question: QueueInterface.Reprint.Parameters, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let proof = QueueInterface.TicketQuestion(number: question.number, secret: question.secret)
    let ticket = try await find(proof, call)
    guard let printer = hall.printer else {
      throw QueueInterface.PrinterUnavailable(reason: DeviceFault.Code.absent.rawValue)
    }
    // Somebody asked for a second ticket: another job.
    let outcome = await printer.print(try await views.slip(ticket), job: .fresh())
    await note(outcome, of: ticket)
    switch outcome {
    case .printed: return try await get(proof, call)
    case .failed(let fault), .unknown(let fault):
      throw QueueInterface.PrinterUnavailable(reason: fault.code.rawValue)
    }
  }

  /// A ticket of today, proved to be the caller's where a secret is given.
  func find(_ question: QueueInterface.TicketQuestion, _ call: CallContext) async throws -> Ticket {
    if let secret = question.secret {
      return try await find(question.number, secret: secret, daysBack: 0, call)
    }
    guard CallerText.isIdentifier(question.number),
      let found = try await hall.store.ticket(question.number, on: hall.today)
    else { throw QueueInterface.NoSuchTicket(number: question.number) }
    return found
  }

  /// The caller's own ticket of today or of the days before; a number returns every day, its
  /// secret does not.
  func find(_ number: String, secret: String, daysBack: Int64, _ call: CallContext) async throws
    -> Ticket
  {
    let refused = QueueInterface.NoSuchTicket(number: number)
    guard CallerText.isIdentifier(number) else { throw refused }
    let now = hall.wallTime()
    let oldest = WallClock(now.advanced(bySeconds: -daysBack * 86_400)).day
    let candidates = try await hall.store.tickets(number, since: oldest)
    // From here on nothing waits, so that of many tries at once none slips past the count. Of
    // numbers nobody has there is nothing to guess and nothing to keep.
    let guess = Guess(number: number, place: call.place)
    guard !candidates.isEmpty, guesses.pause(guess, at: now) == nil else { throw refused }
    let given = Array(secret.utf8)
    guard let mine = candidates.first(where: { equalInConstantTime(given, Array($0.secret.utf8)) })
    else {
      guesses.failed(guess, at: now)
      throw refused
    }
    guesses.succeeded(guess)
    return mine
  }

  private func reply(_ ticket: Ticket) async throws -> QueueInterface.TicketReply {
    .init(ticket: try await views.view(ticket, revealing: true))
  }

  private func bringToPaper(_ ticket: Ticket) async {
    guard let printer = hall.printer else { return }
    do {
      let job = PrintJobID("\(ticket.day) \(ticket.number)")
      await note(await printer.print(try await views.slip(ticket), job: job), of: ticket)
    } catch {
      hall.logger.error("slip not composed", metadata: ["reason": "\(error)"])
    }
  }

  private func note(_ outcome: PrintOutcome, of ticket: Ticket) async {
    let (paper, fault): (PaperState, DeviceFault?) =
      switch outcome {
      case .printed: (.printed, nil)
      case .failed(let fault): (.failed, fault)
      case .unknown(let fault): (.unknown, fault)
      }
    do {
      try await hall.store.setPaper(
        paper, fault: fault?.code.rawValue, of: ticket, at: hall.wallTime())
    } catch {
      hall.logger.error("paper state not stored", metadata: ["reason": "\(error)"])
    }
    bell.ring()
  }
}

extension CallContext {
  /// What the ledger writes down as the caller's place.
  var place: String { peer.map { "uid \($0.uid)" } ?? "unknown" }
}

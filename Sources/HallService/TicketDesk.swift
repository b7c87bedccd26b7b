import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// Gives numbers, answers for them and brings them to paper. 取号
struct TicketDesk: Sendable {
  let hall: HallParts
  let cards: CardDesk
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
    if let repeated = try await answerGivenBefore(wish) { return await reply(repeated) }
    let order: TicketOrder
    do {
      order = try await self.order(wish, service, call)
    } catch let expired as QueueInterface.CardExpired {
      // A retry whose token a restart forgot, or that came late: the number was given already.
      guard let repeated = try await earlierAnswer(to: wish) else { throw expired }
      return await reply(repeated)
    }
    let ticks = try wish.papers.map(GuideDesk.checked)
    try await offerHelp(wish, order)
    let edition = hall.rulebook.edition
    let given = try await hall.queue.give(
      by: Author(who: call.place, place: call.place),
      refusing: { citizenError($0, service: wish.service, request: wish.requestId) }
    ) { engine, author, now throws(QueueRefusal) in
      if let reserved = engine.reservation(for: order, at: now) {
        return try engine.checkIn(reserved.id, order, by: author, at: now)
      }
      try engine.refuseBeyondQuota(order, edition, at: now)
      return try engine.take(order, by: author, at: now)
    }
    // Said again by a retry: an answer that was lost must not lose them.
    if let ticks { try await hall.store.putTicks(ticks, of: given.ticket.id) }
    bringToPaperSoon(given)
    return .init(
      ticket: views.view(given.ticket, revealing: true, prospect: given.prospect))
  }

  /// Prints a number that was given just now; the slip tells what its holder was told.
  func bringToPaperSoon(_ given: GivenTicket) {
    guard !given.isRepeated, given.ticket.paper == .pending else { return }
    errands.run { await bringToPaper(given) }
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
    let earlier = try await hall.store.ticket(requestID: wish.requestId, since: hall.queue.today())
    return earlier?.service == wish.service ? earlier : nil
  }

  private func order(
    _ wish: QueueInterface.TakeTicket.Parameters, _ service: Catalogue.Service,
    _ call: CallContext
  ) async throws -> TicketOrder {
    let later = wish.laterServices ?? []
    // Each matter once; a number that leads in circles is a slip of the finger.
    guard Set(later + [service.id]).count == later.count + 1 else {
      throw StandardError.invalidParameter("laterServices")
    }
    let services =
      try [service]
      + later.map { id in
        guard let service = hall.catalogue.service(id) else {
          throw QueueInterface.NoSuchService(service: id)
        }
        return service
      }
    let holder = try await holder(wish, services)
    return TicketOrder(
      requestID: wish.requestId, service: service.id, laterServices: later,
      priority: wish.priority, language: wish.language ?? .zh, person: holder?.person,
      holder: holder?.maskedName,
      particulars: try particulars(maskedNumber: holder?.maskedNumber, phone: wish.phone),
      secret: Secrets.ticketSecret(), paper: firstPaper)
  }

  /// A new ticket's paper, before anybody tried to print it.
  var firstPaper: PaperState { hall.printer == nil ? .none : .pending }

  func particulars(maskedNumber: String?, phone: String?) throws -> Particulars {
    var particulars = Particulars(maskedNumber: maskedNumber)
    if let phone {
      guard let masked = Masking.mobile(phone) else {
        throw StandardError.invalidParameter("phone")
      }
      particulars.maskedPhone = masked
      // A hall that sends nothing has no use for it (PIPL art. 6).
      if hall.notices != nil { particulars.sealedPhone = try hall.people.seal(phone) }
    }
    return particulars
  }

  private func holder(
    _ wish: QueueInterface.TakeTicket.Parameters, _ services: [Catalogue.Service]
  ) async throws -> CardDesk.Holder? {
    // What is not needed is not kept (PIPL art. 6).
    guard services.contains(where: { $0.card != .none }) else { return nil }
    let strict = services.first { $0.card == .required }
    switch (strict, wish.card) {
    case (let strict?, nil): throw QueueInterface.CardRequired(service: strict.id)
    case (nil, nil): return nil
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
    let ticket = try await findInHand(question, call)
    return .init(ticket: await views.view(ticket, revealing: question.secret != nil))
  }

  /// Sends the ticket now and after each change, and ends once it is finished.
  ///
  /// Who has proved once that the ticket is theirs need not again, whoever guesses meanwhile.
  func follow(
    _ question: QueueInterface.TicketQuestion, _ call: CallContext,
    _ replies: VarlinkReplies<QueueInterface.TicketReply>
  ) async throws {
    let day = try await findInHand(question, call).day
    var last: QueueInterface.Ticket?
    for await _ in hall.queue.bell.changes() {
      guard let found = try await hall.store.ticket(question.number, on: day) else {
        throw QueueInterface.NoSuchTicket(number: question.number)
      }
      let ticket = await views.view(found, revealing: question.secret != nil)
      if found.state.isOver { return try await replies.finish(.init(ticket: ticket)) }
      if ticket != last { try await replies.send(.init(ticket: ticket)) }
      last = ticket
    }
  }

  /// The ticket that is asked for; with its secret from a hall without paper it is in hand by that.
  ///
  /// Who shows the secret has received the answer that told the number.
  private func findInHand(_ question: QueueInterface.TicketQuestion, _ call: CallContext)
    async throws -> Ticket
  {
    let ticket = try await find(question, call)
    guard question.secret != nil, ticket.paper == .none else { return ticket }
    return try await handOver(ticket, call)
  }

  func handOver(_ ticket: Ticket, _ call: CallContext) async throws -> Ticket {
    let author = Author(who: call.place, place: call.place)
    do {
      return try await hall.queue.perform { engine, now throws(QueueRefusal) in
        try engine.handOver(ticket.id, by: author, at: now)
      }
    } catch QueueRefusal.noSuchTicket {
      // Of a day before: nobody calls it any more.
      return ticket
    }
  }

  func reprint(_ proof: QueueInterface.TicketProof, _ call: CallContext) async throws
    -> QueueInterface.TicketReply
  {
    let ticket = try await find(proof, call)
    guard let printer = hall.printer else {
      throw QueueInterface.PrinterUnavailable(reason: DeviceFault.Code.absent.rawValue)
    }
    // Somebody asked for a second ticket: another job.
    let outcome = await printer.print(
      views.slip(ticket, await hall.queue.prospect(of: ticket)), job: .fresh())
    if await !isNoted(outcome.paper, outcome.fault, of: ticket) {
      // The one who asked is not kept waiting for a disk.
      errands.run { await note(outcome.paper, outcome.fault, of: ticket) }
    }
    if let fault = outcome.fault {
      throw QueueInterface.PrinterUnavailable(reason: fault.code.rawValue)
    }
    return await reply(try await find(proof, call))
  }

  /// A ticket of today, proved to be the caller's where a secret is given.
  func find(_ question: QueueInterface.TicketQuestion, _ call: CallContext) async throws -> Ticket {
    if let secret = question.secret {
      return try await find(question.number, secret: secret, daysBack: 0, call)
    }
    guard CallerText.isIdentifier(question.number),
      let found = try await hall.store.ticket(question.number, on: hall.queue.today())
    else { throw QueueInterface.NoSuchTicket(number: question.number) }
    return found
  }

  func find(_ proof: QueueInterface.TicketProof, _ call: CallContext) async throws -> Ticket {
    try await find(proof.number, secret: proof.secret, daysBack: 0, call)
  }

  /// The caller's own ticket of today or of the days before; a number returns every day, its
  /// secret does not.
  func find(_ number: String, secret: String, daysBack: Int64, _ call: CallContext) async throws
    -> Ticket
  {
    let refused = QueueInterface.NoSuchTicket(number: number)
    guard CallerText.isIdentifier(number) else { throw refused }
    let now = hall.wallTime()
    let today = try await hall.queue.today()
    let oldest =
      daysBack == 0 ? today : WallClock(now.advanced(bySeconds: -daysBack * 86_400)).day
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

  func reply(_ ticket: Ticket) async -> QueueInterface.TicketReply {
    .init(ticket: await views.view(ticket, revealing: true))
  }

  /// A disk that is full or locked is asked again so often.
  static let paperRetry: Duration = .seconds(2)

  private func bringToPaper(_ given: GivenTicket) async {
    guard let printer = hall.printer else { return }
    let ticket = given.ticket
    // Somebody who is called the moment the number is given still gets a slip.
    let slip = views.slip(ticket, given.prospect ?? Prospect(people: 0, wait: nil))
    // From here on nobody can say that nothing came out, were the power cut now.
    await note(.sent, nil, of: ticket)
    let job = PrintJobID("\(ticket.day) \(ticket.number)")
    let outcome = await printer.print(slip, job: job)
    await note(outcome.paper, outcome.fault, of: ticket)
  }

  /// Writes down how far the paper is, in the end: a number on paper that the ledger does not know of
  /// is called by nobody.
  private func note(_ paper: PaperState, _ fault: DeviceFault?, of ticket: Ticket) async {
    while !Task.isCancelled {
      if await isNoted(paper, fault, of: ticket) { return }
      try? await Task.sleep(for: Self.paperRetry)
    }
  }

  /// One try; false where the disk refuses.
  private func isNoted(_ paper: PaperState, _ fault: DeviceFault?, of ticket: Ticket) async
    -> Bool
  {
    let word = fault?.code.rawValue
    do {
      try await hall.queue.perform { engine, now throws(QueueRefusal) in
        try engine.setPaper(paper, fault: word, of: ticket.id, by: .service, at: now)
      }
    } catch is QueueRefusal {
      // Of a day that is over.
    } catch {
      hall.logger.error("paper state not stored", metadata: ["reason": "\(error)"])
      return false
    }
    return true
  }
}

extension PrintOutcome {
  var paper: PaperState {
    switch self {
    case .printed: .printed
    case .failed: .failed
    case .unknown: .unknown
    }
  }

  var fault: DeviceFault? {
    switch self {
    case .printed: nil
    case .failed(let fault), .unknown(let fault): fault
    }
  }
}

extension CallContext {
  /// What the ledger writes down as the caller's place.
  var place: String { peer.map { "uid \($0.uid)" } ?? "unknown" }
}

import Hall
import HallAPI
import HallStore
import Varlink

/// The clerk's side: who is next, who is done, and what stands in between. 叫号
struct CounterDesk: Sendable {
  let hall: HallParts
  let ratings: RatingDesk
  let views: TicketViews
  let signIn: ClerkSignIn

  /// One verb of a window, on one ticket.
  typealias Verb = @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> Ticket

  // MARK: Windows

  /// A staff number or a short name (工号).
  static let longestClerk = 32

  func open(_ question: CounterInterface.Open.Parameters, _ call: CallContext) async throws
    -> CounterInterface.WindowReply
  {
    if let clerk = question.clerk,
      !CallerText.isIdentifier(clerk) || Sanitiser.line(clerk) != clerk
        || clerk.count > Self.longestClerk
    {
      throw StandardError.invalidParameter("clerk")
    }
    let proven = try await signIn.clerk(question, call, hall)
    let user = proven == nil ? nil : call.place
    let who = proven.map { Clerk.author($0.id) } ?? call.place
    try await perform(question.window, by: .signedIn(who)) {
      engine, author, now throws(QueueRefusal) in
      try engine.open(
        question.window, clerk: proven?.id ?? question.clerk, user: user, by: author, at: now)
    }
    return await reply(of: question.window)
  }

  /// What is written into the file of clerks to enrol a card. 登记证件
  func cardProof(_ question: CounterInterface.CardProof.Parameters) async throws
    -> CounterInterface.CardProof.Reply
  {
    guard let proof = try await signIn.cardProof(of: question.card, hall) else {
      throw CounterInterface.CardExpired()
    }
    return .init(proof: proof.text)
  }

  /// Anybody at the counter may send somebody home who forgot to.
  func close(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.WindowReply
  {
    try await perform(question.window, by: .closer(call.place), seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.close(question.window, by: author, at: now)
    }
    return await reply(of: question.window)
  }

  func pause(_ question: CounterInterface.Pause.Parameters, _ call: CallContext) async throws
    -> CounterInterface.WindowReply
  {
    let back = try comingMoment(question.backAt)
    return try await window(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.pause(question.window, question.reason, until: back, by: author, at: now)
    }
  }

  func unpause(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.WindowReply
  {
    try await window(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.unpause(question.window, by: author, at: now)
    }
  }

  func undo(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.WindowReply
  {
    try await window(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.undo(question.window, by: author, at: now)
    }
  }

  private func window(
    _ id: String, _ call: CallContext, seen: String?,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> Void
  ) async throws -> CounterInterface.WindowReply {
    try await perform(id, by: .peer(call.place), seen: seen, verb)
    return await reply(of: id)
  }

  /// All windows at one moment.
  func windows() async throws -> CounterInterface.Windows.Reply {
    let ids = hall.catalogue.windows.map(\.id)
    return .init(
      windows: await hall.queue.look { engine in ids.map { Self.view(of: $0, in: engine) } })
  }

  private func reply(of id: String) async -> CounterInterface.WindowReply {
    .init(window: await hall.queue.look { Self.view(of: id, in: $0) })
  }

  static func view(of id: String, in engine: QueueEngine) -> CounterInterface.Window {
    let catalogue = engine.rules.catalogue
    let state = engine.windows[id] ?? WindowState(id: id)
    return CounterInterface.Window(
      window: id, name: catalogue.name(ofWindow: id), open: state.isOpen,
      pause: state.pause?.reason, backAt: state.pause?.backAt, clerk: state.clerk,
      current: engine.ticket(at: id)?.number.description,
      waiting: catalogue.window(id).map(engine.waiting) ?? 0, today: engine.finished(at: id))
  }

  // MARK: Calling and serving

  func callNext(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.CallNext.Reply
  {
    guard
      let ticket = try await callNext(
        question.window, by: .peer(call.place), seen: question.seen)
    else {
      return .init(ticket: nil)
    }
    return .init(ticket: await served(ticket))
  }

  /// Calls the next ticket to a window.
  func callNext(_ id: String, by hand: Hand, seen: String? = nil) async throws -> Ticket? {
    try await perform(id, by: hand, seen: seen) { engine, author, now throws(QueueRefusal) in
      try engine.callNext(id, by: author, at: now)
    }
  }

  func callNumber(_ question: CounterInterface.CallNumber.Parameters, _ call: CallContext)
    async throws -> CounterInterface.ServedReply
  {
    let why = try reason(question.why)
    return try await reply(question.window, call, number: question.number) {
      engine, author, now throws(QueueRefusal) in
      try engine.callNumber(
        try engine.known(question.number).id, to: question.window, why: why, by: author, at: now)
    }
  }

  func recall(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    try await reply(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.recall(question.window, by: author, at: now)
    }
  }

  func serve(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    try await reply(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.serve(question.window, by: author, at: now)
    }
  }

  func finish(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    guard
      let finished = try await finish(question.window, by: .peer(call.place), seen: question.seen)
    else {
      throw CounterInterface.NothingToFinish(window: question.window)
    }
    return .init(ticket: await served(finished))
  }

  /// Finishes what a window serves and asks for a rating; nil where it serves nobody.
  func finish(_ id: String, by hand: Hand, seen: String? = nil) async throws -> Ticket? {
    do {
      let finished = try await perform(id, by: hand, seen: seen) {
        engine, author, now throws(QueueRefusal) in
        try engine.finish(id, by: author, at: now)
      }
      if finished.state == .finished { ratings.finished(finished, at: id) }
      return finished
    } catch is CounterInterface.NothingToFinish {
      return nil
    }
  }

  func hold(_ question: CounterInterface.Hold.Parameters, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    let why = try question.why.map(reason)
    return try await reply(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.hold(question.window, why: why, by: author, at: now)
    }
  }

  func resume(_ question: CounterInterface.Resume.Parameters, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    try await reply(question.window, call, number: question.number, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.resume(
        try engine.known(question.number).id, at: question.window, by: author, at: now)
    }
  }

  func pass(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.ServedReply
  {
    try await reply(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.pass(question.window, by: author, at: now)
    }
  }

  func transfer(_ question: CounterInterface.Transfer.Parameters, _ call: CallContext)
    async throws -> CounterInterface.ServedReply
  {
    guard question.service != nil || question.toWindow != nil else {
      throw StandardError.invalidParameter("service")
    }
    let note = try question.note.map(reason)
    return try await reply(question.window, call, seen: question.seen) {
      engine, author, now throws(QueueRefusal) in
      try engine.transfer(
        from: question.window, service: question.service, window: question.toWindow, note: note,
        by: author, at: now)
    }
  }

  private func reply(
    _ window: String, _ call: CallContext, number: String? = nil, seen: String? = nil,
    _ verb: @escaping Verb
  ) async throws -> CounterInterface.ServedReply {
    .init(
      ticket: await served(
        try await perform(window, by: .peer(call.place), number: number, seen: seen, verb)))
  }

  /// Runs one verb of a window for whoever is at work there, as the journal then shows; where they
  /// say how they saw it, only while it stands so.
  func perform<T: Sendable>(
    _ window: String, by hand: Hand, number: String? = nil, seen: String? = nil,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> T
  ) async throws -> T {
    let edition = hall.rulebook.edition
    let outcome = try await hall.queue.perform(
      by: Author(who: hand.words, place: "window \(window)"),
      refusing: { clerkError($0, window: window, number: number) }
    ) { engine, author, now throws(QueueRefusal) in
      let who = try engine.worker(at: window, by: hand, edition)
      if let seen, engine.mark(of: window) != seen { throw .moved(window: window) }
      return try verb(&engine, Author(who: who, place: author.place), now)
    }
    await ratings.moved(window)
    return outcome
  }

  func served(_ ticket: Ticket) async -> CounterInterface.Served {
    let calledAt = ticket.calledAt ?? ticket.takenAt
    return CounterInterface.Served(
      number: ticket.number.description, service: ticket.service,
      serviceName: views.serviceName(ticket.service), laterServices: ticket.laterServices,
      state: ticket.state, holder: ticket.holder, priority: ticket.priority,
      reason: ticket.reason?.rawValue, note: ticket.note, calls: ticket.calls,
      calledAt: WallClock(calledAt).iso8601,
      waitedSeconds: Int(max(0, calledAt.seconds(since: ticket.takenAt))),
      papers: await GuideDesk.papers(of: ticket, in: hall), visits: await visits(of: ticket))
  }

  /// How often its holder was served for this matter, where the hall minds so many visits. 多次往返
  private func visits(of ticket: Ticket) async -> Int? {
    guard let policy = hall.rulebook.edition.visits, ticket.service != policy.service,
      let person = ticket.person
    else { return nil }
    // A mark beside the number is worth no refusal of the call.
    let visits = try? await hall.store.visits(
      of: person, for: ticket.service, since: policy.firstDay(on: ticket.day))
    return visits.flatMap { $0 >= policy.times ? $0 : nil }
  }

  // MARK: What clerks write

  /// Longer reasons are reports; the journal keeps sentences.
  static let longestReason = 200

  func reason(_ text: String) throws -> String {
    let line = Sanitiser.line(text, limit: Self.longestReason + 1)
    guard line.count <= Self.longestReason, !Self.holdsLongNumber(line) else {
      throw StandardError.invalidParameter("why")
    }
    return line
  }

  /// Phone and ID numbers have no place in a journal that is never shortened.
  static let longestNumber = 7

  private static func holdsLongNumber(_ text: String) -> Bool {
    var run = 0
    for character in text {
      run = character.isNumber ? run + 1 : 0
      if run > longestNumber { return true }
    }
    return false
  }

  /// When service goes on: a time of today that is still to come.
  func comingMoment(_ backAt: String?) throws -> Moment? {
    let back = try moment(backAt, "backAt")
    if let back, back <= hall.wallTime() { throw StandardError.invalidParameter("backAt") }
    return back
  }

  /// A time of day like 09:30, of `day` or today.
  func moment(_ text: String?, _ parameter: String, of day: LocalDay? = nil) throws -> Moment? {
    guard let text else { return nil }
    guard let minute = WallClock.minute(of: text) else {
      throw StandardError.invalidParameter(parameter)
    }
    return (day ?? WallClock(hall.wallTime()).day).moment(atMinute: minute)
  }
}

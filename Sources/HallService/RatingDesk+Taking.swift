import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Takes ratings: from a window's pads, and from who shows a ticket's code.
extension RatingDesk {
  /// Finds the ticket that a number and its secret are of.
  typealias FindTicket = (_ number: String, _ secret: String, _ daysBack: Int64) async throws ->
    Ticket

  /// What the holder of a ticket may still say of it; nothing is written down.
  func check(
    _ question: RatingsInterface.Check.Parameters, _ call: CallContext,
    finding find: FindTicket
  ) async throws -> RatingsInterface.Check.Reply {
    try hall.access.requireCitizen(call)
    let times = policy.times
    let ticket = try await find(
      question.ticket, question.secret, max(times.laterDays, times.againDays))
    let subject = Evaluation.Subject(ticket: ticket.id, stage: question.stage ?? .finish)
    let isRated = try await hall.store.isRated(subject)
    let isFinished = ticket.state == .finished
    guard isRated || isFinished || subject.stage == .intake && ticket.state.isAtWindow else {
      throw RatingsInterface.NotRateable(
        reason: subject.stage == .intake ? .notOpen : .notFinished)
    }
    let may: RatingsInterface.May =
      switch isRated {
      case false: .rate
      case true: try await hall.store.isRatedAgain(subject) ? .nothing : .again
      }
    let age = try await hall.queue.today().daysSince1970 - ticket.day.daysSince1970
    guard may == .nothing || age <= (may == .rate ? times.laterDays : times.againDays) else {
      throw RatingsInterface.NotRateable(reason: .tooLate)
    }
    return .init(may: may, service: hall.catalogue.name(ofService: ticket.service))
  }

  func submit(
    _ rating: RatingsInterface.Submit.Parameters, _ call: CallContext, finding find: FindTicket
  ) async throws -> RatingsInterface.Receipt {
    let words = try words(rating.level, rating.reasons, rating.text)
    guard CallerText.isIdentifier(rating.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    let clientAt = try rating.ratedAt.map(Self.moment)
    if let token = rating.evaluation {
      return try await submit(
        words, evaluation: .token(token), from: try hall.access.padWindows(call), by: call.place,
        requestID: rating.requestId, clientAt: clientAt)
    }
    if let pad = rating.pad {
      _ = try hall.access.padWindows(call)
      guard let place = hall.pads.first(where: { $0.pad.id.name == pad }) else {
        throw RatingsInterface.NotRateable(reason: .noSuchPad)
      }
      // A pad proves nothing but its name; whoever stands at a kiosk could say it too.
      try hall.access.requirePad(of: place.window, call)
      return try await submit(
        words, at: place.window, pad: pad, by: call.place, requestID: rating.requestId,
        pressedAt: hall.wallTime(), clientAt: clientAt)
    }
    guard let number = rating.ticket else { throw StandardError.invalidParameter("ticket") }
    guard let secret = rating.secret else { throw StandardError.invalidParameter("secret") }
    try hall.access.requireCitizen(call)
    let ticket = try await find(number, secret, policy.times.laterDays)
    let stage = rating.stage ?? .finish
    var entry = entry(.rated, words, by: call.place, rating.requestId, rating.channel)
    entry.fill(from: ticket, stage: stage)
    entry.clientAt = clientAt
    if stage == .intake, !ticket.state.isAtWindow, ticket.state != .finished {
      return try await refuse(entry, .notOpen)
    }
    return try await store(entry)
  }

  func rateAgain(
    _ rating: RatingsInterface.RateAgain.Parameters, _ call: CallContext,
    finding find: FindTicket
  ) async throws -> RatingsInterface.Receipt {
    let words = try words(rating.level, rating.reasons, rating.text)
    guard CallerText.isIdentifier(rating.requestId) else {
      throw StandardError.invalidParameter("requestId")
    }
    try hall.access.requireCitizen(call)
    let ticket = try await find(rating.ticket, rating.secret, policy.times.againDays)
    var entry = entry(.again, words, by: call.place, rating.requestId, rating.channel)
    entry.fill(from: ticket, stage: rating.stage ?? .finish)
    return try await store(entry)
  }

  // MARK: At a window

  /// What a press says of the evaluation it belongs to.
  enum EvaluationName: Sendable {
    /// A secret of the window's pads, by the socket.
    case token(String)
    /// The row that opened it, from a pad of the hall's own.
    case row(Int64)
  }

  /// A press that names its evaluation. `windows` are where the caller's pads stand, nil for every
  /// window; `pad` is the device, where it is one of the hall's; `clientAt` is when it was pressed
  /// by the caller's clock.
  func submit(
    _ words: RatingWords, evaluation name: EvaluationName, from windows: Set<String>?,
    pad: String? = nil, by who: String, requestID: String, clientAt: Moment?
  ) async throws -> RatingsInterface.Receipt {
    let now = hall.wallTime()
    var entry = entry(.rated, words, by: who, requestID, nil)
    entry.channel = .windowPad
    entry.clientAt = clientAt
    guard let (evaluation, digest) = try await evaluation(name) else {
      return try await refuse(entry, .notOpen)
    }
    entry.fill(from: evaluation)
    entry.evaluation = digest
    entry.author = Author(who: who, place: pad ?? "window \(evaluation.window)")
    let glance = await glance(at: evaluation.window)
    let times = policy.times
    return try await settle(
      entry,
      floor.look {
        $0.press(
          evaluation, from: windows, now: now, clientAt: clientAt, glance: glance, times: times)
      })
  }

  /// As the ledger has it, with its end: what is in memory goes with it.
  private func evaluation(_ name: EvaluationName) async throws -> (Evaluation, digest: [UInt8]?)? {
    let record: RatingRecord?
    let token: String
    switch name {
    case .token(let text):
      guard CallerText.isIdentifier(text) else { return nil }
      record = try await hall.store.opened(evaluation: RatingFloor.digest(text))
      token = text
    case .row(let row):
      record = try await hall.store.ratingRow(row)
      token = ""
    }
    guard let record, let evaluation = Evaluation(record, token: token) else { return nil }
    let ended = evaluation.ended(at: try await hall.store.windowWentOn(after: record))
    return (ended, record.entry.evaluation)
  }

  /// A press that names no evaluation.
  func submit(
    _ words: RatingWords, at window: String, pad: String, by who: String, requestID: String,
    pressedAt: Moment, clientAt: Moment? = nil
  ) async throws -> RatingsInterface.Receipt {
    var entry = entry(.rated, words, by: who, requestID, nil)
    entry.author = Author(who: who, place: pad)
    entry.channel = .windowPad
    entry.window = window
    entry.clientAt = clientAt ?? pressedAt
    let glance = await glance(at: window)
    let verdict = floor.look { $0.press(at: window, now: pressedAt, glance: glance) }
    switch verdict {
    case .success(let evaluation): entry.fill(from: evaluation)
    case .failure(.alreadyRated):
      if let last = floor.look({ $0.evaluation(at: window) }) { entry.fill(from: last) }
    case .failure: break
    }
    return try await settle(entry, verdict)
  }

  private func settle(_ entry: RatingEntry, _ verdict: Result<Evaluation, RatingRefusal>)
    async throws -> RatingsInterface.Receipt
  {
    switch verdict {
    case .success: return try await store(entry)
    case .failure(let reason):
      // The same request again is answered as the first time, whenever: its answer may have been
      // lost with a cable or a restart.
      if let ticket = entry.ticket, let stage = entry.stage,
        try await hall.store.isRated(.init(ticket: ticket, stage: stage))
      {
        return try await store(entry)
      }
      if let request = entry.requestID,
        let same = try await hall.store.rating(requestID: request),
        same.entry.author.who == entry.author.who, entry.ticket == nil
      {
        return receipt(same)
      }
      return try await refuse(entry, reason)
    }
  }

  // MARK: The ledger

  private func entry(
    _ kind: RatingEntry.Kind, _ words: RatingWords, by who: String, _ requestID: String,
    _ channel: RatingsInterface.Channel?
  ) -> RatingEntry {
    let channel = channel ?? .kiosk
    var entry = RatingEntry(
      kind, at: hall.wallTime(), by: Author(who: who, place: channel.rawValue))
    entry.level = words.level
    entry.reasons = words.reasons
    entry.text = words.text
    entry.channel = channel == .qr ? .qr : .kiosk
    entry.edition = edition.id
    entry.requestID = requestID
    return entry
  }

  private func store(_ entry: RatingEntry) async throws -> RatingsInterface.Receipt {
    guard let ticket = entry.ticket, let stage = entry.stage else {
      throw RatingsInterface.NotRateable(reason: .nobodyServed)
    }
    let hasRow = floor.reserve(entry)
    let outcome: RatingOutcome
    do {
      outcome = try await hall.store.record(entry, notingRefusal: hasRow)
    } catch {
      if hasRow { floor.giveBack(entry) }
      throw error
    }
    if case .refused(let reason) = outcome {
      if !hasRow { floor.count(entry, reason) }
      throw Self.error(reason)
    }
    if hasRow { floor.giveBack(entry) }
    switch outcome {
    case .stored(let record):
      if record.entry.kind == .rated {
        floor.change { $0.rated(.init(ticket: ticket, stage: stage), at: hall.wallTime()) }
        // "Thank you" goes though nothing happens.
        errands.run { await floor.bell.ring(in: .seconds(RatingBook.thanksSeconds)) }
      }
      hall.queue.bell.ring()
      return receipt(record)
    case .same(let record): return receipt(record)
    case .refused(let reason): throw Self.error(reason)
    case .requestTaken: throw StandardError.invalidParameter("requestId")
    }
  }

  private func receipt(_ record: RatingRecord) -> RatingsInterface.Receipt {
    .init(
      rating: Int(record.sequence), level: record.entry.level?.rawValue ?? 0,
      ratedAt: WallClock(record.entry.at).iso8601)
  }

  /// Writes down what does not count, or counts it where there was enough of it, and says so.
  private func refuse(_ entry: RatingEntry, _ reason: RatingRefusal) async throws
    -> RatingsInterface.Receipt
  {
    if floor.reserve(entry) {
      _ = try await hall.store.record(entry.refused(reason))
    } else {
      floor.count(entry, reason)
    }
    throw Self.error(reason)
  }

  /// Refusals without a row of their own are summed up so often.
  static let summaryPause: Duration = .seconds(600)

  /// Writes down how much was refused without a row, until cancelled and once more then.
  func keepCount() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.summaryPause)
      await writeSummaries()
    }
  }

  func writeSummaries() async {
    for summary in floor.summaries(at: hall.wallTime()) {
      do {
        _ = try await hall.store.record(summary)
      } catch {
        hall.logger.error("refusals not summed up", metadata: ["reason": "\(error)"])
      }
    }
  }

  static func error(_ reason: RatingRefusal) -> any Error {
    switch reason {
    case .alreadyRated: RatingsInterface.AlreadyRated()
    case .notOpen: RatingsInterface.NotRateable(reason: .notOpen)
    case .notFinished: RatingsInterface.NotRateable(reason: .notFinished)
    case .tooLate: RatingsInterface.NotRateable(reason: .tooLate)
    case .nobodyServed: RatingsInterface.NotRateable(reason: .nobodyServed)
    case .wrongPlace: RatingsInterface.NotRateable(reason: .wrongPlace)
    case .notRated: RatingsInterface.NotRateable(reason: .notRated)
    }
  }

  // MARK: Words

  private func words(_ level: Int, _ reasons: [String]?, _ text: String?) throws -> RatingWords {
    guard let level = RatingLevel(rawValue: level) else {
      throw RatingsInterface.BadLevel(level: level)
    }
    do throws(RatingWords.Fault) {
      return try RatingWords(level, reasons: reasons ?? [], text: text, in: edition)
    } catch .reason(let code) {
      throw RatingsInterface.BadReason(code: String(code.prefix(CallerText.longest)))
    } catch .textTooLong(let limit) {
      throw RatingsInterface.TextTooLong(limit: limit)
    }
  }

  /// `2026-11-23T09:30:00+08:00`, the one form in which the hall tells times.
  private static func moment(_ text: String) throws -> Moment {
    guard let moment = WallClock.moment(iso8601: text) else {
      throw StandardError.invalidParameter("ratedAt")
    }
    return moment
  }
}

extension RatingEntry {
  fileprivate mutating func fill(from ticket: Ticket, stage: RatingStage) {
    self.ticket = ticket.id
    number = ticket.number.description
    self.stage = stage
    service = ticket.service
    window = ticket.window
  }
}

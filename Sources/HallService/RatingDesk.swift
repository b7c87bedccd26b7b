import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// Asks for ratings and takes them, from the citizen's side only. 好差评
struct RatingDesk: Sendable {
  let hall: HallParts
  let errands: Errands
  let floor = RatingFloor()
  let seats = PadSeats()
  private let views = PadViews()

  init(hall: HallParts, errands: Errands) {
    self.hall = hall
    self.errands = errands
  }

  var policy: RatingPolicy { hall.rulebook.edition.ratings }

  /// The edition in force.
  func catalogue() throws -> RatingsInterface.Catalogue.Reply {
    let edition = edition
    return .init(
      edition: edition.id, name: edition.name, source: edition.source,
      validFrom: edition.validFrom.description, validUntil: edition.validUntil?.description,
      textLimit: edition.textLimit,
      levels: edition.levels.map { level in
        .init(
          level: level.level.rawValue, text: level.text,
          reasons: level.reasons.map { .init(code: $0.code, text: $0.text) })
      })
  }

  /// Where a file's editions have all ended, people may still rate, without reasons.
  var edition: RatingCatalogue.Edition {
    policy.catalogue.inForce(on: hall.today)
      ?? RatingCatalogue.levelsOnly.editions.first
      ?? .init(
        id: "levels", name: RatingPhrases.fiveLevels, source: RatingPhrases.levelsOnly,
        validFrom: hall.today, validUntil: nil, textLimit: 0, levels: [])
  }

  // MARK: Asking

  /// A service is finished at a window: its pads ask for a rating.
  func finished(_ ticket: Ticket, at window: String) {
    let now = hall.wallTime()
    errands.run {
      do {
        try await open(.finish, of: ticket, at: window, now)
      } catch {
        // The citizen can still rate at the kiosk.
        hall.logger.error("please rate not shown", metadata: ["reason": "\(error)"])
      }
    }
  }

  /// Something happened at a window; who was called there ends what was asked before.
  func moved(_ window: String) async {
    guard let ticket = await hall.queue.look({ $0.ticket(at: window)?.id }),
      floor.look({ $0.evaluation(at: window) }).map({ $0.ticket != ticket }) ?? false
    else { return }
    floor.change { $0.called(ticket, to: window, at: hall.wallTime()) }
  }

  /// A stage of a ticket is asked so often and no more. A clerk whose citizen looks for the glasses
  /// asks again twice or thrice; each time that is not over yet costs nothing.
  static let mostAsked = 10

  /// A clerk or keypad asks, of what the window serves or has finished last.
  ///
  /// The answer is the same whether or not it was rated.
  func ask(_ question: RatingsInterface.Ask.Parameters) async throws {
    guard hall.catalogue.window(question.window) != nil else {
      throw RatingsInterface.NoSuchWindow(window: question.window)
    }
    let current = await hall.queue.look { $0.ticket(at: question.window) }
    let ticket =
      switch question.stage {
      case .intake: current
      // Who was called meanwhile stands there; what they pressed would be somebody else's.
      case .finish where current != nil: nil as Ticket?
      case .finish:
        try await hall.store.lastFinished(window: question.window, on: hall.queue.today())
      }
    guard let ticket else { throw RatingsInterface.NotRateable(reason: .nobodyServed) }
    let subject = Evaluation.Subject(ticket: ticket.id, stage: question.stage)
    let now = hall.wallTime()
    // What stands there is shown once more, and needs no row more.
    if floor.change({ $0.askAgain(subject, at: question.window, now: now) }) { return }
    guard try await !hall.store.isRated(subject),
      try await hall.store.timesOpened(subject) < Self.mostAsked
    else { return }
    try await open(question.stage, of: ticket, at: question.window, now)
  }

  /// "Please rate" is in the ledger before a pad shows it: what a press is worth is judged by that,
  /// also after a restart.
  private func open(_ stage: RatingStage, of ticket: Ticket, at window: String, _ now: Moment)
    async throws
  {
    var entry = RatingEntry(
      .opened, at: now, by: Author(who: "service", place: self.window(window)))
    entry.ticket = ticket.id
    entry.number = ticket.number.description
    entry.stage = stage
    entry.service = ticket.service
    entry.window = window
    let token = token(of: entry)
    entry.evaluation = RatingFloor.digest(token)
    entry.closesAt = now.advanced(bySeconds: policy.times.padSeconds)
    guard case .stored(let record) = try await hall.store.record(entry),
      let evaluation = Evaluation(record, token: token)
    else { return }
    floor.change { $0.open(evaluation) }
    // Somebody may have been called meanwhile.
    await moved(window)
    // Pads stop asking when it is over, though nothing happens.
    errands.run { await floor.bell.ring(in: .seconds(policy.times.padSeconds + 1)) }
  }

  private func window(_ id: String) -> String { "window \(id)" }

  /// What was asked has one secret for as long as it stands, also over a restart.
  private func token(of entry: RatingEntry) -> String {
    hall.people.evaluationToken(
      of: "\(entry.ticket ?? 0) \(entry.stage?.rawValue ?? "") \(entry.window ?? "") "
        + "\(entry.at.milliseconds)")
  }

  // MARK: Pads

  /// What a window's pad shows, now and after each change, until the caller goes.
  func await(
    _ question: RatingsInterface.Await.Parameters, _ call: CallContext,
    _ replies: VarlinkReplies<RatingsInterface.Await.Reply>
  ) async throws {
    guard hall.catalogue.window(question.window) != nil else {
      throw RatingsInterface.NoSuchWindow(window: question.window)
    }
    try hall.access.requirePad(of: question.window, call)
    let seat = try seats.take(question.window, call)
    defer { seats.leave(seat) }
    var last: RatingsInterface.Await.Reply?
    for await _ in ChangeBell.changes(of: [floor.bell, hall.queue.bell]).rings {
      let view = try await view(of: question.window)
      if view.reply.value != last { try await replies.send(view.reply) }
      last = view.reply.value
    }
  }

  /// What the pads of a window have to show now, looked up once for all of them.
  func view(of window: String) async throws -> PadView {
    // Counted before looking: what changes meanwhile rings again.
    let rings = floor.bell.rings &+ hall.queue.bell.rings
    return try await views.of(window).view(of: .init(rings: rings, day: hall.today)) {
      try await look(at: window)
    }
  }

  private func look(at window: String) async throws -> PadView {
    let now = hall.wallTime()
    let glance = await glance(at: window)
    let (shown, asks) = floor.look {
      ($0.view(of: window, now: now, glance: glance), $0.asks(at: window))
    }
    let clerk = await hall.queue.look { $0.windows[window]?.clerk }
    let reply = RatingsInterface.Await.Reply(
      state: shown.state, clerk: clerk.map(card),
      evaluation: shown.evaluation.map { evaluation in
        .init(
          id: evaluation.token, ticket: evaluation.number, stage: evaluation.stage,
          service: hall.catalogue.name(ofService: evaluation.service),
          opensAt: WallClock(evaluation.opensAt).iso8601,
          closesAt: WallClock(evaluation.closesAt).iso8601)
      })
    return PadView(
      reply: try PreparedReply(reply), evaluation: shown.evaluation,
      asks: shown.evaluation == nil ? 0 : asks)
  }

  /// A card has room for as much.
  private static let longestOnCard = 20

  /// The card of who works at a window, as far as the hall shows it. 工牌
  private func card(_ id: String) -> RatingsInterface.Clerk {
    func words(_ text: String?) -> Bilingual? {
      let line = Sanitiser.line(text ?? "", limit: Self.longestOnCard)
      return line.isEmpty ? nil : Bilingual(zh: line, en: line)
    }
    let clerk = hall.rulebook.edition.clerks?.clerk(id)
    return .init(
      staffNumber: Sanitiser.line(id, limit: Self.longestOnCard),
      name: policy.showsClerkNames ? words(clerk?.name) : nil, post: words(clerk?.post))
  }

  func glance(at window: String) async -> WindowGlance {
    await hall.queue.look { engine in
      let state = engine.windows[window]
      return WindowGlance(
        isOpen: state?.isOpen ?? false, isPaused: state?.pause != nil || engine.pause != nil,
        ticket: state?.ticket)
    }
  }

  /// Takes up what was asked before the program ended and is not over yet.
  func restore() async {
    do {
      let today = try await hall.queue.today()
      let now = hall.wallTime()
      for record in try await hall.store.ratingRows(from: today, through: today) {
        guard let evaluation = Evaluation(record, token: token(of: record.entry)),
          evaluation.closesAt > now
        else { continue }
        let known = evaluation.ended(at: try await hall.store.windowWentOn(after: record))
        guard known.closesAt > now, try await !hall.store.isRated(known.subject) else { continue }
        floor.change { $0.open(known) }
      }
    } catch {
      hall.logger.error("open evaluations not read", metadata: ["reason": "\(error)"])
    }
  }
}

extension RatingEntry {
  mutating func fill(from evaluation: Evaluation) {
    ticket = evaluation.ticket
    number = evaluation.number
    stage = evaluation.stage
    service = evaluation.service
    window = evaluation.window
    self.evaluation = RatingFloor.digest(evaluation.token)
  }
}

extension Evaluation {
  /// The evaluation that a row opened; nil where the row is none.
  init?(_ record: RatingRecord, token: String) {
    let entry = record.entry
    guard entry.kind == .opened, let ticket = entry.ticket, let number = entry.number,
      let stage = entry.stage, let service = entry.service, let window = entry.window,
      let closesAt = entry.closesAt
    else { return nil }
    self.init(
      token: token, ticket: ticket, number: number, stage: stage, service: service,
      window: window, opensAt: entry.at, closesAt: closesAt, row: record.sequence)
  }
}

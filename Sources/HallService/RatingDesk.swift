import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Asks for ratings and takes them, from the citizen's side only. 好差评
struct RatingDesk: Sendable {
  let hall: HallParts
  let errands: Errands
  let floor = RatingFloor()

  var policy: RatingPolicy { hall.rulebook.edition.ratings }

  /// The edition in force.
  func catalogue() throws -> RatingsInterface.Catalogue.Reply {
    let edition = edition
    return .init(
      edition: edition.id, source: edition.source, validFrom: edition.validFrom.description,
      validUntil: edition.validUntil?.description, textLimit: edition.textLimit,
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
        id: "levels", source: RatingPhrases.levelsOnly, validFrom: hall.today, validUntil: nil,
        textLimit: 0, levels: [])
  }

  // MARK: Asking

  /// A service is finished at a window: its pads ask for a rating.
  func finished(_ ticket: Ticket, at window: String) {
    open(.finish, of: ticket, at: window)
  }

  /// Something happened at a window; who was called there ends what was asked before.
  func moved(_ window: String) async {
    guard let ticket = await hall.queue.look({ $0.ticket(at: window)?.id }),
      floor.look({ $0.evaluation(at: window) }).map({ $0.ticket != ticket }) ?? false
    else { return }
    floor.change { $0.called(ticket, to: window, at: hall.wallTime()) }
  }

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
    guard try await !hall.store.isRated(.init(ticket: ticket.id, stage: question.stage)) else {
      return
    }
    open(question.stage, of: ticket, at: question.window)
  }

  private func open(_ stage: RatingStage, of ticket: Ticket, at window: String) {
    let now = hall.wallTime()
    let evaluation = Evaluation(
      token: Secrets.token(), ticket: ticket.id, number: ticket.number.description, stage: stage,
      service: ticket.service, window: window, opensAt: now,
      closesAt: now.advanced(bySeconds: policy.times.padSeconds))
    floor.change { $0.open(evaluation) }
    errands.run { await note(evaluation) }
    // Pads stop asking when it is over, though nothing happens.
    errands.run { await floor.bell.ring(in: .seconds(policy.times.padSeconds + 1)) }
  }

  /// What is asked is in the ledger, so that what a pad brings after a restart is known.
  private func note(_ evaluation: Evaluation) async {
    var entry = RatingEntry(
      .opened, at: evaluation.opensAt, by: Author(who: "service", place: window(evaluation.window)))
    entry.fill(from: evaluation)
    entry.closesAt = evaluation.closesAt
    do {
      _ = try await hall.store.record(entry)
    } catch {
      hall.logger.error("please rate not noted", metadata: ["reason": "\(error)"])
    }
  }

  private func window(_ id: String) -> String { "window \(id)" }

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
    var last: RatingsInterface.Await.Reply?
    for await _ in ChangeBell.changes(of: [floor.bell, hall.queue.bell]).rings {
      let view = await view(of: question.window)
      if view != last { try await replies.send(view) }
      last = view
    }
  }

  /// What the pads of a window have to show now.
  func view(of window: String) async -> RatingsInterface.Await.Reply {
    let now = hall.wallTime()
    let glance = await glance(at: window)
    let (state, evaluation) = floor.look { $0.view(of: window, now: now, glance: glance) }
    let clerk = await hall.queue.look { $0.windows[window]?.clerk }
    return .init(
      state: state, clerk: clerk.map { .init(staffNumber: $0) },
      evaluation: evaluation.map { evaluation in
        .init(
          id: evaluation.token, ticket: evaluation.number, stage: evaluation.stage,
          service: hall.catalogue.name(ofService: evaluation.service),
          opensAt: WallClock(evaluation.opensAt).iso8601,
          closesAt: WallClock(evaluation.closesAt).iso8601)
      })
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
        guard record.entry.kind == .opened,
          let evaluation = Evaluation(record.entry, token: Secrets.token()),
          evaluation.closesAt > now
        else { continue }
        floor.change { $0.open(evaluation) }
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
  init?(_ entry: RatingEntry, token: String) {
    guard entry.kind == .opened, let ticket = entry.ticket, let number = entry.number,
      let stage = entry.stage, let service = entry.service, let window = entry.window,
      let closesAt = entry.closesAt
    else { return nil }
    self.init(
      token: token, ticket: ticket, number: number, stage: stage, service: service,
      window: window, opensAt: entry.at, closesAt: closesAt)
  }
}

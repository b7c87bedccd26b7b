public import Hall
public import HallStore
import Logging

/// What somebody in line may expect.
struct Prospect: Sendable, Equatable {
  /// How many go first, as things stand.
  let people: Int
  /// nil where today's pace is unknown.
  let wait: AnnouncedWait?
}

/// A number as it was given, with what its holder was told.
struct GivenTicket: Sendable {
  let ticket: Ticket
  /// The same request again, after a lost answer or a double tap.
  let isRepeated: Bool
  /// nil where the ticket is not in line.
  let prospect: Prospect?
}

/// The one writer of a hall's queue: decides in memory, writes down, then answers.
///
/// A command is decided at once by the ``QueueEngine``. Its step waits for the next commit together
/// with all that came meanwhile, so that one sync serves a crowd, and nobody hears back before the
/// commit that holds their step. Where a commit fails the engine knows more than the disk: everybody
/// who waits is told, and the engine is read back from the ledger.
public actor QueueLedger {
  /// Bounds how long one transaction keeps the first of its callers waiting.
  static let largestBatch = 256

  private struct Waiting {
    let step: LedgerStep
    let acknowledge: CheckedContinuation<Void, any Error>
  }

  /// Rings after each commit that changed something.
  nonisolated let bell = ChangeBell()
  private let store: any QueueStore
  private let meters = QueueMeters()
  private let wallTime: @Sendable () -> Moment
  private var engine: QueueEngine
  /// Those of the last edition that is on the disk.
  private var rules: QueueRules
  private var forecaster = WaitForecaster()
  private var waiting: [Waiting] = []
  private var isCommitting = false
  /// The engine's steps did not all reach the disk.
  private(set) var isStale = false

  /// Goes on where the ledger stands.
  public init(store: any QueueStore, rules: QueueRules, wallTime: @escaping @Sendable () -> Moment)
    async throws
  {
    self.store = store
    self.wallTime = wallTime
    let memory = try await store.memory(at: wallTime())
    self.rules = rules
    engine = QueueEngine(rules: rules, memory: memory)
    forecaster = WaitForecaster(replaying: memory.tickets.map(\.ticket))
  }

  /// Runs one verb of the engine; returns once what it changed is durable.
  ///
  /// - Throws: ``QueueRefusal`` where the rules say no, ``StoreFailure`` where the disk does.
  func perform<T: Sendable>(
    _ verb: @Sendable (inout QueueEngine, Moment) throws(QueueRefusal) -> T
  ) async throws -> T {
    try await perform(verb) { value, _ in value }
  }

  /// The same; what is answered is looked up as the verb left it.
  private func perform<T: Sendable, Answer>(
    _ verb: @Sendable (inout QueueEngine, Moment) throws(QueueRefusal) -> T,
    answering answer: (T, Moment) -> Answer
  ) async throws -> Answer {
    if isStale { try await readBack() }
    let now = wallTime()
    let outcome: Result<T, QueueRefusal>
    do {
      outcome = .success(try verb(&engine, now))
    } catch {
      outcome = .failure(error)
    }
    forecaster.attend(&engine, at: now)
    let step = engine.takeStep()
    let answer = outcome.map { answer($0, now) }
    try await makeDurable(step)
    return try answer.get()
  }

  /// Runs one verb for somebody, whose refusal the caller's interface says in its own words.
  func perform<T: Sendable>(
    by author: Author, refusing: (QueueRefusal) -> any Error,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> T
  ) async throws -> T {
    try await perform(by: author, refusing: refusing, verb) { value, _ in value }
  }

  private func perform<T: Sendable, Answer>(
    by author: Author, refusing: (QueueRefusal) -> any Error,
    _ verb: @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) -> T,
    answering answer: (T, Moment) -> Answer
  ) async throws -> Answer {
    do {
      return try await perform(
        { engine, now throws(QueueRefusal) in try verb(&engine, author, now) }, answering: answer)
    } catch let refusal as QueueRefusal {
      throw refusing(refusal)
    }
  }

  /// Runs a verb that gives a number, and says with it what its holder is told of their wait.
  ///
  /// One visit to the ledger, and one forecast: what is announced, answered and printed is the same.
  func give(
    by author: Author, refusing: (QueueRefusal) -> any Error,
    _ verb:
      @escaping @Sendable (inout QueueEngine, Author, Moment) throws(QueueRefusal) ->
      TakenTicket
  ) async throws -> GivenTicket {
    try await perform(by: author, refusing: refusing, verb) { given($0, at: $1) }
  }

  private func given(_ taken: TakenTicket, at now: Moment) -> GivenTicket {
    let ticket = engine.tickets[taken.ticket.id] ?? taken.ticket
    guard ticket.state.isInLine else {
      return GivenTicket(ticket: ticket, isRepeated: taken.isRepeated, prospect: nil)
    }
    return GivenTicket(
      ticket: ticket, isRepeated: taken.isRepeated,
      prospect: Prospect(
        people: engine.peopleAhead(of: ticket),
        wait: taken.isRepeated
          ? forecaster.forecast(for: ticket, in: engine, at: now) : ticket.announced))
  }

  /// Looks at the queue as it is decided, which may be milliseconds ahead of the disk.
  func look<T: Sendable>(_ body: @Sendable (QueueEngine) -> T) -> T { body(engine) }

  /// How many go before a ticket, and how long that takes where today's pace is known.
  func prospect(of ticket: Ticket) -> Prospect {
    Prospect(
      people: engine.peopleAhead(of: ticket),
      wait: forecaster.forecast(for: ticket, in: engine, at: wallTime()))
  }

  /// How the waits that were told turned out.
  func calibration() -> Calibration { forecaster.calibration }

  /// The day whose numbers are called, which outlasts midnight while people are here.
  func today() async throws -> LocalDay {
    guard WallClock(wallTime()).day != engine.day else { return engine.day }
    return try await perform { engine, now throws(QueueRefusal) in
      engine.advance(to: now)
      return engine.day
    }
  }

  /// How often the clock is looked at where nothing else happens: slots begin on the minute.
  static let tick: Duration = .seconds(5)

  /// Lets slots begin and days end by themselves, until cancelled.
  func keepTime(_ logger: Logger) async {
    while !Task.isCancelled {
      do {
        try await perform { engine, now throws(QueueRefusal) in engine.advance(to: now) }
      } catch {
        logger.error("time not kept", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: Self.tick)
    }
  }

  private func makeDurable(_ step: LedgerStep) async throws {
    // Even who changed nothing waits for what was decided before: a repeated request must not be
    // answered with a number that is not on the disk yet.
    guard isCommitting else {
      // Nobody else writes: who comes alone writes for themselves, without another task's turn.
      if step.isEmpty { return }
      isCommitting = true
      defer {
        if waiting.isEmpty { isCommitting = false } else { Task { await commitUntilIdle() } }
      }
      try await commit([step]).first?.get()
      return
    }
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(step: step, acknowledge: continuation))
    }
  }

  private func commitUntilIdle() async {
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(Self.largestBatch))
      waiting.removeFirst(batch.count)
      await commit(batch)
    }
    isCommitting = false
  }

  private func commit(_ batch: [Waiting]) async {
    do {
      for (one, result) in zip(batch, try await commit(batch.map(\.step))) {
        one.acknowledge.resume(with: result)
      }
    } catch {
      for one in batch { one.acknowledge.resume(throwing: error) }
    }
  }

  /// What became of each step; where the disk fails it throws, and nothing of any has happened.
  private func commit(_ steps: [LedgerStep]) async throws -> [Result<Void, any Error>] {
    let begun = ContinuousClock.now
    do {
      let results = try await store.commit(steps)
      meters.note(steps, took: ContinuousClock.now - begun)
      if results.contains(where: { if case .failure = $0 { true } else { false } }) {
        giveUp(StoreFailure(.storage, "a step before this one was not written"))
      }
      if !isStale, steps.contains(where: { !$0.isEmpty }) { bell.ring() }
      return results.map { $0.mapError { $0 as any Error } }
    } catch {
      meters.noteRefusal()
      giveUp(error)
      throw error
    }
  }

  /// What was decided on top of a step that is not on the disk never happened.
  private func giveUp(_ error: any Error) {
    let isRecovering = isStale
    isStale = true
    for one in waiting { one.acknowledge.resume(throwing: error) }
    waiting = []
    if !isRecovering { Task { await recover() } }
  }

  /// A disk that was full or locked for a moment is asked again so often.
  static let recovery: Duration = .seconds(1)

  /// Reads the ledger back though nobody asks: what the boards show is to be what happened.
  private func recover() async {
    while isStale, !Task.isCancelled {
      do { try await readBack() } catch { try? await Task.sleep(for: Self.recovery) }
    }
    bell.ring()
  }

  /// Goes on by other rules once they are written down; a disk that refuses leaves the old ones.
  func adopt(_ rules: QueueRules) async throws {
    try await perform { engine, now throws(QueueRefusal) in
      try engine.adopt(rules, by: .service, at: now)
    }
    self.rules = rules
  }

  private func readBack() async throws {
    let memory = try await store.memory(at: wallTime())
    // Others may have read it back meanwhile, and decided on it.
    guard isStale else { return }
    engine = QueueEngine(rules: rules, memory: memory)
    isStale = false
  }
}

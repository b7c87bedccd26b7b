import Hall
import HallAPI
import Varlink

/// What a clerk sees at the window: whose turn it is, who is parked, how the day goes. 窗口台
struct ConsoleDesk: Sendable {
  /// Patience turns the order without anybody doing anything; so often it is looked at.
  static let look = Duration.seconds(10)

  let hall: HallParts
  let counter: CounterDesk
  private let shared = SharedView<[String: QueueEngine.Parked]>()

  init(hall: HallParts, counter: CounterDesk) {
    self.hall = hall
    self.counter = counter
  }

  private struct View: Sendable {
    let desk: CounterInterface.Desk
    let ticket: Ticket?
  }

  /// Sends a window's desk now and after each change until the caller goes.
  ///
  /// - Throws: ``CounterInterface/NoSuchWindow``.
  func follow(
    _ question: CounterInterface.Follow.Parameters, _ call: CallContext,
    _ replies: VarlinkReplies<CounterInterface.Follow.Reply>
  ) async throws {
    let (rings, continuation) = ChangeBell.changes(of: [hall.queue.bell])
    let clock = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.look)
        continuation.yield()
      }
    }
    defer { clock.cancel() }
    var last: CounterInterface.Desk?
    var told: (ticket: Ticket, served: CounterInterface.Served)?
    for await _ in rings {
      let view = try await view(of: question.window, for: call)
      var desk = view.desk
      if let ticket = view.ticket {
        // Papers and visits are the store's: asked once for each change of the ticket.
        if told?.ticket != ticket { told = (ticket, await counter.served(ticket)) }
        desk.ticket = told?.served
      }
      if desk != last { try await replies.send(.init(desk: desk)) }
      last = desk
    }
  }

  private func view(of id: String, for call: CallContext) async throws -> View {
    let rings = hall.queue.bell.rings
    let edition = hall.rulebook.edition
    guard edition.queue.catalogue.window(id) != nil else {
      throw CounterInterface.NoSuchWindow(window: id)
    }
    let parked = try await shared.view(of: .init(rings: rings, day: hall.today)) { [hall] in
      await hall.queue.look { $0.parked() }
    }
    return await hall.queue.look { [place = call.place] engine in
      let obeys = (try? engine.worker(at: id, by: .peer(place), edition)) != nil
      return View(
        desk: .init(
          mark: engine.mark(of: id), obeys: obeys, window: CounterDesk.view(of: id, in: engine),
          next: Self.next(at: id, in: engine), held: Self.lines(parked[id]?.held, in: engine),
          passed: Self.lines(parked[id]?.passed, in: engine), fullLoad: HallFigures.standardLoad,
          hallPause: engine.pause?.reason, hallBackAt: engine.pause?.backAt),
        // Whose window it is not has nobody's name to read here.
        ticket: obeys ? engine.ticket(at: id) : nil)
    }
  }

  private static func next(at id: String, in engine: QueueEngine) -> CounterInterface.UpNext? {
    engine.upNext(at: id).map { ticket, reason in
      .init(
        number: ticket.number.description,
        serviceName: engine.rules.catalogue.name(ofService: ticket.service),
        priority: ticket.priority, since: WallClock(ticket.takenAt).iso8601,
        words: OrderPhrases.words(for: reason, policy: engine.rules.order))
    }
  }

  private static func lines(_ tickets: [Ticket]?, in engine: QueueEngine)
    -> [CounterInterface.Parked]
  {
    (tickets ?? []).map {
      .init(
        number: $0.number.description,
        serviceName: engine.rules.catalogue.name(ofService: $0.service),
        calledAt: WallClock($0.calledAt ?? $0.takenAt).iso8601)
    }
  }
}

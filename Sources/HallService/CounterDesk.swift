import Hall
import HallAPI
import HallStore
import Varlink

/// The clerk's side: who is next, who is done, and the board that shows it. 叫号
struct CounterDesk: Sendable {
  let hall: HallParts
  let bell: ChangeBell
  let ratings: RatingDesk
  let views: TicketViews
  private let shared = SharedView<QueueInterface.Board.Reply>()

  init(hall: HallParts, bell: ChangeBell, ratings: RatingDesk, views: TicketViews) {
    self.hall = hall
    self.bell = bell
    self.ratings = ratings
    self.views = views
  }

  func callNext(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.CallNext.Reply
  {
    .init(ticket: try await callNext(question.window, by: call.place).map(served))
  }

  /// Calls the next ticket to a window for `who`, which the ledger writes down.
  func callNext(_ id: String, by who: String) async throws -> Ticket? {
    let window = try window(id)
    let now = hall.wallTime()
    let called = try await hall.store.callNext(
      window: window.id, services: window.services,
      worstRank: QueueOrder.worstRank(at: window), on: WallClock(now).day, at: now,
      by: Author(who: who, place: "window \(window.id)"))
    bell.ring()
    return called
  }

  func finish(_ question: CounterInterface.WindowQuestion, _ call: CallContext) async throws
    -> CounterInterface.Finish.Reply
  {
    guard let finished = try await finish(question.window, by: call.place) else {
      throw CounterInterface.NothingToFinish(window: question.window)
    }
    return .init(ticket: served(finished))
  }

  /// Finishes what a window serves and asks for a rating; nil where it serves nobody.
  func finish(_ id: String, by who: String) async throws -> Ticket? {
    let window = try window(id)
    let now = hall.wallTime()
    guard
      let finished = try await hall.store.finish(
        window: window.id, on: WallClock(now).day, at: now,
        by: Author(who: who, place: "window \(window.id)"))
    else { return nil }
    bell.ring()
    ratings.invite(window: window.id)
    return finished
  }

  func list() async throws -> CounterInterface.List.Reply {
    let tickets = try await hall.store.tickets(on: hall.today)
    return .init(
      tickets: tickets.map { ticket in
        CounterInterface.Line(
          number: ticket.number.description, service: ticket.service,
          serviceName: views.serviceName(ticket.service), state: ticket.state,
          takenAt: WallClock(ticket.takenAt).iso8601, window: ticket.window, paper: ticket.paper)
      })
  }

  /// Sends the board now and after each change until the caller goes.
  func board(_ replies: VarlinkReplies<QueueInterface.Board.Reply>) async throws {
    var last: QueueInterface.Board.Reply?
    for await _ in bell.changes() {
      let board = try await boardNow()
      if board != last { try await replies.send(board) }
      last = board
    }
  }

  /// A window's line of the board.
  func line(of window: String) async throws -> QueueInterface.WindowLine? {
    try await boardNow().lines.first { $0.window == window }
  }

  private func boardNow() async throws -> QueueInterface.Board.Reply {
    // Counted before looking: what changes meanwhile rings again.
    let day = hall.today
    return try await shared.view(of: .init(rings: bell.rings, day: day)) {
      try await self.board(of: day)
    }
  }

  private func board(of day: LocalDay) async throws -> QueueInterface.Board.Reply {
    let board = try await hall.store.board(on: day)
    let (calls, waiting) = (board.calls, board.waiting)
    let current = Dictionary(calls.map { ($0.window, $0.number.description) }) { newest, _ in
      newest
    }
    return .init(
      calls: calls.map {
        .init(
          number: $0.number.description, window: $0.window,
          calledAt: WallClock($0.calledAt).iso8601)
      },
      lines: hall.catalogue.windows.map { window in
        .init(
          window: window.id, name: window.name,
          waiting: people(waiting, for: window),
          current: current[window.id])
      },
      waiting: waiting.reduce(0) { $0 + $1.people })
  }

  /// How many may still be called to the window.
  private func people(_ waiting: [WaitingCount], for window: Catalogue.Window) -> Int {
    let served = Set(window.services)
    let worst = QueueOrder.worstRank(at: window)
    return waiting.reduce(0) { sum, count in
      served.contains(count.service) && count.rank <= worst ? sum + count.people : sum
    }
  }

  private func window(_ id: String) throws -> Catalogue.Window {
    guard let window = hall.catalogue.window(id) else {
      throw CounterInterface.NoSuchWindow(window: id)
    }
    return window
  }

  private func served(_ ticket: Ticket) -> CounterInterface.Served {
    let calledAt = ticket.calledAt ?? ticket.takenAt
    return CounterInterface.Served(
      number: ticket.number.description, service: ticket.service,
      serviceName: views.serviceName(ticket.service), holder: ticket.holder,
      priority: ticket.priority, calledAt: WallClock(calledAt).iso8601,
      waitedSeconds: Int(calledAt.seconds(since: ticket.takenAt)))
  }
}

import Hall
import HallAPI
import Varlink

/// What the waiting hall sees: who is called where, and how many wait. 叫号大屏
struct BoardDesk: Sendable {
  let hall: HallParts
  private let shared = SharedView<PreparedReply<QueueInterface.Board.Reply>>()

  init(hall: HallParts) { self.hall = hall }

  /// Sends the board now and after each change until the caller goes.
  func follow(_ replies: VarlinkReplies<QueueInterface.Board.Reply>) async throws {
    var last: QueueInterface.Board.Reply?
    for await _ in hall.queue.bell.changes() {
      let board = try await now()
      if board.value != last { try await replies.send(board) }
      last = board.value
    }
  }

  /// A window's line of the board.
  func line(of window: String) async throws -> QueueInterface.WindowLine? {
    try await now().value.lines.first { $0.window == window }
  }

  private func now() async throws -> PreparedReply<QueueInterface.Board.Reply> {
    // Counted before looking: what changes meanwhile rings again.
    let rings = hall.queue.bell.rings
    let edition = hall.rulebook.edition
    return try await shared.view(of: .init(rings: rings, day: hall.today)) { [hall] in
      try PreparedReply(await hall.queue.look { Self.board(of: $0, edition) })
    }
  }

  private static func board(of engine: QueueEngine, _ edition: Rulebook.Edition)
    -> QueueInterface.Board.Reply
  {
    let calls = engine.windows.values
      .compactMap { window in window.ticket.flatMap { engine.tickets[$0] } }
      .sorted { ($0.calledAt ?? $0.takenAt, $0.id) > ($1.calledAt ?? $1.takenAt, $1.id) }
    return .init(
      calls: calls.compactMap { ticket in
        guard let window = ticket.window, let calledAt = ticket.calledAt else { return nil }
        let number = ticket.number.description
        return .init(
          number: number, window: window, calledAt: WallClock(calledAt).iso8601,
          calls: ticket.calls,
          voice: edition.callsSilently ? nil : SignPhrases.voice(number, to: window))
      },
      lines: engine.rules.catalogue.windows.map { window in
        let state = engine.windows[window.id]
        return .init(
          window: window.id, name: window.name, waiting: engine.waiting(at: window),
          current: engine.ticket(at: window.id)?.number.description,
          open: state?.isOpen ?? false, pause: state?.pause?.reason,
          backAt: state?.pause?.backAt)
      },
      services: Self.services(of: engine), waiting: engine.waiting, pause: engine.pause?.reason,
      backAt: engine.pause?.backAt)
  }

  private static func services(of engine: QueueEngine) -> [QueueInterface.ServiceLine] {
    let waiting = engine.waitingByService
    return engine.rules.catalogue.services.compactMap { service in
      waiting[service.id].map { .init(service: service.id, name: service.name, waiting: $0) }
    }
  }
}

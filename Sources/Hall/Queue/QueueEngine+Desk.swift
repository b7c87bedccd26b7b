/// What a window's console is told of the queue. 窗口台
extension QueueEngine {
  /// Names how a window stands: every step of a clerk gives it another mark, so that a step which was
  /// meant for an earlier mark is found out.
  ///
  /// It follows from what the ledger keeps, so it outlives a restart of the service.
  public func mark(of id: String) -> String {
    let window = windows[id] ?? WindowState(id: id)
    let ticket = ticket(at: id)
    let work = !window.isOpen ? "closed" : window.pause == nil ? "open" : "paused"
    return [
      work, String(finished(at: id)), ticket?.number.description ?? "-",
      ticket?.state.rawValue ?? "-", String(ticket?.calls ?? 0),
    ].joined(separator: ".")
  }

  /// Who would be called next at a window, and why; nil where nobody waits for it.
  public func upNext(at id: String) -> (ticket: Ticket, reason: ChoiceReason)? {
    guard let window = rules.catalogue.window(id), let state = windows[id],
      let choice = choice(at: window, state: state), let ticket = tickets[choice.ticket]
    else { return nil }
    return (ticket, choice.reason)
  }

  /// Numbers that a window had and may have again.
  public struct Parked: Sendable, Equatable {
    /// On hold there, the longest first.
    public var held: [Ticket] = []
    /// Called there, not come, and free to come back; the last first.
    public var passed: [Ticket] = []
  }

  /// What every window has parked, in one look through the day.
  public func parked() -> [String: Parked] {
    var parked: [String: Parked] = [:]
    for ticket in tickets.values {
      guard let window = ticket.window else { continue }
      if ticket.state == .onHold {
        parked[window, default: Parked()].held.append(ticket)
      } else if ticket.state == .passed, ticket.returns < rules.order.mostReturns {
        parked[window, default: Parked()].passed.append(ticket)
      }
    }
    func calledBefore(_ a: Ticket, _ b: Ticket) -> Bool {
      (a.calledAt ?? a.takenAt, a.id) < (b.calledAt ?? b.takenAt, b.id)
    }
    return parked.mapValues {
      Parked(
        held: $0.held.sorted(by: calledBefore), passed: $0.passed.sorted { calledBefore($1, $0) })
    }
  }

  /// How many callable numbers wait for each service that somebody waits for; who was sent to one
  /// window counts there, not here.
  public var waitingByService: [String: Int] {
    lanes.reduce(into: [:]) { waiting, lane in
      guard case .service(let service) = lane.key.queue, lane.value.count > 0 else { return }
      waiting[service, default: 0] += lane.value.count
    }
  }
}

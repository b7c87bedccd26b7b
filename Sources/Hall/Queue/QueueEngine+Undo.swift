extension QueueEngine {
  /// Takes back the window's last verb while nobody went on with it. 撤销
  public mutating func undo(_ id: String, by author: Author, at now: Moment)
    throws(QueueRefusal)
  {
    advance(to: now)
    let limit = Int64(rules.order.undoSeconds) * 1000
    guard let undo = undos[id], clock.milliseconds - undo.at.milliseconds <= limit,
      windows[id] == undo.windowAfter,
      undo.after.allSatisfy({ tickets[$0.id] == $0.withPaper(of: tickets[$0.id]) }),
      !wouldBeSecond(undo.before)
    else { throw .nothingToUndo }
    undos[id] = nil
    for before in undo.before {
      guard let current = tickets[before.id] else { continue }
      let restored = before.withPaper(of: current)
      replace(current, by: restored)
      log(.undone, author, now, ticket: restored, from: current.state, window: id)
    }
    if undo.before.isEmpty { log(.undone, author, now, window: id) }
    put(undo.window)
    if !undo.window.isOpen { unbind(from: id, by: author, at: now, why: "window closed") }
  }

  /// Whether the holder of a ticket has taken another for the same since.
  private func wouldBeSecond(_ before: [Ticket]) -> Bool {
    let ids = Set(before.map(\.id))
    return before.contains { ticket in
      guard ticket.state.isOpen else { return false }
      do {
        try refuseSecond(ticket.services, of: ticket.person, besides: ids)
        return false
      } catch {
        return true
      }
    }
  }

  /// Runs a verb of a window and remembers what it changed.
  mutating func undoable<T>(
    _ id: String, at now: Moment, _ verb: (inout QueueEngine) throws(QueueRefusal) -> T
  ) throws(QueueRefusal) -> T {
    advance(to: now)
    let window = try state(of: id)
    trail = []
    defer { trail = nil }
    let value = try verb(&self)
    let before = trail ?? []
    let windowAfter = try state(of: id)
    // A verb that found nothing to do leaves the one before it to be taken back.
    guard !before.isEmpty || windowAfter != window else { return value }
    undos[id] = Undo(
      at: clock, before: before, after: before.compactMap { tickets[$0.id] }, window: window,
      windowAfter: windowAfter)
    return value
  }
}

extension Ticket {
  /// The ticket with what the printer has said meanwhile: paper that came out, or did not, is no step
  /// of a clerk's and is not taken back with one.
  fileprivate func withPaper(of current: Ticket?) -> Ticket {
    var ticket = self
    if let current {
      ticket.paper = current.paper
      ticket.paperFault = current.paperFault
    }
    return ticket
  }
}

extension QueueEngine {
  /// Writes down with a ticket what its holder was told, so that it can be held against what came.
  public mutating func announce(_ wait: AnnouncedWait, to id: Int64) {
    guard var ticket = tickets[id] else { return }
    ticket.announced = wait
    // Nothing that its line or an index goes by has changed.
    tickets.put(ticket)
    step.note(ticket)
  }
}

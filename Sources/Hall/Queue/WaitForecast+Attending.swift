extension WaitForecaster {
  /// Sees what the engine's last verb did: tells new tickets their waits, and learns from the others.
  ///
  /// For the engine's owner to call after each verb, before it takes the step.
  public mutating func attend(_ engine: inout QueueEngine, at now: Moment) {
    for line in engine.step.lines {
      if line.kind == .dayBegan { beginDay() }
      guard let ticket = line.ticket.flatMap({ engine.tickets[$0] }) else { continue }
      switch line.kind {
      case .issued:
        if let wait = announce(for: ticket, in: engine, at: now) {
          engine.announce(wait, to: ticket.id)
        }
      case .called: called(ticket, at: now)
      case .finished, .passed, .held, .transferred:
        guard let called = ticket.calledAt else { continue }
        // It may wait for another service by now.
        let before = engine.undos.values.lazy.flatMap(\.before)
          .first { $0.id == ticket.id && $0.state.isAtWindow }
        let service = before?.service ?? ticket.service
        served(service: service, seconds: Int(now.seconds(since: called)))
      case .left, .abandoned, .voided: disregard(ticket.id)
      default: continue
      }
    }
  }
}

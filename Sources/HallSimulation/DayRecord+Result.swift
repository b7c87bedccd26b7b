import Hall

extension DayRecord {
  /// A simulated day as a real one would be told.
  init(_ result: DayResult, hall: String) {
    let catalogue = result.plan.rules.catalogue
    self.init(
      hall: hall, day: result.plan.day, closing: result.plan.closing,
      order: result.plan.rules.order,
      services: catalogue.services.map { .init(id: $0.id, field: $0.field, letter: $0.letter) },
      windows: catalogue.windows.map { window in
        Window(
          id: window.id, kind: window.kind, services: window.services,
          atWork: result.plan.shifts.filter { $0.window == window.id }.map {
            Span(from: WallClock($0.from).iso8601, until: WallClock($0.until).iso8601)
          })
      },
      tickets: result.tickets.map { Ticket($0, wait: result.waits[$0.id]) })
  }
}

import Hall
import HallAPI
import HallStore

/// Tickets as the protocol shows them.
struct TicketViews: Sendable {
  let hall: HallParts

  /// The ticket for its holder when `revealing`, who has proved to be that, or for anybody.
  func view(_ ticket: Ticket, revealing: Bool) async -> QueueInterface.Ticket {
    view(
      ticket, revealing: revealing,
      prospect: ticket.state.isInLine ? await hall.queue.prospect(of: ticket) : nil)
  }

  /// The same where its prospect is known.
  func view(_ ticket: Ticket, revealing: Bool, prospect: Prospect?) -> QueueInterface.Ticket {
    let windows = windows(of: ticket)
    return QueueInterface.Ticket(
      number: ticket.number.description, day: ticket.day.description, service: ticket.service,
      serviceName: serviceName(ticket.service), laterServices: ticket.laterServices,
      state: ticket.state, takenAt: WallClock(ticket.takenAt).iso8601,
      priority: revealing ? ticket.priority : nil, windows: windows.map(\.id),
      zones: distinct(windows.map(\.zone)), window: ticket.window,
      callableFrom: ticket.callableFrom.map { WallClock($0).iso8601 },
      backAt: ticket.backAt.map { WallClock($0).iso8601 }, mayReturn: mayReturn(ticket),
      ahead: prospect?.people,
      wait: prospect?.wait.map { .init(lowMinutes: $0.low, highMinutes: $0.high) },
      paper: .init(state: ticket.paper, reason: ticket.paperFault),
      secret: revealing ? ticket.secret : nil, holder: revealing ? ticket.holder : nil,
      rating: revealing ? ticket.rating : nil)
  }

  /// The windows its holder watches.
  private func windows(of ticket: Ticket) -> [Catalogue.Window] {
    if let bound = ticket.boundWindow.flatMap(hall.catalogue.window) { return [bound] }
    return hall.catalogue.windows(serving: ticket.service, priority: ticket.priority)
  }

  private func mayReturn(_ ticket: Ticket) -> Bool {
    ticket.backAt != nil && ticket.state.isInLine
      || ticket.state == .passed
        && ticket.returns < hall.rulebook.edition.queue.order.mostReturns
  }

  func slip(_ ticket: Ticket, _ prospect: Prospect) -> Slip {
    TicketSlip(
      hallName: hall.info.name, phone: hall.info.phone, sample: hall.info.sample,
      ticket: ticket,
      service: serviceName(ticket.service),
      windows: windows(of: ticket)
        .map { ($0.id, $0.zone) },
      ahead: prospect.people, wait: prospect.wait
    ).slip
  }

  func serviceName(_ id: String) -> Bilingual { hall.catalogue.name(ofService: id) }

  private func distinct(_ zones: [Bilingual]) -> [Bilingual] {
    var seen: Set<Bilingual> = []
    return zones.filter { seen.insert($0).inserted }
  }
}

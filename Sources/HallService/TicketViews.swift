import Hall
import HallAPI
import HallStore

/// Tickets as the protocol shows them.
struct TicketViews: Sendable {
  let hall: HallParts

  /// The ticket for its holder when `revealing`, who has proved to be that, or for anybody.
  func view(_ ticket: Ticket, revealing: Bool) async throws -> QueueInterface.Ticket {
    let windows = hall.catalogue.windows(serving: ticket.service, priority: ticket.priority)
    let prospect = ticket.state == .waiting ? try await prospect(of: ticket) : nil
    return QueueInterface.Ticket(
      number: ticket.number.description, day: ticket.day.description, service: ticket.service,
      serviceName: serviceName(ticket.service), state: ticket.state,
      takenAt: WallClock(ticket.takenAt).iso8601, priority: ticket.priority,
      windows: windows.map(\.id), zones: distinct(windows.map(\.zone)), window: ticket.window,
      ahead: prospect?.ahead,
      wait: prospect?.wait.map {
        .init(lowMinutes: $0.lowMinutes, highMinutes: $0.highMinutes)
      },
      paper: .init(state: ticket.paper, reason: ticket.paperFault),
      secret: revealing ? ticket.secret : nil, holder: revealing ? ticket.holder : nil,
      rating: revealing ? ticket.rating : nil)
  }

  /// How many go first, and how long that takes where today's pace is known.
  func prospect(of ticket: Ticket) async throws -> (ahead: Int, wait: WaitEstimate?) {
    let outlook = try await hall.store.outlook(
      of: ticket, among: hall.catalogue.competitors(of: ticket.service))
    let atWork = hall.catalogue.windows(serving: ticket.service, priority: ticket.priority)
      .filter { outlook.busyWindows.contains($0.id) }.count
    return (
      outlook.ahead,
      WaitEstimate(
        ahead: outlook.ahead, windows: atWork, serviceSeconds: outlook.serviceSeconds)
    )
  }

  func slip(_ ticket: Ticket) async throws -> Slip {
    let prospect = try await prospect(of: ticket)
    return TicketSlip(
      hallName: hall.info.name, phone: hall.info.phone, sample: hall.info.sample,
      ticket: ticket,
      service: serviceName(ticket.service),
      windows: hall.catalogue.windows(serving: ticket.service, priority: ticket.priority)
        .map { ($0.id, $0.zone) },
      ahead: prospect.ahead, wait: prospect.wait
    ).slip
  }

  /// A service that has left the catalogue since the ticket was taken is named by its identifier.
  func serviceName(_ id: String) -> Bilingual {
    hall.catalogue.service(id)?.name ?? Bilingual(zh: id, en: id)
  }

  private func distinct(_ zones: [Bilingual]) -> [Bilingual] {
    var seen: Set<Bilingual> = []
    return zones.filter { seen.insert($0).inserted }
  }
}

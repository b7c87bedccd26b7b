/// A day's tickets, in the order they came to it and side by side.
///
/// Tickets are large, and a dictionary of them keeps as much room again for those to come and moves
/// them all when it grows; here a dictionary keeps their places only.
public struct TicketBook: Sendable, Equatable {
  /// In the order they came.
  public private(set) var values: [Ticket] = []
  private var places: [Int64: Int] = [:]

  public init() {}

  /// The ticket of an identity.
  public subscript(id: Int64) -> Ticket? { places[id].map { values[$0] } }

  mutating func reserveCapacity(_ count: Int) {
    values.reserveCapacity(count)
    places.reserveCapacity(count)
  }

  /// Adds a ticket, or replaces the one of its identity.
  mutating func put(_ ticket: Ticket) {
    if let place = places[ticket.id] {
      values[place] = ticket
    } else {
      places[ticket.id] = values.count
      values.append(ticket)
    }
  }
}

/// What the ledger remembers of a day, for an engine that begins. 恢复
public struct QueueMemory: Sendable {
  /// A ticket and the request it was answered to.
  public struct Entry: Sendable {
    public var ticket: Ticket
    public var requestID: String

    public init(ticket: Ticket, requestID: String) {
      self.ticket = ticket
      self.requestID = requestID
    }
  }

  public var day: LocalDay
  /// Of this day, in the order of their identities.
  public var tickets: [Entry]
  public var windows: [WindowState]
  /// Those still to come, and the day's.
  public var bookings: [Booking]
  public var nextTicket: Int64
  public var nextBooking: Int64

  public init(
    day: LocalDay, tickets: [Entry] = [], windows: [WindowState] = [], bookings: [Booking] = [],
    nextTicket: Int64 = 1, nextBooking: Int64 = 1
  ) {
    self.day = day
    self.tickets = tickets
    self.windows = windows
    self.bookings = bookings
    self.nextTicket = nextTicket
    self.nextBooking = nextBooking
  }
}

extension QueueEngine {
  /// The engine as it was when `memory` was written, whatever happened to the program since.
  public init(rules: QueueRules, memory: QueueMemory) {
    self.init(
      rules: rules, day: memory.day, nextTicket: memory.nextTicket,
      nextBooking: memory.nextBooking)
    tickets.reserveCapacity(memory.tickets.count)
    pause = memory.windows.first { $0.id == Self.wholeHall }?.pause
    for window in memory.windows where rules.catalogue.window(window.id) != nil {
      windows[window.id] = window
    }
    for booking in memory.bookings { index(booking) }
    for entry in memory.tickets {
      let ticket = entry.ticket
      serials[ticket.number.letter] = max(
        serials[ticket.number.letter] ?? 0, ticket.number.serial)
      clock = max(clock, ticket.place.since, ticket.calledAt ?? clock)
      index(ticket, requestID: entry.requestID)
      if ticket.state == .finished, let window = ticket.window {
        loads[window, default: 0] += 1
      }
    }
    seatTickets()
  }

  /// A window that a ticket names has it, whatever the window's own row says: the two were
  /// written together, so they differ only after a window left the hall's file.
  private mutating func seatTickets() {
    for id in windows.keys { windows[id]?.ticket = nil }
    for ticket in tickets.values where ticket.state.isAtWindow {
      if let window = ticket.window { windows[window]?.ticket = ticket.id }
    }
  }
}

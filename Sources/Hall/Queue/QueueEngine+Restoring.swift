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
  /// The day's liftings of the walk-in quota, in the order they were granted.
  public var liftings: [WalkInQuota.Override]
  /// The day's blocks of emergency numbers.
  public var blocks: [EmergencyBlock]
  /// The last number of each row of letters.
  public var letterSerials: [LetterNumber.Series: Int]
  public var nextTicket: Int64
  public var nextBooking: Int64

  public init(
    day: LocalDay, tickets: [Entry] = [], windows: [WindowState] = [], bookings: [Booking] = [],
    liftings: [WalkInQuota.Override] = [], blocks: [EmergencyBlock] = [],
    letterSerials: [LetterNumber.Series: Int] = [:], nextTicket: Int64 = 1, nextBooking: Int64 = 1
  ) {
    self.day = day
    self.tickets = tickets
    self.windows = windows
    self.bookings = bookings
    self.liftings = liftings
    self.blocks = blocks
    self.letterSerials = letterSerials
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
    quotaOverrides = memory.liftings
    for block in memory.blocks { blocks[block.letter] = block }
    letterSerials = memory.letterSerials
    for entry in memory.tickets {
      let ticket = entry.ticket
      serials[ticket.number.letter] = max(
        serials[ticket.number.letter] ?? 0, ticket.number.serial)
      // A slot that was checked in for early may lie ahead; it says nothing about now.
      let since = ticket.place.since == ticket.callableFrom ? ticket.takenAt : ticket.place.since
      clock = max(clock, since, ticket.calledAt ?? clock)
      latest = max(latest, ticket.takenAt, ticket.calledAt ?? latest)
      index(ticket, requestID: entry.requestID)
      if ticket.standing != .reserved { walkInsGiven[ticket.service, default: 0] += 1 }
      if ticket.state == .finished, let window = ticket.window {
        loads[window, default: 0] += 1
        if let calledAt = ticket.calledAt, let finishedAt = ticket.finishedAt {
          notePace(finishedAt.seconds(since: calledAt), of: ticket.service)
        }
      }
    }
    seatTickets()
  }

  /// A window that a ticket names has it, whatever the window's own row says: the two were
  /// written together, so they differ only after a window left the hall's file. Whoever was at such
  /// a window, or sent to it, waits for any other.
  private mutating func seatTickets() {
    for id in windows.keys { windows[id]?.ticket = nil }
    for ticket in tickets.values.sorted(by: { $0.id < $1.id }) {
      if ticket.state.isAtWindow, let window = ticket.window {
        guard windows[window] == nil else {
          windows[window]?.ticket = ticket.id
          continue
        }
        _ = try? change(ticket, .released, by: .service, at: latest, why: "window gone") {
          $0.state = .waiting
          $0.window = nil
          $0.calls = 0
        }
      } else if ticket.state.isInLine, let window = ticket.boundWindow, windows[window] == nil {
        _ = try? change(ticket, .released, by: .service, at: latest, why: "window gone") {
          $0.boundWindow = nil
        }
      }
    }
  }
}

/// Who changed something, for the journal.
public struct Author: Sendable, Hashable {
  /// `uid 1000`, `clerk 7`, `keypad keypad-3`, `service`
  public let who: String
  /// `window 3`, `kiosk-1`
  public let place: String

  public init(who: String, place: String) {
    self.who = who
    self.place = place
  }

  /// The program itself, by the hall's own rules.
  public static let service = Author(who: "service", place: "hall")
}

/// One line of the hall's journal: what happened to whom, where, when, by whom and why.
///
/// The journal is never shortened, so it holds no word about a person.
public struct JournalLine: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    // Tickets.
    case issued, paper, called, recalled, served, held, resumed, passed, returned, transferred
    case released, finished, abandoned, voided, undone, left, back, enteredLate
    // Windows and the hall.
    case opened, closed, paused, unpaused, dayBegan, rulesChanged, quotaLifted, blockPrinted
    // Letters; `why` names their number.
    case letterIssued, letterPaper, letterReprinted
    // Reservations.
    case booked, cancelled, checkedIn, noShow
  }

  public let kind: Kind
  public let at: Moment
  public let author: Author
  public let day: LocalDay
  /// Identity of the ticket it is about.
  public let ticket: Int64?
  public let number: String?
  public let window: String?
  public let from: TicketState?
  public let to: TicketState?
  /// A word of a list or a clerk's sentence.
  public let why: String?

  public init(
    kind: Kind, at: Moment, author: Author, day: LocalDay, ticket: Int64? = nil,
    number: String? = nil, window: String? = nil, from: TicketState? = nil,
    to: TicketState? = nil, why: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.author = author
    self.day = day
    self.ticket = ticket
    self.number = number
    self.window = window
    self.from = from
    self.to = to
    self.why = why
  }
}

/// What the ledger keeps of a citizen with a new ticket and forgets in time; masked forms and
/// sealed bytes only.
public struct Particulars: Sendable, Equatable {
  public var maskedNumber: String?
  public var maskedPhone: String?
  /// The phone number, sealed with the hall's key; nil unless the citizen gave one.
  public var sealedPhone: [UInt8]?

  public init(
    maskedNumber: String? = nil, maskedPhone: String? = nil, sealedPhone: [UInt8]? = nil
  ) {
    self.maskedNumber = maskedNumber
    self.maskedPhone = maskedPhone
    self.sealedPhone = sealedPhone
  }
}

/// A ticket that the ledger has not seen before, and the request it answers.
public struct IssuedTicket: Sendable, Equatable {
  public let id: Int64
  public let requestID: String
  public let particulars: Particulars
}

/// Everything one command changed. The ledger writes it down whole or not at all.
public struct LedgerStep: Sendable, Equatable {
  /// The new state of each ticket that changed.
  public private(set) var tickets: [Ticket] = []
  public var issued: [IssuedTicket] = []
  public private(set) var windows: [WindowState] = []
  public private(set) var bookings: [Booking] = []
  /// Liftings of the walk-in quota that were granted. 放开取号
  public var liftings: [WalkInQuota.Override] = []
  /// The blocks that grew, as they are now.
  public var blocks: [EmergencyBlock] = []
  /// Letters that got their number. 文书
  public var letters: [IssuedLetter] = []
  /// Prints of letters, as they are now.
  public var letterPrints: [LetterPrint] = []
  public var lines: [JournalLine] = []

  // A day that ends with thousands of people in line is one step; nothing is searched for in it.
  private var ticketAt: [Int64: Int] = [:]
  private var bookingAt: [Int64: Int] = [:]

  public init() {}

  public var isEmpty: Bool {
    tickets.isEmpty && windows.isEmpty && bookings.isEmpty && liftings.isEmpty && blocks.isEmpty
      && letters.isEmpty && letterPrints.isEmpty && lines.isEmpty
  }

  mutating func note(_ ticket: Ticket) {
    if let index = ticketAt[ticket.id] {
      tickets[index] = ticket
    } else {
      ticketAt[ticket.id] = tickets.count
      tickets.append(ticket)
    }
  }

  mutating func note(_ window: WindowState) {
    if let index = windows.firstIndex(where: { $0.id == window.id }) {
      windows[index] = window
    } else {
      windows.append(window)
    }
  }

  mutating func note(_ booking: Booking) {
    if let index = bookingAt[booking.id] {
      bookings[index] = booking
    } else {
      bookingAt[booking.id] = bookings.count
      bookings.append(booking)
    }
  }
}

public import Hall

/// A person as the ledger knows one: a keyed hash of the ID number, never the number.
public struct PersonKey: Hashable, Sendable {
  public let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// What a citizen asked for when taking a number.
public struct TicketRequest: Sendable, Equatable {
  public var requestID: String
  public var day: LocalDay
  public var service: String
  public var letter: String
  public var priority: Priority?
  public var language: Language
  public var person: PersonKey?
  /// Masked forms only.
  public var holder: String?
  public var maskedNumber: String?
  public var maskedPhone: String?
  public var secret: String
  public var at: Moment
  /// What the ledger writes down as the place it was taken at, such as `kiosk-1` or `uid 1000`.
  public var place: String
  public var paper: PaperState

  public init(
    requestID: String, day: LocalDay, service: String, letter: String, priority: Priority?,
    language: Language, person: PersonKey?, holder: String?, maskedNumber: String?,
    maskedPhone: String?, secret: String, at: Moment, place: String, paper: PaperState
  ) {
    self.requestID = requestID
    self.day = day
    self.service = service
    self.letter = letter
    self.priority = priority
    self.language = language
    self.person = person
    self.holder = holder
    self.maskedNumber = maskedNumber
    self.maskedPhone = maskedPhone
    self.secret = secret
    self.at = at
    self.place = place
    self.paper = paper
  }
}

public enum TakeOutcome: Sendable, Equatable {
  case taken(Ticket)
  /// The same request again, after a lost answer: the same ticket.
  case repeated(Ticket)
  case alreadyWaiting(Ticket)
  /// The request identifier was used for another service.
  case requestMismatch
}

/// Who changed a ticket, for its history.
public struct Author: Sendable, Equatable {
  /// `uid 1000`, `service`
  public let who: String
  /// `window 3`, `kiosk-1`
  public let place: String

  public init(who: String, place: String) {
    self.who = who
    self.place = place
  }
}

/// What stands between a waiting ticket and its call.
public struct Outlook: Sendable, Equatable {
  /// Waiting tickets that are called before it.
  public var ahead: Int
  /// Seconds from call to finish of the day's last finished tickets, at most 50.
  public var serviceSeconds: [Int]
  /// Windows that serve somebody right now.
  public var busyWindows: Set<String>

  public init(ahead: Int, serviceSeconds: [Int], busyWindows: Set<String>) {
    self.ahead = ahead
    self.serviceSeconds = serviceSeconds
    self.busyWindows = busyWindows
  }
}

/// A number as the board shows it.
public struct BoardEntry: Sendable, Equatable {
  public let number: TicketNumber
  public let window: String
  public let calledAt: Moment

  public init(number: TicketNumber, window: String, calledAt: Moment) {
    self.number = number
    self.window = window
    self.calledAt = calledAt
  }
}

/// A day's queue at one moment.
public struct Board: Sendable, Equatable {
  /// The tickets being served now, newest call first.
  public let calls: [BoardEntry]
  public let waiting: [WaitingCount]

  public init(calls: [BoardEntry], waiting: [WaitingCount]) {
    self.calls = calls
    self.waiting = waiting
  }
}

/// How many tickets of one service and rank wait.
public struct WaitingCount: Sendable, Equatable {
  public let service: String
  public let rank: Int
  public let people: Int

  public init(service: String, rank: Int, people: Int) {
    self.service = service
    self.rank = rank
    self.people = people
  }
}

/// What a day's ratings add up to.
public struct RatingTotals: Sendable, Equatable {
  public var counts: [RatingLevel: Int]
  public var finished: Int

  public init(counts: [RatingLevel: Int], finished: Int) {
    self.counts = counts
    self.finished = finished
  }
}

/// A case with the two keys it may be found by.
public struct CaseRecord: Sendable, Equatable {
  public let file: Case
  public let person: PersonKey
  /// Keyed hash of the query password. 业务查询密码
  public let password: [UInt8]

  public init(file: Case, person: PersonKey, password: [UInt8]) {
    self.file = file
    self.person = person
    self.password = password
  }
}

/// The ledger could not do what was asked; nothing of it happened.
public struct StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The disk is full.
    case diskFull
    case storage
  }

  public let code: Code
  /// For a technician; never citizen data.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }
}

/// The hall's ledger. Whatever it acknowledges is durable; it fails with ``StoreFailure``.
///
/// Written in the hall's own words so that a second engine can take SQLite's place; a store
/// belongs to one hall, and every row it writes carries that hall.
public protocol HallStore: Sendable {
  /// Gives the next number of the letter and day, exactly once per request.
  func take(_ request: TicketRequest) async throws -> TakeOutcome

  func ticket(_ number: String, on day: LocalDay) async throws -> Ticket?

  /// The tickets that carried the number since `day`, newest first: one a day at most.
  func tickets(_ number: String, since day: LocalDay) async throws -> [Ticket]

  /// The day's tickets in the order they were taken.
  func tickets(on day: LocalDay) async throws -> [Ticket]

  /// The ticket a request was answered with before, if it was.
  func ticket(requestID: String) async throws -> Ticket?

  /// What a waiting ticket faces among the services its windows serve.
  func outlook(of ticket: Ticket, among services: [String]) async throws -> Outlook

  /// Finishes what the window serves, then calls its next ticket; nil where nobody waits.
  ///
  /// `worstRank` is the last rank of ``QueueOrder`` the window calls.
  func callNext(
    window: String, services: [String], worstRank: Int, on day: LocalDay, at moment: Moment,
    by author: Author
  ) async throws -> Ticket?

  /// Finishes what the window serves; nil where it serves nobody.
  func finish(
    window: String, on day: LocalDay, at moment: Moment, by author: Author
  ) async throws -> Ticket?

  /// What the board shows of a day, all of one moment: a number just called neither waits nor is
  /// missing among the calls.
  func board(on day: LocalDay) async throws -> Board

  /// The ticket the window finished last on the day.
  func lastFinished(window: String, on day: LocalDay) async throws -> Ticket?

  /// Writes down how a ticket's paper ended, and when.
  func setPaper(_ paper: PaperState, fault: String?, of ticket: Ticket, at moment: Moment)
    async throws

  /// After a restart nobody knows whether pending paper came out: it becomes unknown, and is
  /// never printed by surprise next morning. Returns how many tickets were settled.
  func settlePendingPaper(at moment: Moment) async throws -> Int

  func rate(
    _ ticket: Ticket, level: RatingLevel, channel: RatingChannel, place: String,
    requestID: String, at moment: Moment
  ) async throws -> RatingOutcome

  func ratingTotals(on day: LocalDay) async throws -> RatingTotals

  /// Writes cases over the ones with the same receipt.
  func putCases(_ cases: [CaseRecord]) async throws

  func cases(of person: PersonKey) async throws -> [Case]

  func caseRecord(receipt: String) async throws -> CaseRecord?

  /// Forgets who held the tickets of days before `day`; numbers and times stay for statistics.
  /// Returns how many tickets were cleared.
  func forgetHolders(before day: LocalDay) async throws -> Int
}

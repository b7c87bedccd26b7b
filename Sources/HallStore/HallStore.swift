public import Hall

/// The ledger could not do what was asked; nothing of it happened.
public struct StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The disk is full.
    case diskFull
    /// The disk, or the ledger on it, can only be read.
    case readOnly
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

/// A line of the journal as it is kept: chained to the one before it.
public struct JournalRecord: Sendable, Equatable {
  /// 1, 2, 3 ... without a gap.
  public let sequence: Int64
  public let line: JournalLine
  /// SHA-256 over the hash before and this line, 32 bytes.
  public let hash: [UInt8]

  public init(sequence: Int64, line: JournalLine, hash: [UInt8]) {
    self.sequence = sequence
    self.line = line
    self.hash = hash
  }
}

/// The hall's ledger. Whatever it acknowledges is durable; it fails with ``StoreFailure``.
///
/// Written in the hall's own words so that a second engine can take SQLite's place; a store
/// belongs to one hall, and every row it writes carries that hall.
public protocol HallStore:
  QueueStore, RatingStore, NoticeStore, CreditStore, GuideStore, LetterStore,
  PersonStore
{}

/// The part of the ledger that keeps the queue.
public protocol QueueStore: Sendable {
  /// What an engine needs to go on: the day that is not over yet at `now`, its tickets, windows
  /// and reservations.
  ///
  /// The latest day that has tickets still open is not over until
  /// ``QueueEngine/latestRollOver``.
  func memory(at now: Moment) async throws -> QueueMemory

  /// Writes steps in their order in one durable commit, each whole or not at all.
  ///
  /// Returns what became of each; where the commit itself fails, nothing of any has happened and
  /// it throws.
  func commit(_ steps: [LedgerStep]) async throws -> [Result<Void, StoreFailure>]

  func ticket(_ number: String, on day: LocalDay) async throws -> Ticket?

  /// The tickets that carried the number since `day`, newest first: one a day at most.
  func tickets(_ number: String, since day: LocalDay) async throws -> [Ticket]

  /// The days' tickets in the order they were taken.
  func tickets(from first: LocalDay, through last: LocalDay) async throws -> [Ticket]

  /// The ticket a request was answered with on `day` or later, if it was; the newest.
  func ticket(requestID: String, since day: LocalDay) async throws -> Ticket?

  /// The ticket the window finished last on the day.
  func lastFinished(window: String, on day: LocalDay) async throws -> Ticket?

  /// When the slots began that a person reserved and missed since `moment`.
  func missedSlots(of person: PersonKey, since moment: Moment) async throws -> [Moment]

  /// The days' journal in the order it was written.
  func journal(from first: LocalDay, through last: LocalDay) async throws -> [JournalRecord]

  /// Forgets who held the tickets and reservations of days before `day`; numbers and times stay
  /// for statistics. Returns how many rows were cleared.
  func forgetHolders(before day: LocalDay) async throws -> Int
}

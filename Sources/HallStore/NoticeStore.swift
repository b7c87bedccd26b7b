public import Hall

/// A notice that is to be sent, and to whom.
public struct WaitingNotice: Sendable, Equatable {
  public let id: NoticeID
  /// How often sending failed.
  public let attempts: Int
  /// When it was first owed.
  public let since: Moment
  /// The phone number, sealed with the hall's key; nil once it is forgotten.
  public let sealedPhone: [UInt8]?

  public init(id: NoticeID, attempts: Int, since: Moment, sealedPhone: [UInt8]?) {
    self.id = id
    self.attempts = attempts
    self.since = since
    self.sealedPhone = sealedPhone
  }
}

/// The part of the ledger that keeps what is to be sent to phones: an outbox. 待发提醒
///
/// A notice is in it before anybody tries to send it, and stays waiting until whoever sends has said
/// that it is done: a power cut loses none, and sends one twice at worst.
public protocol NoticeStore: Sendable {
  /// The tickets after `ticket` whose holders left a phone number, in the order of identities.
  func ticketsWithPhone(after ticket: Int64) async throws -> [Int64]

  /// Puts notices into the outbox, each once a ticket and kind for ever; only one that lapsed is
  /// taken up again. Nothing is put there for a ticket without a phone number.
  ///
  /// Returns how many will be sent because of it.
  func enqueue(_ notices: [NoticeID], at moment: Moment) async throws -> Int

  /// What is to be sent by `moment`, calls first, at most `limit`.
  func waitingNotices(dueBy moment: Moment, limit: Int) async throws -> [WaitingNotice]

  /// Writes down what became of a notice; `next` is when one that waits is tried again.
  func settle(_ notice: NoticeID, as state: NoticeState, attempts: Int, next: Moment) async throws

  /// The notices of the day's tickets.
  func noticeTotals(on day: LocalDay) async throws -> [NoticeKind: [NoticeState: Int]]

  /// Lets what still waits for tickets of days before `day` lapse, and forgets their holders' phone
  /// numbers. Returns how many numbers were cleared.
  func forgetPhones(before day: LocalDay) async throws -> Int
}

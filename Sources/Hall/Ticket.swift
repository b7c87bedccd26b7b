/// The letter and daily serial a citizen is called by. 号码
public struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
  public let letter: String
  public let serial: Int

  public init(letter: String, serial: Int) {
    self.letter = letter
    self.serial = serial
  }

  /// Digits of a serial. After 999 the number grows to four digits: a full band refuses nobody.
  public static let width = 3

  public var description: String { letter + padded(serial, Self.width) }
}

/// One number of one day and its whole state. 排队号
public struct Ticket: Sendable, Equatable {
  /// Stable identity in the ledger, never shown.
  public let id: Int64
  public let day: LocalDay
  public let number: TicketNumber
  /// Identifier of the service it was taken for.
  public let service: String
  public var state: TicketState
  public let priority: Priority?
  public let language: Language
  /// Masked name, nil for a ticket without a card.
  public let holder: String?
  /// Six digits printed on the ticket: what proves that a ticket is one's own.
  public let secret: String
  public let takenAt: Moment
  public var calledAt: Moment?
  public var finishedAt: Moment?
  public var window: String?
  public var paper: PaperState
  /// A fault word, where `paper` is failed or unknown.
  public var paperFault: String?
  /// The level the citizen gave, nil while unrated.
  public var rating: Int?

  public init(
    id: Int64, day: LocalDay, number: TicketNumber, service: String, state: TicketState,
    priority: Priority?, language: Language, holder: String?, secret: String, takenAt: Moment,
    calledAt: Moment?, finishedAt: Moment?, window: String?, paper: PaperState,
    paperFault: String?, rating: Int?
  ) {
    self.id = id
    self.day = day
    self.number = number
    self.service = service
    self.state = state
    self.priority = priority
    self.language = language
    self.holder = holder
    self.secret = secret
    self.takenAt = takenAt
    self.calledAt = calledAt
    self.finishedAt = finishedAt
    self.window = window
    self.paper = paper
    self.paperFault = paperFault
    self.rating = rating
  }

  /// What the ticket's QR code says; the kiosk reads it back.
  public var code: String { "HW:\(number):\(secret)" }
}

extension TicketState {
  /// The whole life of a ticket as one table; whatever is not here cannot happen.
  public func mayBecome(_ next: TicketState) -> Bool {
    switch (self, next) {
    case (.waiting, .called), (.waiting, .voided), (.called, .finished), (.called, .voided): true
    default: false
    }
  }
}

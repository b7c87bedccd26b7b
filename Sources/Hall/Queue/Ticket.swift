/// A person as the hall knows one: a keyed hash of the ID number, never the number.
public struct PersonKey: Hashable, Sendable {
  public let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// By what right a ticket waits. 排队类别
public enum Standing: String, Codable, Sendable, CaseIterable {
  /// 预约: callable from its slot on.
  case reserved
  /// 绿色通道
  case priority
  /// 现场取号
  case ordinary
}

/// Where a ticket stands in its line: who has the smaller place is called first there.
public struct Place: Hashable, Comparable, Sendable {
  /// Since when it waits; its age decides against other lines.
  public let since: Moment
  /// Orders tickets of one moment: the ticket after which this one stands, or its own identity.
  public let order: Int64
  /// How far behind that ticket, 0 for itself.
  public let step: Int
  public let ticket: Int64

  public init(since: Moment, order: Int64, step: Int = 0, ticket: Int64) {
    self.since = since
    self.order = order
    self.step = step
    self.ticket = ticket
  }

  public static func < (a: Place, b: Place) -> Bool {
    if a.since != b.since { return a.since < b.since }
    if a.order != b.order { return a.order < b.order }
    return a.step == b.step ? a.ticket < b.ticket : a.step < b.step
  }

  /// The same place with another age.
  func counted(from since: Moment) -> Place {
    Place(since: since, order: order, step: step, ticket: ticket)
  }

  /// The place right behind another's.
  static func behind(_ other: Place, ticket: Int64) -> Place {
    Place(since: other.since, order: other.order, step: other.step + 1, ticket: ticket)
  }
}

/// One number of one day and its whole state. 排队号
public struct Ticket: Sendable, Equatable {
  /// Stable identity in the ledger, never shown.
  public let id: Int64
  public let day: LocalDay
  public let number: TicketNumber
  /// Six digits printed on the ticket: what proves that a ticket is one's own.
  public let secret: String
  public let language: Language
  public let priority: Priority?
  public let takenAt: Moment
  /// The service it waits for or is served with now.
  public var service: String
  /// What its holder came for besides, in the order of the visits.
  public var laterServices: [String]
  public var state: TicketState
  public var standing: Standing
  public var place: Place
  /// nil for a ticket without a card, and once the hall has forgotten.
  public var person: PersonKey?
  /// Masked name, nil for a ticket without a card.
  public var holder: String?
  /// Not called before: the start of a reserved slot.
  public var callableFrom: Moment?
  /// The holder has left the hall and is expected back then; nil for who is here.
  public var backAt: Moment?
  /// Set by a transfer to one window: no other calls it.
  public var boundWindow: String?
  /// What the clerk before wrote for the clerk after. 转办备注
  public var note: String?
  public var window: String?
  public var calledAt: Moment?
  public var servedAt: Moment?
  public var finishedAt: Moment?
  /// How often it was called, the first call included.
  public var calls = 0
  /// How often it came back after it was passed.
  public var returns = 0
  /// Why it went when it was called.
  public var reason: ChoiceReason?
  /// The wait that was told when it was taken.
  public var announced: AnnouncedWait?
  public var paper: PaperState
  /// A fault word, where `paper` is failed or unknown.
  public var paperFault: String?
  /// Entered after an outage from a paper list. 补录
  public var enteredLate = false
  /// The level the citizen gave, nil while unrated.
  public var rating: Int?

  public init(
    id: Int64, day: LocalDay, number: TicketNumber, service: String,
    laterServices: [String] = [], state: TicketState = .waiting, standing: Standing = .ordinary,
    place: Place? = nil, priority: Priority? = nil, language: Language = .zh,
    person: PersonKey? = nil, holder: String? = nil, secret: String, takenAt: Moment,
    paper: PaperState = .none
  ) {
    self.id = id
    self.day = day
    self.number = number
    self.service = service
    self.laterServices = laterServices
    self.state = state
    self.standing = standing
    self.place = place ?? Place(since: takenAt, order: id, ticket: id)
    self.priority = priority
    self.language = language
    self.person = person
    self.holder = holder
    self.secret = secret
    self.takenAt = takenAt
    self.paper = paper
  }

  /// What the ticket's QR code says; the kiosk reads it back.
  public var code: String { "HW:\(number):\(secret)" }

  /// Whether a window may call it at a moment: its holder has it in hand and is here.
  public func isCallable(at now: Moment) -> Bool {
    state.isInLine && paper.isInHand && backAt == nil && (callableFrom.map { $0 <= now } ?? true)
  }
}

/// The range a citizen was told, and what it was made from. 预计等候
public struct AnnouncedWait: Sendable, Equatable {
  /// The share of waits that ``low`` promises to be at least as long as.
  static let lowShare = 0.5
  /// The share of waits that ``high`` promises to be at least as long as.
  static let highShare = 0.9

  /// Minutes, half of all waits are to be shorter.
  public let low: Int
  /// Minutes, nine of ten waits are to be shorter.
  public let high: Int
  /// The model's own figure in seconds, before it was corrected by its past errors.
  public let modelled: Int

  public init(low: Int, high: Int, modelled: Int) {
    self.low = low
    self.high = high
    self.modelled = modelled
  }
}

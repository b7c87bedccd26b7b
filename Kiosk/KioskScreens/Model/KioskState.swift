public import Hall
public import HallAPI

/// Everything the kiosk knows; what is on the screen follows from it alone.
public struct KioskState: Sendable {
  public internal(set) var language: Language
  public internal(set) var stage: Stage = .home
  /// Which choice the arrow keys have reached; -1 where none is proposed.
  public internal(set) var focus = 0
  /// What the hall offers, nil before the first answer.
  public internal(set) var hall: HallInterface.Describe.Reply?
  /// Levels and reasons in force, as the hall told them last.
  public internal(set) var catalogue: RatingsInterface.Catalogue.Reply?
  /// Whoever stands here wants few and large choices, and time; until they have gone. 长者模式
  public internal(set) var wantsElder = false
  /// The terminal has no room for the usual screens.
  var isNarrow = false
  /// The page of words and choices in elder mode, where the screen has no pages of its own.
  var elderPage = 0
  /// What was said last, so that nothing is said twice.
  var lastSaid: String?
  public internal(set) var connection: Connection = .connecting
  public internal(set) var now: Moment
  /// Grows whenever a screen is left: answers to older generations are nobody's any more, and
  /// whoever runs requests may drop those of older generations.
  public internal(set) var generation = 0
  /// When somebody last did something, or something worth reading last happened.
  var lastChange: Moment
  var lastDescribed: Moment
  /// The last characters typed outside a form: a scanner's `HW:` is recognised in them.
  var recentCharacters = ""
  /// What whoever stands here may leave behind.
  var belongings = Belongings()
  /// What is said about it on the home screen.
  var reminder: Reminder?
  private var requests = 0

  let defaultLanguage: Language
  /// Whether invented cards can be put on the reader from here.
  public let isDemo: Bool
  private let instance: String

  /// A kiosk at its home screen. `instance` is a random word, so that no request identifier is
  /// ever used twice, not even by two kiosks or after a restart.
  public init(instance: String, language: Language, isDemo: Bool, now: Moment) {
    self.instance = instance
    self.language = language
    defaultLanguage = language
    self.isDemo = isDemo
    self.now = now
    lastChange = now
    lastDescribed = now
  }

  /// Few and large choices, and nobody is hurried. 长者模式
  public var isElder: Bool { wantsElder || isNarrow }

  /// The request identifier of the next thing that must happen once only.
  mutating func nextRequestID() -> String {
    requests += 1
    return "kiosk-\(instance)-\(requests)"
  }

  func text(_ phrase: Bilingual) -> String { phrase[language] }

  func service(_ id: String) -> HallInterface.Service? {
    hall?.services.first { $0.id == id }
  }
}

/// How the road to the service is.
public enum Connection: Sendable, Equatable {
  case connecting
  case up
  case down(attempt: Int, retryAt: Moment)
}

/// One screen and what it shows.
public enum Stage: Sendable, Equatable {
  case home
  /// `adding`: another matter is chosen for that offer's number.
  case fields(page: Int, adding: Offer? = nil)
  case services(field: String, page: Int, adding: Offer? = nil)
  /// A service that wants no card: one look before the number.
  case offer(Offer)
  case card(CardScreen)
  case priority(Offer)
  /// Something was asked of the service and must not be asked twice.
  case working(Working)
  case ticket(TicketScreen)
  case lookupWays
  case form(Form)
  case cases([CasesInterface.Case], page: Int)
  case caseDetail(CaseScreen)
  case levels(RatingTarget)
  case reasons(RatingTarget, RatingDraft)
  case words(RatingTarget, RatingDraft)
  case thanks(level: Int)
  case notice(Notice)
  case guides(GuideFinder)
  case guide(GuideScreen)
  case guideList(GuideList)
  case papers(PapersScreen)
  case letters(LettersScreen)
  /// What the hall holds of the person whose card was read. 我的信息
  case myData(PrivacyInterface.Mine.Reply)
  indirect case help(HelpScreen)
}

/// A service someone chose, and how they want to wait for it. 取号事项
public struct Offer: Sendable, Equatable {
  public var service: String
  public var field: String
  public var priority: Priority?
  /// Further matters on the same number, in the order of the visits.
  public var later: [String] = []
  /// What was ticked of the papers before; it goes with the number.
  public var papers: PaperTicks?
  /// Where messages go; nobody has to give it (PIPL art. 16).
  public var phone: String?

  /// Three visits with one number: more would fill a day and the screen.
  static let mostMatters = 3

  var services: [String] { [service] + later }
}

public struct CardScreen: Sendable, Equatable {
  public enum Purpose: Sendable, Equatable {
    case ticket(Offer)
    case cases
    /// The card is of whoever acts for the organisation. 经办人
    case organisation(OrganisationCode)
    case checkIn
    case myData
  }

  public enum Phase: Sendable, Equatable {
    case waiting
    case reading
    /// Lay it down again, for this reason of org.hallway.Cards.
    case retry(String?)
    case timeout
    case trouble(Trouble)
  }

  public var purpose: Purpose
  public var phase: Phase = .waiting
}

/// One of the cases that were found, and what of it is on the screen.
public struct CaseScreen: Sendable, Equatable {
  /// How its print went.
  public enum Paper: Sendable, Equatable {
    case none, printing, printed, failed
    /// Looked up too long ago.
    case expired
  }

  public var cases: [CasesInterface.Case]
  public var index: Int
  public var page = 0
  public var paper = Paper.none

  var shown: CasesInterface.Case? { cases.indices.contains(index) ? cases[index] : nil }

  /// Lines of the list at the end: the parts of a joint case, then what happened.
  var lines: Int { shown.map { $0.parts.count + $0.steps.count } ?? 0 }
}

/// The ticket that somebody rates. 评价对象
public struct RatingTarget: Sendable, Equatable {
  public var number: String
  public var secret: String
  /// What was served.
  public var service: Bilingual
  /// It was rated, and this is the one rating more. 追评
  public var isAgain = false
}

/// A request on its way; the same one is sent again until an answer comes.
public struct Working: Sendable, Equatable {
  public var request: Request
  public var attempt = 0
  /// When to ask again, nil while an answer may still come.
  public var retryAt: Moment?
  /// What to show once it is done.
  public var offer: Offer?
  /// The ticket whose holder asks.
  public var ticket: TicketScreen?
  /// Where to go on looking for guides.
  public var finder: GuideFinder?
  /// What was typed, to be mended where nothing is found for it.
  public var form: Form?
  /// The case whose letters are asked for.
  public var caseScreen: CaseScreen?
  /// A scanned code that is a receipt where it is no reservation's.
  public var receipt: String?
}

public struct TicketScreen: Sendable, Equatable {
  /// How the number came to this screen.
  public enum Origin: Sendable, Equatable {
    case taken
    /// The person held it before coming here.
    case wasWaiting
    /// Its holder came back to it.
    case lookedUp
  }

  /// What of the ticket is on the screen; all of them follow it.
  public enum Page: Hashable, Sendable {
    case number, choices, leaving, givingUp
  }

  public var number: String
  /// What proves that the ticket is the person's; nil where only the number is known.
  public var secret: String?
  /// nil until the service has told more than the number.
  public var ticket: QueueInterface.Ticket?
  public var origin = Origin.taken
  public var page = Page.number
  /// Something about the ticket that the person did not expect.
  public var note: Bilingual?
  /// Why a second print was refused, a fault word of org.hallway.Devices.
  public var reprintRefused: String?
  public var isReprinting = false
  /// When to follow again after a lost connection.
  public var followAt: Moment?
  public var attempt = 0

  init(_ ticket: QueueInterface.Ticket) {
    self.init(number: ticket.number, secret: ticket.secret)
    self.ticket = ticket
  }

  init(number: String, secret: String? = nil, origin: Origin = .taken) {
    self.number = number
    self.secret = secret
    self.origin = origin
  }

  /// What the service wants to see before anything is done with the ticket.
  var proof: QueueInterface.TicketProof? { secret.map { .init(number: number, secret: $0) } }
}

/// Words about something that went otherwise, and what can be done now.
public struct Notice: Sendable, Equatable {
  public var title: Bilingual
  public var lines: [Bilingual]
  public var options: [Option]
  public var isWarning = true
  /// The ticket that it is about.
  public var ticket: TicketScreen?
  /// The offer that another matter was being chosen for.
  public var adding: Offer?
  /// The rating that was refused and may be followed by another.
  public var rating: RatingTarget?
  /// The number that somebody asked for who came often.
  public var visit: RepeatedVisit?
  /// The case to go back to.
  public var caseScreen: CaseScreen?
}

/// A choice of a screen; its digit is its place where it names no other.
public struct Option: Sendable, Equatable {
  public var digit: Int?
  public var letter: Character?
  public var text: Bilingual
  public var detail: Bilingual?
  public var isClosed = false
  /// One of several that may be chosen together; nil where a choice leads on.
  public var isChosen: Bool?
  public var action: Action

  init(
    _ action: Action, _ text: Bilingual, digit: Int? = nil, letter: Character? = nil,
    detail: Bilingual? = nil, isClosed: Bool = false, isChosen: Bool? = nil
  ) {
    self.action = action
    self.text = text
    self.digit = digit
    self.letter = letter
    self.detail = detail
    self.isClosed = isClosed
    self.isChosen = isChosen
  }
}

/// Something to be typed: a receipt with its password, a ticket with its code.
public struct Form: Sendable, Equatable {
  public enum Purpose: Sendable, Equatable {
    case lookup, organisation, rating, myNumber, checkIn, explain, phone
  }

  public struct Entry: Sendable, Equatable {
    public var text = ""
    public let isHidden: Bool
  }

  public var purpose: Purpose
  public var entries: [Entry]
  public var current = 0
  /// What to mend before going on.
  public var problem: Bilingual?
  /// The ticket of whoever asks why another one went first.
  public var ticket: TicketScreen?
  /// The number that is about to be taken, where a phone is asked for.
  public var offer: Offer?
  /// A scanner types into it: what the code is for is known at its end.
  public var isScan = false

  init(_ purpose: Purpose, ticket: TicketScreen? = nil) {
    self.purpose = purpose
    self.ticket = ticket
    entries = [Entry(isHidden: false)]
    if purpose.words.labels.count > 1 { entries.append(Entry(isHidden: purpose == .lookup)) }
  }
}

extension CardScreen.Purpose {
  var isLookup: Bool {
    switch self {
    case .cases, .organisation: true
    case .ticket, .checkIn, .myData: false
    }
  }
}

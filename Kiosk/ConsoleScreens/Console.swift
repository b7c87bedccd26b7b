public import Hall
public import HallAPI
public import TextUI

/// Everything a window's console knows; what is on its screen follows from it alone. 窗口台
public struct Console: Sendable {
  public internal(set) var language: Language
  public internal(set) var stage = ConsoleStage.desk
  /// What the window looks like, nil before the hall has told.
  public internal(set) var desk: CounterInterface.Desk?
  /// What the hall offers, for sending somebody on.
  public internal(set) var hall: HallInterface.Describe.Reply?
  public internal(set) var isConnected = false
  /// Why the hall will not have a console here, if that is so.
  public internal(set) var misplacement: ConsoleMisplacement?
  /// The one call that is on its way; keys wait for its answer.
  public internal(set) var pending: ConsoleCall?
  /// What became of the last key.
  public internal(set) var note: ConsoleNote?
  /// Which choice of a list the arrow keys have reached; -1 where none is proposed.
  public internal(set) var focus = -1
  public internal(set) var now: Moment
  /// When the hall last told how things stand.
  public internal(set) var asOf: Moment?
  public let window: String

  /// When somebody last pressed something.
  var lastHand: Moment
  /// A key that was pressed while the hall was busy with the one before; it follows where that went well.
  var keyAhead: ConsoleAction?
  /// The last key of the desk, against fingers that bounce.
  var lastAction: (action: ConsoleAction, at: Moment)?
  /// The desk that a question was begun at: the answer is about that one and no other.
  var begun: String?

  public init(window: String, language: Language, now: Moment) {
    self.window = window
    self.language = language
    self.now = now
    lastHand = now
  }
}

/// Which question the console asks.
public enum ConsoleStage: Sendable, Equatable {
  case desk
  case signIn(SignIn)
  case pauseReason
  case pauseUntil(Pause.Reason, String)
  /// A field of the hall, then one of its services.
  case sendField(page: Int)
  case sendService(field: String, page: Int)
  case sendWindow(page: Int)
  case sendNote(service: String?, window: String?, String)
  case held(page: Int)
  case passed(page: Int)
  case closing
}

/// What a clerk types to come to work. The PIN is on no screen, and gone once it is sent or left.
public struct SignIn: Sendable, Equatable {
  /// A staff number or a short name; the hall looks closer.
  static let longest = 32

  public var clerk = ""
  var pin = ""
  var isAtPIN = false

  mutating func type(_ character: Character) {
    if isAtPIN {
      if pin.count < Self.longest { pin.append(character) }
    } else if clerk.count < Self.longest, character != " " {
      clerk.append(character)
    }
  }

  mutating func erase() {
    if isAtPIN { pin = String(pin.dropLast()) } else { clerk = String(clerk.dropLast()) }
  }
}

/// A sentence about the last key, for a while.
public struct ConsoleNote: Sendable, Equatable {
  public let text: Bilingual
  public let isGood: Bool
  let since: Moment
}

/// What a key or a touch means.
public enum ConsoleAction: Hashable, Sendable {
  case next, recall, serve, finish, hold, resume, pass, comeBack, transfer, rate
  case pause, open, close, undo, language
  /// A choice of the list on the screen, counted through all pages.
  case pick(Int)
  case page(Int)
  case toWindow
  case back, submit, otherField
}

/// What is asked of the hall.
public enum ConsoleCall: Sendable, Equatable {
  case next, recall, serve, finish, hold, pass, undo, unpause, close
  case resume(String)
  case comeBack(String)
  case transfer(service: String?, window: String?, note: String?)
  case pause(Pause.Reason, backAt: String?)
  case open(clerk: String?, pin: String?)
  case rate(RatingStage)
}

/// A call and the desk it was meant for; it is made once and never again.
public struct ConsoleRequest: Sendable, Equatable {
  public let call: ConsoleCall
  /// The mark of the desk, see `Counter.Follow`; nil for calls that no keypad can double.
  public let seen: String?
}

/// Everything that can happen to a console.
public enum ConsoleEvent: Sendable {
  case key(Key)
  case click(Position, Size)
  /// About once a second.
  case tick
  case desk(CounterInterface.Desk)
  case hall(HallInterface.Describe.Reply)
  /// The hall is gone, or does not know the console.
  case disconnected(ConsoleMisplacement?)
  /// What became of the pending call.
  case answered(ConsoleAnswer)
}

/// Why a hall shows a console nothing: it was set up wrongly.
public enum ConsoleMisplacement: Sendable, Equatable {
  case noSuchWindow
  /// Its user is no clerk.
  case notAllowed
}

/// What became of a call.
public enum ConsoleAnswer: Sendable, Equatable {
  /// With the number it was about, where it was about one.
  case done(number: String?)
  case refused(ConsoleRefusal)
}

/// Why a call was not carried out, or nobody knows.
public enum ConsoleRefusal: Sendable, Equatable {
  case nobodyHere, nobodyWaits, notPossible, clerkNeeded, windowNotAllowed, nothingToUndo
  case noMoreReturns, moved, windowClosed, notOffered, notRateable, cannotStore, badText
  case nothingThere, notAllowed, other
  case callAgain(Int, needed: Int)
  case signInRefused(waitSeconds: Int)
  case elsewhere(String)
  case hallPaused(Pause.Reason, backAt: String?)
  /// The hall went away between key and answer.
  case answerLost
}

/// How long a console waits, in seconds.
enum ConsoleTiming {
  /// A finger that bounces presses twice within this; no clerk means it so.
  static let bounce: Int64 = 1
  /// A good answer is read at a glance.
  static let good: Int64 = 6
  /// A refusal is read, understood and shown to a colleague.
  static let refused: Int64 = 20
  /// A question that nobody answers goes, and with it a PIN half typed.
  static let question: Int64 = 90
}

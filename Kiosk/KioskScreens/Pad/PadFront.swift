public import Hall
public import HallAPI
public import TextUI

/// Everything a window's pad knows; what is on its screen follows from it alone. 窗口评价器
public struct PadFront: Sendable {
  public internal(set) var language: Language
  /// Few choices in large letters, laid out in 40 columns, and no hurry. 长者模式
  public internal(set) var isElder: Bool
  public internal(set) var stage = PadStage.board
  /// Which choice the arrow keys have reached; -1 where none is proposed.
  public internal(set) var focus = -1
  /// What the window does, nil before the hall has told.
  public internal(set) var board: RatingsInterface.Await.Reply?
  public internal(set) var catalogue: RatingsInterface.Catalogue.Reply?
  public internal(set) var isConnected = false
  /// Why the hall will not have the pad here, if that is so.
  public internal(set) var misplacement: PadMisplacement?
  /// Ratings that are kept here and that the hall has not answered yet.
  public internal(set) var unsent: Int
  public internal(set) var now: Moment
  /// When somebody last did something, or a screen was entered.
  var lastChange: Moment
  /// Evaluations that were rated here: they are not asked for again.
  var rated: Set<String>
  public let window: String
  let usual: (language: Language, isElder: Bool)
  private let instance: String
  private var count = 0

  /// A pad that has heard nothing of its hall yet. `instance` is a random word, so that no request has
  /// the name of one before a restart; `kept` are the ratings that waited when the pad started.
  public init(
    window: String, instance: String, language: Language, isElder: Bool, kept: [PadRating],
    now: Moment
  ) {
    self.window = window
    self.instance = instance
    self.language = language
    self.isElder = isElder
    usual = (language, isElder)
    rated = Set(kept.map(\.evaluation))
    unsent = kept.count
    self.now = now
    lastChange = now
  }

  mutating func nextRequestID() -> String {
    count += 1
    return "pad-\(instance)-\(count)"
  }

  /// What may be rated at this moment and was not rated here.
  var evaluation: RatingsInterface.Evaluation? {
    guard board?.state == .pleaseRate, let evaluation = board?.evaluation,
      !rated.contains(evaluation.id)
    else { return nil }
    // A pad without its hall goes by its own clock.
    guard let closes = Moment(iso8601: evaluation.closesAt), closes <= now else {
      return evaluation
    }
    return nil
  }
}

/// One screen of a pad.
public enum PadStage: Sendable, Equatable {
  /// What the window does; while something may be rated, the five levels.
  case board
  case reasons(PadRating, RatingDraft)
  /// The wrong key was pressed: the five levels once more.
  case otherLevel(PadRating, RatingDraft)
  case words(PadRating, RatingDraft)
  case thanks(PadRating)
  /// The hall has recorded it as refused.
  case refused(PadRefusal)
}

/// A rating as the pad keeps it until the hall has answered: no name, no number of anybody.
public struct PadRating: Codable, Sendable, Equatable {
  public let requestId: String
  public let evaluation: String
  public var level: Int
  public var reasons: [String]?
  public var text: String?
  /// When the level was pressed, by the pad's clock.
  public let ratedAt: String
  /// The person may still add reasons; a pad that starts anew sends it as it is.
  public var isHeld: Bool
}

/// Why the hall did not count a rating.
public enum PadRefusal: Sendable, Equatable {
  case alreadyRated
  case notRateable
  /// The hall takes nothing of this pad, or not this.
  case other
}

/// Everything that can happen to a pad.
public enum PadEvent: Sendable {
  case key(Key)
  case click(Position, Size)
  /// About once a second.
  case tick
  case board(RatingsInterface.Await.Reply)
  case catalogue(RatingsInterface.Catalogue.Reply)
  /// The hall is gone, and what it said last stays true for a while; or it does not know the pad.
  case disconnected(PadMisplacement?)
  /// The hall has answered a rating: nil where it counts.
  case answered(requestId: String, PadRefusal?)
}

/// Why a hall tells a pad nothing: it was set up wrongly.
public enum PadMisplacement: Sendable, Equatable {
  case noSuchWindow
  /// Its user is no pad of this window.
  case notAllowed
}

/// What a pad wants done outside.
public enum PadRequest: Sendable, Equatable {
  /// Write it down before anything else happens, in place of an earlier one of the same request;
  /// unless it is held, send it until the hall answers.
  case keep(PadRating)
  /// A person has gone: paint everything anew.
  case wipe
}

/// How long a pad waits for people, in seconds.
enum PadTiming {
  /// After so long without a press the pad asks once more: enough to read five lines.
  static let remind: Int64 = 20
  /// Eight reasons are read in half a minute; then the warning comes.
  static let reasons: Int64 = 40
  /// Words are typed slowly.
  static let words: Int64 = 90
  /// In elder mode nobody is hurried: the level counts already, and the next person's number takes the
  /// screen in any case. As long as a slow reader needs for eight reasons and some words.
  static let unhurried: Int64 = 300
  /// And the warning stands long enough to find one's glasses; it counts no seconds.
  static let unhurriedWarning: Int64 = 30
  /// The warning before a rating is sent as it is.
  static let countdown: Int64 = 10
  /// Thanks are read in a moment, and the next person comes.
  static let thanks: Int64 = 6
}

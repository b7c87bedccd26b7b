/// Everything that happens to ratings is a row of one chain: what was taken, and what was not.
public struct RatingEntry: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// "Please rate" was shown. 邀请评价
    case opened
    /// 评价
    case rated
    /// 追评
    case again
    /// A press or call that does not count; ``word`` is the ``RatingRefusal``.
    case refused
    /// Left out of the figures; ``word`` is the ``RatingExclusion``.
    case excluded
    /// A step of the work that a bad rating is; ``word`` is the ``RatingTask/Step``, or ``opened``.
    case task
    /// The service itself noticed something; ``word`` is a ``Warning``.
    case warning
  }

  /// What the service notes of its own.
  public enum Warning: String, Sendable {
    /// The hall's clock stands earlier than the row before.
    case clockSetBack
    /// There are fewer rows than the hall had kept the end of.
    case rowsMissing
    /// Rows were added that the hall did not write; ``why`` says from which on.
    case foreignRows
    /// The file that keeps the chain's end was gone, or not as the hall had left it.
    case headMissing
    /// The file of the keys that the hall has sealed with was gone.
    case keysMissing
    /// The citizens' words of the days before ``why`` were forgotten, as the hall has promised.
    case textsForgotten
  }

  public var kind: Kind
  /// The hall's clock, the only authority.
  public var at: Moment
  public var author: Author
  /// Identity of the ticket.
  public var ticket: Int64?
  public var number: String?
  public var stage: RatingStage?
  public var service: String?
  public var window: String?
  public var level: RatingLevel?
  /// Codes of the edition.
  public var reasons: [String] = []
  /// Kept apart from the chain, which has its keyed digest only, so that it can be forgotten.
  public var text: String?
  public var channel: RatingChannel?
  /// The catalogue's edition.
  public var edition: String?
  /// When it was given, by the clock of the caller.
  public var clientAt: Moment?
  /// SHA-256 of the evaluation's token.
  public var evaluation: [UInt8]?
  /// Until when "please rate" stands.
  public var closesAt: Moment?
  public var requestID: String?
  /// The row this one is about.
  public var about: Int64?
  public var word: String?
  /// A reviewer's or manager's sentence.
  public var why: String?

  public init(_ kind: Kind, at: Moment, by author: Author) {
    self.kind = kind
    self.at = at
    self.author = author
  }

  /// How many presses a row of refused ones stands for: one, or as many as a summary counts.
  public var times: Int {
    guard kind == .refused, let count = why?.prefix(while: \.isNumber), !count.isEmpty else {
      return 1
    }
    return Int(count) ?? 1
  }

  /// A row for many that were refused and have none of their own.
  public static func refusals(
    _ count: Int, _ reason: RatingRefusal, window: String?, since: Moment, at now: Moment,
    by author: Author
  ) -> RatingEntry {
    var entry = RatingEntry(.refused, at: now, by: author)
    entry.word = reason.rawValue
    entry.window = window
    entry.why = "\(count) more since \(WallClock(since).iso8601)"
    return entry
  }

  /// The day of the hall's clock.
  public var day: LocalDay { WallClock(at).day }

  /// The same, told as not taken. Words are not kept: what was refused is nobody's rating.
  public func refused(_ reason: RatingRefusal) -> RatingEntry {
    var entry = self
    entry.kind = .refused
    entry.word = reason.rawValue
    entry.text = nil
    return entry
  }
}

/// A row as it is kept.
public struct RatingRecord: Sendable, Equatable {
  /// 1, 2, 3 ... without a gap; what a rating is called by.
  public let sequence: Int64
  public let entry: RatingEntry
  /// SHA-256 over the hash before and this row, 32 bytes.
  public let hash: [UInt8]

  public init(sequence: Int64, entry: RatingEntry, hash: [UInt8]) {
    self.sequence = sequence
    self.entry = entry
    self.hash = hash
  }
}

/// How writing a rating down ended.
public enum RatingOutcome: Sendable, Equatable {
  case stored(RatingRecord)
  /// The request was answered before, with this one.
  case same(RatingRecord)
  /// It is recorded as refused.
  case refused(RatingRefusal)
  /// The request's name was given to another rating.
  case requestTaken
}

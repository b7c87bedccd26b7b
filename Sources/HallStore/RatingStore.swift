public import Hall

/// A day's end of the chain of ratings, signed. 日封存
///
/// Whoever keeps a seal on paper, away from the hall, can prove later that the rows up to it are
/// those of that day.
public struct RatingSeal: Sendable, Equatable {
  public let hall: String
  /// The day that was over.
  public let day: LocalDay
  /// When it was sealed.
  public let at: Moment
  /// How many rows the chain had.
  public let rows: Int64
  /// The hash of the last of them; 32 zeros for none.
  public let head: [UInt8]
  /// The signature of the seal before; nil for the first.
  public let previous: [UInt8]?
  /// Ed25519, 32 bytes.
  public let publicKey: [UInt8]
  /// Ed25519 over ``message``, 64 bytes; empty before it is signed.
  public var signature: [UInt8]

  public init(
    hall: String, day: LocalDay, at: Moment, rows: Int64, head: [UInt8], previous: [UInt8]?,
    publicKey: [UInt8], signature: [UInt8] = []
  ) {
    self.hall = hall
    self.day = day
    self.at = at
    self.rows = rows
    self.head = head
    self.previous = previous
    self.publicKey = publicKey
    self.signature = signature
  }

  /// What is signed: a ``CanonicalForm`` of version 2 with hall, day, at, rows, head, previous.
  public var message: [UInt8] {
    var form = CanonicalForm(version: 2)
    form.put(hall)
    form.put(day.description)
    form.put(at.milliseconds)
    form.put(rows)
    form.put(head)
    form.put(previous)
    return form.bytes
  }

  /// What is printed as a QR code: short enough to be read off a receipt, and enough to hold the
  /// ledger against.
  public var text: String {
    "HWSEAL1 \(hall) \(day) \(rows) \(Hexadecimal.text(head)) \(Hexadecimal.text(signature))"
  }
}

/// What ``RatingSeal/text`` says.
public struct PrintedSeal: Sendable, Equatable {
  public let hall: String
  public let day: String
  public let rows: Int64
  /// Hexadecimal.
  public let head: String
  /// Hexadecimal.
  public let signature: String

  /// nil where a text is no seal.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 6, words[0] == "HWSEAL1", let rows = Int64(words[3]) else { return nil }
    hall = words[1]
    day = words[2]
    self.rows = rows
    head = words[4].lowercased()
    signature = words[5].lowercased()
  }
}

/// What verifying the ratings found in order.
public struct RatingReport: Sendable, Equatable, Codable {
  public var hall: String
  public var rows = 0
  public var seals = 0
  /// The last row's hash, hexadecimal; empty without a row.
  public var head = ""
  /// Rows before which the hall's clock was put back.
  public var clockSetBack: [Int64] = []
  /// What else the hall has noted of its own ledger: rows or files that were gone or a stranger's.
  public var noted: [Note] = []
  /// With the hall's key it was checked that the hall has written every row, and forgotten every
  /// text that is gone. Without it neither is known.
  public var isKeyed = false

  /// A row with which the hall has noted something.
  public struct Note: Sendable, Equatable, Codable {
    public let row: Int64
    /// The ``RatingEntry/Warning``.
    public let what: String

    public init(row: Int64, what: String) {
      self.row = row
      self.what = what
    }
  }

  public init(hall: String) { self.hall = hall }
}

/// The part of the ledger that keeps ratings.
public protocol RatingStore: Sendable {
  /// Writes down what happened, chained to what happened before; many that come together share a
  /// commit.
  ///
  /// A rating is taken once a ticket and stage, a request once; what is not taken is recorded as
  /// refused. A rating of 不满意 and worse opens a task in the same commit, and one that is left out
  /// closes its own.
  ///
  /// - Parameters:
  ///   - entry: what happened.
  ///   - notingRefusal: false where so much was refused that one more row is of no use.
  /// - Returns: how it ended, once that is durable.
  /// - Throws: ``StoreFailure`` where it cannot be written.
  func record(_ entry: RatingEntry, notingRefusal: Bool) async throws -> RatingOutcome

  /// The row that opened an evaluation, by the digest of its token.
  func opened(evaluation digest: [UInt8]) async throws -> RatingRecord?

  /// When an evaluation's window went on to something else in the evaluation's time: another ticket
  /// came to it, or another was asked about. nil while it has not.
  func windowWentOn(after opened: RatingRecord) async throws -> Moment?

  /// How often a stage of a ticket was asked about.
  func timesOpened(_ subject: Evaluation.Subject) async throws -> Int

  func ratingRow(_ sequence: Int64) async throws -> RatingRecord?

  /// The rating that answered a request.
  func rating(requestID: String) async throws -> RatingRecord?

  /// Whether the stage of a ticket was rated.
  func isRated(_ subject: Evaluation.Subject) async throws -> Bool

  /// Whether the one 追评 of a ticket's stage was given.
  func isRatedAgain(_ subject: Evaluation.Subject) async throws -> Bool

  /// The days' rows in their order.
  func ratingRows(from first: LocalDay, through last: LocalDay) async throws -> [RatingRecord]

  /// The days' finished services with what was said of them, and those of the days before that were
  /// rated on one of the days.
  func visits(from first: LocalDay, through last: LocalDay) async throws -> [Satisfaction.Visit]

  /// Every task's rows with the ratings and 追评 they are about, in their order.
  func taskRows() async throws -> [RatingRecord]

  /// The ratings that a reviewer has left out.
  func excludedRatings() async throws -> Set<Int64>

  // MARK: Seals

  /// The seal of a day; the last one for nil.
  func seal(of day: LocalDay?) async throws -> RatingSeal?

  /// The last of the days before `day` that have rows and whose rows no seal covers; nil where
  /// there is none.
  func unsealedDay(before day: LocalDay) async throws -> LocalDay?

  /// How many rows there are up to the end of a day, and the hash of the last; zeros for none.
  func ratingEnd(of day: LocalDay) async throws -> (rows: Int64, head: [UInt8])

  func keep(_ seal: RatingSeal) async throws

  /// Verifies the chain and the seals.
  ///
  /// - Returns: what was verified, or the row to blame (nil where it is not one) and why.
  func verifyRatings() async throws -> Result<RatingReport, RatingBreach>
}

extension RatingStore {
  /// Writes down what happened, or that it is refused.
  public func record(_ entry: RatingEntry) async throws -> RatingOutcome {
    try await record(entry, notingRefusal: true)
  }
}

/// What is wrong with the ratings.
public struct RatingBreach: Error, Sendable, Equatable {
  /// The first wrong row, where it is a row.
  public let row: Int64?
  public let why: String

  public init(row: Int64?, why: String) {
    self.row = row
    self.why = why
  }
}

/// The emergency numbers of one letter that were printed for a day: 1 to ``count``. 应急号段
public struct EmergencyBlock: Sendable, Equatable {
  /// What a hall hands out by hand in some hours; more is a slip of the finger. The one limit for
  /// printing a block and for entering its numbers.
  public static let most = 500

  public var day: LocalDay
  public var letter: String
  public var count: Int

  public init(day: LocalDay, letter: String, count: Int) {
    self.day = day
    self.letter = letter
    self.count = count
  }

  /// What is wanted of a letter whose numbers were printed today.
  public enum Again: String, Sendable, Codable, CaseIterable {
    /// The same numbers on new paper, which says so: the first came out badly. 补打
    case same
    /// Numbers that go on where the last ones end. 续号
    case more
  }

  /// Numbers that came out of the printer.
  public struct Printing: Sendable, Equatable {
    public let numbers: [TicketNumber]
    /// They were printed before.
    public let isReprint: Bool
  }
}

/// A number of the emergency block as the paper list tells it. 补录
public struct LateEntry: Sendable, Equatable {
  /// The longest that a list lies about; later its figures were reported.
  public static let mostDaysBack = 31

  /// The day the number was handed out; nil for the engine's own.
  public var day: LocalDay?
  /// What the block's numbers begin with.
  public var letter: String
  public var serial: Int
  public var service: String
  public var takenAt: Moment
  public var calledAt: Moment?
  public var finishedAt: Moment?
  public var window: String?

  public init(
    day: LocalDay? = nil, letter: String, serial: Int, service: String, takenAt: Moment,
    calledAt: Moment? = nil, finishedAt: Moment? = nil, window: String? = nil
  ) {
    self.day = day
    self.letter = letter
    self.serial = serial
    self.service = service
    self.takenAt = takenAt
    self.calledAt = calledAt
    self.finishedAt = finishedAt
    self.window = window
  }
}

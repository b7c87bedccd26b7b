/// A day as it was, for others to compute with: ticket facts, no names. 一天的记录
///
/// What `hallway report day --record` prints and `hallway simulate --replay` reads. Times are
/// `2026-11-26T09:30:00+08:00`, as everywhere in the hall's JSON.
public struct DayRecord: Sendable, Equatable, Codable {
  public struct Service: Sendable, Equatable, Codable {
    public var id: String
    public var field: String
    public var letter: String

    public init(id: String, field: String, letter: String) {
      self.id = id
      self.field = field
      self.letter = letter
    }
  }

  public struct Window: Sendable, Equatable, Codable {
    public var id: String
    public var kind: WindowKind
    public var services: [String]
    /// When its clerk was there.
    public var atWork: [Span]

    public init(id: String, kind: WindowKind, services: [String], atWork: [Span]) {
      self.id = id
      self.kind = kind
      self.services = services
      self.atWork = atWork
    }
  }

  public struct Span: Sendable, Equatable, Codable {
    public var from: String
    public var until: String

    public init(from: String, until: String) {
      self.from = from
      self.until = until
    }
  }

  public struct Announced: Sendable, Equatable, Codable {
    /// Minutes.
    public var low: Int
    public var high: Int

    public init(low: Int, high: Int) {
      self.low = low
      self.high = high
    }
  }

  public struct Ticket: Sendable, Equatable, Codable {
    public var number: String
    public var service: String
    public var standing: Standing
    public var priority: Priority?
    public var state: TicketState
    public var takenAt: String
    /// When its reserved slot began.
    public var callableFrom: String?
    /// Its last call.
    public var calledAt: String?
    public var servedAt: String?
    public var finishedAt: String?
    public var window: String?
    public var returns: Int
    /// Seconds to its first call, where that is known.
    public var wait: Int64?
    public var announced: Announced?

    public init(_ ticket: Hall.Ticket, wait: Int64? = nil) {
      number = ticket.number.description
      service = ticket.service
      standing = ticket.standing
      priority = ticket.priority
      state = ticket.state
      takenAt = WallClock(ticket.takenAt).iso8601
      callableFrom = ticket.callableFrom.map { WallClock($0).iso8601 }
      calledAt = ticket.calledAt.map { WallClock($0).iso8601 }
      servedAt = ticket.servedAt.map { WallClock($0).iso8601 }
      finishedAt = ticket.finishedAt.map { WallClock($0).iso8601 }
      window = ticket.window
      returns = ticket.returns
      announced = ticket.announced.map { Announced(low: $0.low, high: $0.high) }
      let first = ticket.returns == 0 ? ticket.calledAt : nil
      let since = max(ticket.takenAt, ticket.callableFrom ?? ticket.takenAt)
      self.wait = wait ?? first.map { max(0, $0.seconds(since: since)) }
    }
  }

  /// Of this shape; a reader refuses a later one.
  public static let version = 1

  public var version: Int
  public var hall: String
  public var day: String
  /// When the doors closed to newcomers.
  public var closing: String
  /// How the lines were ordered; the usual way where it is left out.
  public var order: OrderPolicy?
  public var services: [Service]
  public var windows: [Window]
  /// In the order they were taken.
  public var tickets: [Ticket]

  public init(
    hall: String, day: LocalDay, closing: Moment, order: OrderPolicy?, services: [Service],
    windows: [Window], tickets: [Ticket]
  ) {
    version = Self.version
    self.hall = hall
    self.day = day.description
    self.closing = WallClock(closing).iso8601
    self.order = order
    self.services = services
    self.windows = windows
    self.tickets = tickets
  }
}

extension Moment {
  /// Reads `2026-11-26T09:30:00+08:00`, the form of the hall's JSON; nil for anything else.
  public init?(iso8601 text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count == 25, let day = LocalDay(String(parts[0])),
      parts[1].hasSuffix("+08:00")
    else { return nil }
    let time = parts[1].dropLast(6).split(separator: ":", omittingEmptySubsequences: false)
    let values = time.compactMap { $0.utf8.count == 2 ? Int($0) : nil }
    guard values.count == 3, (0..<24).contains(values[0]), (0..<60).contains(values[1]),
      (0..<60).contains(values[2])
    else { return nil }
    self = day.moment(atMinute: values[0] * 60 + values[1])
      .advanced(bySeconds: Int64(values[2]))
  }
}

/// A time somebody has reserved. 预约
public struct Booking: Sendable, Equatable {
  public enum State: String, Codable, Sendable, CaseIterable {
    case booked
    /// 签到取号
    case checkedIn
    case cancelled
    /// 爽约: the slot is over, and nobody came.
    case noShow
  }

  public let id: Int64
  /// What the citizen types or shows. 预约码
  public let code: String
  public let service: String
  public let from: Moment
  public let until: Moment
  /// Who may check in by card; nil once the hall has forgotten, or where only the code counts.
  public var person: PersonKey?
  public var state: State
  /// Identity of the ticket it was checked in with.
  public var ticket: Int64?

  public init(
    id: Int64, code: String, service: String, from: Moment, until: Moment, person: PersonKey?,
    state: State = .booked, ticket: Int64? = nil
  ) {
    self.id = id
    self.code = code
    self.service = service
    self.from = from
    self.until = until
    self.person = person
    self.state = state
    self.ticket = ticket
  }
}

/// The rules of reservations, which differ from hall to hall (standards.md 4.4). 预约规则
public struct BookingPolicy: Sendable, Equatable {
  /// Minutes before the slot from which a kiosk gives the number, 0...240. It is called from its
  /// slot on all the same.
  public var early: Int
  /// Minutes after the slot in which it still counts as reserved; later its holder is given an
  /// ordinary number, never none.
  public var late: Int
  /// Reservations that may be missed before new ones are refused, 1...20; nil for no such rule.
  public var mostNoShows: Int?
  /// Days in which missed reservations are counted, 1...365.
  public var noShowDays: Int
  /// Days for which new ones are refused, 1...90. A walk-in number is given all the same (5.3.2.1).
  public var restrictedDays: Int

  public init(
    early: Int = 30, late: Int = 15, mostNoShows: Int? = 3, noShowDays: Int = 90,
    restrictedDays: Int = 7
  ) {
    self.early = early
    self.late = late
    self.mostNoShows = mostNoShows
    self.noShowDays = noShowDays
    self.restrictedDays = restrictedDays
  }

  /// Until when somebody may not reserve, from the slots they missed; nil where they may.
  public func restricted(missed: [Moment], at now: Moment) -> Moment? {
    guard let mostNoShows else { return nil }
    let since = now.advanced(bySeconds: -Int64(noShowDays) * 86_400)
    let recent = missed.filter { $0 > since && $0 <= now }.sorted()
    guard recent.count >= mostNoShows, let last = recent.last else { return nil }
    let until = last.advanced(bySeconds: Int64(restrictedDays) * 86_400)
    return until > now ? until : nil
  }
}

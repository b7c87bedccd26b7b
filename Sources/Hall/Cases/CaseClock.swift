/// What the law's clocks and the body's promise say of a case on a day. 时限
///
/// Everything is counted in working days of a calendar that somebody announced; what reaches into a
/// year nobody announced has no day (``Due/unknownYear(_:)``).
public struct CaseClock: Hashable, Sendable {
  /// Working days within which a body says whether it takes an application, or which documents are
  /// missing (行政许可法 art. 32(4)).
  public static let intakeDays = 5
  /// Working days from the decision until the certificate is handed out (art. 44).
  public static let deliveryDays = 10

  /// What became of the application itself. 受理
  public enum Intake: Hashable, Sendable {
    /// It was answered in time.
    case answered
    /// The body has until this day to answer.
    case open(Due)
    /// Documents were asked for in time, or it was sent back: nobody's clock runs.
    case withApplicant
    /// Nobody answered by `ranOut`: it counts as accepted from the day it was received.
    /// 逾期不告知的，自收到申请材料之日起即为受理
    case deemedAccepted(from: LocalDay, ranOut: LocalDay)
  }

  /// When a period ends.
  public enum Due: Hashable, Sendable {
    case day(LocalDay)
    /// The clock stands, with so many working days left.
    case stands(left: Int)
    /// It reaches into a year whose holidays nobody announced.
    case unknownYear(Int)

    public var day: LocalDay? { if case .day(let day) = self { day } else { nil } }
  }

  public let intake: Intake
  /// From when the decision's days count: the acceptance, or the receipt where it came too late.
  public let acceptedFrom: LocalDay?
  public let legal: Due?
  /// Never later than ``legal``.
  public let promised: Due?
  /// Until when the certificate is handed out, once it is granted.
  public let delivery: Due?
  public init(_ standing: CaseStanding, calendar: HolidayCalendar, on today: LocalDay) {
    let period = WorkingPeriod(calendar: calendar, standstills: standing.standstills)
    let reading = IntakeReading(standing, period: period, today: today)
    intake = reading.intake
    acceptedFrom = reading.acceptedFrom
    let limits = standing.facts.limits
    func due(_ days: Int?) -> Due? {
      guard let days, let from = reading.acceptedFrom, standing.decidedAt == nil,
        !standing.state.isOver
      else { return nil }
      return period.end(of: days + standing.extensionDays, after: from)
    }
    legal = due(limits?.legal)
    promised = due(limits?.promised)
    let isWaitedFor = standing.state == .approved
    delivery = standing.decidedAt.flatMap { decided in
      isWaitedFor
        ? WorkingPeriod(calendar: calendar)
          .end(of: Self.deliveryDays, after: WallClock(decided).day) : nil
    }
  }
}

/// Working days of a calendar without those on which the clock stands.
///
/// The day a period begins on is not counted, and neither are those after the day a standstill begins
/// up to the day it ends: it takes as many working days as a period of the same two days.
struct WorkingPeriod {
  let calendar: HolidayCalendar
  private let spans: [(begun: LocalDay, ended: LocalDay?)]

  init(calendar: HolidayCalendar, standstills: [CaseStanding.Standstill] = []) {
    self.calendar = calendar
    spans = standstills.map {
      (WallClock($0.begun).day, $0.ended.map { WallClock($0).day })
    }
  }

  func end(of count: Int, after start: LocalDay) -> CaseClock.Due {
    var day = start
    var left = count
    while left > 0 {
      guard let next = day.adding(days: 1) else { return .unknownYear(day.year + 1) }
      day = next
      if spans.contains(where: { $0.ended == nil && $0.begun < day }) { return .stands(left: left) }
      guard let isWorked = calendar.isWorkingDay(day) else { return .unknownYear(day.year) }
      if isWorked, !isStanding(on: day) { left -= 1 }
    }
    return .day(day)
  }

  private func isStanding(on day: LocalDay) -> Bool {
    spans.contains { $0.begun < day && day <= ($0.ended ?? day) }
  }
}

/// Goes through a case's steps as far as its acceptance.
private struct IntakeReading {
  private(set) var intake = CaseClock.Intake.withApplicant
  private(set) var acceptedFrom: LocalDay?

  /// The day on which what waits for an answer was received; nil while nothing waits.
  private var received: LocalDay?
  private let calendar: WorkingPeriod

  init(_ standing: CaseStanding, period: WorkingPeriod, today: LocalDay) {
    calendar = WorkingPeriod(calendar: period.calendar)
    for (index, step) in standing.steps.enumerated() {
      let day = WallClock(step.at).day
      if index == 0 { received = day }
      if take(step.event, on: day) { return }
    }
    guard let received, !standing.state.isOver else {
      if standing.state.isOver { intake = .answered }
      return
    }
    let limit = calendar.end(of: CaseClock.intakeDays, after: received)
    if let ranOut = limit.day, ranOut < today {
      deem(received, ranOut)
    } else {
      intake = .open(limit)
    }
  }

  /// - Returns: whether nothing later matters.
  private mutating func take(_ event: CaseEvent, on day: LocalDay) -> Bool {
    switch event {
    case .submitted, .supplementReceived:
      received = received ?? day
      return false
    case .supplementAsked, .preCheckReturned:
      if answer(on: day) { return true }
      received = nil
      return false
    case .refused:
      if answer(on: day) { return true }
      intake = .answered
      received = nil
      return false
    case .accepted, .toleratedIntake:
      if answer(on: day) { return true }
      intake = .answered
      acceptedFrom = day
      return true
    case .examined, .decided:
      // A source that never says "accepted" counts from the receipt.
      if answer(on: day) { return true }
      intake = .answered
      acceptedFrom = received ?? day
      return true
    case .preChecked, .toleratedReceived, .procedureBegun, .procedureEnded, .finished,
      .readyToCollect, .collected, .posted, .retracted:
      return false
    }
  }

  /// - Returns: whether the answer came too late.
  private mutating func answer(on day: LocalDay) -> Bool {
    guard let received,
      let ranOut = calendar.end(of: CaseClock.intakeDays, after: received).day, ranOut < day
    else { return false }
    deem(received, ranOut)
    return true
  }

  private mutating func deem(_ received: LocalDay, _ ranOut: LocalDay) {
    intake = .deemedAccepted(from: received, ranOut: ranOut)
    acceptedFrom = received
  }
}

import Hall
import HallAPI
import HallStore
import Varlink

/// Adds up what happened, for those who plan the hall. 统计
struct FiguresDesk: Sendable {
  /// A year and a day: longer reports are made from exports.
  static let longestReport: Int64 = 366

  let hall: HallParts
  let views: TicketViews

  func report(_ question: FiguresInterface.Report.Parameters) async throws
    -> FiguresInterface.Report.Reply
  {
    let today = try await hall.queue.today()
    let last = try day(question.through, "through") ?? today
    let first = try day(question.from, "from") ?? last
    guard first <= last, last.daysSince1970 - first.daysSince1970 < Self.longestReport else {
      throw StandardError.invalidParameter("from")
    }
    let tickets = try await hall.store.tickets(from: first, through: last)
    let catalogue = hall.catalogue
    let figures = HallFigures(tickets, from: first, through: last, catalogue: catalogue)
    return .init(
      from: first.description, through: last.description, days: figures.days,
      total: Self.view(figures.total),
      hours: figures.hours.map { .init(hour: $0.hour, tally: Self.view($0.tally)) },
      windows: figures.windows.map {
        .init(
          window: $0.window,
          name: catalogue.name(ofWindow: $0.window),
          perDay: Double($0.perDayTenths) / 10, tally: Self.view($0.tally))
      },
      services: figures.services.map {
        .init(
          service: $0.service, name: views.serviceName($0.service), tally: Self.view($0.tally))
      }, neededWindows: figures.neededWindows, neededStaff: figures.neededStaff)
  }

  /// Who came too often for one matter, by the hall's policy. 多次往返
  func visits() async throws -> FiguresInterface.Visits.Reply {
    guard let policy = hall.rulebook.edition.visits else { return .init(people: []) }
    let since = policy.firstDay(on: try await hall.queue.today())
    let people = try await hall.store.repeatVisits(atLeast: policy.times, since: since)
    return .init(
      times: policy.times, withinDays: policy.withinDays,
      people: people.map {
        .init(
          service: $0.service, name: views.serviceName($0.service), visits: $0.visits,
          first: $0.first.description, last: $0.last.description, number: $0.number)
      })
  }

  private func day(_ text: String?, _ parameter: String) throws -> LocalDay? {
    guard let text else { return nil }
    guard let day = LocalDay(text) else { throw StandardError.invalidParameter(parameter) }
    return day
  }

  private static func view(_ tally: Tally) -> FiguresInterface.Tally {
    func spread(_ spread: Tally.Spread?) -> FiguresInterface.Spread? {
      spread.map { .init(p50: $0.p50, p90: $0.p90, longest: $0.longest) }
    }
    return .init(
      issued: tally.issued, called: tally.called, finished: tally.finished,
      passed: tally.passed, abandoned: tally.abandoned, wait: spread(tally.wait),
      service: spread(tally.service))
  }

  /// A day for others to compute with.
  func day(_ question: FiguresInterface.Day.Parameters) async throws
    -> FiguresInterface.Day.Reply
  {
    let today = try await hall.queue.today()
    let day = try day(question.day, "day") ?? today
    let tickets = try await hall.store.tickets(from: day, through: day)
    let journal = try await hall.store.journal(from: day, through: day).map(\.line)
    let edition = hall.rulebook.edition
    let catalogue = edition.queue.catalogue
    let end = journal.last?.at ?? day.moment(atMinute: 0)
    let closes = edition.hours.spans(on: day)?.last?.closes
    return .init(
      record: DayRecord(
        hall: hall.info.id, day: day, closing: closes.map(day.moment) ?? end,
        order: edition.queue.order,
        services: catalogue.services.map { .init(id: $0.id, field: $0.field, letter: $0.letter) },
        windows: catalogue.windows.map { window in
          .init(
            id: window.id, kind: window.kind, services: window.services,
            atWork: Self.shifts(of: window.id, in: journal, until: end))
        }, tickets: tickets.map { .init($0) }))
  }

  /// When a window was at work, by what the journal says of it.
  private static func shifts(of window: String, in journal: [JournalLine], until end: Moment)
    -> [DayRecord.Span]
  {
    var shifts: [DayRecord.Span] = []
    var since: Moment?
    func close(_ until: Moment) {
      guard let from = since, from < until else { return }
      shifts.append(.init(from: WallClock(from).iso8601, until: WallClock(until).iso8601))
    }
    for line in journal where line.window == window && line.ticket == nil {
      switch line.kind {
      case .opened, .unpaused: since = since ?? line.at
      case .closed, .paused:
        close(line.at)
        since = nil
      default: break
      }
    }
    close(end)
    return shifts
  }

  func calibration() async -> FiguresInterface.Calibration.Reply {
    let calibration = await hall.queue.calibration()
    return .init(
      waits: calibration.count, atMostLow: calibration.shareWithinLow ?? 0,
      inside: calibration.shareInside ?? 0, atMostHigh: calibration.shareWithinHigh ?? 0,
      meanErrorMinutes: calibration.meanErrorMinutes ?? 0)
  }
}

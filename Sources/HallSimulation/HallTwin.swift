public import Hall

/// A recorded day lived once more through the same engine, as it was and under a change. 数字孪生
///
/// The same citizens come at the same times and take as long; only the change differs. What no
/// record tells is assumed and the same on both sides: who was passed and returned came back after
/// five minutes, and who left before a call would have stayed.
public struct HallTwin: Sendable {
  /// What is to be tried. 假设
  public struct Change: Sendable, Equatable {
    public var windows: [MoreWindows] = []
    /// Another order of the lines.
    public var order: OrderPolicy?

    public init() {}
  }

  /// `+2 09:00-11:00`, or `+1 09:00-11:00 A,invoice` for letters and services only. 潮汐窗口
  public struct MoreWindows: Sendable, Equatable {
    public var count: Int
    public var span: OpeningHours.Span
    /// Letters or services; empty for any business.
    public var serving: [String]

    public init(count: Int, span: OpeningHours.Span, serving: [String] = []) {
      self.count = count
      self.span = span
      self.serving = serving
    }

    /// nil for what is not written like the above; at most 50 windows.
    public init?(_ text: String) {
      let words = text.split(separator: " ")
      guard (2...3).contains(words.count), words[0].hasPrefix("+"),
        let count = Int(words[0].dropFirst()), (1...50).contains(count)
      else { return nil }
      let times = words[1].split(separator: "-", omittingEmptySubsequences: false)
      guard times.count == 2, let span = OpeningHours.Span(from: times[0], until: times[1])
      else { return nil }
      self.init(
        count: count, span: span,
        serving: words.count == 3 ? words[2].split(separator: ",").map(String.init) : [])
    }
  }

  /// Why a record cannot be lived again.
  public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
    case laterVersion(Int)
    case notADay(String)
    case notATime(String)
    /// No window of the record serves it.
    case nobodyServes(String)
    case noTickets

    public var description: String {
      switch self {
      case .laterVersion(let version): "the record is of version \(version), which is newer"
      case .notADay(let text): "\(text) is no day"
      case .notATime(let text): "\(text) is no time like 2026-11-26T09:30:00+08:00"
      case .nobodyServes(let service): "no window serves \(service)"
      case .noTickets: "nobody took a number that day"
      }
    }
  }

  /// The waits as they were recorded, as the engine gives them again, and under the change.
  public struct Comparison: Sendable, Equatable, Codable {
    public let hall: String
    public let day: String
    /// What really happened; how near ``asItWas`` comes says how far the twin can be trusted.
    public let recorded: DayOutcome.Waits
    public let asItWas: DayOutcome
    public let changed: DayOutcome

    /// Minutes by which the change lengthens the mean wait; negative where it shortens it.
    public var mean: Double { changed.waits.mean - asItWas.waits.mean }
    public var p50: Double { changed.waits.p50 - asItWas.waits.p50 }
    public var p90: Double { changed.waits.p90 - asItWas.waits.p90 }
  }

  /// Seconds after which somebody who was passed came back.
  static let returnsAfter = 300
  private let record: DayRecord
  private let plan: DayPlan

  public init(_ record: DayRecord) throws(Fault) {
    guard record.version <= DayRecord.version else { throw .laterVersion(record.version) }
    guard !record.tickets.isEmpty else { throw .noTickets }
    self.record = record
    plan = try Self.plan(record)
  }

  public func compare(_ change: Change) throws(Fault) -> Comparison {
    Comparison(
      hall: record.hall, day: record.day,
      recorded: DayOutcome.Waits(seconds: record.tickets.compactMap(\.wait)),
      asItWas: outcome(of: plan), changed: outcome(of: try changed(by: change)))
  }

  private func outcome(of plan: DayPlan) -> DayOutcome {
    var runner = DayRunner(plan, forecaster: WaitForecaster())
    return runner.run().outcome(hall: record.hall)
  }

  // MARK: The change

  private func changed(by change: Change) throws(Fault) -> DayPlan {
    var plan = plan
    var windows = plan.rules.catalogue.windows
    for more in change.windows {
      let services = plan.rules.catalogue.services.filter {
        more.serving.isEmpty || more.serving.contains($0.letter) || more.serving.contains($0.id)
      }
      if services.isEmpty { throw .nobodyServes(more.serving.joined(separator: ",")) }
      for _ in 0..<more.count {
        let id = "more-\(windows.count + 1)"
        windows.append(Self.window(id, .comprehensive, services.map(\.id)))
        plan.shifts.append(
          Shift(
            window: id, from: plan.day.moment(minute: Double(more.span.opens)),
            until: plan.day.moment(minute: Double(more.span.closes)), servesOut: false))
      }
    }
    let old = plan.rules.catalogue
    plan.rules.catalogue = Catalogue(
      fields: old.fields, services: old.services, windows: windows)
    plan.rules.order = change.order ?? plan.rules.order
    return plan
  }

  // MARK: The record

  private static func plan(_ record: DayRecord) throws(Fault) -> DayPlan {
    guard let day = LocalDay(record.day) else { throw .notADay(record.day) }
    let closing = try moment(record.closing)
    let rules = QueueRules(catalogue: catalogue(record), order: record.order ?? OrderPolicy())
    var visits: [Visit] = []
    let usual = try usualSeconds(record)
    for ticket in record.tickets where ticket.state != .voided {
      guard !rules.catalogue.windows(serving: ticket.service, priority: ticket.priority).isEmpty
      else { throw .nobodyServes(ticket.service) }
      visits.append(try visit(ticket, usual: usual[ticket.service] ?? 600))
    }
    var shifts: [Shift] = []
    for window in record.windows {
      for (index, span) in window.atWork.enumerated() {
        let until = try moment(span.until)
        let isLast = index + 1 == window.atWork.count
        shifts.append(
          Shift(
            window: window.id, from: try moment(span.from), until: until,
            servesOut: isLast && until >= closing))
      }
    }
    return DayPlan(
      day: day, rules: rules, visits: visits.sorted { $0.at < $1.at }, shifts: shifts,
      closing: closing)
  }

  private static func visit(_ ticket: DayRecord.Ticket, usual: Int) throws(Fault) -> Visit {
    let taken = try moment(ticket.takenAt)
    let slot = try moment(ticket.callableFrom)
    let (called, served) = (try moment(ticket.calledAt), try moment(ticket.servedAt))
    let finished = try moment(ticket.finishedAt)
    let sat = served ?? called
    let walk = zip(called, served) { $1.seconds(since: $0) } ?? 0
    let seconds = zip(sat, finished) { $1.seconds(since: $0) } ?? Int64(usual)
    return Visit(
      at: taken, service: ticket.service, priority: ticket.priority,
      slot: slot.map { from in
        Visit.Slot(from: from, until: max(taken, from.advanced(bySeconds: 1800)))
      },
      walk: Int(min(max(walk, 1), 600)), serviceSeconds: Int(min(max(seconds, 1), 4 * 3600)),
      answers: ticket.state != .passed && ticket.returns == 0,
      returnsAfter: ticket.returns > 0 ? returnsAfter : nil)
  }

  private static func zip(_ a: Moment?, _ b: Moment?, _ body: (Moment, Moment) -> Int64) -> Int64? {
    guard let a, let b else { return nil }
    return body(a, b)
  }

  /// The median service of each kind, for those who were never served.
  private static func usualSeconds(_ record: DayRecord) throws(Fault) -> [String: Int] {
    var seconds: [String: [Int64]] = [:]
    for ticket in record.tickets {
      guard let called = ticket.servedAt ?? ticket.calledAt, let finished = ticket.finishedAt
      else { continue }
      let took = try moment(finished).seconds(since: try moment(called))
      seconds[ticket.service, default: []].append(took)
    }
    return seconds.mapValues { Int($0.sorted()[$0.count / 2]) }
  }

  private static func catalogue(_ record: DayRecord) -> Catalogue {
    var seen: Set<String> = []
    let fields = record.services.map(\.field).filter { seen.insert($0).inserted }
    return Catalogue(
      fields: fields.map { .init(id: $0, name: Bilingual(zh: $0, en: $0)) },
      services: record.services.map {
        .init(
          id: $0.id, field: $0.field, name: Bilingual(zh: $0.id, en: $0.id), letter: $0.letter,
          card: .optional)
      },
      windows: record.windows.map { window($0.id, $0.kind, $0.services) })
  }

  private static func window(_ id: String, _ kind: WindowKind, _ services: [String])
    -> Catalogue.Window
  {
    Catalogue.Window(
      id: id, name: Bilingual(zh: id, en: id), kind: kind, zone: Bilingual(zh: "-", en: "-"),
      services: services)
  }

  private static func moment(_ text: String?) throws(Fault) -> Moment? {
    guard let text else { return nil }
    return try moment(text) as Moment
  }

  private static func moment(_ text: String) throws(Fault) -> Moment {
    guard let moment = Moment(iso8601: text) else { throw .notATime(text) }
    return moment
  }
}

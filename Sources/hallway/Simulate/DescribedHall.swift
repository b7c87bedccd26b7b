import Hall
import HallAPI
import HallSimulation
import ProgramKit

extension Scenario {
  /// A running hall, as it describes itself; how long its matters take it does not tell, so all
  /// are taken to be alike.
  init(_ reply: HallInterface.Describe.Reply, citizens: Int?, on day: LocalDay) throws {
    let catalogue = Catalogue(
      fields: reply.hall.fields.map { .init(id: $0.id, name: $0.name) },
      services: reply.services.map {
        .init(id: $0.id, field: $0.field, name: $0.name, letter: $0.letter, card: $0.card)
      },
      windows: reply.windows.map {
        .init(id: $0.id, name: $0.name, kind: $0.kind, zone: $0.zone, services: $0.services)
      })
    // A matter that only the 绿色通道 serves is not for everybody.
    let served = catalogue.services.filter {
      !catalogue.windows(serving: $0.id, priority: nil).isEmpty
    }
    let hours = try Self.hours(reply.hours, on: day)
    guard !served.isEmpty else { throw Complaint("no window of this hall serves anything") }
    self.init(
      name: reply.hall.id, rules: QueueRules(catalogue: catalogue),
      demands: Self.demands(served),
      citizens: citizens ?? max(20, reply.windows.count * WindowLoad.plannedPeople),
      hours: hours)
    if hours.count == 1 { lunch = OpeningHours.Span(opens: 705, closes: 765) }
  }

  /// As many people for each field, and for each matter of a field.
  private static func demands(_ services: [Catalogue.Service]) -> [Demand] {
    let fields = Dictionary(grouping: services, by: \.field)
    return services.map {
      Demand(
        service: $0.id, weight: 1 / Double(fields[$0.field]?.count ?? 1), median: 600, spread: 0.5)
    }
  }

  private static func hours(_ hours: HallInterface.Hours, on day: LocalDay) throws
    -> [OpeningHours.Span]
  {
    let exception = hours.exceptions.first { $0.day == day.description }
    let texts =
      exception?.spans.map { ($0.opens, $0.closes) }
      ?? hours.weekly.filter { $0.weekday == day.weekday }.map { ($0.opens, $0.closes) }
    let spans = texts.compactMap { OpeningHours.Span(from: $0, until: $1) }
    guard !spans.isEmpty else {
      throw Complaint("the hall is closed on \(day); name another --day")
    }
    return spans.sorted { $0.opens < $1.opens }
  }
}

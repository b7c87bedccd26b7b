import Foundation
import Hall
import HallStore
import TestSupport

@testable import HallStoreSQLite

/// A small hall: an engine, and the ledger in which its steps are kept.
struct LedgerHall {
  static let clerk = Author(who: "uid 1000", place: "window 1")
  static let kiosk = Author(who: "uid 1001", place: "kiosk-1")

  static let rules: QueueRules = {
    let name = Bilingual(zh: "事项", en: "Matter")
    func service(_ id: String, _ letter: String) -> Catalogue.Service {
      .init(id: id, field: "field", name: name, letter: letter, card: .optional)
    }
    func window(_ id: String, _ kind: WindowKind, _ services: [String]) -> Catalogue.Window {
      .init(id: id, name: name, kind: kind, zone: name, services: services)
    }
    return QueueRules(
      catalogue: Catalogue(
        fields: [.init(id: "field", name: name)],
        services: [service("renewal", "A"), service("tax", "B")],
        windows: [
          window("1", .comprehensive, ["renewal", "tax"]), window("2", .specialised, ["tax"]),
          window("3", .greenChannel, ["renewal"]),
        ]))
  }()

  let directory = TemporaryDirectory()
  let store: SQLiteHallStore
  var engine: QueueEngine
  var now: Moment
  private var requests = 0

  /// Opens in the morning of 2026-11-23.
  init(hall: String = "test", ratingKey: RatingKey? = nil) throws {
    now = try Self.moment("2026-11-23", hour: 8)
    store = try SQLiteHallStore(
      path: directory.path("hall.sqlite"), hall: hall, ratingKey: ratingKey)
    engine = QueueEngine(rules: Self.rules, day: WallClock(now).day)
  }

  var path: String { directory.path("hall.sqlite") }
  var day: LocalDay { engine.day }

  static func day(_ text: String) throws -> LocalDay {
    guard let day = LocalDay(text) else { throw Unexpected("no day: \(text)") }
    return day
  }

  static func moment(_ text: String, hour: Int) throws -> Moment {
    let hours = try day(text).daysSince1970 * 24 + Int64(hour) - 8
    return Moment(milliseconds: hours * 3_600_000)
  }

  static func person(_ number: UInt8) -> PersonKey {
    PersonKey([UInt8](repeating: number, count: 32))
  }

  mutating func order(
    _ service: String = "renewal", person: PersonKey? = nil, later: [String] = [],
    priority: Priority? = nil, paper: PaperState = .printed
  ) -> TicketOrder {
    requests += 1
    return TicketOrder(
      requestID: "request-\(requests)", service: service, laterServices: later, priority: priority,
      person: person, holder: person.map { _ in "张**" },
      particulars: person.map { _ in
        Particulars(
          maskedNumber: "1101**********1234", maskedPhone: "138****1234",
          sealedPhone: [1, 2, 3, 255])
      } ?? Particulars(), secret: "123456", paper: paper)
  }

  /// A rating at a kiosk.
  static func rating(
    _ level: RatingLevel, of ticket: Ticket, request: String, at now: Moment,
    _ kind: RatingEntry.Kind = .rated
  ) -> RatingEntry {
    var entry = RatingEntry(kind, at: now, by: kiosk)
    entry.ticket = ticket.id
    entry.number = ticket.number.description
    entry.stage = .finish
    entry.service = ticket.service
    entry.window = ticket.window
    entry.level = level
    entry.channel = .kiosk
    entry.requestID = request
    return entry
  }

  /// A hall with as many finished tickets.
  static func finished(_ count: Int, ratingKey: RatingKey? = nil) async throws -> (
    hall: LedgerHall, tickets: [Ticket]
  ) {
    var hall = try LedgerHall(ratingKey: ratingKey)
    var tickets: [Ticket] = []
    for _ in 0..<count { tickets.append(try hall.take()) }
    for _ in 0..<count { try hall.serveNext() }
    try await hall.write()
    return (hall, tickets)
  }

  @discardableResult
  mutating func take(
    _ service: String = "renewal", person: PersonKey? = nil, later: [String] = [],
    priority: Priority? = nil
  ) throws -> Ticket {
    let order = order(service, person: person, later: later, priority: priority)
    return try engine.take(order, by: Self.kiosk, at: now).ticket
  }

  /// Writes down what the engine did since.
  mutating func write() async throws {
    for result in try await store.commit([engine.takeStep()]) { try result.get() }
  }

  /// Calls and finishes whoever is next.
  @discardableResult
  mutating func serveNext(at window: String = "1") throws -> Ticket {
    _ = try engine.callNext(window, by: Self.clerk, at: now)
    return try engine.finish(window, by: Self.clerk, at: now)
  }

  /// An engine that begins with what the ledger remembers.
  func restored() async throws -> QueueEngine {
    QueueEngine(rules: Self.rules, memory: try await store.memory(at: now))
  }
}

/// Makes the engine do one thing that a hall might see; a refusal is as good as anything.
struct AnyDay {
  var dice: Dice
  private var codes = 0

  init(seed: UInt64) { dice = Dice(state: seed) }

  mutating func doSomething(in hall: inout LedgerHall) {
    // Mostly seconds, sometimes the night.
    let seconds = roll(200) == 0 ? roll(90_000) : roll(120)
    hall.now = hall.now.advanced(bySeconds: Int64(seconds))
    hall.engine.advance(to: hall.now)
    try? act(in: &hall)
  }

  private mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }

  private mutating func window() -> String { ["1", "2", "3"][roll(3)] }

  private mutating func ticket(_ hall: LedgerHall) -> Int64 {
    let ids = hall.engine.tickets.values.map(\.id).sorted()
    return ids.isEmpty ? 0 : ids[roll(ids.count)]
  }

  private mutating func order(_ hall: inout LedgerHall) -> TicketOrder {
    let services = roll(2) == 0 ? ["renewal", "tax"] : ["tax", "renewal"]
    return hall.order(
      services[0], person: roll(2) == 0 ? LedgerHall.person(UInt8(roll(12))) : nil,
      later: roll(4) == 0 ? [services[1]] : [],
      priority: roll(5) == 0 ? Priority.allCases[roll(5)] : nil,
      paper: PaperState.allCases[roll(7)])
  }

  private mutating func act(in hall: inout LedgerHall) throws {
    let (clerk, kiosk, now) = (LedgerHall.clerk, LedgerHall.kiosk, hall.now)
    switch roll(24) {
    case 0...5: _ = try hall.engine.take(order(&hall), by: kiosk, at: now)
    case 6...8: _ = try hall.engine.callNext(window(), by: clerk, at: now)
    case 9: _ = try hall.engine.recall(window(), by: clerk, at: now)
    case 10: _ = try hall.engine.serve(window(), by: clerk, at: now)
    case 11: _ = try hall.engine.finish(window(), by: clerk, at: now)
    case 12: _ = try hall.engine.hold(window(), why: nil, by: clerk, at: now)
    case 13: _ = try hall.engine.resume(ticket(hall), at: window(), by: clerk, at: now)
    case 14:
      let window = window()
      for _ in 0..<3 { _ = try? hall.engine.recall(window, by: clerk, at: now) }
      _ = try hall.engine.pass(window, by: clerk, at: now)
    case 15: _ = try hall.engine.comeBackAfterPass(ticket(hall), by: clerk, at: now)
    case 16:
      _ = try hall.engine.transfer(
        from: window(), service: roll(2) == 0 ? "tax" : nil, window: roll(2) == 0 ? "1" : nil,
        note: "see the file", by: clerk, at: now)
    case 17: try hall.engine.undo(window(), by: clerk, at: now)
    case 18: _ = try hall.engine.void(ticket(hall), why: "torn", by: clerk, at: now)
    case 19:
      try hall.engine.setPaper(
        PaperState.allCases[roll(7)], fault: roll(2) == 0 ? "jam" : nil, of: ticket(hall),
        by: .service, at: now)
    case 20:
      _ = try hall.engine.leave(
        ticket(hall), until: now.advanced(bySeconds: 600), by: kiosk, at: now)
      _ = try hall.engine.comeBack(ticket(hall), by: kiosk, at: now)
    case 21:
      codes += 1
      let from = now.advanced(bySeconds: Int64(roll(7200)))
      _ = try hall.engine.book(
        BookingWish(
          code: "code-\(codes)", service: "renewal", from: from,
          until: from.advanced(bySeconds: 900), person: LedgerHall.person(UInt8(roll(12)))),
        by: kiosk, at: now)
    case 22:
      let booking = Int64(roll(codes + 1) + 1)
      _ = try hall.engine.checkIn(booking, order(&hall), by: kiosk, at: now)
    default:
      let window = window()
      switch roll(4) {
      case 0: try hall.engine.open(window, clerk: "7", by: clerk, at: now)
      case 1: try hall.engine.close(window, by: clerk, at: now)
      case 2:
        try hall.engine.pause(
          window, .lunch, until: now.advanced(bySeconds: 1800), by: clerk, at: now)
      default: _ = try hall.engine.abandon(ticket(hall), by: kiosk, at: now)
      }
    }
  }
}

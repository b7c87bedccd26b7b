import FoundationEssentials
import Hall
import HallStore
import HallStoreSQLite

/// How a hall starts in the middle of a day that has 100,000 tickets, against SQLite's C interface
/// reading the same rows into Swift values.
///
/// Both sides open the closed file anew. Hallway's looks it over, verifies the journal's last
/// lines and makes tickets of the rows; raw SQLite does nothing but read.
struct DayLoading {
  static let tickets = 100_000
  private static let rounds = 5
  private static let batch = 500
  private static let day = "2026-11-23"

  private let path: String
  private let now: Moment

  /// Fills a ledger through the engine and the store, as a hall would have.
  init(path: String) async throws {
    self.path = path
    guard let day = LocalDay(Self.day) else { throw BenchFailure("no such day") }
    var now = Moment(milliseconds: day.daysSince1970 * 86_400_000)
    let store = try SQLiteHallStore(path: path, hall: "bench")
    var engine = QueueEngine(rules: Self.rules, day: day)
    var steps: [LedgerStep] = []
    for index in 0..<Self.tickets {
      now = now.advanced(bySeconds: index % 4 == 0 ? 1 : 0)
      _ = try engine.take(Self.order(index), by: Self.kiosk, at: now)
      steps.append(engine.takeStep())
      if index % 2 == 0 {
        _ = try engine.callNext("1", by: Self.kiosk, at: now)
        steps.append(engine.takeStep())
      }
      if steps.count >= Self.batch || index == Self.tickets - 1 {
        for result in try await store.commit(steps) { try result.get() }
        steps = []
      }
    }
    self.now = now
  }

  func row() async throws -> Row {
    var samples = Samples()
    for _ in 0..<Self.rounds {
      let ours = try await milliseconds {
        let store = try SQLiteHallStore(path: path, hall: "bench")
        async let warnings = store.lookOver()
        let memory = try await store.memory(at: now)
        guard try await warnings.isEmpty, memory.tickets.count == Self.tickets else {
          throw BenchFailure("tickets are gone")
        }
      }
      let reference = try await milliseconds {
        guard try RawTicket.all(of: Self.day, hall: "bench", in: path).count == Self.tickets else {
          throw BenchFailure("tickets are gone")
        }
      }
      samples.add(ours: ours, reference: reference)
    }
    return Row(
      "Start with \(Self.tickets) tickets", samples, unit: "ms",
      against: "raw SQLite reading the rows into Swift values", goal: .atMost(2))
  }

  private func milliseconds(_ body: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await body()
    let time = ContinuousClock.now - start
    return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
  }

  private static let kiosk = Author(who: "uid 1000", place: "kiosk-1")

  private static let rules: QueueRules = {
    let name = Bilingual(zh: "事项", en: "Matter")
    return QueueRules(
      catalogue: Catalogue(
        fields: [.init(id: "field", name: name)],
        services: [
          .init(id: "renewal", field: "field", name: name, letter: "A", card: .optional)
        ],
        windows: [
          .init(
            id: "1", name: name, kind: .comprehensive, zone: name, services: ["renewal"])
        ]))
  }()

  private static func order(_ index: Int) -> TicketOrder {
    let person = (0..<32).map { UInt8(truncatingIfNeeded: index >> ($0 % 3 * 8)) }
    return TicketOrder(
      requestID: "5f0c8d6e-0000-4000-8000-\(100_000_000_000 + index)", service: "renewal",
      person: PersonKey(person), holder: "张**",
      particulars: Particulars(maskedNumber: "1101**********1234", maskedPhone: "138****1234"),
      secret: "123456", paper: .printed)
  }
}

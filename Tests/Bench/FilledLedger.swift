import Crypto
import FoundationEssentials
import Glibc
import Hall
import HallStore
import HallStoreSQLite
import PrivateFiles

/// A ledger of today in which so many people wait for one service of the bench's hall.
enum FilledLedger {
  private static let batch = 500

  /// The ledger of a hall with this key; the service finds it in the state directory.
  static let hallKey = [UInt8](repeating: 7, count: 32)

  private static func store(_ state: String) throws -> SQLiteHallStore {
    guard mkdir(state, 0o700) == 0 else { throw BenchFailure("cannot make \(state)") }
    try PrivateFile.put(hallKey, at: state + "/hall.key")
    return try SQLiteHallStore(path: state + "/hall.sqlite", hall: "bench", ratingKey: ratingKey)
  }

  /// What the rows of ratings of such a hall are marked with.
  static var ratingKey: RatingKey { RatingKey(hallKey: SymmetricKey(data: hallKey)) }

  /// Fills `state/hall.sqlite` through the engine and the store, as a hall would have.
  static func write(waiting: Int, into state: String) async throws {
    let store = try store(state)
    let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    var engine = QueueEngine(rules: rules, day: WallClock(now).day)
    var steps: [LedgerStep] = []
    for index in 0..<waiting {
      let order = TicketOrder(
        requestID: "filled-\(index)", service: "service-1", secret: "123456", paper: .printed)
      _ = try engine.take(order, by: kiosk, at: now)
      steps.append(engine.takeStep())
      if steps.count == batch || index == waiting - 1 {
        for result in try await store.commit(steps) { try result.get() }
        steps = []
      }
    }
  }

  /// Fills `state/hall.sqlite` with so many tickets that window 1 has finished: A001, A002 ...
  static func write(finished: Int, into state: String) async throws {
    let store = try store(state)
    let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    var engine = QueueEngine(rules: rules, day: WallClock(now).day)
    for index in 0..<finished {
      let order = TicketOrder(
        requestID: "filled-\(index)", service: "service-1", secret: "123456", paper: .printed)
      _ = try engine.take(order, by: kiosk, at: now)
      _ = try engine.callNext("1", by: clerk, at: now)
      _ = try engine.finish("1", by: clerk, at: now)
      guard index % batch == batch - 1 || index == finished - 1 else { continue }
      for result in try await store.commit([engine.takeStep()]) { try result.get() }
    }
  }

  private static let clerk = Author(who: "uid 1001", place: "window 1")
  private static let kiosk = Author(who: "uid 1000", place: "kiosk-1")

  /// What hall.yaml says of the first service, which is all that a filled ledger needs.
  private static let rules: QueueRules = {
    let name = Bilingual(zh: "事项", en: "Matter")
    return QueueRules(
      catalogue: Catalogue(
        fields: [.init(id: "police", name: name)],
        services: [.init(id: "service-1", field: "police", name: name, letter: "A", card: .none)],
        windows: [
          .init(id: "1", name: name, kind: .specialised, zone: name, services: ["service-1"])
        ]))
  }()
}

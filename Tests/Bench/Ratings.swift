import GRDBSQLite
import Glibc
import Hall
import HallStore
import HallStoreSQLite

/// What a durable rating costs when ten thousand people rate at once.
///
/// Every round begins with fresh ledgers of as many finished services. Afterwards each rating that
/// was acknowledged has to be in the ledger, and the chain has to verify.
struct Ratings {
  private static let rounds = 3
  private static let people = 10_000
  /// Connections; the hall allows one user a thousand (ServerLimits.connectionsPerUser).
  private static let connections = 1000
  /// Rows a transaction, as the ledger's own group commit has at most.
  private static let batch = 128
  /// A crowd of ten thousand is answered in seconds; a reply that takes longer is none.
  private static let answerMilliseconds: Int32 = 60_000

  private var store = Samples()
  private var socket = Samples()

  init(_ programs: Programs) async throws {
    for round in 0..<Self.rounds {
      let place = "\(programs.ledgers)/ratings-\(round)"
      for side in ["store", "socket", "raw"] {
        try await FilledLedger.write(finished: Self.people, into: "\(place)-\(side)")
      }
      let inStore = try await Self.throughStore("\(place)-store/hall.sqlite")
      let bySocket = try Self.throughSocket(programs, "\(place)-socket")
      let raw = try RawRatings("\(place)-raw/hall.sqlite")
        .time(of: Self.people, batch: Self.batch)
      store.add(ours: inStore, reference: raw)
      socket.add(ours: bySocket, reference: raw)
    }
  }

  /// Goals (issue 5).
  /// - A rating costs at most twice the bare insert of its row in transactions as large.
  /// - Through the socket the call, the ticket's secret and the answer come with it.
  var rows: [Row] {
    let raw = "raw SQLite insert, \(Self.batch) a transaction"
    return [
      Row("Durable rating, 10,000 at once", store, unit: "µs", against: raw, goal: .atMost(2)),
      Row(
        "Durable rating by socket, 10,000 at once", socket, unit: "µs", against: raw,
        goal: .atMost(12)),
    ]
  }

  /// Microseconds a rating.
  private static func throughStore(_ path: String) async throws -> Double {
    let store = try SQLiteHallStore(
      path: path, hall: "bench", ratingKey: FilledLedger.ratingKey)
    let now = Moment(milliseconds: Int64(time(nil)) * 1000)
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<people {
        group.addTask {
          guard case .stored = try await store.record(entry(Int64(index + 1), now)) else {
            throw BenchFailure("rating \(index) was not taken")
          }
        }
      }
      try await group.waitForAll()
    }
    let microseconds = (clock.now - start) / .microseconds(1)
    try check(path)
    return microseconds / Double(people)
  }

  private static func entry(_ ticket: Int64, _ now: Moment) -> RatingEntry {
    var entry = RatingEntry(.rated, at: now, by: Author(who: "uid 0", place: "kiosk"))
    entry.ticket = ticket
    entry.number = "A001"
    entry.stage = .finish
    entry.service = "service-1"
    entry.window = "1"
    entry.level = .good
    entry.channel = .kiosk
    entry.edition = "levels"
    entry.requestID = "bench-rating-\(ticket)"
    return entry
  }

  private static func throughSocket(_ programs: Programs, _ state: String) throws -> Double {
    let path = programs.sockets + "/hall"
    let hall = try programs.startHall(state: state, socket: path)
    let sockets = try (0..<connections).map { _ in try BlockingSocket(connectingTo: path) }
    var polled = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let time = try microseconds {
      var asked = 0
      var answered = 0
      func ask(_ socket: BlockingSocket) throws {
        guard asked < people else { return }
        asked += 1
        try socket.send(submit(asked))
      }
      for socket in sockets { try ask(socket) }
      while answered < people {
        guard poll(&polled, nfds_t(polled.count), answerMilliseconds) > 0 else {
          throw BenchFailure("no rating was acknowledged in time")
        }
        for (socket, state) in zip(sockets, polled) where state.revents != 0 {
          try socket.receive(frames: 1)
          answered += 1
          try ask(socket)
        }
      }
    }
    try hall.end()
    try check(state + "/hall.sqlite")
    return time / Double(people)
  }

  private static func submit(_ serial: Int) -> [UInt8] {
    let digits = String(serial)
    let number = "A" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    let call = """
      {"method":"org.hallway.Ratings.Submit","parameters":{"level":4,"ticket":"\(number)",\
      "secret":"123456","requestId":"bench-rating-\(serial)"}}\0
      """
    return Array(call.utf8)
  }

  /// All that were acknowledged are there, and nothing of the chain is broken.
  private static func check(_ path: String) throws {
    var anchors = RatingAnchors(beside: path)
    anchors.key = FilledLedger.ratingKey
    let rows = try LedgerAudit.verify(path: path, anchors: anchors).ratings.first?.rows
    guard rows == people else {
      throw BenchFailure("\(people) ratings were acknowledged and \(rows ?? 0) are in the ledger")
    }
  }
}

/// The least a durable rating can cost: SQLite's C interface, one prepared statement, a transaction a
/// group; no hash, no question whether it may.
private final class RawRatings {
  private let database: OpaquePointer

  init(_ path: String) throws {
    database = try rawDatabase(path)
    for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] { try run(pragma) }
  }

  deinit { sqlite3_close(database) }

  private func run(_ sql: String) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// Microseconds a rating.
  func time(of count: Int, batch: Int) throws -> Double {
    var statement: OpaquePointer?
    let insert = """
      INSERT INTO ratingRow (hall, sequence, day, at, kind, ticket, number, stage, service, window,
        level, channel, edition, requestID, who, place, hash)
      VALUES ('bench', ?1, '2026-11-23', ?1, 'rated', ?1, 'A001', 'finish', 'service-1', '1', 4, 5,
        'levels', 'bench-rating-' || ?1, 'uid 0', 'kiosk', zeroblob(32))
      """
    guard sqlite3_prepare_v2(database, insert, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    let time = try microseconds {
      for index in 0..<count {
        if index % batch == 0 { try run("BEGIN IMMEDIATE") }
        sqlite3_bind_int64(statement, 1, Int64(index + 1))
        guard sqlite3_step(statement) == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else {
          throw failure()
        }
        if index % batch == batch - 1 || index == count - 1 { try run("COMMIT") }
      }
    }
    return time / Double(count)
  }

  private func failure() -> BenchFailure {
    BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
  }
}

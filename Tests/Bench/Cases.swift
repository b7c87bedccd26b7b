import Crypto
import Foundation
import GRDBSQLite
import Glibc
import Hall
import HallStore
import HallStoreSQLite
import PersonKeys
import TestSupport

/// What it costs to bring a city's cases in, and to look one's own up among them.
struct Cases {
  private static let small = 1000
  private static let rounds = 5
  private static let lookups = 200
  private static let key = [UInt8](repeating: 7, count: 32)

  private let count: Int
  private var importing = Samples()
  private var looking = Samples()

  init(_ count: Int, _ programs: Programs) async throws {
    self.count = count
    let large = try Self.importCases(count, programs)
    let few = try Self.importCases(Self.small, programs)
    let rows = RawCases(large.database, events: count * CaseLives.eventsEach)
    let raw = try await rows.seconds(into: programs.ledgers + "/raw.sqlite")
    let records = Double(count * CaseLives.eventsEach)
    importing.add(ours: records / large.seconds, reference: records / raw)
    // Whoever looks up in the morning waits for the disk; this is about what the ledger itself does.
    for database in [large.database, few.database] { try Self.readThrough(database) }
    let stores = try [large, few].map { try SQLiteCaseStore(path: $0.database, hall: "bench") }
    let people = PersonKeys(key: SymmetricKey(data: Self.key))
    var dice = Dice(state: 1)
    for _ in 0..<Self.rounds {
      let times = [
        try await Self.lookUp(in: stores[0], of: count, people, &dice),
        try await Self.lookUp(in: stores[1], of: Self.small, people, &dice),
      ]
      looking.add(ours: times[0], reference: times[1])
    }
  }

  /// Goals (issue 6).
  var rows: [Row] {
    [
      Row(
        "Events imported, \(count) cases", importing, unit: "1/s",
        against: "raw SQLite inserts of the same rows", goal: .atLeast(0.3)),
      Row(
        "Look-up by card, \(count) cases", looking, unit: "µs",
        against: "the same among \(Self.small) cases", goal: .atMost(2)),
    ]
  }

  /// The whole program: reading, hashing, folding, writing, in as many commits as it takes.
  private static func importCases(
    _ count: Int, _ programs: Programs
  ) throws -> (database: String, seconds: Double) {
    let state = "\(programs.ledgers)/cases-\(count)"
    mkdir(state, 0o700)
    try Data(key).write(to: URL(filePath: state + "/hall.key"))
    chmod(state + "/hall.key", 0o600)
    let file = state + "/cases.jsonl"
    try CaseLives(count: count).write(to: file)
    let time = try microseconds {
      try ChildProcess([
        programs.cases, "import", file, "--config", Programs.file("hall.yaml"), "--state", state,
      ]).waitUntilEnded(within: .seconds(3600))
    }
    unlink(file)
    return (state + "/cases.sqlite", time / 1e6)
  }

  /// Brings a file into the system's memory, from where it went while others were written.
  private static func readThrough(_ path: String) throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {}
  }

  /// The median, in microseconds.
  private static func lookUp(
    in store: SQLiteCaseStore, of count: Int, _ people: PersonKeys, _ dice: inout Dice
  ) async throws -> Double {
    let lives = CaseLives(count: count)
    var times: [Double] = []
    for _ in 0..<lookups {
      let number = CaseLives.idNumber(Int.random(in: 0..<lives.people, using: &dice))
      guard let id = IDNumber(number) else { throw BenchFailure("an ID number is none") }
      let person = people.key(of: id)
      let clock = ContinuousClock()
      let start = clock.now
      let found = try await store.cases(of: person)
      times.append((clock.now - start) / .microseconds(1))
      guard !found.isEmpty else { throw BenchFailure("a person's case was not found") }
    }
    return median(times)
  }
}

/// The least an import can cost: SQLite's C interface, prepared statements, transactions as large, the
/// same rows into the same tables as they arrived; no parsing, no hashing, no look at what was there.
private final class RawCases {
  private static let batch = 4000

  private let source: String
  private let events: Int

  init(_ source: String, events: Int) {
    self.source = source
    self.events = events
  }

  /// Time of the inserts: what reading the rows takes is measured by itself and taken off.
  func seconds(into path: String) async throws -> Double {
    // The tables, as Hallway makes them.
    _ = try await SQLiteCaseStore(path: path, hall: "bench").caseCount()
    let from = try Connection(source)
    try from.run("CREATE TEMP TABLE arrived AS SELECT * FROM caseRecord ORDER BY at, head")
    let into = try Connection(path)
    for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
      try into.run(pragma)
    }
    let tables = [
      ("SELECT * FROM caseHead ORDER BY id", "caseHead"),
      ("SELECT * FROM caseReceipt ORDER BY head", "caseReceipt"),
      ("SELECT * FROM arrived ORDER BY rowid", "caseRecord"),
    ]
    var reading = 0.0
    var both = 0.0
    for (select, table) in tables {
      reading += try microseconds { _ = try from.each(select) { _ in } }
      both += try microseconds {
        let insert = try into.prepare(
          "INSERT INTO \(table) VALUES (\(try from.marks(select)))")
        defer { sqlite3_finalize(insert) }
        var rows = 0
        try into.run("BEGIN IMMEDIATE")
        let columns = sqlite3_bind_parameter_count(insert)
        try from.each(select) { row in
          for column in 0..<columns {
            sqlite3_bind_value(insert, column + 1, sqlite3_column_value(row, column))
          }
          guard sqlite3_step(insert) == SQLITE_DONE, sqlite3_reset(insert) == SQLITE_OK else {
            throw BenchFailure("SQLite does not insert into \(table)")
          }
          rows += 1
          if rows % Self.batch == 0 {
            try into.run("COMMIT")
            try into.run("BEGIN IMMEDIATE")
          }
        }
        try into.run("COMMIT")
        if table == "caseRecord", rows != events {
          throw BenchFailure("\(rows) records were imported of \(events)")
        }
      }
    }
    return (both - reading) / 1e6
  }
}

private final class Connection {
  private let database: OpaquePointer

  init(_ path: String) throws {
    database = try rawDatabase(path)
  }

  deinit { sqlite3_close(database) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return statement
  }

  /// `?, ?, ?` for each column of a question.
  func marks(_ select: String) throws -> String {
    let statement = try prepare(select)
    defer { sqlite3_finalize(statement) }
    return (0..<sqlite3_column_count(statement)).map { _ in "?" }.joined(separator: ", ")
  }

  func each(_ select: String, _ body: (OpaquePointer) throws -> Void) throws {
    let statement = try prepare(select)
    defer { sqlite3_finalize(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(statement)
      case SQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  private func failure() -> BenchFailure {
    BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
  }
}

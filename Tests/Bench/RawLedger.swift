import GRDBSQLite

/// Opens a file that is there by SQLite's C interface; whoever opens it closes it.
func rawDatabase(_ path: String) throws -> OpaquePointer {
  var opened: OpaquePointer?
  guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let opened
  else { throw BenchFailure("cannot open \(path)") }
  return opened
}

/// The least a durable number can cost: SQLite's C interface, prepared statements, one connection,
/// one transaction a ticket, in a ledger that hallwayd itself has made.
///
/// It writes the rows hallwayd writes and nothing else: no request is looked for first, nothing is
/// counted for an answer, nobody asks over a socket.
final class RawLedger {
  private let database: OpaquePointer
  private var statements: [OpaquePointer] = []

  init(_ path: String) throws {
    database = try rawDatabase(path)
    for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
      guard sqlite3_exec(database, pragma, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }
    statements = try Self.ticket.map(prepare)
  }

  deinit {
    for statement in statements { sqlite3_finalize(statement) }
    sqlite3_close(database)
  }

  /// ?1 is the ticket's identity, ?2 its service, ?3 the moment, ?4 its serial.
  private static let ticket = [
    "BEGIN IMMEDIATE",
    """
    INSERT INTO ticket (id, hall, day, prefix, letter, serial, width, number, service,
      laterServices, state, standing, placeSince, placeOrder, placeStep, language, secret,
      requestID, takenAt, calls, returns, paper, enteredLate)
    VALUES (?1, 'bench', '2026-11-23', '', char(64 + ?2), ?4, 3,
      printf('%c%03d', char(64 + ?2), ?4), 'service-' || ?2, '[]', 'waiting', 'ordinary', ?3, ?1,
      0, 'zh', '123456', 'bench-request-' || ?3, ?3, 0, 0, 'none', 0)
    """,
    """
    INSERT INTO journal (hall, sequence, day, at, kind, ticket, number, toState, who, place, hash)
    VALUES ('bench', ?1, '2026-11-23', ?3, 'issued', ?1, printf('%c%03d', char(64 + ?2), ?4),
      'waiting', 'uid 0', 'uid 0', zeroblob(32))
    """,
    "COMMIT",
  ]

  /// Tickets per second over so many durable tickets.
  func rate(of count: Int, services: Int) throws -> Double {
    let time = try microseconds {
      for index in 0..<count {
        try take(
          Int64(index + 1), service: index % services + 1, serial: index / services + 1)
      }
    }
    return Double(count) / time * 1e6
  }

  private func take(_ id: Int64, service: Int, serial: Int) throws {
    for statement in statements {
      let parameters = [id, Int64(service), id, Int64(serial)]
      for (index, value) in parameters.prefix(Int(sqlite3_bind_parameter_count(statement)))
        .enumerated()
      { sqlite3_bind_int64(statement, Int32(index + 1), value) }
      guard sqlite3_step(statement) == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else {
        throw failure()
      }
    }
  }

  /// How many tickets the ledger holds.
  func tickets() throws -> Int {
    let statement = try prepare("SELECT count(*) FROM ticket")
    defer { sqlite3_finalize(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW else { throw failure() }
    return Int(sqlite3_column_int64(statement, 0))
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return statement
  }

  private func failure() -> BenchFailure {
    BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
  }
}

import GRDBSQLite

/// The least a durable number can cost: SQLite's C interface, prepared statements, one connection,
/// one transaction a ticket, in a ledger that hallwayd itself has made.
///
/// It writes the rows hallwayd writes and nothing else: no request is looked for first, nothing is
/// counted for an answer, nobody asks over a socket.
final class RawLedger {
  private let database: OpaquePointer
  private var statements: [OpaquePointer] = []

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      let opened
    else { throw BenchFailure("cannot open \(path)") }
    database = opened
    for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
      guard sqlite3_exec(database, pragma, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }
    statements = try Self.ticket.map(prepare)
  }

  deinit {
    for statement in statements { sqlite3_finalize(statement) }
    sqlite3_close(database)
  }

  /// ?1 is the number of the ticket, ?2 its service, ?3 the moment.
  private static let ticket = [
    "BEGIN IMMEDIATE",
    """
    INSERT INTO numberCounter (hall, day, letter, last)
    VALUES ('bench', '2026-11-23', char(64 + ?2), 1)
    ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
    """,
    """
    INSERT INTO ticket (hall, day, letter, serial, number, service, state, rank, priority,
      language, person, holder, maskedNumber, maskedPhone, secret, requestID, takenAt, paper)
    VALUES ('bench', '2026-11-23', char(64 + ?2), ?1, printf('%c%03d', char(64 + ?2), ?1),
      'service-' || ?2, 'waiting', 100, NULL, 'zh', NULL, NULL, NULL, NULL, '123456',
      'bench-request-' || ?3, ?3, 'none')
    """,
    """
    INSERT INTO ticketEvent (hall, ticket, at, fromState, toState, who, place, why)
    VALUES ('bench', last_insert_rowid(), ?3, NULL, 'waiting', 'uid 0', 'uid 0', NULL)
    """,
    "COMMIT",
  ]

  /// Tickets per second over so many durable tickets.
  func rate(of count: Int, services: Int) throws -> Double {
    let time = try microseconds {
      for index in 0..<count { try take(service: index % services + 1, moment: index) }
    }
    return Double(count) / time * 1e6
  }

  private func take(service: Int, moment: Int) throws {
    var serial: Int64 = 0
    for statement in statements {
      let parameters = [serial, Int64(service), Int64(moment)]
      for (index, value) in parameters.prefix(Int(sqlite3_bind_parameter_count(statement)))
        .enumerated()
      { sqlite3_bind_int64(statement, Int32(index + 1), value) }
      var result = sqlite3_step(statement)
      if result == SQLITE_ROW {
        serial = sqlite3_column_int64(statement, 0)
        result = sqlite3_step(statement)
      }
      guard result == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else { throw failure() }
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

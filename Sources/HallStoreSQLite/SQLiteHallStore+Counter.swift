import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func callNext(
    window: String, services: [String], worstRank: Int, on day: LocalDay, at moment: Moment,
    by author: Author
  ) async throws -> Ticket? {
    try await writer.write { [hall] db in
      _ = try Self.finish(window, hall, day, moment, author, why: "next called", db)
      guard var next = try Self.next(services, worstRank, hall, day, db) else { return nil }
      try db.run(
        "UPDATE ticket SET state = 'called', window = ?, calledAt = ? WHERE id = ?",
        [window, moment.milliseconds, next.id])
      try Self.record(db, hall, next.id, from: .waiting, to: .called, at: moment, by: author)
      next.state = .called
      next.window = window
      next.calledAt = moment
      return next
    }
  }

  private static func next(
    _ services: [String], _ worstRank: Int, _ hall: String, _ day: LocalDay, _ db: Database
  ) throws -> Ticket? {
    guard !services.isEmpty else { return nil }
    let arguments: [any DatabaseValueConvertible] =
      [hall, day.description, worstRank] + services
    let statement = try db.cachedStatement(
      sql: """
        \(TicketRow.select)
        WHERE ticket.hall = ? AND ticket.day = ? AND ticket.state = 'waiting'
        AND ticket.rank <= ? AND ticket.service IN (\(databaseQuestionMarks(count: services.count)))
        ORDER BY ticket.rank, ticket.id LIMIT 1
        """)
    return try Row.fetchOne(statement, arguments: StatementArguments(arguments))
      .map(TicketRow.ticket)
  }

  public func finish(
    window: String, on day: LocalDay, at moment: Moment, by author: Author
  ) async throws -> Ticket? {
    try await writer.write { [hall] db in
      try Self.finish(window, hall, day, moment, author, why: nil, db)
    }
  }

  private static func finish(
    _ window: String, _ hall: String, _ day: LocalDay, _ moment: Moment, _ author: Author,
    why: String?, _ db: Database
  ) throws -> Ticket? {
    guard
      var served = try TicketRow.first(
        db,
        "ticket.hall = ? AND ticket.day = ? AND ticket.window = ? AND ticket.state = 'called'",
        [hall, day.description, window])
    else { return nil }
    try db.run(
      "UPDATE ticket SET state = 'finished', finishedAt = ? WHERE id = ?",
      [moment.milliseconds, served.id])
    try record(
      db, hall, served.id, from: .called, to: .finished, at: moment, by: author, why: why)
    served.state = .finished
    served.finishedAt = moment
    return served
  }

  public func board(on day: LocalDay) async throws -> Board {
    try await reader.read { [hall] db in
      let today: StatementArguments = [hall, day.description]
      let calls = try db.cachedStatement(
        sql: """
          SELECT letter, serial, window, calledAt FROM ticket
          WHERE hall = ? AND day = ? AND state = 'called' ORDER BY calledAt DESC, id DESC
          """)
      let waiting = try db.cachedStatement(
        sql: """
          SELECT service, rank, count(*) AS people FROM ticket
          WHERE hall = ? AND day = ? AND state = 'waiting' GROUP BY service, rank
          """)
      return Board(
        calls: try Row.fetchAll(calls, arguments: today).map { row in
          BoardEntry(
            number: TicketNumber(letter: try row.value("letter"), serial: try row.value("serial")),
            window: try row.value("window"),
            calledAt: Moment(milliseconds: try row.value("calledAt")))
        },
        waiting: try Row.fetchAll(waiting, arguments: today).map { row in
          WaitingCount(
            service: try row.value("service"), rank: try row.value("rank"),
            people: try row.value("people"))
        })
    }
  }

  /// By the order of the events, not by the clock: after it was put back, the citizen before would
  /// seem to be the last, and be given the next one's rating.
  public func lastFinished(window: String, on day: LocalDay) async throws -> Ticket? {
    try await reader.read { [hall] db in
      try TicketRow.first(
        db,
        """
        ticket.hall = ? AND ticket.day = ? AND ticket.window = ? AND ticket.state = 'finished'
        ORDER BY (
          SELECT max(ticketEvent.id) FROM ticketEvent WHERE ticketEvent.ticket = ticket.id
        ) DESC
        """, [hall, day.description, window])
    }
  }
}

import Foundation
import GRDB
public import Hall
public import HallStore

extension SQLiteHallStore {
  public func take(_ request: TicketRequest) async throws -> TakeOutcome {
    try await writer.write { [hall] db in
      if let earlier = try TicketRow.first(
        db, "ticket.hall = ? AND ticket.requestID = ?", [hall, request.requestID])
      {
        return earlier.service == request.service ? .repeated(earlier) : .requestMismatch
      }
      if let person = request.person,
        let waiting = try TicketRow.first(
          db,
          """
          ticket.hall = ? AND ticket.day = ? AND ticket.service = ? AND ticket.person = ?
          AND ticket.state = 'waiting'
          """,
          [hall, request.day.description, request.service, Self.blob(person.bytes)])
      {
        return .alreadyWaiting(waiting)
      }
      return .taken(try Self.insert(request, hall: hall, db))
    }
  }

  private static func insert(_ request: TicketRequest, hall: String, _ db: Database) throws
    -> Ticket
  {
    let counter = try db.cachedStatement(
      sql: """
        INSERT INTO numberCounter (hall, day, letter, last) VALUES (?, ?, ?, 1)
        ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
        """)
    guard
      let serial = try Int.fetchOne(
        counter, arguments: [hall, request.day.description, request.letter])
    else { throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the counter gave no number") }
    let number = TicketNumber(letter: request.letter, serial: serial)
    try db.run(
      """
      INSERT INTO ticket (hall, day, letter, serial, number, service, state, rank, priority,
        language, person, holder, maskedNumber, maskedPhone, secret, requestID, takenAt, paper)
      VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        hall, request.day.description, request.letter, serial, number.description,
        request.service, QueueOrder.rank(priority: request.priority),
        request.priority?.rawValue, request.language.rawValue,
        request.person.map { blob($0.bytes) }, request.holder, request.maskedNumber,
        request.maskedPhone, request.secret, request.requestID, request.at.milliseconds,
        request.paper.rawValue,
      ])
    let ticket = Ticket(
      id: db.lastInsertedRowID, day: request.day, number: number, service: request.service,
      state: .waiting, priority: request.priority, language: request.language,
      holder: request.holder, secret: request.secret, takenAt: request.at, calledAt: nil,
      finishedAt: nil, window: nil, paper: request.paper, paperFault: nil, rating: nil)
    try record(
      db, hall, ticket.id, from: nil, to: .waiting, at: request.at,
      by: Author(who: request.place, place: request.place), why: request.priority?.rawValue)
    return ticket
  }

  public func ticket(_ number: String, on day: LocalDay) async throws -> Ticket? {
    try await reader.read { [hall] db in
      try TicketRow.first(
        db, "ticket.hall = ? AND ticket.day = ? AND ticket.number = ?",
        [hall, day.description, number])
    }
  }

  public func tickets(_ number: String, since day: LocalDay) async throws -> [Ticket] {
    try await reader.read { [hall] db in
      let statement = try db.cachedStatement(
        sql: """
          \(TicketRow.select)
          WHERE ticket.hall = ? AND ticket.day >= ? AND ticket.number = ? ORDER BY ticket.id DESC
          """)
      return try Row.fetchAll(statement, arguments: [hall, day.description, number])
        .map(TicketRow.ticket)
    }
  }

  public func tickets(on day: LocalDay) async throws -> [Ticket] {
    try await reader.read { [hall] db in
      let statement = try db.cachedStatement(
        sql: "\(TicketRow.select) WHERE ticket.hall = ? AND ticket.day = ? ORDER BY ticket.id")
      return try Row.fetchAll(statement, arguments: [hall, day.description])
        .map(TicketRow.ticket)
    }
  }

  public func ticket(requestID: String) async throws -> Ticket? {
    try await reader.read { [hall] db in
      try TicketRow.first(db, "ticket.hall = ? AND ticket.requestID = ?", [hall, requestID])
    }
  }

  /// Enough finished services to know today's pace, few enough to follow it.
  static let paceSamples = 50

  public func outlook(of ticket: Ticket, among services: [String]) async throws -> Outlook {
    try await reader.read { [hall] db in
      let marks = databaseQuestionMarks(count: services.count)
      let here: [any DatabaseValueConvertible] = [hall, ticket.day.description] + services
      let rank = QueueOrder.rank(priority: ticket.priority)
      // Waiting tickets are few beside all tickets, and the partial index holds only them.
      let ahead = try Int.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT count(*) FROM ticket WHERE hall = ? AND day = ? AND state = 'waiting'
            AND service IN (\(marks)) AND (rank < ? OR (rank = ? AND id < ?))
            """),
        arguments: StatementArguments(here + [rank, rank, ticket.id]))
      let pace = try Int.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT (finishedAt - calledAt) / 1000 FROM ticket
            WHERE hall = ? AND day = ? AND state = 'finished' AND service IN (\(marks))
            ORDER BY finishedAt DESC LIMIT ?
            """),
        arguments: StatementArguments(here + [Self.paceSamples]))
      let busy = try String.fetchAll(
        db.cachedStatement(
          sql: "SELECT window FROM ticket WHERE hall = ? AND day = ? AND state = 'called'"),
        arguments: [hall, ticket.day.description])
      return Outlook(ahead: ahead ?? 0, serviceSeconds: pace, busyWindows: Set(busy))
    }
  }

  public func setPaper(
    _ paper: PaperState, fault: String?, of ticket: Ticket, at moment: Moment
  ) async throws {
    try await writer.write { [hall] db in
      try db.run(
        "UPDATE ticket SET paper = ?, paperFault = ?, paperAt = ? WHERE hall = ? AND id = ?",
        [paper.rawValue, fault, moment.milliseconds, hall, ticket.id])
    }
  }

  public func settlePendingPaper(at moment: Moment) async throws -> Int {
    try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE ticket SET paper = 'unknown', paperFault = 'restart', paperAt = ?
        WHERE hall = ? AND paper = 'pending'
        """, [moment.milliseconds, hall])
      return db.changesCount
    }
  }

  public func forgetHolders(before day: LocalDay) async throws -> Int {
    try await writer.write { [hall] db in
      try db.run(
        """
        UPDATE ticket SET person = NULL, holder = NULL, maskedNumber = NULL, maskedPhone = NULL
        WHERE hall = ? AND day < ? AND (person IS NOT NULL OR maskedPhone IS NOT NULL)
        """, [hall, day.description])
      return db.changesCount
    }
  }

  static func blob(_ bytes: [UInt8]) -> DatabaseValue {
    bytes.withUnsafeBytes { Data($0) }.databaseValue
  }

  /// Writes one line of a ticket's history; a change the hall's table does not know fails the
  /// write it belongs to.
  static func record(
    _ db: Database, _ hall: String, _ ticket: Int64, from: TicketState?, to: TicketState,
    at moment: Moment, by author: Author, why: String? = nil
  ) throws {
    guard from?.mayBecome(to) ?? true else {
      throw DatabaseError(
        resultCode: .SQLITE_CONSTRAINT,
        message: "no ticket goes from \(from?.rawValue ?? "nothing") to \(to)")
    }
    try db.run(
      """
      INSERT INTO ticketEvent (hall, ticket, at, fromState, toState, who, place, why)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        hall, ticket, moment.milliseconds, from?.rawValue, to.rawValue, author.who, author.place,
        why,
      ])
  }
}

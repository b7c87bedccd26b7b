import Foundation
import GRDB
import Hall

/// How a ticket looks in a row; the one place where columns and fields meet.
enum TicketTable {
  /// Read by their numbers in ``ticket(_:)``, after which come those a query adds.
  static let columns = """
    ticket.id, ticket.day, prefix, letter, serial, width, service, laterServices, state, standing,
    placeSince, placeOrder, placeStep, priority, language, person, holder, secret, takenAt,
    callableFrom, backAt, boundWindow, note, ticket.window, calledAt, servedAt, finishedAt, calls,
    returns, reason, announcedLow, announcedHigh, announcedModelled, paper, paperFault, enteredLate
    """
  /// The first column behind ``columns``.
  static let nextColumn: Int32 = 36

  /// Every query for tickets begins so; its rating comes along.
  static let select = """
    SELECT \(columns), rating.level FROM ticket LEFT JOIN rating ON rating.hall = ticket.hall
      AND rating.ticket = ticket.id
    """

  static func ratedTicket(_ row: Columns) throws -> Ticket {
    var ticket = try ticket(row)
    ticket.rating = row.optionalInteger(nextColumn).map(Int.init)
    return ticket
  }

  static func ticket(_ row: Columns) throws -> Ticket {
    guard let day = LocalDay(row.text(1)) else { throw unreadable(row) }
    return try ticket(row, of: day)
  }

  /// The ticket of a row whose day is known, as of a whole day's rows.
  static func ticket(_ row: Columns, of day: LocalDay) throws -> Ticket {
    let id = row.integer(0)
    guard let state = TicketState(rawValue: row.text(8)),
      let standing = Standing(rawValue: row.text(9)),
      let language = Language(rawValue: row.text(14)),
      let paper = PaperState(rawValue: row.text(33))
    else { throw unreadable(row) }
    var ticket = Ticket(
      id: id, day: day,
      number: TicketNumber(
        prefix: row.text(2), letter: row.text(3), serial: row.int(4), width: row.int(5)),
      service: row.text(6), laterServices: try services(row.text(7)), state: state,
      standing: standing,
      place: Place(
        since: Moment(milliseconds: row.integer(10)), order: row.integer(11), step: row.int(12),
        ticket: id),
      priority: row.optionalText(13).flatMap(Priority.init), language: language,
      person: row.optionalBytes(15).map(PersonKey.init), holder: row.optionalText(16),
      secret: row.text(17), takenAt: Moment(milliseconds: row.integer(18)), paper: paper)
    ticket.callableFrom = row.moment(19)
    ticket.backAt = row.moment(20)
    ticket.boundWindow = row.optionalText(21)
    ticket.note = row.optionalText(22)
    ticket.window = row.optionalText(23)
    ticket.calledAt = row.moment(24)
    ticket.servedAt = row.moment(25)
    ticket.finishedAt = row.moment(26)
    ticket.calls = row.int(27)
    ticket.returns = row.int(28)
    ticket.reason = row.optionalText(29).flatMap(ChoiceReason.init)
    if !row.isNull(30) {
      ticket.announced = AnnouncedWait(
        low: row.int(30), high: row.int(31), modelled: row.int(32))
    }
    ticket.paperFault = row.optionalText(34)
    ticket.enteredLate = row.integer(35) != 0
    return ticket
  }

  private static func unreadable(_ row: Columns) -> UnreadableRow {
    UnreadableRow(table: "ticket", id: row.integer(0))
  }

  // MARK: Writing

  static func insert(
    _ ticket: Ticket, _ issued: IssuedTicket, hall: String, _ db: Database
  ) throws {
    let later = try json(ticket.laterServices)
    try db.run(
      """
      INSERT INTO ticket (id, hall, day, prefix, letter, serial, width, number, priority, language,
        person, holder, maskedNumber, maskedPhone, sealedPhone, secret, requestID, takenAt,
        enteredLate, service, laterServices, state, standing, placeSince, placeOrder, placeStep,
        callableFrom, backAt, boundWindow, note, window, calledAt, servedAt, finishedAt, calls,
        returns, reason, announcedLow, announcedHigh, announcedModelled, paper, paperFault)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.add(ticket.id)
      $0.add(hall)
      $0.add(ticket.day.description)
      $0.add(ticket.number.prefix)
      $0.add(ticket.number.letter)
      $0.add(ticket.number.serial)
      $0.add(ticket.number.width)
      $0.add(ticket.number.description)
      $0.add(ticket.priority?.rawValue)
      $0.add(ticket.language.rawValue)
      $0.add(ticket.person?.bytes)
      $0.add(ticket.holder)
      $0.add(issued.particulars.maskedNumber)
      $0.add(issued.particulars.maskedPhone)
      $0.add(issued.particulars.sealedPhone)
      $0.add(ticket.secret)
      $0.add(issued.requestID)
      $0.add(ticket.takenAt)
      $0.add(ticket.enteredLate)
      bindChanging(ticket, later, &$0)
    }
  }

  /// Writes what changes in a ticket's life; who holds it was written with the number and, once
  /// forgotten, never comes back.
  static func update(_ ticket: Ticket, hall: String, _ db: Database) throws {
    let later = try json(ticket.laterServices)
    try db.run(
      """
      UPDATE ticket SET service = ?, laterServices = ?, state = ?, standing = ?, placeSince = ?,
        placeOrder = ?, placeStep = ?, callableFrom = ?, backAt = ?, boundWindow = ?, note = ?,
        window = ?, calledAt = ?, servedAt = ?, finishedAt = ?, calls = ?, returns = ?, reason = ?,
        announcedLow = ?, announcedHigh = ?, announcedModelled = ?, paper = ?, paperFault = ?
      WHERE id = ? AND hall = ?
      """
    ) {
      bindChanging(ticket, later, &$0)
      $0.add(ticket.id)
      $0.add(hall)
    }
    guard db.changesCount == 1 else {
      throw DatabaseError(
        resultCode: .SQLITE_CONSTRAINT, message: "the ledger has no ticket \(ticket.id)")
    }
  }

  private static func bindChanging(_ ticket: Ticket, _ laterServices: String, _ row: inout Binder) {
    row.add(ticket.service)
    row.add(laterServices)
    row.add(ticket.state.rawValue)
    row.add(ticket.standing.rawValue)
    row.add(ticket.place.since)
    row.add(ticket.place.order)
    row.add(ticket.place.step)
    row.add(ticket.callableFrom)
    row.add(ticket.backAt)
    row.add(ticket.boundWindow)
    row.add(ticket.note)
    row.add(ticket.window)
    row.add(ticket.calledAt)
    row.add(ticket.servedAt)
    row.add(ticket.finishedAt)
    row.add(ticket.calls)
    row.add(ticket.returns)
    row.add(ticket.reason?.rawValue)
    row.add(ticket.announced?.low)
    row.add(ticket.announced?.high)
    row.add(ticket.announced?.modelled)
    row.add(ticket.paper.rawValue)
    row.add(ticket.paperFault)
  }

  // MARK: Services on one ticket

  /// Nearly every ticket has one matter: no coder is asked for those.
  private static let none = "[]"

  private static func services(_ json: String) throws -> [String] {
    guard json != none else { return [] }
    return try JSONDecoder().decode([String].self, from: Data(json.utf8))
  }

  private static func json(_ services: [String]) throws -> String {
    guard !services.isEmpty else { return none }
    return String(decoding: try JSONEncoder().encode(services), as: UTF8.self)
  }
}

/// A row that no version of this program can have written.
struct UnreadableRow: Error, CustomStringConvertible {
  let table: String
  let id: Int64
  var description: String { "row \(id) of table \(table) holds values no Hallway writes" }
}

extension Row {
  /// A column's value; throws where a damaged file holds what the schema forbids.
  ///
  /// `row["column"]` would end the program instead, and the hall with it.
  func value<T: DatabaseValueConvertible>(_ column: String) throws -> T {
    try decode(T.self, forColumn: column)
  }
}

extension Database {
  /// Runs one statement, prepared once per connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

import GRDB
import Hall
import HallStore

/// How a ticket looks in a row; the one place where columns and fields meet.
enum TicketRow {
  /// Every query for tickets begins so; its rating comes along.
  static let select = """
    SELECT ticket.*, rating.level AS rating FROM ticket
    LEFT JOIN rating ON rating.ticket = ticket.id
    """

  static func ticket(_ row: Row) throws -> Ticket {
    guard let day = LocalDay(row["day"] as String),
      let state = TicketState(rawValue: row["state"]),
      let language = Language(rawValue: row["language"]),
      let paper = PaperState(rawValue: row["paper"])
    else { throw UnreadableRow(table: "ticket", id: row["id"]) }
    return Ticket(
      id: row["id"], day: day,
      number: TicketNumber(letter: row["letter"], serial: row["serial"]),
      service: row["service"], state: state,
      priority: (row["priority"] as String?).flatMap(Priority.init(rawValue:)),
      language: language, holder: row["holder"], secret: row["secret"],
      takenAt: Moment(milliseconds: row["takenAt"]),
      calledAt: (row["calledAt"] as Int64?).map(Moment.init(milliseconds:)),
      finishedAt: (row["finishedAt"] as Int64?).map(Moment.init(milliseconds:)),
      window: row["window"], paper: paper, paperFault: row["paperFault"], rating: row["rating"])
  }

  static func first(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws
    -> Ticket?
  {
    let statement = try db.cachedStatement(sql: "\(select) WHERE \(condition) LIMIT 1")
    return try Row.fetchOne(statement, arguments: arguments).map(ticket)
  }
}

/// A row that no version of this program can have written.
struct UnreadableRow: Error, CustomStringConvertible {
  let table: String
  let id: Int64
  var description: String { "row \(id) of table \(table) holds values no Hallway writes" }
}

extension Database {
  /// Runs one statement, prepared once per connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

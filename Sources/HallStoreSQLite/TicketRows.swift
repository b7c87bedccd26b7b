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
    func moment(_ column: String) throws -> Moment? {
      let milliseconds: Int64? = try row.value(column)
      return milliseconds.map(Moment.init(milliseconds:))
    }
    guard let day = LocalDay(try row.value("day") as String),
      let state = TicketState(rawValue: try row.value("state")),
      let language = Language(rawValue: try row.value("language")),
      let paper = PaperState(rawValue: try row.value("paper"))
    else { throw UnreadableRow(table: "ticket", id: try row.value("id")) }
    return Ticket(
      id: try row.value("id"), day: day,
      number: TicketNumber(letter: try row.value("letter"), serial: try row.value("serial")),
      service: try row.value("service"), state: state,
      priority: (try row.value("priority") as String?).flatMap(Priority.init(rawValue:)),
      language: language, holder: try row.value("holder"), secret: try row.value("secret"),
      takenAt: Moment(milliseconds: try row.value("takenAt")),
      calledAt: try moment("calledAt"), finishedAt: try moment("finishedAt"),
      window: try row.value("window"), paper: paper, paperFault: try row.value("paperFault"),
      rating: try row.value("rating"))
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

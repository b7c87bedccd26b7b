import GRDBSQLite

/// One ticket's row as Swift values, column by column: what a program without Hallway would make
/// of it at the least.
struct RawTicket {
  let id: Int64
  let day: String
  let prefix: String
  let letter: String
  let serial: Int64
  let width: Int64
  let service: String
  let laterServices: String
  let state: String
  let standing: String
  let placeSince: Int64
  let placeOrder: Int64
  let placeStep: Int64
  let priority: String?
  let language: String
  let person: [UInt8]?
  let holder: String?
  let secret: String
  let takenAt: Int64
  let callableFrom: Int64?
  let backAt: Int64?
  let boundWindow: String?
  let note: String?
  let window: String?
  let calledAt: Int64?
  let servedAt: Int64?
  let finishedAt: Int64?
  let calls: Int64
  let returns: Int64
  let reason: String?
  let announcedLow: Int64?
  let announcedHigh: Int64?
  let announcedModelled: Int64?
  let paper: String
  let paperFault: String?
  let enteredLate: Int64
  let requestID: String

  /// Reads all of a day from the file by SQLite's C interface.
  static func all(of day: String, hall: String, in path: String) throws -> [RawTicket] {
    var opened: OpaquePointer?
    guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      let database = opened
    else { throw BenchFailure("cannot open \(path)") }
    defer { sqlite3_close(database) }
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(database, select, -1, &prepared, nil) == SQLITE_OK,
      let statement = prepared
    else { throw BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
    defer { sqlite3_finalize(statement) }
    // SQLite copies what is bound so.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(statement, 1, hall, -1, copied)
    sqlite3_bind_text(statement, 2, day, -1, copied)
    var tickets: [RawTicket] = []
    while sqlite3_step(statement) == SQLITE_ROW { tickets.append(RawTicket(statement)) }
    return tickets
  }

  private static let select = """
    SELECT id, day, prefix, letter, serial, width, service, laterServices, state, standing,
      placeSince, placeOrder, placeStep, priority, language, person, holder, secret, takenAt,
      callableFrom, backAt, boundWindow, note, window, calledAt, servedAt, finishedAt, calls,
      returns, reason, announcedLow, announcedHigh, announcedModelled, paper, paperFault,
      enteredLate, requestID
    FROM ticket WHERE hall = ? AND day = ? ORDER BY id
    """

  private init(_ row: OpaquePointer) {
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(row, column) == SQLITE_NULL }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(row, column) }
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    func text(_ column: Int32) -> String {
      sqlite3_column_text(row, column).map { String(cString: $0) } ?? ""
    }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    func optionalBytes(_ column: Int32) -> [UInt8]? {
      sqlite3_column_blob(row, column).map {
        [UInt8](
          UnsafeRawBufferPointer(start: $0, count: Int(sqlite3_column_bytes(row, column))))
      }
    }
    id = integer(0)
    day = text(1)
    prefix = text(2)
    letter = text(3)
    serial = integer(4)
    width = integer(5)
    service = text(6)
    laterServices = text(7)
    state = text(8)
    standing = text(9)
    placeSince = integer(10)
    placeOrder = integer(11)
    placeStep = integer(12)
    priority = optionalText(13)
    language = text(14)
    person = optionalBytes(15)
    holder = optionalText(16)
    secret = text(17)
    takenAt = integer(18)
    callableFrom = optionalInteger(19)
    backAt = optionalInteger(20)
    boundWindow = optionalText(21)
    note = optionalText(22)
    window = optionalText(23)
    calledAt = optionalInteger(24)
    servedAt = optionalInteger(25)
    finishedAt = optionalInteger(26)
    calls = integer(27)
    returns = integer(28)
    reason = optionalText(29)
    announcedLow = optionalInteger(30)
    announcedHigh = optionalInteger(31)
    announcedModelled = optionalInteger(32)
    paper = text(33)
    paperFault = optionalText(34)
    enteredLate = integer(35)
    requestID = text(36)
  }
}

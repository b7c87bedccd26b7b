import GRDB
import GRDBSQLite
import Hall

/// The row a statement stands on, read by column number.
///
/// A hall opens in the morning with all of a day's rows, and a commit writes dozens: names looked
/// up for every value, and values boxed on their way, cost several times what SQLite itself does.
struct Columns {
  let statement: SQLiteStatement

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func int(_ column: Int32) -> Int { Int(truncatingIfNeeded: integer(column)) }

  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func moment(_ column: Int32) -> Moment? {
    optionalInteger(column).map(Moment.init(milliseconds:))
  }

  /// Empty for NULL, which the schema keeps out of columns that are read so.
  func text(_ column: Int32) -> String {
    // The text first: asking for the bytes before may convert the value (sqlite3_column_blob.html).
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// Empty for NULL and for no bytes.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return [UInt8](
      UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }

  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}

/// Binds a statement's parameters from the first on.
struct Binder {
  let statement: SQLiteStatement
  private var index: Int32 = 0

  init(_ statement: SQLiteStatement) { self.statement = statement }

  /// SQLite copies what it is given: the value is gone before the statement runs.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  mutating func add(_ integer: Int64?) {
    index += 1
    if let integer {
      sqlite3_bind_int64(statement, index, integer)
    } else {
      sqlite3_bind_null(statement, index)
    }
  }

  mutating func add(_ integer: Int?) { add(integer.map { Int64($0) }) }

  mutating func add(_ flag: Bool) { add(Int64(flag ? 1 : 0)) }

  mutating func add(_ moment: Moment?) { add(moment?.milliseconds) }

  mutating func add(_ text: String?) {
    index += 1
    guard var text else {
      sqlite3_bind_null(statement, index)
      return
    }
    text.withUTF8 { utf8 in
      // Nothing at no address would be NULL instead of an empty text.
      _ = utf8.withMemoryRebound(to: CChar.self) {
        $0.isEmpty
          ? sqlite3_bind_text(statement, index, "", 0, Self.copied)
          : sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), Self.copied)
      }
    }
  }

  mutating func add(_ bytes: [UInt8]?) {
    index += 1
    guard let bytes else {
      sqlite3_bind_null(statement, index)
      return
    }
    _ = bytes.withUnsafeBytes {
      $0.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), Self.copied)
    }
  }
}

extension Database {
  /// Runs a statement that answers nothing; it is prepared once per connection.
  func run(_ sql: String, binding bind: (inout Binder) -> Void) throws {
    try forEachRow(sql, binding: bind) { _ in }
  }

  /// Runs a statement and shows each row of its answer.
  func forEachRow(
    _ sql: String, binding bind: (inout Binder) -> Void = { _ in },
    _ body: (Columns) throws -> Void
  ) throws {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    defer { sqlite3_reset(statement) }
    sqlite3_reset(statement)
    var binder = Binder(statement)
    bind(&binder)
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(Columns(statement: statement))
      case SQLITE_DONE: return
      case let code:
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
      }
    }
  }

  /// The first row of an answer, made into a value; nil where there is none.
  func firstRow<T>(
    _ sql: String, binding bind: (inout Binder) -> Void, _ make: (Columns) throws -> T
  ) throws -> T? {
    var value: T?
    try forEachRow(sql, binding: bind) { if value == nil { value = try make($0) } }
    return value
  }
}

import CSVRecords
public import Hall
import Varlink

/// Reads the records of a file piece by piece: bytes in, messages or reasons out.
///
/// What comes of a record depends on its bytes, the head of the file, the table and the source alone,
/// so that reading may go on in the middle of a file.
public struct CaseReader: Sendable {
  /// A record of the file.
  public struct Record: Sendable {
    public let line: Int
    /// Its bytes, without the line end.
    public let range: Range<Int>
    public let result: Result<CaseMessage, CaseRecordFault>
  }

  /// What some bytes hold.
  public struct Piece: Sendable {
    public var records: [Record] = []
    /// How many bytes the records take, what is no record among them.
    public var taken = 0
    /// The line after them.
    public var line: Int
  }

  public let format: CaseFormat
  public let source: CaseSource
  /// The table of all records, where the name of the file says it.
  public let table: ExchangeTable?
  /// The columns of a CSV file.
  public let head: [String]?
  private let columns: [HallwayForm.Column]
  private let exchangeColumns: [String: Int]

  /// - Parameters:
  ///   - format: how the file is written.
  ///   - source: who sends it.
  ///   - table: of a file that has rows of one table and does not say of which.
  ///   - head: the first record of a CSV file, ``head(of:)``.
  /// - Throws: what is wrong with the file as a whole.
  public init(
    _ format: CaseFormat, source: CaseSource, table: ExchangeTable? = nil, head: [String]? = nil
  ) throws(CaseRecordFault) {
    self.format = format
    self.source = source
    self.table = table
    self.head = head
    guard format.layout == .csv else {
      columns = []
      exchangeColumns = [:]
      if format.dialect == .guangdong, source.id == nil {
        throw CaseRecordFault(.missing, "source")
      }
      return
    }
    guard let head else { throw CaseRecordFault(.missing, "head") }
    switch format.dialect {
    case .hallway:
      columns = try HallwayForm.columns(of: head)
      exchangeColumns = [:]
    case .guangdong:
      columns = []
      exchangeColumns = try Self.exchangeColumns(head)
      guard source.id != nil else { throw CaseRecordFault(.missing, "source") }
      guard table != nil || exchangeColumns[Self.tableColumn] != nil else {
        throw CaseRecordFault(.unknownTable)
      }
    }
  }

  /// Where rows say of which table they are.
  private static let tableColumn = "TABLE"

  private static func exchangeColumns(_ head: [String]) throws(CaseRecordFault) -> [String: Int] {
    var columns: [String: Int] = [:]
    for (place, name) in head.enumerated() {
      guard columns.updateValue(place, forKey: name.uppercased()) == nil else {
        throw CaseRecordFault(.contradiction, "head")
      }
    }
    return columns
  }

  /// The columns of a CSV file and where its records begin.
  ///
  /// - Parameters:
  ///   - bytes: the file's beginning, as much as a record may have.
  ///   - isWhole: nothing comes after them.
  /// - Returns: the columns, and offset and line after them.
  /// - Throws: where they are no head.
  public static func head(
    of bytes: [UInt8], isWhole: Bool
  ) throws(CaseRecordFault) -> (columns: [String], end: Int, line: Int) {
    var records = CSVRecords(bytes, isWhole: isWhole)
    guard let head = records.next() else { throw CaseRecordFault(.missing, "head") }
    if head.isForeign { throw CaseRecordFault(.foreignText, "head") }
    if head.isBroken { throw CaseRecordFault(.brokenQuotes, "head") }
    return (head.cells, records.end, records.line)
  }

  /// Reads records of which the first begins with `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: of the file, ``CSVRecords/longest`` at least where more come.
  ///   - line: of the first byte.
  ///   - isWhole: nothing comes after them.
  ///   - most: how many records at most.
  /// - Returns: the records that end within the bytes.
  public func read(_ bytes: [UInt8], line: Int, isWhole: Bool, most: Int = .max) -> Piece {
    format.layout == .csv
      ? cells(bytes, line, isWhole, most) : lines(bytes, line, isWhole, most)
  }

  private func cells(_ bytes: [UInt8], _ line: Int, _ isWhole: Bool, _ most: Int) -> Piece {
    var records = CSVRecords(bytes, line: line, isWhole: isWhole)
    var piece = Piece(line: line)
    while piece.records.count < most, let record = records.next() {
      piece.taken = records.end
      piece.line = records.line
      if record.isEmpty { continue }
      piece.records.append(
        Record(line: record.line, range: record.range, result: result(of: record)))
    }
    return piece
  }

  private func lines(_ bytes: [UInt8], _ line: Int, _ isWhole: Bool, _ most: Int) -> Piece {
    var piece = Piece(line: line)
    while piece.records.count < most, piece.taken < bytes.count {
      let start = piece.taken
      let limit = min(bytes.count, start + CSVRecords.longest)
      let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: "\n"))
      // A line that is longer than any record is cut; nothing of it can be read.
      guard end != nil || isWhole || limit < bytes.count else { return piece }
      let range = start..<(end ?? limit)
      piece.taken = end.map { $0 + 1 } ?? limit
      if end != nil { piece.line += 1 }
      if bytes[range].allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      piece.records.append(
        Record(
          line: end == nil ? piece.line : piece.line - 1, range: range,
          result: result(of: bytes[range])))
    }
    return piece
  }

  private func result(of record: CSVRecords.Record) -> Result<CaseMessage, CaseRecordFault> {
    do throws(CaseRecordFault) { return .success(try message(record)) } catch {
      return .failure(error)
    }
  }

  private func result(of line: ArraySlice<UInt8>) -> Result<CaseMessage, CaseRecordFault> {
    do throws(CaseRecordFault) { return .success(try message(line)) } catch {
      return .failure(error)
    }
  }

  /// One record by itself, as the quarantine keeps it.
  public func message(ofRecord bytes: [UInt8]) throws(CaseRecordFault) -> CaseMessage {
    guard format.layout == .csv else { return try message(bytes[...]) }
    // The line tells a record from a file's beginning, where a byte order mark is skipped.
    var records = CSVRecords(bytes, line: 2)
    guard let record = records.next(), records.end == bytes.count else {
      throw CaseRecordFault(.brokenQuotes)
    }
    return try message(record)
  }

  private func message(_ record: CSVRecords.Record) throws(CaseRecordFault) -> CaseMessage {
    if record.isForeign { throw CaseRecordFault(.foreignText) }
    if record.isBroken { throw CaseRecordFault(.brokenQuotes) }
    guard record.cells.count == head?.count else { throw CaseRecordFault(.cells) }
    switch format.dialect {
    case .hallway: return try HallwayForm(source: source.id).message(record.cells, columns)
    case .guangdong:
      return try message(ExchangeRow(columns: exchangeColumns, cells: record.cells))
    }
  }

  private func message(_ line: ArraySlice<UInt8>) throws(CaseRecordFault) -> CaseMessage {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw CaseRecordFault(.notJSON)
    }
    guard let object = value.objectValue else { throw CaseRecordFault(.notJSON) }
    switch format.dialect {
    case .hallway: return try HallwayForm(source: source.id).message(object)
    case .guangdong:
      var columns: [String: Int] = [:]
      var cells: [String] = []
      for member in object.members {
        let key = member.key.uppercased()
        guard let cell = Self.cell(member.value), columns[key] == nil else {
          throw CaseRecordFault(.malformed)
        }
        columns[key] = cells.count
        cells.append(cell)
      }
      return try message(ExchangeRow(columns: columns, cells: cells))
    }
  }

  private static func cell(_ value: JSONValue) -> String? {
    switch value {
    case .null: ""
    case .string(let text): text
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool, .array, .object: nil
    }
  }

  private func message(_ row: ExchangeRow) throws(CaseRecordFault) -> CaseMessage {
    guard let table = row[Self.tableColumn].map(ExchangeTable.init(named:)) ?? table else {
      throw CaseRecordFault(.unknownTable)
    }
    guard let id = source.id else { throw CaseRecordFault(.missing, "source") }
    return try ExchangeAdapter(source: id, codes: source.codes).message(row, of: table)
  }
}

/// The records of CSV bytes as RFC 4180 has them: cells may be quoted, and a quoted one may hold
/// commas, quotes written twice and line breaks. A byte order mark, as Excel writes it, is skipped.
///
/// A file may come in pieces: with `isWhole` false, what may go on in the next piece is left in place,
/// and ``end`` says where it begins. Records are the same however the file is cut.
public struct CSVRecords: Sequence, IteratorProtocol {
  /// One record and the line it begins on, counted from 1.
  public struct Record: Sendable {
    public let line: Int
    public internal(set) var cells: [String]
    /// A quote stands where none may, or is never closed.
    public internal(set) var isBroken = false
    /// Some bytes are no UTF-8; they are replaced in the cells.
    public internal(set) var isForeign = false
    /// The record's bytes, its line end not among them.
    public internal(set) var range: Range<Int>

    /// An empty line.
    public var isEmpty: Bool { cells == [""] }
  }

  /// A record of documents and reasons has a tenth of it; whatever is longer has lost a quote.
  public static let longest = 256 << 10

  /// Where the next record begins.
  public private(set) var end = 0
  /// The line of ``end``.
  public private(set) var line: Int

  private let bytes: [UInt8]
  private let isWhole: Bool
  /// Up to where the record that is read may reach.
  private var limit = 0
  private var index = 0

  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// - Parameters:
  ///   - bytes: a file, or a piece of one that begins where a record does.
  ///   - line: the line of its first byte.
  ///   - isWhole: nothing comes after it.
  public init(_ bytes: [UInt8], line: Int = 1, isWhole: Bool = true) {
    self.bytes = bytes
    self.line = line
    self.isWhole = isWhole
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { end = 3 }
  }

  public mutating func next() -> Record? {
    guard end < bytes.count else { return nil }
    index = end
    limit = Swift.min(bytes.count, end + Self.longest)
    var record = Record(line: line, cells: [], range: end..<end)
    var lines = 0
    repeat {
      guard cell(of: &record, &lines) else { return isDecided ? broken() : nil }
    } while takes(Self.comma)
    record.range = end..<index
    guard index < limit else {
      // The end of the file ends a record; the end of a piece leaves it open.
      guard isDecided else { return nil }
      guard index == bytes.count else { return broken() }
      return finish(record, lines)
    }
    // Whether a line feed follows the carriage return is not known yet.
    if bytes[index] == Self.carriageReturn, index + 1 == bytes.count, !isWhole { return nil }
    return finish(record, lines)
  }

  private var isDecided: Bool { isWhole || limit == end + Self.longest }

  private mutating func finish(_ record: Record, _ lines: Int) -> Record {
    if record.isBroken, lines > 0 { return broken() }
    if takes(Self.carriageReturn) { _ = takes(Self.lineFeed) } else { _ = takes(Self.lineFeed) }
    end = index
    line += lines + 1
    return record
  }

  /// A record that has lost a quote would take those after it with it: it ends with its line.
  private mutating func broken() -> Record {
    let start = end
    index = bytes[start..<limit].firstIndex(of: Self.lineFeed) ?? limit
    let (text, isForeign) = Self.text(bytes[start..<index])
    let record = Record(
      line: line, cells: [text], isBroken: true, isForeign: isForeign, range: start..<index)
    if takes(Self.lineFeed) { line += 1 }
    end = index
    return record
  }

  private mutating func takes(_ byte: UInt8) -> Bool {
    guard index < limit, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Blanks around a cell are no part of it; those within quotes are.
  ///
  /// - Returns: whether the cell ends before the limit, or with it and outside quotes.
  private mutating func cell(of record: inout Record, _ lines: inout Int) -> Bool {
    skipBlanks()
    guard takes(Self.quote) else {
      let start = index
      var isBroken = false
      while index < limit, !Self.endsCell(bytes[index]) {
        if bytes[index] == Self.quote { isBroken = true }
        index += 1
      }
      var last = index
      while last > start, Self.isBlank(bytes[last - 1]) { last -= 1 }
      append(bytes[start..<last], to: &record, isBroken: isBroken)
      return true
    }
    var text: [UInt8] = []
    while index < limit {
      let byte = bytes[index]
      index += 1
      if byte == Self.quote {
        // Before the end of a piece the quote may be the first of two.
        if index == bytes.count, !isWhole { return false }
        guard takes(Self.quote) else {
          append(text[...], to: &record, isBroken: skipsToEnd())
          return true
        }
      }
      if byte == Self.lineFeed { lines += 1 }
      text.append(byte)
    }
    return false
  }

  private func append(_ bytes: ArraySlice<UInt8>, to record: inout Record, isBroken: Bool) {
    let (text, isForeign) = Self.text(bytes)
    record.cells.append(text)
    if isBroken { record.isBroken = true }
    if isForeign { record.isForeign = true }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> (String, isForeign: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) { return (text, false) }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  private mutating func skipBlanks() {
    while index < limit, Self.isBlank(bytes[index]) { index += 1 }
  }

  /// Whether anything but blanks stands between a closing quote and the cell's end.
  private mutating func skipsToEnd() -> Bool {
    skipBlanks()
    let start = index
    while index < limit, !Self.endsCell(bytes[index]) { index += 1 }
    return index > start
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func endsCell(_ byte: UInt8) -> Bool {
    byte == comma || byte == lineFeed || byte == carriageReturn
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

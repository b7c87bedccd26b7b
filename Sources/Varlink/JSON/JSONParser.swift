/// Why bytes are not one JSON value.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Offset of the byte at which the text stopped making sense.
  public let offset: Int
  public let reason: String

  public var description: String { "JSON, byte \(offset): \(reason)" }
}

/// A total RFC 8259 parser: every byte string yields a value or an error, never a trap.
///
/// Stricter than the RFC allows it to be where laxness hurts a service: duplicate keys, invalid
/// UTF-8, lone surrogates and numbers beyond a double are errors.
struct JSONParser {
  /// Deep enough for any interface, shallow enough for a 64 KiB thread stack.
  static let deepestNesting = 128
  /// Above this many members a set finds duplicate keys faster than a scan.
  private static let scanForDuplicatesUpTo = 16

  /// proof: only `byte(at:)` and slices of checked ranges touch the memory, and the pointer never
  /// leaves the call of `parse`, inside which the caller keeps the buffer alive.
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var depth = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Parses exactly one value with optional white space around it.
  static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.index == bytes.count else { throw parser.error("text after the value") }
    return value
  }

  // MARK: - Bytes

  private func byte(at position: Int) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private var current: UInt8? { byte(at: index) }

  private func error(_ reason: String) -> JSONError { JSONError(offset: index, reason: reason) }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func take(_ expected: UInt8) -> Bool {
    guard current == expected else { return false }
    index += 1
    return true
  }

  // MARK: - Values

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    guard let current else { throw error("a value is missing") }
    switch current {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw error("not the start of a value")
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError)
    -> JSONValue
  {
    for offset in 0..<word.utf8CodeUnitCount
    where byte(at: index + offset) != word.utf8Start[offset] {
      throw error("not the start of a value")
    }
    index += word.utf8CodeUnitCount
    return value
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= Self.deepestNesting else {
      throw error("nested deeper than \(Self.deepestNesting)")
    }
    index += 1
    skipSpace()
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try descend()
    defer { depth -= 1 }
    if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(4)
    var seen = Set<String>()
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("a key in quotes is missing") }
      let key = try string()
      try note(key, among: members, &seen)
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("':' is missing") }
      members.append(.init(key: key, value: try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(JSONObject(distinct: members)) }
      guard take(UInt8(ascii: ",")) else { throw error("',' or '}' is missing") }
    }
  }

  /// Two equal keys would let two readers of one message see two different messages. The error
  /// does not repeat the key: errors go to logs, and the key is a stranger's text.
  private func note(_ key: String, among members: [JSONObject.Member], _ seen: inout Set<String>)
    throws(JSONError)
  {
    let isNew: Bool
    if members.count < Self.scanForDuplicatesUpTo {
      isNew = !members.contains { $0.key == key }
    } else {
      if seen.isEmpty { seen = Set(members.map(\.key)) }
      isNew = seen.insert(key).inserted
    }
    guard isNew else { throw error("a key appears twice") }
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try descend()
    defer { depth -= 1 }
    if take(UInt8(ascii: "]")) { return .array([]) }
    var elements: [JSONValue] = []
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw error("',' or ']' is missing") }
    }
  }

  // MARK: - Numbers

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = index
    let isNegative = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    if isWhole, let whole = whole(from: isNegative ? start + 1 : start, isNegative) {
      return .int(whole)
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let double = Double(text), double.isFinite else {
      throw error("a number beyond a 64-bit float")
    }
    return .double(double)
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while let byte = current, byte &- 0x30 < 10 { index += 1 }
    guard index > start else { throw error("a digit is missing") }
  }

  /// The digits from `start` up to here, or nil beyond Int64.
  private func whole(from start: Int, _ isNegative: Bool) -> Int64? {
    var total: Int64 = 0
    for position in start..<index {
      let digit = Int64(bytes[position] &- 0x30)
      let (product, tooLarge) = total.multipliedReportingOverflow(by: 10)
      let (sum, overflow) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !tooLarge, !overflow else { return nil }
      total = sum
    }
    return total
  }

  // MARK: - Strings

  private mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        let text = try utf8(bytes[start..<index])
        index += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error("a control character in a string")
      default: index += 1
      }
    }
    throw error("a string without end")
  }

  private func utf8(_ slice: Slice<UnsafeRawBufferPointer>) throws(JSONError) -> String {
    let bytes = UnsafeRawBufferPointer(rebasing: slice).assumingMemoryBound(to: UInt8.self)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error("not UTF-8") }
    return text
  }

  /// The slow path: `start` is after the opening quote, `index` at the first backslash.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<index])
    while let byte = current {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw error("not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
    throw error("a string without end")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard let byte = current else { throw error("a string without end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> [UInt8] {
    var code = try hexadecimal4()
    if (0xD800..<0xDC00).contains(code) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw error("a lone surrogate")
      }
      let low = try hexadecimal4()
      guard (0xDC00..<0xE000).contains(low) else { throw error("a lone surrogate") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("a lone surrogate") }
    return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func hexadecimal4() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits are missing")
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }
}

extension JSONValue {
  /// Parses one JSON value.
  ///
  /// - Throws: `JSONError` with the offset of the first byte that does not fit.
  public init(parsing text: some Collection<UInt8>) throws(JSONError) {
    let bytes = Array(text)
    let parsed: Result<JSONValue, JSONError> = bytes.withUnsafeBytes { raw in
      do throws(JSONError) { return .success(try JSONParser.parse(raw)) } catch {
        return .failure(error)
      }
    }
    self = try parsed.get()
  }
}

/// Splits an interface text into tokens and keeps the comments that precede each.
struct IDLScanner {
  enum Token: Equatable {
    case word(String)
    case punctuation(String)
    case end
  }

  private let bytes: [UInt8]
  private var index = 0
  /// Comment lines seen since the last `takeDocumentation`.
  private var documentation: [String] = []
  /// Offset at which the current token starts, for error messages.
  private(set) var tokenStart = 0
  private(set) var token = Token.end

  init(_ text: String) throws(VarlinkIDLError) {
    bytes = Array(text.utf8)
    try advance()
  }

  func error(_ reason: String) -> VarlinkIDLError { error(reason, at: tokenStart) }

  func error(_ reason: String, at offset: Int) -> VarlinkIDLError {
    let before = bytes.prefix(offset)
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
    return VarlinkIDLError(line: line, column: offset - lineStart + 1, reason: reason)
  }

  mutating func takeDocumentation() -> String {
    defer { documentation = [] }
    return documentation.joined(separator: "\n")
  }

  /// What the current token looks like to a reader of the text.
  var tokenText: String {
    switch token {
    case .word(let text), .punctuation(let text): "'\(text)'"
    case .end: "the end of the text"
    }
  }

  mutating func advance() throws(VarlinkIDLError) {
    skipSpaceAndComments()
    tokenStart = index
    guard index < bytes.count else {
      token = .end
      return
    }
    for sign in ["->", "(", ")", ",", ":", "?", "[]", "[string]"] where starts(with: sign) {
      index += sign.utf8.count
      token = .punctuation(sign)
      return
    }
    while index < bytes.count, Self.isWord(bytes[index]), !starts(with: "->") { index += 1 }
    guard index > tokenStart else { throw error("a character that has no place here") }
    token = .word(String(decoding: bytes[tokenStart..<index], as: UTF8.self))
  }

  private func starts(with sign: String) -> Bool {
    bytes.dropFirst(index).starts(with: sign.utf8)
  }

  /// Letters, digits, `_`, `-` and `.`: the parser decides which of them a name may have.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func skipSpaceAndComments() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"): comment()
      default: return
      }
    }
  }

  private mutating func comment() {
    let start = index + 1
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    var line = bytes[start..<index]
    if line.last == 0x0D { line = line.dropLast() }
    if line.first == 0x20 { line = line.dropFirst() }
    documentation.append(String(decoding: line, as: UTF8.self))
  }
}

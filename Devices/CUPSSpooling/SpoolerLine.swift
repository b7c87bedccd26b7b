/// A word and its fields, `word key=value key=value`: printable ASCII; everything else, spaces and
/// the `"` and `#` of recordings percent-encoded.
public struct SpoolerLine: Sendable, Equatable {
  /// Longer than any printer's reasons; a longer line is an accident or an attack.
  public static let limit = 16_384

  public let word: String
  private let fields: [Field]

  private struct Field: Sendable, Equatable {
    let key: String
    let value: String
  }

  init(_ word: String, _ fields: [(key: String, value: String)] = []) {
    self.word = word
    self.fields = fields.map { Field(key: $0.key, value: $0.value) }
  }

  /// The line with its line feed.
  public var bytes: [UInt8] {
    let text = fields.map { "\($0.key)=\(Self.encode($0.value))" }
    return Array(([word] + text).joined(separator: " ").utf8) + [0x0A]
  }

  /// Reads what ``bytes`` writes, with or without the line feed; nil for anything else.
  public init?(_ bytes: [UInt8]) {
    let line = bytes.last == 0x0A ? bytes.dropLast() : bytes[...]
    guard line.count < Self.limit, line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return nil
    }
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard let word = parts.first, !word.isEmpty else { return nil }
    var fields: [Field] = []
    for part in parts.dropFirst() {
      guard let sign = part.firstIndex(of: UInt8(ascii: "=")), sign > part.startIndex,
        let value = Self.decode(part[part.index(after: sign)...])
      else { return nil }
      fields.append(Field(key: String(decoding: part[..<sign], as: UTF8.self), value: value))
    }
    self.word = String(decoding: word, as: UTF8.self)
    self.fields = fields
  }

  subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

  func number(_ key: String) -> Int? {
    self[key].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  func list(_ key: String) -> [String] {
    (self[key] ?? "").split(separator: ",").map(String.init)
  }

  private static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      if (0x21...0x7E).contains(byte), !"%\"#".utf8.contains(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    var decoded: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.utf8.first != UInt8(ascii: "+"),
        let value = UInt8(digits, radix: 16)
      else { return nil }
      decoded.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: decoded, as: UTF8.self)
  }
}

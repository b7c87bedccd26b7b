/// One message as journald's own protocol has it: fields, each a name and a value
/// (systemd's JOURNAL_NATIVE_PROTOCOL).
struct JournalLine {
  /// Longer values are cut: a datagram to journald has room for some 200 KB, and a log line of ours
  /// never needs a hundredth of it.
  static let longestValue = 16_384
  /// Of a field's name, by journald.
  private static let longestName = 64

  private(set) var bytes: [UInt8] = []

  /// Adds a field; a name that journald would not take is made one that it does.
  mutating func add(_ name: String, _ value: String) {
    bytes += Self.fieldName(name)
    let value = Array(value.utf8.prefix(Self.longestValue))
    if value.contains(UInt8(ascii: "\n")) {
      // With a line break inside, the length comes first: eight bytes, little end first.
      bytes.append(UInt8(ascii: "\n"))
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.count >> ($0 * 8)) }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Capitals, digits and underscores, no digit and no underscore first.
  static func fieldName(_ name: String) -> [UInt8] {
    var result: [UInt8] = []
    for byte in name.utf8.prefix(longestName) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): result.append(byte - 0x20)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.append(byte)
      default: result.append(UInt8(ascii: "_"))
      }
    }
    while let first = result.first, !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) {
      result.removeFirst()
    }
    return result.isEmpty ? Array("FIELD".utf8) : result
  }
}

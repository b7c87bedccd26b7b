import DeviceKit

/// Puts an invented person's records in place of the card's, so that a recording holds nobody's data
/// and still replays as a card.
struct CardRedactor: Redactor {
  /// By record number: what ``SocialSecurityFile`` reads, of a person who does not exist.
  private static let invented: [UInt8: [UInt8]] = [
    0x07: Array("A00000000".utf8),
    0x08: Array("110101190003070010".utf8),
    // 样例, "sample", in GBK.
    0x09: [0xD1, 0xF9, 0xC0, 0xFD],
    0x0D: [0x19, 0x00, 0x03, 0x07],
  ]

  private var record: UInt8?

  init() {}

  mutating func written(_ bytes: [UInt8]) -> [UInt8]? {
    // Only what this driver says to cards is known to hold nothing of a person.
    guard bytes.count >= 4 else { return nil }
    switch bytes[1] {
    case 0xB2: record = bytes[2]
    case 0xA4: record = nil
    // GET RESPONSE continues the command before it.
    case 0xC0: break
    default: return nil
    }
    return bytes
  }

  mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    let data = bytes.dropLast(2)
    guard !data.isEmpty else { return bytes }
    // Tag and length stay, so that the record is taken apart as it was.
    let head = record == nil ? 0 : min(2, data.count)
    var value = (record.flatMap { Self.invented[$0] } ?? []).prefix(data.count - head)
    value += [UInt8](repeating: 0, count: data.count - head - value.count)
    return data.prefix(head) + value + bytes.suffix(2)
  }

  mutating func finish() -> [UInt8] { [] }
}

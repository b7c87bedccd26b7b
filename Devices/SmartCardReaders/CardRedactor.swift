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

  /// What of the invented record the response has not yet told; nil before its first piece.
  private var untold: [UInt8]?
  private var record: UInt8?

  init() {}

  mutating func written(_ bytes: [UInt8]) -> [UInt8]? {
    // Only what this driver says to cards is known to hold nothing of a person.
    guard bytes.count >= 4 else { return nil }
    switch bytes[1] {
    case 0xB2: (record, untold) = (bytes[2], nil)
    case 0xA4: (record, untold) = (nil, nil)
    // GET RESPONSE continues the command before it.
    case 0xC0: break
    default: return nil
    }
    return bytes
  }

  mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    // A card that comes or goes is told in one byte, 0 to 2.
    if bytes.count == 1, bytes[0] <= 2 { return bytes }
    let (data, status) = (bytes.dropLast(2), bytes.suffix(2))
    // 6X or 9X (ISO 7816-4, 5.6); two bytes that are no status may be anything.
    guard status.count == 2, let first = status.first, first & 0xF0 == 0x60 || first & 0xF0 == 0x90
    else { return bytes.map { _ in 0 } }
    guard !data.isEmpty else { return bytes }
    let rest = untold ?? inventedRecord(in: data.count, hasMore: first == 0x61)
    let told = rest.prefix(data.count)
    untold = Array(rest.dropFirst(told.count))
    return told + [UInt8](repeating: 0, count: data.count - told.count) + status
  }

  /// Of an answer to reset only TS and T0 stay: its historical bytes may number the card (ISO 7816-4,
  /// 12.1.1).
  mutating func answered(_ question: PortQuestion, _ bytes: [UInt8]) -> [UInt8] {
    guard question == .cardReset else { return bytes }
    return bytes.prefix(2) + [UInt8](repeating: 0, count: max(0, bytes.count - 2))
  }

  mutating func finish() -> [UInt8] { [] }

  /// Tag, length and value, so that the record is taken apart as the card's was.
  private func inventedRecord(in room: Int, hasMore: Bool) -> [UInt8] {
    guard let record, let value = Self.invented[record] else { return [] }
    let fitting = hasMore ? value[...] : value.prefix(max(0, room - 2))
    return [record, UInt8(clamping: fitting.count)] + fitting
  }
}

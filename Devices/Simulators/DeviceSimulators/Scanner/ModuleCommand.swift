/// A command that a GM65 module took: `7E 00 type length zone(2) data crc(2)` (protocols.md B.3).
struct ModuleCommand: Sendable, Equatable {
  enum Kind: UInt8, Sendable { case read = 0x07, write = 0x08, save = 0x09 }

  let kind: Kind
  let zone: UInt16
  let data: [UInt8]

  /// The module's reply: `02 00 00 length data crc(2)`.
  static func reply(_ data: [UInt8]) -> [UInt8] {
    let body = [0x00, UInt8(truncatingIfNeeded: data.count)] + data
    return [0x02, 0x00] + body + check(body)
  }

  /// CRC-CCITT, polynomial 1021, starting with 0, high byte first.
  static func check(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var remainder: UInt32 = 0
    for byte in bytes {
      for bit in (0..<8).reversed() {
        let isSet = remainder & 0x8000 != 0
        remainder = (remainder << 1) & 0xFFFF
        if isSet != (byte >> UInt8(bit) & 1 == 1) { remainder ^= 0x1021 }
      }
    }
    return [UInt8(remainder >> 8), UInt8(remainder & 0xFF)]
  }
}

/// Finds commands in a stream of bytes; total over any input. What is damaged is passed over without
/// a word, as the module does it.
struct ModuleCommandScanner: Sendable {
  /// "Do not check."
  private static let unchecked: [UInt8] = [0xAB, 0xCD]
  /// Bytes around the data: 7E 00 type length zone(2) before, crc(2) behind.
  private static let overhead = 8

  private var bytes: [UInt8] = []

  /// Takes one byte; answers with the command it completes.
  mutating func consume(_ byte: UInt8) -> ModuleCommand? {
    bytes.append(byte)
    while !bytes.isEmpty {
      guard couldBecomeCommand else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count > 3 else { return nil }
      let size = Self.overhead + Int(bytes[3])
      guard bytes.count >= size else { return nil }
      let check = Array(bytes[(size - 2)..<size])
      guard let kind = ModuleCommand.Kind(rawValue: bytes[2]),
        check == Self.unchecked || check == ModuleCommand.check(bytes[2..<(size - 2)])
      else {
        bytes.removeFirst()
        continue
      }
      defer { bytes.removeFirst(size) }
      return ModuleCommand(
        kind: kind, zone: UInt16(bytes[4]) << 8 | UInt16(bytes[5]),
        data: Array(bytes[6..<(size - 2)]))
    }
    return nil
  }

  private var couldBecomeCommand: Bool {
    for (index, byte) in bytes.prefix(3).enumerated() {
      let fits =
        switch index {
        case 0: byte == 0x7E
        case 1: byte == 0x00
        default: ModuleCommand.Kind(rawValue: byte) != nil
        }
      if !fits { return false }
    }
    return true
  }
}

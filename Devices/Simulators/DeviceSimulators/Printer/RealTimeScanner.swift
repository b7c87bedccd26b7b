/// Sees real-time commands go by in the byte stream, whatever they are embedded in (C.7, C.9).
struct RealTimeScanner: Sendable {
  enum Command: Equatable {
    case status(UInt8)
    /// `ENQ n`, which Epson's kiosk printers answer (C.10).
    case enquiry(UInt8)
    case recover(clearing: Bool)
    case clear
  }

  private static let clearSequence: [UInt8] = [
    0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08,
  ]

  private var seen: [UInt8] = []

  mutating func consume(_ byte: UInt8) -> Command? {
    if seen.isEmpty, byte != 0x10, byte != 0x05 { return nil }
    seen.append(byte)
    if seen.count == 2, seen[0] == 0x05 {
      seen.removeAll()
      return byte == 0x1D || byte == 0x1E ? .enquiry(byte) : nil
    }
    switch (seen.count, seen.count > 1 ? seen[1] : 0) {
    case (1, _), (2, 0x04), (2, 0x05): return nil
    case (3, 0x04):
      seen.removeAll()
      if (1...4).contains(byte) || byte == 20 { return .status(byte) }
    case (3, 0x05):
      seen.removeAll()
      if byte == 1 || byte == 2 { return .recover(clearing: byte == 2) }
    default:
      if seen == Self.clearSequence {
        seen.removeAll()
        return .clear
      }
      if Self.clearSequence.starts(with: seen) { return nil }
      seen.removeAll()
    }
    // The byte that broke a sequence may begin the next one.
    if byte == 0x10 { seen = [byte] }
    return nil
  }
}

/// What the printer's sensors say, in the bytes of C.7, C.8 and C.9.
struct PrinterSensors: Sendable {
  let faults: PrinterFaults
  let cutterError: Bool

  private var paperEnd: Bool { faults.paper == .out }
  /// An empty roll is past the near-end sensor too.
  private var nearEnd: Bool { faults.paper != .full }

  var isOffline: Bool { faults.offline || faults.coverOpen || paperEnd || cutterError }

  /// The answer to DLE EOT n; nil for an n the printer does not know.
  func realTimeStatus(_ n: UInt8) -> UInt8? {
    switch n {
    case 1: 0x12 | bit(0x08, isOffline) | bit(0x20, cutterError)
    case 2: 0x12 | bit(0x04, faults.coverOpen) | bit(0x20, paperEnd) | bit(0x40, cutterError)
    case 3: 0x12 | bit(0x08, cutterError)
    case 4: 0x12 | bit(0x0C, nearEnd) | bit(0x60, paperEnd)
    default: nil
    }
  }

  /// The four bytes of Automatic Status Back.
  var automaticStatus: [UInt8] {
    [
      0x10 | bit(0x08, isOffline) | bit(0x20, faults.coverOpen),
      bit(0x01, cutterError) | bit(0x08, cutterError),
      paperStatus,
      0x00,
    ]
  }

  /// GS r 1, ESC v and the third byte of Automatic Status Back.
  var paperStatus: UInt8 { bit(0x03, nearEnd) | bit(0x0C, paperEnd) }

  /// Whether something changed that `GS a mask` asks to hear of (C.8).
  func differs(from other: PrinterSensors, in mask: UInt8) -> Bool {
    (mask & 0x02 != 0
      && (isOffline != other.isOffline || faults.coverOpen != other.faults.coverOpen))
      || (mask & 0x04 != 0 && cutterError != other.cutterError)
      || (mask & 0x08 != 0 && paperStatus != other.paperStatus)
  }

  private func bit(_ value: UInt8, _ on: Bool) -> UInt8 { on ? value : 0 }
}

/// Sees real-time commands go by in the byte stream, whatever they are embedded in (C.7, C.9).
struct RealTimeScanner: Sendable {
  enum Command: Equatable {
    case status(UInt8)
    case recover(clearing: Bool)
    case clear
  }

  private static let clearSequence: [UInt8] = [
    0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08,
  ]

  private var seen: [UInt8] = []

  mutating func consume(_ byte: UInt8) -> Command? {
    if seen.isEmpty, byte != 0x10 { return nil }
    seen.append(byte)
    switch (seen.count, seen.count > 1 ? seen[1] : 0) {
    case (1, _), (2, 0x04), (2, 0x05): return nil
    case (3, 0x04):
      seen.removeAll()
      if (1...4).contains(byte) { return .status(byte) }
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

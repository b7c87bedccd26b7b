/// What the printer's sensors say, in the bytes of C.7, C.8 and C.9.
struct PrinterSensors: Sendable {
  let faults: PrinterFaults
  let cutterError: Bool
  let hasNearEndSensor: Bool
  let paperEndByte: UInt8
  let ticketInOutlet: Bool

  private var paperEnd: Bool { faults.paper == .out }
  /// An empty roll is past the near-end sensor too.
  private var nearEnd: Bool { hasNearEndSensor && faults.paper != .full }

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
  var paperStatus: UInt8 { bit(0x03, nearEnd) | bit(paperEndByte, paperEnd) }

  // MARK: - Presenters (C.10)

  /// Custom `DLE EOT 20`.
  var customStatus: [UInt8] {
    let paper = bit(0x01, paperEnd) | bit(0x04, nearEnd) | bit(0x20, ticketInOutlet)
    return [0x10, 0x0F, paper, 0x00, 0x00, bit(0x01, cutterError)]
  }

  /// Custom `GS e 6`.
  var ejectorStatus: UInt8 {
    bit(0x01, nearEnd) | bit(0x04, !paperEnd) | bit(0x08, ticketInOutlet) | bit(0x40, cutterError)
  }

  /// Epic `ENQ GS`; bit 5 is always 1.
  var epicTransport: UInt8 { 0x20 | bit(0x02, cutterError) | bit(0x08, ticketInOutlet) }

  /// Epic `ENQ RS`.
  var epicSensors: UInt8 { 0x20 | bit(0x01, faults.coverOpen) | bit(0x02, paperEnd) }

  /// Whether something changed that `GS a mask` asks to hear of (C.8).
  func differs(from other: PrinterSensors, in mask: UInt8) -> Bool {
    (mask & 0x02 != 0
      && (isOffline != other.isOffline || faults.coverOpen != other.faults.coverOpen))
      || (mask & 0x04 != 0 && cutterError != other.cutterError)
      || (mask & 0x08 != 0 && paperStatus != other.paperStatus)
  }

  private func bit(_ value: UInt8, _ on: Bool) -> UInt8 { on ? value : 0 }
}

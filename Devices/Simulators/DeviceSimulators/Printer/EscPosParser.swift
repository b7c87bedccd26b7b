/// Cuts the byte stream of an ESC/POS host into commands; total over any input.
///
/// A push parser: it holds at most one unfinished command, whatever is sent to it.
struct EscPosParser: Sendable {
  /// Picture data beyond this is counted but not kept: a metre of 80 mm paper is 576 kB.
  static let keptLimit = 1 << 20

  private enum Lead: UInt8 {
    case dle = 0x10
    case esc = 0x1B
    case fs = 0x1C
    case gs = 0x1D
  }

  private enum State {
    case ground
    case lead(Lead)
    /// A command still missing `missing` bytes of its fixed part.
    case fixed(Lead, code: UInt8, missing: Int)
    /// A command whose length is known: `missing` more bytes of data.
    case data(Lead, code: UInt8, missing: Int)
    /// Data up to a NUL (tab stops, old bar codes).
    case untilNul
    /// `1C 71`: so many stored images still to come.
    case storedImages(Int)
    case han(UInt8)
  }

  private let charset: HanTable
  private var state = State.ground
  private var fixed: [UInt8] = []
  private var kept: [UInt8] = []
  /// Chinese-market models start with two-byte characters on (C.3).
  private var hanMode = true

  init(charset: HanTable) { self.charset = charset }

  /// Forgets an unfinished command and returns to the power-on modes.
  mutating func reset() { self = EscPosParser(charset: charset) }

  /// Whether the next byte belongs to the data of a command, such as dots of a picture.
  var isInData: Bool {
    if case .data = state { true } else { false }
  }

  /// Takes one byte; answers with the command it completes, if that command leaves a trace.
  mutating func consume(_ byte: UInt8) -> EscPosCommand? {
    switch state {
    case .ground: return ground(byte)
    case .lead(let lead): return begin(lead, code: byte)
    case .fixed(let lead, let code, let missing):
      fixed.append(byte)
      guard missing == 1 else {
        state = .fixed(lead, code: code, missing: missing - 1)
        return nil
      }
      return fixedPartDone(lead, code)
    case .data(let lead, let code, let missing):
      if kept.count < Self.keptLimit { kept.append(byte) }
      guard missing == 1 else {
        state = .data(lead, code: code, missing: missing - 1)
        return nil
      }
      return finish(lead, code)
    case .untilNul:
      if byte == 0 { state = .ground }
      return nil
    case .storedImages(let count):
      return storedImageHeader(byte, count)
    case .han(let first):
      state = .ground
      guard (0x40...0xFE).contains(byte), byte != 0x7F else {
        // Four-byte GB18030 and broken pairs: the head drops the first byte (C.3).
        return ground(byte)
      }
      return .character(charset.scalar(first, byte) ?? HanTable.unprintable, han: true)
    }
  }

  private mutating func ground(_ byte: UInt8) -> EscPosCommand? {
    if let lead = Lead(rawValue: byte) {
      state = .lead(lead)
      return nil
    }
    switch byte {
    case 0x0A: return .lineFeed
    case 0x09: return .tab
    case 0x20...0x7E: return .character(Unicode.Scalar(byte), han: false)
    case 0x81...0xFE where hanMode:
      state = .han(byte)
      return nil
    case 0x80...0xFF: return .character(HanTable.unprintable, han: false)
    default: return nil
    }
  }

  private mutating func begin(_ lead: Lead, code: UInt8) -> EscPosCommand? {
    fixed.removeAll()
    kept.removeAll()
    guard let count = Self.fixedLength(lead, code) else {
      // An unknown command: a printer drops the two bytes and prints what follows.
      state = .ground
      return nil
    }
    guard count > 0 else { return fixedPartDone(lead, code) }
    state = .fixed(lead, code: code, missing: count)
    return nil
  }

  /// Bytes after the code that are always there; nil for a command we do not know.
  private static func fixedLength(_ lead: Lead, _ code: UInt8) -> Int? {
    switch lead {
    case .dle: dleLengths[code]
    case .esc: escLengths[code]
    case .fs: fsLengths[code]
    case .gs: gsLengths[code]
    }
  }

  private static let dleLengths: [UInt8: Int] = [0x04: 1, 0x05: 1, 0x14: 1]
  private static let escLengths: [UInt8: Int] = [
    0x20: 1, 0x21: 1, 0x24: 2, 0x25: 1, 0x2A: 3, 0x2D: 1, 0x32: 0, 0x33: 1, 0x3D: 1, 0x40: 0,
    0x44: 0, 0x45: 1, 0x47: 1, 0x4A: 1, 0x4C: 0, 0x4D: 1, 0x52: 1, 0x53: 0, 0x54: 1, 0x55: 1,
    0x56: 1, 0x57: 8, 0x5C: 2, 0x61: 1, 0x63: 2, 0x64: 1, 0x69: 0, 0x6B: 0, 0x6D: 0, 0x70: 3,
    0x72: 1,
    0x74: 1, 0x76: 0, 0x7B: 1,
  ]
  private static let fsLengths: [UInt8: Int] = [
    0x21: 1, 0x26: 0, 0x2D: 1, 0x2E: 0, 0x32: 2, 0x3F: 2, 0x43: 1, 0x53: 2, 0x57: 1, 0x70: 2,
    0x71: 1,
  ]
  private static let gsLengths: [UInt8: Int] = [
    0x21: 1, 0x24: 2, 0x28: 3, 0x2A: 2, 0x2F: 1, 0x38: 5, 0x3A: 0, 0x42: 1, 0x47: 1, 0x48: 1,
    0x49: 1,
    0x4C: 2, 0x50: 2, 0x54: 1, 0x56: 1, 0x57: 2, 0x5C: 2, 0x5E: 3, 0x61: 1, 0x62: 1, 0x65: 1,
    0x66: 1,
    0x68: 1, 0x6B: 1, 0x72: 1, 0x76: 6, 0x77: 1,
  ]

  /// The fixed part is complete: either the command is, or its data follows.
  private mutating func fixedPartDone(_ lead: Lead, _ code: UInt8) -> EscPosCommand? {
    if let longer = longerFixedPart(lead, code), longer > fixed.count {
      state = .fixed(lead, code: code, missing: longer - fixed.count)
      return nil
    }
    switch (lead, code) {
    case (.esc, 0x44):
      state = .untilNul
      return nil
    case (.gs, 0x6B) where fixed[0] < 0x41:
      state = .untilNul
      return nil
    case (.fs, 0x71):
      state = fixed[0] > 0 ? .storedImages(Int(fixed[0])) : .ground
      fixed.removeAll()
      return nil
    default: break
    }
    let length = dataLength(lead, code)
    guard length > 0 else { return finish(lead, code) }
    kept.reserveCapacity(min(length, Self.keptLimit))
    state = .data(lead, code: code, missing: length)
    return nil
  }

  /// Commands whose first argument says that there are more.
  private func longerFixedPart(_ lead: Lead, _ code: UInt8) -> Int? {
    switch (lead, code) {
    // GS V 65, 66, 97, 98, 103, 104 carry a feed length.
    case (.gs, 0x56) where [0x41, 0x42, 0x61, 0x62, 0x67, 0x68].contains(fixed[0]): 2
    // GS e 3 carries steps, GS G 31h the job's id.
    case (.gs, 0x65) where fixed[0] == 3: 2
    case (.gs, 0x47) where fixed[0] == 0x31: 5
    // GS k 65 and above carry a length.
    case (.gs, 0x6B) where fixed[0] >= 0x41: 2
    case (.dle, 0x14) where fixed[0] == 0x08: 8
    case (.dle, 0x14) where fixed[0] == 0x01 || fixed[0] == 0x02: 3
    default: nil
    }
  }

  private func dataLength(_ lead: Lead, _ code: UInt8) -> Int {
    switch (lead, code) {
    case (.esc, 0x2A): fixed.word(1) * (fixed[0] >= 32 ? 3 : 1)
    case (.fs, 0x32): 72
    case (.gs, 0x28): fixed.word(1)
    case (.gs, 0x38): fixed.word(1) | fixed.word(3) << 16
    case (.gs, 0x2A): Int(fixed[0]) * Int(fixed[1]) * 8
    case (.gs, 0x6B): Int(fixed[1])
    case (.gs, 0x76): fixed.word(2) * fixed.word(4)
    default: 0
    }
  }

  private mutating func storedImageHeader(_ byte: UInt8, _ count: Int) -> EscPosCommand? {
    fixed.append(byte)
    guard fixed.count == 4 else { return nil }
    let length = fixed.word(0) * fixed.word(2) * 8
    let next = count > 1 ? State.storedImages(count - 1) : .ground
    guard length > 0 else {
      state = next
      fixed.removeAll()
      return nil
    }
    // Kept nowhere: images in the printer's own memory are not on the ticket until FS p, and
    // a hall sends its pictures with the ticket. Code 71 with `fixed` empty marks the return.
    fixed = [UInt8(count - 1)]
    state = .data(.fs, code: 0x71, missing: length)
    return nil
  }

  private mutating func finish(_ lead: Lead, _ code: UInt8) -> EscPosCommand? {
    state = .ground
    switch lead {
    case .dle: return nil  // Real-time commands have been answered on arrival.
    case .esc: return escCommand(code)
    case .fs: return fsCommand(code)
    case .gs: return gsCommand(code)
    }
  }

  private mutating func escCommand(_ code: UInt8) -> EscPosCommand? {
    switch code {
    case 0x40:
      hanMode = true
      return .initialize
    case 0x21: return .printMode(fixed[0])
    case 0x24: return .absolutePosition(fixed.word(0))
    case 0x2A:
      return .columnImage(mode: fixed[0], columns: fixed.word(1), data: kept)
    case 0x2D: return .underline(fixed[0])
    case 0x32: return .lineSpacing(nil)
    case 0x33: return .lineSpacing(Int(fixed[0]))
    case 0x45, 0x47: return .bold(fixed[0] & 1 == 1)
    case 0x4A: return .feedDots(Int(fixed[0]))
    case 0x4D: return .font(fixed[0])
    case 0x61: return .align(fixed[0])
    case 0x64: return .feedLines(Int(fixed[0]))
    case 0x69, 0x6D: return .cut(feeds: nil)
    case 0x6B: return .deliver
    case 0x76: return .transmitPaperStatus
    default: return nil
    }
  }

  private mutating func fsCommand(_ code: UInt8) -> EscPosCommand? {
    switch code {
    case 0x21: return .hanPrintMode(fixed[0])
    case 0x26, 0x2E:
      hanMode = code == 0x26
      return nil
    case 0x2D: return .hanUnderline(fixed[0])
    case 0x32: return .userGlyph(kept)
    case 0x57: return .hanQuadruple(fixed[0] & 1 == 1)
    case 0x71:
      state = fixed[0] > 0 ? .storedImages(Int(fixed[0])) : .ground
      fixed.removeAll()
      return nil
    default: return nil
    }
  }

  private func gsCommand(_ code: UInt8) -> EscPosCommand? {
    switch code {
    case 0x21: .size(fixed[0])
    case 0x28: EscPosBlock.command(function: fixed[0], data: kept)
    case 0x38: fixed[0] == 0x4C ? EscPosBlock.command(function: 0x4C, data: kept) : nil
    case 0x42: .reverse(fixed[0] & 1 == 1)
    case 0x47: fixed[0] == 0x31 ? .beginJob(Array(fixed[1...])) : fixed[0] == 0x30 ? .endJob : nil
    case 0x48: .barText(fixed[0])
    case 0x49: .transmitIdentity(fixed[0])
    case 0x4C: .leftMargin(fixed.word(0))
    case 0x56: cutCommand
    case 0x57: .areaWidth(fixed.word(0))
    case 0x61: .automaticStatus(fixed[0])
    case 0x65: .ejector(fixed[0], steps: fixed.count > 1 ? Int(fixed[1]) : 0)
    case 0x68: .barHeight(Int(fixed[0]))
    case 0x6B: fixed[0] == 0x49 ? .code128(kept) : nil
    case 0x72: .transmitStatus(fixed[0])
    case 0x76:
      fixed[0] == 0x30
        ? .raster(
          mode: fixed[1], bytesPerRow: fixed.word(2), rows: fixed.word(4), data: kept) : nil
    case 0x77: .barModule(Int(fixed[0]))
    default: nil
    }
  }

  /// `1D 56`: 61/62 set a position only; a later cut is made by the host (C.2).
  private var cutCommand: EscPosCommand? {
    switch fixed[0] {
    case 0x00, 0x01, 0x30, 0x31: .cut(feeds: nil)
    case 0x41, 0x42, 0x67, 0x68: .cut(feeds: Int(fixed[1]))
    default: nil
    }
  }
}

/// `1D 28 fn pL pH …`: commands that carry their own length (C.4, C.6, C.9).
enum EscPosBlock {
  static func command(function: UInt8, data: [UInt8]) -> EscPosCommand? {
    switch function {
    case 0x48: completion(data)
    case 0x4C: graphics(data)
    case 0x6B: qr(data)
    default: nil
    }
  }

  private static func completion(_ data: [UInt8]) -> EscPosCommand? {
    guard data.count == 6, data[0] == 0x30, data[1] == 0x30 else { return nil }
    return .reportCompletion(Array(data[2...]))
  }

  private static func qr(_ data: [UInt8]) -> EscPosCommand? {
    guard data.count >= 3, data[0] == 0x31 else { return nil }
    switch data[1] {
    case 0x43: return .qrModule(Int(data[2]))
    case 0x45: return .qrCorrection(data[2])
    case 0x50: return data[2] == 0x30 ? .qrStore(Array(data[3...])) : nil
    case 0x51: return .qrPrint
    default: return nil
    }
  }

  private static func graphics(_ data: [UInt8]) -> EscPosCommand? {
    guard data.count >= 2, data[0] == 0x30 else { return nil }
    switch data[1] {
    case 0x02, 0x32: return .printGraphics
    case 0x70 where data.count >= 10 && data[2] == 0x30:
      return .storeGraphics(
        scaleX: Int(data[3]), scaleY: Int(data[4]), width: data.word(6), rows: data.word(8),
        data: Array(data[10...]))
    default: return nil
    }
  }
}

extension [UInt8] {
  /// The little-endian 16-bit number at `index`; 0 where there are no such bytes.
  func word(_ index: Int) -> Int {
    guard indices.contains(index), indices.contains(index + 1) else { return 0 }
    return Int(self[index]) | Int(self[index + 1]) << 8
  }
}

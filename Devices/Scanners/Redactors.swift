public import DeviceKit

// Recordings keep how long a code was and when it came, never what it said: every character becomes
// one of an invented word.

/// The bytes of one code, replaced one for one; control bytes stay, they end codes.
struct InventedText: Sendable {
  private static let word = Array("INVENTED".utf8)
  private var position = 0

  mutating func replace(_ byte: UInt8) -> UInt8 {
    guard byte >= 0x20 else {
      position = 0
      return byte
    }
    defer { position += 1 }
    return Self.word[position % Self.word.count]
  }
}

/// For ``SerialScanner``: replies of a module stay, codes do not.
public struct SerialRedactor: Redactor {
  private var decoder = GM65.Decoder()
  private var text = InventedText()

  public init() {}

  public mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    decoder.decode(bytes).flatMap { item -> [UInt8] in
      switch item {
      case .reply(let data): GM65.replyBytes(data)
      case .code(let code): code.map { text.replace($0) }
      }
    }
  }

  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }

  public mutating func finish() -> [UInt8] { decoder.release().map { text.replace($0) } }
}

/// For ``KeyboardScanner``: every key that types becomes X, on evdev and on hidraw.
public struct KeyboardRedactor: Redactor {
  private static let letterX: UInt16 = 45  // KEY_X
  private static let usageX: UInt8 = 0x1B
  /// KEY_ENTER, KEY_KPENTER, KEY_TAB: they end codes.
  private static let kept: Set<UInt16> = [28, 96, 15]
  private static let keptUsages: Set<UInt8> = [0x00, 0x28, 0x58, 0x2B]
  /// All six usages are this when more keys are down than the report has room for.
  private static let rollover: UInt8 = 0x01

  /// Only the address tells: a report may be as long as an event, and look like one.
  private let readsReports: Bool

  public init(of scheme: DeviceAddress.Scheme) { readsReports = scheme == .hidraw }

  public mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    if readsReports { return report(bytes) }
    let size = EvdevDecoder.eventSize
    // evdev hands out whole events; what is none says nothing.
    guard bytes.count % size == 0 else { return bytes.map { _ in 0 } }
    return stride(from: 0, to: bytes.count, by: size).flatMap { start in
      event(Array(bytes[start..<(start + size)]))
    }
  }

  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }

  public mutating func finish() -> [UInt8] { [] }

  private func event(_ bytes: [UInt8]) -> [UInt8] {
    var event = bytes
    let code = UInt16(event[18]) | UInt16(event[19]) << 8
    let isSmall = event[21...].allSatisfy { $0 == 0 } && event[20] <= 2
    switch (event[16], event[17]) {
    case (0x00, 0x00) where code <= 3 && isSmall: break  // EV_SYN
    case (0x01, 0x00) where isSmall:  // EV_KEY
      guard !Self.kept.contains(code) else { break }
      // Shift would tell letters from digits: it becomes a key that types nothing.
      let invented = USKeyboard.isModifier(code) ? 0 : Self.letterX
      event[18] = UInt8(invented)
      event[19] = 0
    case (0x04, 0x00):
      // EV_MSC tells the key once more, as its usage.
      for index in 18..<24 { event[index] = 0 }
    default: return bytes.map { _ in 0 }
    }
    return event
  }

  private func report(_ bytes: [UInt8]) -> [UInt8] {
    // Eight bytes, or nine behind a report's number. What follows, or stands in a shorter one, is
    // no key to a boot keyboard's reader; to another's, one bit each (NKRO), it would be.
    let head = bytes.count > BootKeyboardDecoder.reportSize ? 1 : 0
    let keys = bytes.dropFirst(head + 2).prefix(6)
    let isRollover = keys.count == 6 && keys.allSatisfy { $0 == Self.rollover }
    return bytes.enumerated().map { index, byte in
      switch index - head {
      case ..<0: byte
      case 0, 1, 8...: 0
      default: isRollover || Self.keptUsages.contains(byte) ? byte : Self.usageX
      }
    }
  }
}

/// For ``POSScanner``: number, length and AIM identifier stay.
public struct POSRedactor: Redactor {
  public init() {}

  public mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    var text = InventedText()
    // `]`, letter, digit: right behind the number, or behind number and length.
    let bracket = bytes.prefix(3).firstIndex(of: 0x5D)
    let identifier = bracket.map { $0..<($0 + 3) } ?? 0..<0
    // Only in front of an identifier is it a length, as ``POSLayout/lsr118`` has it, or of the NULs
    // of an identifier that is not repeated, with a code behind; elsewhere it is a character. A
    // length is never more than what is left of the report.
    let isBlank = bytes.dropFirst(2).prefix(3).allSatisfy { $0 == 0 }
    let hasRoom = bracket == 2 || (isBlank && bytes.dropFirst(5).prefix(56).contains { $0 != 0 })
    let hasLength = hasRoom && bytes.count > 5 && Int(bytes[1]) <= bytes.count - 5
    return bytes.enumerated().map { index, byte in
      let isKept = identifier.contains(index) || (index == 1 && hasLength)
      return isKept ? byte : text.replace(byte)
    }
  }

  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }

  public mutating func finish() -> [UInt8] { [] }
}

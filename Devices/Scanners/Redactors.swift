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
  private static let keptUsages: Set<UInt8> = [0x28, 0x58, 0x2B]

  public init() {}

  public mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    // evdev hands out whole events; no keyboard's report is as long as one.
    let size = EvdevDecoder.eventSize
    guard !bytes.isEmpty, bytes.count % size == 0 else { return report(bytes) }
    return stride(from: 0, to: bytes.count, by: size).flatMap { start in
      event(Array(bytes[start..<(start + size)]))
    }
  }

  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }

  public mutating func finish() -> [UInt8] { [] }

  private func event(_ bytes: [UInt8]) -> [UInt8] {
    var event = bytes
    switch event[16] {
    case 0x00: break  // EV_SYN
    case 0x01:
      let code = UInt16(event[18]) | UInt16(event[19]) << 8
      guard !Self.kept.contains(code) else { break }
      // Shift would tell letters from digits: it becomes a key that types nothing.
      let invented = USKeyboard.isModifier(code) ? 0 : Self.letterX
      event[18] = UInt8(invented)
      event[19] = 0
    default:
      // EV_MSC tells the key once more, as its usage.
      for index in 18..<24 { event[index] = 0 }
    }
    return event
  }

  private func report(_ bytes: [UInt8]) -> [UInt8] {
    // Eight bytes, or nine behind a report's number.
    let head = bytes.count > BootKeyboardDecoder.reportSize ? 1 : 0
    return bytes.enumerated().map { index, byte in
      switch index - head {
      case ..<0: byte
      case 0, 1: 0
      default:
        byte < USKeyboard.firstUsage || Self.keptUsages.contains(byte) ? byte : Self.usageX
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
    // A length is never more than what is left of the report.
    let hasLength = bytes.count > 1 && Int(bytes[1]) < bytes.count
    return bytes.enumerated().map { index, byte in
      let isKept = identifier.contains(index) || (index == 1 && hasLength)
      return isKept ? byte : text.replace(byte)
    }
  }

  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }

  public mutating func finish() -> [UInt8] { [] }
}

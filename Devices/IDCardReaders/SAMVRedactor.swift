public import DeviceKit

/// Makes a recording of a reader fit to be kept and shared: frames of the same lengths and statuses,
/// and nothing of the person whose card it was.
///
/// Nothing passes because it looks harmless; a byte passes only where it can say nothing. Outside
/// frames these are the bytes of the preamble; inside, the two of the length and SW3. Everything
/// else is written anew from the length alone: the text becomes an invented resident's, photo,
/// fingerprints and management number zeros, SW1 and SW2 zeros, the check byte that of the new
/// bytes, and a wrong one where it was wrong. However reads are torn, bytes are lost, or a photo
/// happens to look like a frame, what survives of a card is at most such a head of a frame.
public struct SAMVRedactor: Redactor, Sendable {
  private enum Place {
    /// After so many AA in a row.
    case outside(run: Int)
    case afterMark96
    case lengthHigh
    case lengthLow(high: UInt8)
    /// `index` counts from SW1; `length` is Len.
    case body(index: Int, length: Int)
  }

  private var place = Place.outside(run: 0)
  /// XOR of what came and of what went out, from Len1 on.
  private var checkIn: UInt8 = 0
  private var checkOut: UInt8 = 0

  public init() {}

  /// As many bytes as came in, so that reads stay torn where they were.
  public mutating func read(_ bytes: [UInt8]) -> [UInt8] { bytes.map { redact($0) } }

  /// Questions name no person; what is left of the answer before this one is noise.
  public mutating func written(_ bytes: [UInt8]) -> [UInt8]? {
    place = .outside(run: 0)
    return bytes
  }

  /// Nothing is ever held back.
  public mutating func finish() -> [UInt8] { [] }

  private mutating func redact(_ byte: UInt8) -> UInt8 {
    switch place {
    case .outside(let run): return outside(byte, run)
    case .afterMark96:
      guard byte == 0x69 else { return outside(byte, 0) }
      place = .lengthHigh
      return byte
    case .lengthHigh:
      guard byte <= UInt8(SAMV.longestLength >> 8) else {
        // A length that no frame has stays one, or a replay would see a frame here.
        let kept = outside(byte, 0)
        return kept == 0 ? 0xFF : kept
      }
      place = .lengthLow(high: byte)
      return byte
    case .lengthLow(let high):
      let length = Int(high) << 8 | Int(byte)
      guard (SAMV.shortestLength...SAMV.longestLength).contains(length) else {
        place = .outside(run: 0)
        // A length that no frame has, and stays one: 00 00...03 or 09 FF.
        return high == 0 ? byte : 0xFF
      }
      place = .body(index: 0, length: length)
      checkIn = high ^ byte
      checkOut = checkIn
      return byte
    case .body(let index, let length): return body(byte, index, length)
    }
  }

  /// AA passes, and 96 after two of them: no character of a name has AA as its upper byte, so that
  /// not even one of them survives here (U+AA00...U+AAFF hold no Han and no Latin).
  private mutating func outside(_ byte: UInt8, _ run: Int) -> UInt8 {
    switch byte {
    case 0xAA:
      place = .outside(run: min(run + 1, 2))
      return byte
    case 0x96 where run == 2:
      place = .afterMark96
      return byte
    default:
      place = .outside(run: 0)
      return 0
    }
  }

  private mutating func body(_ byte: UInt8, _ index: Int, _ length: Int) -> UInt8 {
    checkIn ^= byte
    guard index < length - 1 else {
      place = .outside(run: 0)
      // `checkIn` is zero now where the frame was sound.
      return checkIn == 0 ? checkOut : ~checkOut
    }
    place = .body(index: index + 1, length: length)
    let kept: UInt8 =
      switch index {
      case 0, 1: 0
      case 2: byte
      default: Self.invented(index - 3, of: length - SAMV.shortestLength)
      }
    checkOut ^= kept
    return kept
  }

  /// Byte `index` of data of `count` bytes, known by nothing but that count (A.3).
  private static func invented(_ index: Int, of count: Int) -> UInt8 {
    let base = 4 + CardLayout.textLength + BaseMessage.photoLength
    switch count {
    case base: return block(index, header: [0x01, 0x00, 0x04, 0x00])
    case base + 2, base + 2 + Fingerprint.length, base + 2 + 2 * Fingerprint.length:
      let fingers = count - base - 2
      return block(
        index,
        header: [0x01, 0x00, 0x04, 0x00, UInt8(fingers >> 8), UInt8(fingers & 0xFF)])
    case NewAddress.length, 2 * NewAddress.length, 3 * NewAddress.length, 4 * NewAddress.length:
      return address[index % NewAddress.length]
    default: return 0
    }
  }

  private static func block(_ index: Int, header: [UInt8]) -> UInt8 {
    if index < header.count { return header[index] }
    let offset = index - header.count
    return offset < text.count ? text[offset] : 0
  }

  /// A resident who cannot exist: region 000000 is nobody's.
  private static let text: [UInt8] = {
    var block = spaces(CardLayout.textLength)
    let fields: [(CardField, String)] = [
      (.name, "样本"), (.sex, "1"), (.nation, "01"), (.birth, "19000101"), (.address, "虚构路0号"),
      (.number, "000000190001010009"), (.issuer, "虚构市公安局"), (.validFrom, "20000101"),
      (.validUntil, "长期"),
    ]
    for (field, text) in fields {
      guard let span = CardLayout.resident.spans[field] else { continue }
      put(text, into: &block, at: span)
    }
    return block
  }()

  private static let address: [UInt8] = {
    var block = spaces(NewAddress.length)
    put("虚构路1号", into: &block, at: CardSpan(0, NewAddress.length))
    return block
  }()

  private static func spaces(_ count: Int) -> [UInt8] {
    (0..<count).map { $0.isMultiple(of: 2) ? 0x20 : 0x00 }
  }

  private static func put(_ text: String, into block: inout [UInt8], at span: CardSpan) {
    for (index, unit) in text.utf16.prefix(span.length / 2).enumerated() {
      block[span.offset + 2 * index] = UInt8(unit & 0xFF)
      block[span.offset + 2 * index + 1] = UInt8(unit >> 8)
    }
  }
}

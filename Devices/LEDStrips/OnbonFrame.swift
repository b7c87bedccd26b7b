public import StationProtocols

/// The frames of Onbon (仰邦) controllers with a font card, generations 5K and 6K (protocols.md
/// D.6).
public enum Onbon: SerialFraming {
  /// One frame whose check was right or left out.
  public struct Frame: Sendable, Equatable {
    /// The screen's number.
    public var destination: UInt16
    public var source: UInt16
    public var displayMode: UInt8
    public var deviceType: UInt8
    public var version: UInt8
    /// Command group, command and what belongs to it.
    public var data: [UInt8]

    public init(
      destination: UInt16, source: UInt16 = 0x8000, displayMode: UInt8 = 0, deviceType: UInt8,
      version: UInt8, data: [UInt8]
    ) {
      self.destination = destination
      self.source = source
      self.displayMode = displayMode
      self.deviceType = deviceType
      self.version = version
      self.data = Array(data.prefix(Onbon.longestData))
    }

    /// `A5…`, header and data and CRC-16/ARC with escapes, `5A`.
    ///
    /// With `isChecked` false it says FFFF in place of the check, which means "not checked".
    public func bytes(isChecked: Bool = true) -> [UInt8] {
      // The barcode flag 0 leaves its 16 bytes out; the check mode is 0 in every known frame.
      let body =
        Onbon.little(destination) + Onbon.little(source) + [0, 0, 0, 0, 0]
        + [displayMode, deviceType, version] + Onbon.little(UInt16(clamping: data.count)) + data
      let check = isChecked ? CRC16.arc(body) : 0xFFFF
      return [UInt8](repeating: 0xA5, count: Onbon.leadIn)
        + Onbon.escaped(body + Onbon.little(check)) + [0x5A]
    }
  }

  /// Controllers wake by the repetition; eight is what the vendor's program sends.
  static let leadIn = 8
  /// More is a line stuck at one byte: looked at anew with each byte, it would cost ever more.
  static let longestLeadIn = 64
  /// A line of text and its parameters take a hundred bytes.
  static let longestData = 2048
  static let headLength = 14
  /// Serial-to-network boxes hold bytes back for up to 100 ms; D.6 names no gap.
  public static let gap: Duration = .milliseconds(150)

  public static func look(at bytes: ArraySlice<UInt8>) -> FrameLook<Frame> {
    let start = bytes.prefix(longestLeadIn + 1).prefix { $0 == 0xA5 }
    guard (1...longestLeadIn).contains(start.count) else { return .nothing }
    let inside = bytes[start.endIndex...]
    // Twice the longest body: every byte of it may be escaped.
    let longest = 2 * (headLength + longestData + 2)
    guard let end = inside.prefix(longest).firstIndex(of: 0x5A) else {
      return inside.count > longest ? .nothing : .incomplete
    }
    guard let body = unescaped(inside[..<end]), let frame = frame(body) else { return .nothing }
    return .frame(frame, length: end + 1 - bytes.startIndex)
  }

  private static func frame(_ body: [UInt8]) -> Frame? {
    guard body.count >= headLength + 2 else { return nil }
    let check = number(body, at: body.count - 2)
    let checked = body.dropLast(2)
    guard check == 0xFFFF || check == CRC16.arc(checked) else { return nil }
    // Byte 7 set means that the 16 bytes of a barcode follow it.
    let barcode = body[7] == 0 ? 0 : 16
    guard body.count >= headLength + barcode + 2 else { return nil }
    let data = body[(headLength + barcode)..<(body.count - 2)]
    guard Int(number(body, at: 12 + barcode)) == data.count else { return nil }
    return Frame(
      destination: number(body, at: 0), source: number(body, at: 2),
      displayMode: body[9 + barcode], deviceType: body[10 + barcode],
      version: body[11 + barcode], data: Array(data))
  }

  // MARK: Escapes

  /// The four codes that mean frame bounds or escapes are written as two.
  static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case 0xA5: [0xA6, 0x02]
      case 0xA6: [0xA6, 0x01]
      case 0x5A: [0x5B, 0x02]
      case 0x5B: [0x5B, 0x01]
      default: [byte]
      }
    }
  }

  /// nil where an escape is none or a bound stands inside.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var plain: [UInt8] = []
    var escape: UInt8?
    for byte in bytes {
      switch (escape, byte) {
      case (0xA6, 0x02): plain.append(0xA5)
      case (0xA6, 0x01): plain.append(0xA6)
      case (0x5B, 0x02): plain.append(0x5A)
      case (0x5B, 0x01): plain.append(0x5B)
      case (.some, _), (nil, 0xA5), (nil, 0x5A): return nil
      case (nil, 0xA6), (nil, 0x5B):
        escape = byte
        continue
      case (nil, _): plain.append(byte)
      }
      escape = nil
    }
    return escape == nil ? plain : nil
  }

  // MARK: Numbers, little-endian

  static func little(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  static func little(_ value: UInt32) -> [UInt8] {
    little(UInt16(truncatingIfNeeded: value)) + little(UInt16(truncatingIfNeeded: value >> 16))
  }

  /// Whoever calls has made sure that both bytes are there.
  private static func number(_ bytes: [UInt8], at index: Int) -> UInt16 {
    UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
  }
}

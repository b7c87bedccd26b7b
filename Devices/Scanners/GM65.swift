/// The serial commands of GM65 and GM66 scanner modules (protocols.md B.3).
///
/// Host: `7E 00 type length address(2) data crc(2)`. Module: `02 00 00 length data crc(2)`. The
/// check is CRC-16/XMODEM over what lies between the first two bytes and it; a host may write
/// `AB CD` for it, "do not check". A damaged frame gets no reply at all.
public enum GM65 {
  /// What is asked of the module.
  public struct Command: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
      case read = 0x07
      case write = 0x08
      case save = 0x09
    }

    public let kind: Kind
    public let address: UInt16
    /// At most 255 bytes; what is beyond does not exist in this protocol.
    public let data: [UInt8]

    public init(_ kind: Kind, address: UInt16, data: [UInt8]) {
      self.kind = kind
      self.address = address
      self.data = Array(data.prefix(255))
    }

    /// Scan once now, as far as the module waits for commands. Zone 0002, bit 0.
    public static let trigger = Command(.write, address: 0x0002, data: [0x01])
    /// The module's id, one byte at zone 00E0.
    public static let readID = Command(.read, address: 0x00E0, data: [0x01])
    /// Keeps the present settings over a loss of power.
    public static let save = Command(.save, address: 0x0000, data: [0x00])

    /// The frame; without `isChecked` with `AB CD` instead of its check.
    public func bytes(isChecked: Bool = true) -> [UInt8] {
      let body =
        [
          kind.rawValue, UInt8(truncatingIfNeeded: data.count), UInt8(address >> 8),
          UInt8(address & 0xFF),
        ] + data
      let check = isChecked ? GM65.crc(body) : GM65.unchecked
      return [0x7E, 0x00] + body + [UInt8(check >> 8), UInt8(check & 0xFF)]
    }
  }

  /// "Do not check."
  static let unchecked: UInt16 = 0xABCD
  /// `02 00 00`, the length.
  private static let replyHead = 4
  private static let checkSize = 2

  /// CRC-16/XMODEM: polynomial 1021, starting with 0; `123456789` gives 31C3.
  public static func crc(_ bytes: some Sequence<UInt8>) -> UInt16 {
    bytes.reduce(0) { value, byte in
      var value = value ^ UInt16(byte) << 8
      for _ in 0..<8 { value = value & 0x8000 != 0 ? value << 1 ^ 0x1021 : value << 1 }
      return value
    }
  }

  /// A module's reply with these data; recordings write it anew.
  static func replyBytes(_ data: [UInt8]) -> [UInt8] {
    let body = [0x00, UInt8(truncatingIfNeeded: data.count)] + data
    let check = crc(body)
    return [0x02, 0x00] + body + [UInt8(check >> 8), UInt8(check & 0xFF)]
  }

  /// Tells the replies of a module from the codes that travel the same way.
  public struct Decoder: Sendable {
    public enum Item: Sendable, Equatable {
      case reply([UInt8])
      /// Bytes of a code.
      case code([UInt8])
    }

    /// The beginning of a reply whose rest is still to come.
    private var held: [UInt8] = []

    public init() {}

    /// Whether half a reply is held; it is a code's beginning if nothing follows.
    public var isUnderWay: Bool { !held.isEmpty }

    public mutating func decode(_ bytes: [UInt8]) -> [Item] {
      held += bytes
      var items: [Item] = []
      var code: [UInt8] = []
      func flush() {
        if !code.isEmpty { items.append(.code(code)) }
        code = []
      }
      loop: while !held.isEmpty {
        switch GM65.reply(held) {
        case .whole(let data, let size):
          flush()
          items.append(.reply(data))
          held.removeFirst(size)
        case .incomplete: break loop
        case .none: code.append(held.removeFirst())
        }
      }
      flush()
      return items
    }

    /// Gives up waiting for the rest of a reply: what is held was part of a code, or is void.
    public mutating func release() -> [UInt8] {
      defer { held = [] }
      return held
    }
  }

  private enum Match { case none, incomplete, whole([UInt8], size: Int) }

  /// What the bytes begin with.
  private static func reply(_ bytes: [UInt8]) -> Match {
    // 02 is STX, which no code a citizen shows begins with; 00 not at all.
    let head: [UInt8] = [0x02, 0x00, 0x00]
    guard bytes.prefix(head.count).elementsEqual(head.prefix(bytes.count)) else { return .none }
    guard bytes.count >= replyHead else { return .incomplete }
    let size = replyHead + Int(bytes[3]) + checkSize
    guard bytes.count >= size else { return .incomplete }
    let check = UInt16(bytes[size - 2]) << 8 | UInt16(bytes[size - 1])
    guard check == crc(bytes[2..<(size - checkSize)]) || check == unchecked else { return .none }
    return .whole(Array(bytes[replyHead..<(size - checkSize)]), size: size)
  }
}

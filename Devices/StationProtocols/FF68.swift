/// The frames of the "FF 68" family of pads and keypads (protocols.md D.1).
public enum FF68: SerialFraming {
  /// One frame whose sum was right.
  public struct Frame: Sendable, Equatable {
    public let address: UInt8
    public let command: UInt8
    public let data: [UInt8]

    public init(address: UInt8, command: UInt8, data: [UInt8] = []) {
      self.address = address
      self.command = command
      self.data = data
    }

    /// `FF 68 L L 68 addr cmd data… S 16`; more than six bytes of data do not exist.
    public var bytes: [UInt8] {
      let body = [address, command] + data.prefix(FF68.bodies.upperBound - 2)
      let length = UInt8(truncatingIfNeeded: body.count)
      return [0xFF, 0x68, length, length, 0x68] + body + [body.reduce(0, &+), 0x16]
    }
  }

  /// At 9600 baud the longest frame takes 16 ms. Serial-to-network boxes hold bytes back for up to
  /// 100 ms, so D.1 naming no gap, this is the longest that ends before a pad's resend.
  public static let gap: Duration = .milliseconds(150)
  /// addr, cmd and data; the longest has six digits (waiting count and ticket).
  static let bodies = 2...8

  public static func look(at bytes: ArraySlice<UInt8>) -> FrameLook<Frame> {
    let head = Array(bytes.prefix(5))
    let pattern: [UInt8?] = [0xFF, 0x68, nil, head.count > 2 ? head[2] : nil, 0x68]
    for (byte, expected) in zip(head, pattern) where expected != nil && byte != expected {
      return .nothing
    }
    guard head.count > 2 else { return .incomplete }
    let length = Int(head[2])
    guard bodies.contains(length) else { return .nothing }
    let end = 5 + length + 2
    guard bytes.count >= end else { return .incomplete }
    let frame = Array(bytes.prefix(end))
    let body = frame[5..<(end - 2)]
    guard frame[end - 1] == 0x16, frame[end - 2] == body.reduce(0, &+) else { return .nothing }
    return .frame(
      Frame(address: frame[5], command: frame[6], data: Array(body.dropFirst(2))), length: end)
  }
}

// MARK: What hosts say

extension FF68.Frame {
  /// Lamps and voice of a pad on. 请评价
  public static func invite(address: UInt8) -> Self {
    Self(address: address, command: 0x01, data: [0x0B])
  }

  /// A pad's press arrived.
  public static func acknowledge(_ key: UInt8, address: UInt8) -> Self {
    Self(address: address, command: 0x01, data: [key])
  }

  /// The clerk's star level on a pad, 1 to 5. 星级
  public static func stars(_ level: UInt8, address: UInt8) -> Self {
    Self(address: address, command: 0x02, data: [level])
  }

  public static func beep(address: UInt8) -> Self { Self(address: address, command: 0x03) }

  /// The display of a keypad: three digits for those who wait, three for the ticket. `0A` is blank.
  ///
  /// More than 999 people show as 999; letters of a ticket have no place, its last digits do.
  public static func counts(waiting: Int, ticket: String?, address: UInt8) -> Self {
    let shown = min(max(0, waiting), 999)
    let people = [shown / 100, shown / 10 % 10, shown % 10].map { UInt8(truncatingIfNeeded: $0) }
    let digits = (ticket ?? "").utf8.filter { (0x30...0x39).contains($0) }.suffix(3)
      .map { $0 - 0x30 }
    let blanks = [UInt8](repeating: 0x0A, count: 3 - digits.count)
    return Self(address: address, command: 0x02, data: people + blanks + digits)
  }
}

// MARK: What stations say

extension FF68.Frame {
  /// The key, where this frame is a pad's rating.
  public var ratingKey: UInt8? { command == 0x11 && data.count == 1 ? data.first : nil }

  /// What was typed, where this frame is a keypad's: the last byte is the key, digits come before.
  public var keypadKeys: [UInt8]? { command == 0x01 && !data.isEmpty ? data : nil }
}

/// The frames of QP1, the hall's own serial protocol for pads, keypads and strips (protocols.md
/// D.5).
public enum QP1: SerialFraming {
  public struct Frame: Sendable, Equatable {
    /// 00 is everybody, who then do not answer; devices are 01 to F7.
    public let address: UInt8
    public let sequence: UInt8
    public let code: Code
    public let data: [UInt8]

    public init(address: UInt8, sequence: UInt8, code: Code, data: [UInt8] = []) {
      self.address = address
      self.sequence = sequence
      self.code = code
      self.data = Array(data.prefix(QP1.longestData))
    }

    /// `A5 5A | 01 | addr | seq | cmd | lenLo lenHi | data | crcLo crcHi`.
    public var bytes: [UInt8] {
      let body =
        [0x01, address, sequence, code.rawValue] + QP1.little(UInt16(clamping: data.count)) + data
      return [0xA5, 0x5A] + body + QP1.little(CRC16.modbus(body))
    }
  }

  /// The `cmd` byte.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let hello = Code(rawValue: 0x01)
    public static let ping = Code(rawValue: 0x02)
    public static let poll = Code(rawValue: 0x03)
    public static let acknowledge = Code(rawValue: 0x06)
    public static let refuse = Code(rawValue: 0x15)
    public static let startEvaluation = Code(rawValue: 0x20)
    public static let cancelEvaluation = Code(rawValue: 0x21)
    public static let voice = Code(rawValue: 0x22)
    public static let lamps = Code(rawValue: 0x23)
    public static let text = Code(rawValue: 0x24)
    public static let beep = Code(rawValue: 0x25)
    public static let counts = Code(rawValue: 0x26)
    public static let introduction = Code(rawValue: 0x81)
    public static let key = Code(rawValue: 0xA0)
    public static let result = Code(rawValue: 0xA1)

    /// Sent by devices unasked, and acknowledged by hosts.
    public var isEvent: Bool { self == .key || self == .result }
  }

  /// Why one side does not take a frame.
  public enum Refusal: UInt8, Sendable {
    case crc = 1
    case length
    case command
    case busy
    case state
  }

  public static let gap: Duration = .milliseconds(50)
  public static let longestData = 256
  static let headLength = 8

  /// Numbers are little-endian.
  public static func little(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  public static func look(at bytes: ArraySlice<UInt8>) -> FrameLook<Frame> {
    let head = Array(bytes.prefix(headLength))
    for (byte, expected) in zip(head, [0xA5, 0x5A, 0x01]) where byte != expected {
      return .nothing
    }
    guard head.count == headLength else { return .incomplete }
    let length = Int(head[6]) | Int(head[7]) << 8
    guard length <= longestData else { return .nothing }
    let end = headLength + length + 2
    guard bytes.count >= end else { return .incomplete }
    let frame = Array(bytes.prefix(end))
    guard little(CRC16.modbus(frame[2..<(end - 2)])) == Array(frame[(end - 2)...]) else {
      return .nothing
    }
    return .frame(
      Frame(
        address: head[3], sequence: head[4], code: Code(rawValue: head[5]),
        data: Array(frame[headLength..<(end - 2)])), length: end)
  }
}

// MARK: What devices say

extension QP1.Frame {
  /// RESULT: the sequence of the START_EVAL it answers, and 0 none, 1...5 or FF cancelled.
  public var result: (evaluation: UInt8, score: UInt8)? {
    code == .result && data.count == 2 ? (data[0], data[1]) : nil
  }

  /// KEY: the key and its argument.
  public var key: (code: UInt8, argument: UInt16)? {
    code == .key && data.count == 3 ? (data[0], UInt16(data[1]) | UInt16(data[2]) << 8) : nil
  }

  /// NAK: nil for a reason that D.5 does not know.
  public var refusal: QP1.Refusal? {
    code == .refuse && data.count == 1 ? QP1.Refusal(rawValue: data[0]) : nil
  }
}

/// The frames of the "FF 68" family of pads and keypads (protocols.md D.1).
public enum FF68 {
  /// One frame whose sum was right.
  public struct Frame: Sendable, Equatable {
    public let address: UInt8
    public let command: UInt8
    public let data: [UInt8]

    public init(address: UInt8, command: UInt8, data: [UInt8]) {
      self.address = address
      self.command = command
      self.data = data
    }

    /// `FF 68 L L 68 addr cmd data… S 16`; data beyond 30 bytes does not exist in this family.
    public var bytes: [UInt8] {
      let body = [address, command] + data.prefix(FF68.longestBody - 2)
      let length = UInt8(truncatingIfNeeded: body.count)
      return [0xFF, 0x68, length, length, 0x68] + body + [body.reduce(0, &+), 0x16]
    }

    /// Host to pad: lamps and voice on. 请评价
    public static func invite(address: UInt8) -> Frame {
      Frame(address: address, command: 0x01, data: [0x0B])
    }

    /// Host to pad: the press arrived.
    public static func acknowledge(_ value: UInt8, address: UInt8) -> Frame {
      Frame(address: address, command: 0x01, data: [value])
    }

    /// The key, where this frame is a pad's rating.
    public var ratingKey: UInt8? { command == 0x11 && data.count == 1 ? data.first : nil }
  }

  /// addr, cmd and data; the longest known has six digits (waiting count and ticket).
  static let longestBody = 32
  static let shortestBody = 2

  /// Finds frames in a stream that may be torn, damaged or preceded by garbage. Frames with a
  /// wrong sum are dropped without a word, as the host program of D.1 does.
  public struct Decoder: Sendable {
    private var buffer: [UInt8] = []

    public init() {}

    public mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    public mutating func next() -> Frame? {
      while !buffer.isEmpty {
        guard mayBeginWithFrame else {
          buffer.removeFirst()
          continue
        }
        guard buffer.count >= 5 else { return nil }
        let end = 5 + Int(buffer[2]) + 2
        guard buffer.count >= end else { return nil }
        let body = buffer[5..<(end - 2)]
        guard buffer[end - 1] == 0x16, buffer[end - 2] == body.reduce(0, &+) else {
          // A true frame may begin inside the damaged one.
          buffer.removeFirst()
          continue
        }
        defer { buffer.removeFirst(end) }
        return Frame(
          address: body[body.startIndex], command: body[body.startIndex + 1],
          data: Array(body.dropFirst(2)))
      }
      return nil
    }

    /// Whether what is there of it so far fits `FF 68 L L 68`.
    private var mayBeginWithFrame: Bool {
      let lengths = FF68.shortestBody...FF68.longestBody
      return zip(buffer, 0..<5).allSatisfy { byte, index in
        switch index {
        case 0: byte == 0xFF
        case 1, 4: byte == 0x68
        case 2: lengths.contains(Int(byte))
        default: byte == buffer[2]
        }
      }
    }
  }
}

import DeviceKit

// Frames of the module's answers (protocols.md A.1, A.3): bytes in, values out, no device.

extension SAMV {
  /// Both directions begin with it; some readers lose the first byte (A.6, A.11).
  static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]
  /// The part that is looked for, so that a lost leading AA does no harm.
  static let mark: [UInt8] = [0xAA, 0x96, 0x69]
  /// SW1..CHK of the longest answer: text, photo and 1024 bytes of fingerprint (A.3: Len 09 0A).
  static let longestLength = 0x090A
  /// SW1 SW2 SW3 CHK.
  static let shortestLength = 4

  /// One whole answer whose check byte was right.
  public struct Answer: Sendable, Equatable {
    public let status: Status
    /// What follows SW3; a citizen's data after a read.
    public var data: [UInt8]

    public init(_ status: Status, data: [UInt8]) {
      self.status = status
      self.data = data
    }
  }

  public enum Decoded: Sendable, Equatable {
    case needsMore
    case answer(Answer)
    /// A frame of right shape with a wrong check byte, already dropped.
    case damaged
  }

  /// Finds answers in a stream of bytes that may be torn, damaged or preceded by garbage.
  ///
  /// HID reports may be appended as they come: the zeros that fill up a frame's last report begin
  /// no frame.
  public struct Decoder: Sendable {
    private var buffer: [UInt8] = []

    public init() { buffer.reserveCapacity(SAMV.longestLength + 64) }

    public mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    /// The next answer in what was appended so far.
    public mutating func next() -> Decoded {
      while let start = markPosition() {
        let header = start + SAMV.mark.count
        guard buffer.count >= header + 2 else { return .needsMore }
        let length = Int(buffer[header]) << 8 | Int(buffer[header + 1])
        guard (SAMV.shortestLength...SAMV.longestLength).contains(length) else {
          // No frame has this length: the mark was chance.
          drop(start + 1)
          continue
        }
        let end = header + 2 + length
        guard buffer.count >= end else { return .needsMore }
        let isSound = buffer[header..<end].reduce(0, ^) == 0
        guard isSound else {
          // Only the mark goes: a true frame may begin inside the damaged one.
          drop(start + 1)
          return .damaged
        }
        let sw3 = header + 4
        let answer = Answer(Status(buffer[sw3]), data: Array(buffer[(sw3 + 1)..<(end - 1)]))
        drop(end)
        return .answer(answer)
      }
      return .needsMore
    }

    /// Overwrites everything still held.
    public mutating func wipe() { buffer.wipe() }

    /// Drops the first `count` bytes and leaves no copy of them behind the end of the buffer.
    private mutating func drop(_ count: Int) {
      let kept = buffer.count - count
      for index in 0..<kept { buffer[index] = buffer[index + count] }
      for index in kept..<buffer.count { buffer[index] = 0 }
      buffer.removeLast(count)
    }

    /// Where the next mark begins, after dropping what cannot be part of one.
    private mutating func markPosition() -> Int? {
      let mark = SAMV.mark
      var index = 0
      while index + mark.count <= buffer.count {
        if buffer[index] == mark[0], buffer[index + 1] == mark[1], buffer[index + 2] == mark[2] {
          return index
        }
        index += 1
      }
      drop(index)
      return nil
    }
  }
}

import DeviceKit

/// The frames of a SAM_V module, GA 450 family (protocols.md A.1 to A.4).
public enum SAMV {
  /// Both directions begin with it; some readers lose the first byte (A.6, A.11).
  static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]
  /// The part that is looked for, so that a lost leading AA does no harm.
  static let mark: [UInt8] = [0xAA, 0x96, 0x69]
  /// SW1..CHK of the longest answer: text, photo and 1024 bytes of fingerprint (A.3: Len 09 0A).
  static let longestLength = 0x090A
  /// SW1 SW2 SW3 CHK.
  static let shortestLength = 4

  /// A question to the module.
  public enum Command: Sendable, CaseIterable {
    case resetModule
    case moduleStatus
    case findCard
    case selectCard
    /// Text and photo.
    case readBase

    /// CMD and Para (A.2).
    private var code: [UInt8] {
      switch self {
      case .resetModule: [0x10, 0xFF]
      case .moduleStatus: [0x11, 0xFF]
      case .findCard: [0x20, 0x01]
      case .selectCard: [0x20, 0x02]
      case .readBase: [0x30, 0x01]
      }
    }

    public var frame: [UInt8] {
      // Len counts CMD, Para and CHK.
      let body: [UInt8] = [0x00, 0x03] + code
      return SAMV.preamble + body + [body.reduce(0, ^)]
    }
  }

  /// What SW3 says (A.4).
  public enum Status: Sendable, Equatable {
    case success
    case cardFound
    case notOnCard
    /// 10, 11: our frame arrived damaged.
    case resend
    /// 80
    case noNewCard
    /// 81
    case selectFailed
    /// 41
    case readFailed
    /// 31, 32
    case notAuthenticated
    /// 33, 3F, 40
    case unreadable
    /// 24, 47
    case confused
    /// 21
    case commandRefused
    /// 23, 60, 66
    case defective
    case unknown(UInt8)

    public init(_ sw3: UInt8) {
      self =
        switch sw3 {
        case 0x90: .success
        case 0x9F: .cardFound
        case 0x91: .notOnCard
        case 0x10, 0x11: .resend
        case 0x80: .noNewCard
        case 0x81: .selectFailed
        case 0x41: .readFailed
        case 0x31, 0x32: .notAuthenticated
        case 0x33, 0x3F, 0x40: .unreadable
        case 0x24, 0x47: .confused
        case 0x21: .commandRefused
        case 0x23, 0x60, 0x66: .defective
        default: .unknown(sw3)
        }
    }
  }

  /// One whole answer whose check byte was right.
  public struct Answer: Sendable, Equatable {
    public let sw3: UInt8
    /// What follows SW3; a citizen's data after a read.
    public var data: [UInt8]

    public init(sw3: UInt8, data: [UInt8]) {
      self.sw3 = sw3
      self.data = data
    }

    public var status: Status { Status(sw3) }
  }

  public enum Decoded: Sendable, Equatable {
    case needsMore
    case answer(Answer)
    /// A frame of right shape with a wrong check byte, already dropped.
    case damaged
  }

  /// Finds answers in a stream of bytes that may be torn, damaged or preceded by garbage.
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
          buffer.removeFirst(start + 1)
          continue
        }
        let end = header + 2 + length
        guard buffer.count >= end else { return .needsMore }
        let isSound = buffer[header..<end].reduce(0, ^) == 0
        guard isSound else {
          // Only the mark goes: a true frame may begin inside the damaged one.
          buffer.removeFirst(start + 1)
          return .damaged
        }
        let sw3 = header + 4
        let answer = Answer(sw3: buffer[sw3], data: Array(buffer[(sw3 + 1)..<(end - 1)]))
        buffer.replaceSubrange(..<end, with: repeatElement(0, count: end))
        buffer.removeFirst(end)
        return .answer(answer)
      }
      return .needsMore
    }

    /// Overwrites everything still held.
    public mutating func wipe() { buffer.wipe() }

    /// Where the next mark begins, after dropping what cannot be part of one.
    private mutating func markPosition() -> Int? {
      let mark = SAMV.mark
      var index = 0
      while index + mark.count <= buffer.count {
        if buffer[index..<(index + mark.count)].elementsEqual(mark) { return index }
        index += 1
      }
      buffer.removeFirst(index)
      return nil
    }
  }
}

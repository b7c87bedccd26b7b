/// What a SAM_V module makes of the bytes a host sends it (protocols.md A.1).
enum SamvRequest: Equatable {
  /// A frame whose length and check byte are right.
  case command(UInt8, parameter: UInt8, data: [UInt8])
  /// A frame whose check byte is wrong: answered with SW3 10.
  case badChecksum
  /// A length no command can have: answered with SW3 11.
  case badLength
}

/// The status byte SW3 of a reader's answer (protocols.md A.4).
public struct SamvStatus: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let success = SamvStatus(rawValue: 0x90)
  public static let cardFound = SamvStatus(rawValue: 0x9F)
  public static let itemAbsent = SamvStatus(rawValue: 0x91)
  public static let badChecksum = SamvStatus(rawValue: 0x10)
  public static let badLength = SamvStatus(rawValue: 0x11)
  public static let badCommand = SamvStatus(rawValue: 0x21)
  public static let readFailed = SamvStatus(rawValue: 0x41)
  public static let selfTestFailed = SamvStatus(rawValue: 0x60)
  public static let notAuthorised = SamvStatus(rawValue: 0x66)
  public static let findFailed = SamvStatus(rawValue: 0x80)
  public static let selectFailed = SamvStatus(rawValue: 0x81)
}

enum SamvFrame {
  static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]

  /// Builds an answer: preamble, length, 00 00 SW3, data, check byte (protocols.md A.1, A.3).
  static func answer(_ status: SamvStatus, _ data: [UInt8] = []) -> [UInt8] {
    let length = UInt16(truncatingIfNeeded: data.count + 4)
    let checked =
      [UInt8(length >> 8), UInt8(length & 0xFF), 0x00, 0x00, status.rawValue] + data
    return preamble + checked + [checked.reduce(0, ^)]
  }
}

/// Finds request frames in a stream of bytes; total over any input.
struct SamvRequestScanner: Sendable {
  /// CMD, Para and CHK are always there (protocols.md A.2).
  private static let shortest = 3
  /// The longest request seen writes 16 bytes of model text; four times that leaves room.
  private static let longest = 80

  private var matched = 0
  private var frame: [UInt8] = []

  /// Takes one byte; answers with a request when that byte completes one.
  mutating func consume(_ byte: UInt8) -> SamvRequest? {
    guard matched == SamvFrame.preamble.count else {
      matchPreamble(byte)
      return nil
    }
    frame.append(byte)
    guard frame.count >= 2 else { return nil }
    let length = Int(frame[0]) << 8 | Int(frame[1])
    guard (Self.shortest...Self.longest).contains(length) else {
      reset()
      return .badLength
    }
    guard frame.count == length + 2 else { return nil }
    defer { reset() }
    guard frame.reduce(0, ^) == 0 else { return .badChecksum }
    return .command(frame[2], parameter: frame[3], data: Array(frame[4..<(length + 1)]))
  }

  /// Drops a partial frame.
  mutating func reset() {
    matched = 0
    frame.removeAll()
  }

  private mutating func matchPreamble(_ byte: UInt8) {
    if byte == SamvFrame.preamble[matched] {
      matched += 1
    } else if byte == 0xAA {
      // AA AA AA AA 96 69: the fourth AA is still part of a run of three.
      matched = matched == 3 ? 3 : 1
    } else {
      matched = 0
    }
  }
}

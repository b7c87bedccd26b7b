/// A packet of QP1 as a device builds and reads it (protocols.md D.5).
struct QP1Packet: Sendable, Equatable {
  var address: UInt8
  var sequence: UInt8
  var command: UInt8
  var data: [UInt8] = []

  /// Every byte of it, with the check.
  var wire: [UInt8] {
    var bytes: [UInt8] = [
      0xA5, 0x5A, 0x01, address, sequence, command, UInt8(data.count & 0xFF),
      UInt8(data.count >> 8 & 0xFF),
    ]
    bytes += data
    let check = Self.check(bytes.dropFirst(2))
    return bytes + [UInt8(check & 0xFF), UInt8(check >> 8)]
  }

  /// CRC-16/MODBUS by table of sixteen, as small controllers do it.
  static func check(_ bytes: some Sequence<UInt8>) -> UInt16 {
    let table: [UInt16] = [
      0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
      0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ]
    var check: UInt16 = 0xFFFF
    for byte in bytes {
      check = table[Int((check ^ UInt16(byte)) & 0xF)] ^ (check >> 4)
      check = table[Int((check ^ UInt16(byte >> 4)) & 0xF)] ^ (check >> 4)
    }
    return check
  }
}

/// Collects bytes until they are a packet; total over any input.
struct QP1Ear: Sendable {
  enum Heard: Sendable, Equatable {
    case packet(QP1Packet)
    /// A packet with a wrong check, as far as its head can be believed.
    case damaged(address: UInt8, sequence: UInt8)
  }

  /// D.5: a longer silence inside a packet ends it.
  static let patience: Duration = .milliseconds(50)
  private static let longestData = 256

  private var bytes: [UInt8] = []
  private var lastByte: WireInstant?

  mutating func hear(_ piece: [UInt8], at now: WireInstant) -> [Heard] {
    if let lastByte, now - lastByte > Self.patience { bytes.removeAll() }
    lastByte = now
    bytes += piece
    var heard: [Heard] = []
    while !bytes.isEmpty {
      guard couldBeHead else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count >= 8 else { break }
      let end = 10 + Int(bytes[6]) + Int(bytes[7]) << 8
      guard bytes.count >= end else { break }
      let check = QP1Packet.check(bytes[2..<(end - 2)])
      if bytes[(end - 2)..<end] == [UInt8(check & 0xFF), UInt8(check >> 8)] {
        heard.append(
          .packet(
            QP1Packet(
              address: bytes[3], sequence: bytes[4], command: bytes[5],
              data: Array(bytes[8..<(end - 2)]))))
        bytes.removeFirst(end)
      } else {
        heard.append(.damaged(address: bytes[3], sequence: bytes[4]))
        // A true packet may begin inside the damaged one.
        bytes.removeFirst()
      }
    }
    return heard
  }

  mutating func forget() { bytes.removeAll() }

  private var couldBeHead: Bool {
    let known: [UInt8] = [0xA5, 0x5A, 0x01]
    guard bytes.prefix(3).elementsEqual(known.prefix(bytes.count)) else { return false }
    return bytes.count < 8 || Int(bytes[6]) + Int(bytes[7]) << 8 <= Self.longestData
  }
}

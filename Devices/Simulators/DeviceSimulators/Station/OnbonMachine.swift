/// What can be made to go wrong with a strip.
public struct StripFaults: Sendable {
  /// Shows what it is told and answers nothing.
  public var silent = false
  /// Answers every command with a refusal.
  public var refusing = false

  public init() {}
}

/// A window strip (窗口屏) with an Onbon controller: dynamic areas of a font card (protocols.md D.6).
public struct OnbonMachine: WireMachine {
  private static let start: UInt8 = 0xA5
  private static let end: UInt8 = 0x5A
  /// More than any frame of one line.
  private static let longest = 4096

  public var faults = StripFaults()
  /// The lines shown, by area.
  public private(set) var areas: [UInt8: String] = [:]
  /// Frames dropped for a wrong check or a broken escape.
  public private(set) var damaged = 0

  private let screen: UInt16
  private let characters: HanTable
  private var collecting: [UInt8]?
  private var answers = AnswerQueue()

  public init(screen: UInt16 = 1, characters: HanTable) {
    self.screen = screen
    self.characters = characters
  }

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    for byte in bytes {
      switch byte {
      case Self.start: collecting = []
      case Self.end:
        if let frame = collecting { take(frame, at: now) }
        collecting = nil
      default:
        collecting?.append(byte)
        if let count = collecting?.count, count > Self.longest { collecting = nil }
      }
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] { answers.takeDue(at: now) }

  public var nextDue: WireInstant? { answers.nextDue }

  public mutating func losePower() {
    areas.removeAll()
    collecting = nil
    answers.removeAll()
  }

  private mutating func take(_ raw: [UInt8], at now: WireInstant) {
    guard let frame = Self.plain(raw), frame.count >= 16 + 5 else {
      damaged += 1
      return
    }
    let check = Self.word(frame, frame.count - 2)
    guard check == 0xFFFF || check == Self.check(frame.dropLast(2)) else {
      damaged += 1
      return
    }
    // FFFE and FFFF reach every screen.
    guard [screen, 0xFFFE, 0xFFFF].contains(Self.word(frame, 0)) else { return }
    let data = Array(frame[14..<(frame.count - 2)])
    guard Int(Self.word(frame, 12)) == data.count else { return }
    let isDone =
      switch (data[0], data[1]) {
      case (0xA2, 0x00): true
      case (0xA3, 0x06): update(data.dropFirst(5))
      default: false
      }
    guard data[2] == 1, !faults.silent else { return }
    answer(isDone && !faults.refusing, to: frame, at: now)
  }

  /// Deletes and updates areas; false where the lengths do not fit.
  private mutating func update(_ rest: ArraySlice<UInt8>) -> Bool {
    var bytes = Array(rest)
    guard let deleted = bytes.first, bytes.count > Int(deleted) + 1 else { return false }
    for number in bytes.dropFirst().prefix(Int(deleted)) { areas[number] = nil }
    let count = bytes[Int(deleted) + 1]
    bytes.removeFirst(Int(deleted) + 2)
    for _ in 0..<count {
      guard bytes.count >= 2 else { return false }
      let length = Int(Self.word(bytes, 0))
      guard bytes.count >= 2 + length, length >= 27 else { return false }
      let area = Array(bytes[2..<(2 + length)])
      bytes.removeFirst(2 + length)
      // Neither voice nor extensions: everything lies at its fixed place.
      guard area[14] == 0, area[15] == 0 else { return false }
      let textLength = Int(Self.word(area, 23)) + Int(Self.word(area, 25)) << 16
      guard area.count == 27 + textLength else { return false }
      areas[area[9]] = read(Array(area[27...]))
    }
    return bytes.isEmpty
  }

  private func read(_ text: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    var index = 0
    while index < text.count {
      if text[index] < 0x80 {
        scalars.append(Unicode.Scalar(text[index]))
        index += 1
      } else if index + 1 < text.count {
        scalars.append(characters.scalar(text[index], text[index + 1]) ?? HanTable.unprintable)
        index += 2
      } else {
        break
      }
    }
    return String(scalars)
  }

  private mutating func answer(_ isDone: Bool, to frame: [UInt8], at now: WireInstant) {
    var bytes: [UInt8] = [frame[2], frame[3], frame[0], frame[1], 0, 0, 0, 0, 0]
    bytes += [frame[9], frame[10], frame[11], 5, 0, 0xA0, isDone ? 0 : 1, 0, 0, 0]
    let check = Self.check(bytes)
    bytes += [UInt8(check & 0xFF), UInt8(check >> 8)]
    let wire =
      [UInt8](repeating: Self.start, count: 8) + bytes.flatMap(Self.shielded) + [Self.end]
    answers.schedule(wire, at: now)
  }

  // MARK: Bytes

  private static func shielded(_ byte: UInt8) -> [UInt8] {
    let codes: [UInt8: [UInt8]] = [
      0xA5: [0xA6, 2], 0xA6: [0xA6, 1], 0x5A: [0x5B, 2], 0x5B: [0x5B, 1],
    ]
    return codes[byte] ?? [byte]
  }

  private static func plain(_ raw: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var index = 0
    while index < raw.count {
      guard raw[index] == 0xA6 || raw[index] == 0x5B else {
        bytes.append(raw[index])
        index += 1
        continue
      }
      guard index + 1 < raw.count, (1...2).contains(raw[index + 1]) else { return nil }
      bytes.append(raw[index + 1] == 1 ? raw[index] : raw[index] == 0xA6 ? 0xA5 : 0x5A)
      index += 2
    }
    return bytes
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt16 {
    UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
  }

  /// CRC-16/ARC by table of sixteen.
  private static func check(_ bytes: some Sequence<UInt8>) -> UInt16 {
    let table: [UInt16] = [
      0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
      0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ]
    var check: UInt16 = 0
    for byte in bytes {
      check = table[Int((check ^ UInt16(byte)) & 0xF)] ^ (check >> 4)
      check = table[Int((check ^ UInt16(byte >> 4)) & 0xF)] ^ (check >> 4)
    }
    return check
  }
}

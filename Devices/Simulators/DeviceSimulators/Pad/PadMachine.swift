/// What can be made to go wrong with a pad.
public struct PadFaults: Sendable {
  /// Sends nothing; the keys feel as usual.
  public var silent = false
  /// Spoils the check of each frame.
  public var wrongSum = false
  public var tearing: Tearing = .whole

  public init() {}
}

/// What a citizen can see and hear of a pad.
public struct PadFace: Sendable, Equatable {
  /// The pad asks for a rating (请对我的服务给予评价) until a key is pressed or its time is over.
  public var asksForRating = false
  /// The stars lit, 1 to 5, or nil.
  public var stars: Int?
  /// How often the pad has beeped.
  public var beeps = 0
  /// Key presses the host has acknowledged.
  public var acknowledged = 0
  /// Key presses given up after the last resend.
  public var givenUp = 0
}

/// A device with the five rating keys, whatever it speaks.
public protocol RatingPad: WireMachine {
  var faults: PadFaults { get set }
  var face: PadFace { get }

  /// Presses key 1 to 5.
  ///
  /// - Returns: false if there is no such key.
  mutating func press(_ key: Int, at now: WireInstant) -> Bool
}

/// A five-key evaluation pad of the FF 68 family (protocols.md D.1).
public struct PadMachine: RatingPad {
  /// How long the pad waits for the host's ACK before it sends a key again.
  static let acknowledgeLimit: Duration = .milliseconds(200)
  /// Resends after the first try.
  static let resends = 3
  /// How long a pad asks for a rating: the usual setting (protocols.md D.3).
  static let ratingWindow: Duration = .seconds(10)
  /// Keys 非常满意 5 down to 非常不满意 1.
  public static let keys = 1...5

  private struct Press {
    let key: UInt8
    var resendsLeft = PadMachine.resends
    var giveUpWaiting: WireInstant
  }

  /// The pad's address on its line, 1 to 255.
  public let address: UInt8
  public var faults = PadFaults()
  public private(set) var face = PadFace()

  private var waiting: [UInt8] = []
  private var asksUntil: WireInstant?
  private var press: Press?
  private var scanner = PadFrameScanner()
  private var answers = AnswerQueue()

  public init(address: UInt8) { self.address = address }

  /// Presses a key. It is sent even when nobody asked for a rating: real pads do that too.
  ///
  /// - Returns: false if the pad has no such key.
  public mutating func press(_ key: Int, at now: WireInstant) -> Bool {
    guard Self.keys.contains(key), let key = UInt8(exactly: key) else { return false }
    waiting.append(key)
    stopAsking()
    sendNext(at: now)
    return true
  }

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    for byte in bytes {
      guard let body = scanner.consume(byte), body.first == address else { continue }
      take(Array(body.dropFirst()), at: now)
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] {
    if let asksUntil, asksUntil <= now { stopAsking() }
    if let current = press, current.giveUpWaiting <= now {
      if current.resendsLeft > 0 {
        send(current.key, resendsLeft: current.resendsLeft - 1, at: now)
      } else {
        face.givenUp += 1
        press = nil
        sendNext(at: now)
      }
    }
    return answers.takeDue(at: now)
  }

  public var nextDue: WireInstant? {
    [answers.nextDue, press?.giveUpWaiting, asksUntil].compactMap(\.self).min()
  }

  public mutating func losePower() {
    waiting.removeAll()
    press = nil
    scanner = PadFrameScanner()
    answers.removeAll()
    stopAsking()
    face.stars = nil
  }

  private mutating func take(_ command: [UInt8], at now: WireInstant) {
    switch command {
    case [0x01, 0x0B]:
      face.asksForRating = true
      asksUntil = now + Self.ratingWindow
    case [0x02, 1], [0x02, 2], [0x02, 3], [0x02, 4], [0x02, 5]: face.stars = Int(command[1])
    case [0x03]: face.beeps += 1
    default:
      // ACK of a rating: command 01 with the same value.
      guard let press, command == [0x01, press.key] else { return }
      face.acknowledged += 1
      self.press = nil
      sendNext(at: now)
    }
  }

  private mutating func stopAsking() {
    face.asksForRating = false
    asksUntil = nil
  }

  private mutating func sendNext(at now: WireInstant) {
    guard press == nil, !waiting.isEmpty else { return }
    send(waiting.removeFirst(), resendsLeft: Self.resends, at: now)
  }

  private mutating func send(_ key: UInt8, resendsLeft: Int, at now: WireInstant) {
    press = Press(
      key: key, resendsLeft: resendsLeft, giveUpWaiting: now + Self.acknowledgeLimit)
    guard !faults.silent else { return }
    var frame = PadFrame.encode([address, 0x11, key])
    if faults.wrongSum { frame[frame.count - 2] ^= 0xFF }
    answers.schedule(frame, at: now, tearing: faults.tearing)
  }
}

enum PadFrame {
  /// `FF 68 L L 68 body S 16`, S the sum of the body modulo 256 (protocols.md D.1).
  static func encode(_ body: [UInt8]) -> [UInt8] {
    let length = UInt8(truncatingIfNeeded: body.count)
    return [0xFF, 0x68, length, length, 0x68] + body + [body.reduce(0, &+), 0x16]
  }
}

/// Finds FF 68 frames in a stream of bytes; total over any input.
struct PadFrameScanner: Sendable {
  /// Display frames carry 8 bytes, the longest in D.1.
  private static let longest = 8
  /// Bytes around the body: FF 68 L L 68 before it, S 16 after it.
  private static let overhead = 7

  private var bytes: [UInt8] = []

  /// Takes one byte; answers with the body (address, command, data) of a frame it completes.
  mutating func consume(_ byte: UInt8) -> [UInt8]? {
    bytes.append(byte)
    // Skipping one byte at a time finds a frame that begins inside a broken one.
    while !bytes.isEmpty {
      guard couldBecomeFrame else {
        bytes.removeFirst()
        continue
      }
      guard isWhole else { return nil }
      defer { bytes.removeAll() }
      return Array(bytes[5..<(bytes.count - 2)])
    }
    return nil
  }

  private var isWhole: Bool {
    bytes.count > Self.overhead && bytes.count == Int(bytes[2]) + Self.overhead
  }

  private var couldBecomeFrame: Bool {
    for (index, byte) in bytes.prefix(5).enumerated() {
      let fits =
        switch index {
        case 0: byte == 0xFF
        case 1, 4: byte == 0x68
        case 2: (2...Self.longest).contains(Int(byte))
        default: byte == bytes[2]
        }
      if !fits { return false }
    }
    return !isWhole || sumAndEndFit
  }

  private var sumAndEndFit: Bool {
    bytes.dropFirst(5).dropLast(2).reduce(0, &+) == bytes[bytes.count - 2]
      && bytes.last == 0x16
  }
}

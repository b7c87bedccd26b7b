/// The moment something happens on a simulated wire; monotonic, so a clock step hurts nobody.
public typealias WireInstant = ContinuousClock.Instant

/// A simulated device as a value: bytes in, bytes out, and time as an argument.
///
/// The same value serves a test that feeds it bytes by hand and a thread that feeds it a real line.
public protocol WireMachine: Sendable {
  /// Takes bytes that the host has sent.
  mutating func receive(_ bytes: [UInt8], at now: WireInstant)

  /// Lets time pass until `now` and hands out the chunks to write, each in a write of its own.
  mutating func advance(to now: WireInstant) -> [[UInt8]]

  /// When `advance(to:)` has something to do next without new bytes; nil if never.
  var nextDue: WireInstant? { get }

  /// How many more bytes the device takes now; 0 makes the host wait.
  var room: Int { get }

  /// The host's end of a serial line runs at this speed from now on.
  mutating func hostSends(at baud: Int)

  /// Forgets what a device forgets when its plug is pulled.
  mutating func losePower()
}

extension WireMachine {
  /// Serial devices have no flow control: they take whatever comes.
  public var room: Int { 4096 }

  /// Most devices here hear every speed: a pty carries all of them alike.
  public mutating func hostSends(at baud: Int) {}
}

/// How an answer is spoiled on its way to the host (protocols.md A.11, G.2).
public enum Tearing: String, Sendable, CaseIterable {
  /// The whole answer in one write.
  case whole
  /// One byte per write, a millisecond apart.
  case singleBytes
  /// A few bytes of line noise come before the answer.
  case leadingGarbage
  /// The first byte never arrives.
  case lostFirstByte
  /// 64 bytes per write, as full-speed USB carries it.
  case packets
}

/// Answers waiting for their moment, in the order in which they were given.
struct AnswerQueue: Sendable {
  /// Keeps single bytes apart on a pty, where a shorter gap is merged into one read.
  static let byteGap: Duration = .milliseconds(1)
  /// wMaxPacketSize of full-speed bulk.
  static let packet = 64
  /// Noise that holds the starts of both serial preambles, so a scanner must really resynchronise.
  static let garbage: [UInt8] = [0x00, 0xAA, 0x96, 0xFF, 0xFF, 0x69]

  private var chunks: [(due: WireInstant, bytes: [UInt8])] = []

  var nextDue: WireInstant? { chunks.first?.due }

  mutating func schedule(_ bytes: [UInt8], at due: WireInstant, tearing: Tearing = .whole) {
    // A later answer never overtakes an earlier one, whatever the delay was set to in between.
    var moment = max(due, chunks.last?.due ?? due)
    switch tearing {
    case .whole: chunks.append((moment, bytes))
    case .leadingGarbage: chunks.append((moment, Self.garbage + bytes))
    case .lostFirstByte: chunks.append((moment, Array(bytes.dropFirst())))
    case .singleBytes, .packets:
      let size = tearing == .packets ? Self.packet : 1
      for start in stride(from: 0, to: bytes.count, by: size) {
        chunks.append((moment, Array(bytes[start..<min(start + size, bytes.count)])))
        moment += Self.byteGap
      }
    }
  }

  mutating func takeDue(at now: WireInstant) -> [[UInt8]] {
    let due = chunks.prefix { $0.due <= now }.map(\.bytes)
    chunks.removeFirst(due.count)
    return due
  }

  mutating func removeAll() { chunks.removeAll() }
}

/// What a clerk sees of a caller keypad.
public struct KeypadFace: Sendable, Equatable {
  /// Digits for those who wait and for the ticket, blanks as spaces; "" before the first.
  public var waiting = ""
  public var ticket = ""
  public var beeps = 0
  /// Key presses the host has echoed.
  public var acknowledged = 0
  /// Key presses given up after the last resend.
  public var givenUp = 0

  public init() {}
}

/// A caller keypad (叫号器) of the FF 68 family (protocols.md D.1).
public struct FF68KeypadMachine: WireMachine {
  static let echoLimit: Duration = .milliseconds(200)
  static let resends = 3

  public let address: UInt8
  public var faults = PadFaults()
  public private(set) var face = KeypadFace()

  private var waiting: [[UInt8]] = []
  private var current: (frame: [UInt8], resendsLeft: Int, due: WireInstant)?
  private var scanner = PadFrameScanner()
  private var answers = AnswerQueue()

  public init(address: UInt8) { self.address = address }

  /// Presses keys that go out as one frame, such as `[0x0C]` or, for "6 确认", `[0x06, 0x0F]`.
  public mutating func press(_ keys: [UInt8], at now: WireInstant) {
    waiting.append(PadFrame.encode([address, 0x01] + keys.prefix(3)))
    sendNext(at: now)
  }

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    for byte in bytes {
      guard let body = scanner.consume(byte), body.first == address else { continue }
      if let current, PadFrame.encode(body) == current.frame {
        face.acknowledged += 1
        self.current = nil
        sendNext(at: now)
      } else if body.count == 8, body[1] == 0x02 {
        face.waiting = Self.digits(body[2..<5])
        face.ticket = Self.digits(body[5...])
      } else if body.dropFirst() == [0x03] {
        face.beeps += 1
      }
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] {
    if let last = current, last.due <= now {
      if last.resendsLeft > 0 {
        send(last.frame, resendsLeft: last.resendsLeft - 1, at: now)
      } else {
        face.givenUp += 1
        current = nil
        sendNext(at: now)
      }
    }
    return answers.takeDue(at: now)
  }

  public var nextDue: WireInstant? { [answers.nextDue, current?.due].compactMap(\.self).min() }

  public mutating func losePower() {
    waiting.removeAll()
    current = nil
    scanner = PadFrameScanner()
    answers.removeAll()
    face.waiting = ""
    face.ticket = ""
  }

  private static func digits(_ bytes: some Collection<UInt8>) -> String {
    bytes.map { $0 < 10 ? String($0) : " " }.joined()
  }

  private mutating func sendNext(at now: WireInstant) {
    guard current == nil, !waiting.isEmpty else { return }
    send(waiting.removeFirst(), resendsLeft: Self.resends, at: now)
  }

  private mutating func send(_ frame: [UInt8], resendsLeft: Int, at now: WireInstant) {
    current = (frame, resendsLeft, now + Self.echoLimit)
    guard !faults.silent else { return }
    var wire = frame
    if faults.wrongSum { wire[wire.count - 2] ^= 0xFF }
    answers.schedule(wire, at: now, tearing: faults.tearing)
  }
}

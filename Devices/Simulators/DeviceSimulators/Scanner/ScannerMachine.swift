/// What can be made to go wrong with a scanner.
public struct ScannerFaults: Sendable {
  /// Sends nothing, neither codes nor replies.
  public var silent = false
  /// Spoils the check of each reply.
  public var wrongCheck = false
  public var tearing: Tearing = .whole

  public init() {}
}

/// A GM65 scanner module on a serial line (protocols.md B.3).
public struct ScannerMachine: WireMachine {
  /// How long a triggered module looks for a code.
  static let window: Duration = .seconds(5)
  /// The zone of the module's id, and the id of this one.
  static let idZone: UInt16 = 0x00E0
  static let id: UInt8 = 0x65
  /// The zone whose bit 0 triggers.
  static let triggerZone: UInt16 = 0x0002

  public var faults = ScannerFaults()
  /// The module is set to scan on command; otherwise it always looks.
  public var waitsForCommand = false
  /// What follows each code.
  public var suffix: [UInt8] = [0x0D]
  /// How often the host has triggered it.
  public private(set) var triggers = 0
  /// Whether settings were kept over a loss of power.
  public private(set) var saves = 0

  private var zones: [UInt16: UInt8] = [ScannerMachine.idZone: ScannerMachine.id]
  private var looksUntil: WireInstant?
  private var scanner = ModuleCommandScanner()
  private var answers = AnswerQueue()

  public init() {}

  /// Holds a code under the window.
  ///
  /// - Returns: false if the module does not look at the moment.
  public mutating func scan(_ code: [UInt8], at now: WireInstant) -> Bool {
    if waitsForCommand {
      guard let looksUntil, now < looksUntil else { return false }
      self.looksUntil = nil
    }
    send(code + suffix, at: now)
    return true
  }

  public mutating func receive(_ bytes: [UInt8], at now: WireInstant) {
    for byte in bytes {
      if let command = scanner.consume(byte) { take(command, at: now) }
    }
  }

  public mutating func advance(to now: WireInstant) -> [[UInt8]] { answers.takeDue(at: now) }

  public var nextDue: WireInstant? { answers.nextDue }

  public mutating func losePower() {
    scanner = ModuleCommandScanner()
    answers.removeAll()
    looksUntil = nil
  }

  private mutating func take(_ command: ModuleCommand, at now: WireInstant) {
    switch command.kind {
    case .read:
      let count = min(Int(command.data.first ?? 0), 255)
      let data = (0..<count).map { zones[command.zone &+ UInt16($0)] ?? 0 }
      reply(data, at: now)
    case .write:
      for (offset, byte) in command.data.enumerated() {
        zones[command.zone &+ UInt16(offset)] = byte
      }
      reply([0], at: now)
      if command.zone == Self.triggerZone, command.data.first.map({ $0 & 1 == 1 }) == true {
        triggers += 1
        looksUntil = now + Self.window
      }
    case .save:
      saves += 1
      reply([0], at: now)
    }
  }

  private mutating func reply(_ data: [UInt8], at now: WireInstant) {
    var frame = ModuleCommand.reply(data)
    if faults.wrongCheck { frame[frame.count - 1] ^= 0xFF }
    send(frame, at: now)
  }

  private mutating func send(_ bytes: [UInt8], at now: WireInstant) {
    guard !faults.silent else { return }
    answers.schedule(bytes, at: now, tearing: faults.tearing)
  }
}

/// A scanner (扫码器) on a pty.
public typealias ScannerSimulator = SerialSimulator<ScannerMachine>

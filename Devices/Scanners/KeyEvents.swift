/// One key that went down or came up, as a keyboard scanner tells it.
public struct KeyEvent: Sendable, Equatable {
  /// A `KEY_*` code of <linux/input-event-codes.h>: the place of the key, whatever is printed on it.
  public let key: UInt16
  public let isDown: Bool
  /// Microseconds on the sender's clock; only differences mean something.
  public let time: Int64

  public init(_ key: UInt16, isDown: Bool, time: Int64) {
    self.key = key
    self.isDown = isDown
    self.time = time
  }
}

/// Reads key events from what an evdev node hands out: whole `struct input_event`s of a 64-bit
/// kernel (seconds, microseconds, type, code, value; 24 bytes).
public struct EvdevDecoder: Sendable {
  public static let eventSize = 24

  /// What a run of events says.
  public enum Item: Sendable, Equatable {
    case key(KeyEvent)
    /// SYN_DROPPED: the kernel lost events, so a code under way lacks characters.
    case lost
  }

  private static let synchronisation: UInt16 = 0x00
  private static let keys: UInt16 = 0x01
  private static let report: UInt16 = 0
  private static let dropped: UInt16 = 3

  /// After SYN_DROPPED everything up to the next SYN_REPORT is void (Documentation/input/event-codes).
  private var isVoid = false
  /// An event that was torn in two; the kernel does not, a recording may.
  private var rest: [UInt8] = []

  public init() {}

  public mutating func decode(_ bytes: [UInt8]) -> [Item] {
    let all = rest + bytes
    let whole = all.count - all.count % Self.eventSize
    rest = Array(all[whole...])
    return stride(from: 0, to: whole, by: Self.eventSize).compactMap { start in
      item(all[start..<(start + Self.eventSize)])
    }
  }

  private mutating func item(_ event: ArraySlice<UInt8>) -> Item? {
    let type = UInt16(truncatingIfNeeded: event.little(at: 16, size: 2))
    let code = UInt16(truncatingIfNeeded: event.little(at: 18, size: 2))
    switch (type, code) {
    case (Self.synchronisation, Self.dropped):
      isVoid = true
      return .lost
    case (Self.synchronisation, Self.report):
      isVoid = false
      return nil
    case (Self.keys, _):
      let value = event.little(at: 20, size: 4)
      // 2 is the kernel's own repetition of a key held down: no scanner means it.
      guard !isVoid, value == 0 || value == 1 else { return nil }
      let seconds = event.little(at: 0, size: 8)
      let microseconds = event.little(at: 8, size: 8)
      return .key(
        KeyEvent(code, isDown: value == 1, time: seconds &* 1_000_000 &+ microseconds))
    default: return nil
    }
  }
}

/// Reads key events from the reports of a boot keyboard: modifiers, a reserved byte, six usages
/// (USB HID 1.11 appendix B). A report tells which keys are down, so two of them tell what changed.
public struct BootKeyboardDecoder: Sendable {
  public static let reportSize = 8
  /// All six usages are this when more keys are down than the report has room for.
  private static let rollover: UInt8 = 0x01

  private var modifiers: UInt8 = 0
  private var usages: [UInt8] = []

  public init() {}

  /// What changed with this report, which is without its number; one too short says nothing. `time`
  /// is when it was read, in microseconds.
  public mutating func decode(_ report: ArraySlice<UInt8>, at time: Int64) -> [KeyEvent] {
    let bytes = Array(report.prefix(Self.reportSize))
    guard bytes.count == Self.reportSize else { return [] }
    let down = bytes[2...].filter { $0 != 0 }
    guard !down.contains(Self.rollover) else { return [] }
    var events: [KeyEvent] = []
    // Modifiers change before the keys they modify, and both come up before others go down.
    for bit in 0..<8 where (bytes[0] ^ modifiers) >> bit & 1 == 1 {
      events.append(
        KeyEvent(Self.modifierKeys[bit], isDown: bytes[0] >> bit & 1 == 1, time: time))
    }
    for usage in usages where !down.contains(usage) {
      if let key = USKeyboard.key(usage: usage) {
        events.append(KeyEvent(key, isDown: false, time: time))
      }
    }
    for usage in down where !usages.contains(usage) {
      if let key = USKeyboard.key(usage: usage) {
        events.append(KeyEvent(key, isDown: true, time: time))
      }
    }
    modifiers = bytes[0]
    usages = down
    return events
  }

  /// KEY_LEFTCTRL, KEY_LEFTSHIFT, KEY_LEFTALT, KEY_LEFTMETA and the same on the right.
  private static let modifierKeys: [UInt16] = [29, 42, 56, 125, 97, 54, 100, 126]
}

extension ArraySlice<UInt8> {
  /// The little-endian number of `size` bytes, 1 to 8, at `offset` from the start; 0 beyond the end.
  func little(at offset: Int, size: Int) -> Int64 {
    let bytes = dropFirst(offset).prefix(size)
    guard bytes.count == size else { return 0 }
    return bytes.reversed().reduce(0) { $0 << 8 | Int64($1) }
  }
}

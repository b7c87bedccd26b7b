/// One event of an input device, as linux/input.h has it.
public struct PanelEvent: Hashable, Sendable {
  /// Microseconds on the kernel's clock; only differences mean something.
  public let time: Int64
  public let type: UInt16
  public let code: UInt16
  public let value: Int32

  public init(time: Int64 = 0, type: UInt16, code: UInt16, value: Int32) {
    self.time = time
    self.type = type
    self.code = code
    self.value = value
  }

  /// EV_SYN, SYN_REPORT: what came before happened at once.
  public static let report = PanelEvent(type: Code.synchronisation, code: Code.report, value: 0)

  /// Numbers of linux/input-event-codes.h.
  public enum Code {
    public static let synchronisation: UInt16 = 0
    public static let keys: UInt16 = 1
    public static let axes: UInt16 = 3
    public static let report: UInt16 = 0
    public static let dropped: UInt16 = 3
    public static let touch: UInt16 = 0x14a
    public static let x: UInt16 = 0x00
    public static let y: UInt16 = 0x01
    public static let slot: UInt16 = 0x2f
    public static let touchMajor: UInt16 = 0x30
    public static let slotX: UInt16 = 0x35
    public static let slotY: UInt16 = 0x36
    public static let tool: UInt16 = 0x37
    public static let tracking: UInt16 = 0x39
    /// MT_TOOL_PALM, a value of ``tool``.
    public static let palm: Int32 = 2
  }
}

/// Cuts what an input device's node hands out into events: `struct input_event` of a 64-bit kernel
/// (seconds, microseconds, type, code, value; 24 bytes).
public struct PanelEventReader: Sendable {
  public static let eventSize = 24

  /// An event that was torn in two; the kernel does not, a recording may.
  private var rest: [UInt8] = []

  public init() {}

  /// The events that are whole with these bytes; any bytes make events.
  public mutating func events(in bytes: [UInt8]) -> [PanelEvent] {
    let all = rest + bytes
    let whole = all.count - all.count % Self.eventSize
    rest = Array(all[whole...])
    return stride(from: 0, to: whole, by: Self.eventSize).map { start in
      func number(_ offset: Int, _ size: Int) -> UInt64 {
        (0..<size).reduce(0) { $0 | UInt64(all[start + offset + $1]) << (8 * UInt64($1)) }
      }
      let seconds = Int64(bitPattern: number(0, 8))
      let microseconds = Int64(bitPattern: number(8, 8))
      return PanelEvent(
        time: seconds &* 1_000_000 &+ microseconds, type: UInt16(number(16, 2)),
        code: UInt16(number(18, 2)), value: Int32(truncatingIfNeeded: number(20, 4)))
    }
  }
}

/// Digit keys in the events of a Linux input device (linux/input.h, linux/input-event-codes.h).
public struct EvdevKeys: Sendable {
  /// `struct input_event` on 64-bit Linux: two 8-byte times, type, code, value.
  public static let eventLength = 24
  private static let synchronisation: UInt16 = 0x00  // EV_SYN
  private static let key: UInt16 = 0x01  // EV_KEY
  private static let report: UInt16 = 0  // SYN_REPORT
  private static let dropped: UInt16 = 3  // SYN_DROPPED

  /// KEY_1…KEY_0 of the main block and KEY_KP0…KEY_KP9 of the keypad, whether or not its layer is
  /// on: the code is the key's place and not its meaning.
  public static let digits: [UInt16: UInt8] = [
    2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 0,
    82: 0, 79: 1, 80: 2, 81: 3, 75: 4, 76: 5, 77: 6, 71: 7, 72: 8, 73: 9,
  ]

  private var rest: [UInt8] = []
  private var isResynchronising = false
  /// Times the kernel's queue ran over: presses may be missing.
  public private(set) var overflows = 0

  public init() {}

  /// The digits pressed with these bytes. Releases (0) and autorepeat (2) are no presses; what
  /// comes between SYN_DROPPED and the next SYN_REPORT is to be ignored (Documentation/input).
  public mutating func presses(in bytes: [UInt8]) -> [UInt8] {
    rest += bytes
    var pressed: [UInt8] = []
    while rest.count >= Self.eventLength {
      let type = UInt16(rest[16]) | UInt16(rest[17]) << 8
      let code = UInt16(rest[18]) | UInt16(rest[19]) << 8
      let value = rest[20..<24]
      rest.removeFirst(Self.eventLength)
      switch (type, code) {
      case (Self.synchronisation, Self.dropped):
        isResynchronising = true
        overflows += 1
      case (Self.synchronisation, Self.report): isResynchronising = false
      case (Self.key, _):
        if !isResynchronising, value.elementsEqual([1, 0, 0, 0]), let digit = Self.digits[code] {
          pressed.append(digit)
        }
      default: break
      }
    }
    return pressed
  }
}

/// What the keys of a keyboard with the American layout mean.
///
/// Scanners type as one as delivered. Their key codes are read here and not by the console, so the
/// layout that the machine is set to changes nothing (trap 23).
enum USKeyboard {
  static let shift: Set<UInt16> = [42, 54]  // KEY_LEFTSHIFT, KEY_RIGHTSHIFT
  static let control: Set<UInt16> = [29, 97]  // KEY_LEFTCTRL, KEY_RIGHTCTRL
  static let alternate: Set<UInt16> = [56, 100]  // KEY_LEFTALT, KEY_RIGHTALT
  static let capsLock: UInt16 = 58  // KEY_CAPSLOCK

  static func isModifier(_ key: UInt16) -> Bool {
    shift.contains(key) || control.contains(key) || alternate.contains(key) || key == capsLock
  }

  /// The byte a key types; nil for keys that type none.
  static func byte(_ key: UInt16, isShifted: Bool, hasCapsLock: Bool) -> UInt8? {
    guard let pair = characters[key] else { return nil }
    // Caps lock is for letters only: digits and signs keep theirs.
    let isLetter = (0x61...0x7A).contains(pair.plain)
    return isShifted != (isLetter && hasCapsLock) ? pair.shifted : pair.plain
  }

  /// The digit of a key of the number block, for Alt codes.
  static func keypadDigit(_ key: UInt16) -> Int? { keypad[key] }

  /// The key of a usage of page 7 (HID Usage Tables, section 10), as the kernel's hid-input maps it.
  static func key(usage: UInt8) -> UInt16? {
    let index = Int(usage) - Int(firstUsage)
    guard usageKeys.indices.contains(index) else { return nil }
    return usageKeys[index]
  }

  private static let rows: [(first: UInt16, plain: String, shifted: String)] = [
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (15, "\tqwertyuiop[]\r", "\tQWERTYUIOP{}\r"),
    (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (96, "\r", "\r"),
    (98, "/", "/"),
  ]

  private static let characters: [UInt16: (plain: UInt8, shifted: UInt8)] = {
    var table: [UInt16: (plain: UInt8, shifted: UInt8)] = [:]
    for row in rows {
      for (offset, pair) in zip(row.plain.utf8, row.shifted.utf8).enumerated() {
        table[row.first + UInt16(offset)] = (pair.0, pair.1)
      }
    }
    return table
  }()

  private static let keypad: [UInt16: Int] = [
    71: 7, 72: 8, 73: 9, 75: 4, 76: 5, 77: 6, 79: 1, 80: 2, 81: 3, 82: 0,
  ]

  /// Usages below are none or errors.
  static let firstUsage: UInt8 = 0x04
  /// From usage 04 (a) to 63 (keypad .).
  private static let usageKeys: [UInt16] = [
    30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45,
    21, 44, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26, 27, 43, 43, 39, 40, 41,
    51, 52, 53, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111,
    107, 109, 106, 105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82,
    83,
  ]
}

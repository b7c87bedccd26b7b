/// Turns key events into the bytes they type, as a keyboard with the American layout would.
public struct KeyboardTyping: Sendable {
  /// What Alt held down with digits of the number block means; scanners that send Chinese so
  /// disagree, and their papers do not say (UNVERIFIED), so the site chooses.
  public enum AltCodes: String, Sendable, CaseIterable {
    case ignored
    /// The decimal number is the character's GBK code, one or two bytes.
    case gbk
    /// The decimal number is the character's place in Unicode.
    case unicode
  }

  private let altCodes: AltCodes
  private var held: Set<UInt16> = []
  private var hasCapsLock = false
  private var number: Int?

  public init(altCodes: AltCodes = .ignored) { self.altCodes = altCodes }

  /// The bytes that this event types, mostly none or one.
  public mutating func type(_ event: KeyEvent) -> [UInt8] {
    let key = event.key
    guard event.isDown else {
      held.remove(key)
      return USKeyboard.alternate.contains(key) && !isHeld(USKeyboard.alternate) ? finish() : []
    }
    if key == USKeyboard.capsLock {
      hasCapsLock.toggle()
      return []
    }
    if USKeyboard.isModifier(key) {
      held.insert(key)
      return []
    }
    if isHeld(USKeyboard.alternate) {
      if let digit = USKeyboard.keypadDigit(key) {
        // Bounded, so that no scanner makes the sum overflow: Unicode ends at 1114111.
        number = min((number ?? 0) * 10 + digit, 9_999_999)
      }
      return []
    }
    guard
      let byte = USKeyboard.byte(
        key, isShifted: isHeld(USKeyboard.shift), hasCapsLock: hasCapsLock)
    else { return [] }
    // Control bytes of a code, such as GS of GS1, are typed as Ctrl with a letter or sign.
    return [isHeld(USKeyboard.control) && byte >= 0x40 ? byte & 0x1F : byte]
  }

  private func isHeld(_ keys: Set<UInt16>) -> Bool { !held.isDisjoint(with: keys) }

  private mutating func finish() -> [UInt8] {
    defer { number = nil }
    guard let number else { return [] }
    switch altCodes {
    case .ignored: return []
    case .gbk:
      guard number > 0, let code = UInt16(exactly: number) else { return [] }
      let (high, low) = (UInt8(code >> 8), UInt8(code & 0xFF))
      return high == 0 ? [low] : [high, low]
    case .unicode:
      guard let value = UInt32(exactly: number), let scalar = Unicode.Scalar(value) else {
        return []
      }
      return Array(String(scalar).utf8)
    }
  }
}

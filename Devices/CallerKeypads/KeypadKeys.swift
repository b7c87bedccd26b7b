public import DeviceKit

/// Which key of a keypad asks for what: data, so that a site can map its own.
public struct KeypadKeys: Sendable, Equatable {
  /// Keys that act at once.
  public var actions: [UInt8: KeypadAction]
  /// Digits that act once ``confirm`` follows.
  public var confirmed: [UInt8: KeypadAction]
  public var confirm: UInt8?
  /// Forgets a digit typed.
  public var cancel: UInt8?

  public init(
    actions: [UInt8: KeypadAction], confirmed: [UInt8: KeypadAction] = [:], confirm: UInt8? = nil,
    cancel: UInt8? = nil
  ) {
    self.actions = actions
    self.confirmed = confirmed
    self.confirm = confirm
    self.cancel = cancel
  }

  /// protocols.md D.1.
  public static let ff68 = KeypadKeys(
    actions: [
      0x0B: .askRating, 0x0C: .callNext, 0x0D: .recall, 0x11: .remindOfLine, 0x12: .pause,
      0x13: .transfer,
    ], confirmed: [0x06: .skip, 0x00: .hold, 0x03: .resume], confirm: 0x0F, cancel: 0x0E)

  /// QP1 numbers no keys (D.5): key n is the n-th action.
  public static let qp1 = KeypadKeys(actions: numbered)

  /// As ``optionMeaning`` says.
  static let numbered: [UInt8: KeypadAction] = Dictionary(
    uniqueKeysWithValues: zip(1..., KeypadAction.allCases))

  /// What an option `keys` may map key codes to.
  static let numbers = 1...KeypadAction.allCases.count
  static let optionMeaning =
    "What each key code asks for: 1 call next, 2 recall, 3 transfer, 4 pause, 5 ask rating, 6 skip,"
    + " 7 hold, 8 resume, 9 one-metre line"

  /// The same with a site's keys in place of those that act at once; numbers as in ``numbered``.
  func replacing(_ keys: [UInt8: Int]) -> KeypadKeys {
    guard !keys.isEmpty else { return self }
    var mapped = self
    mapped.actions = keys.compactMapValues { UInt8(exactly: $0).flatMap { Self.numbered[$0] } }
    return mapped
  }
}

/// Reads what a clerk types.
///
/// Digits come in the frame of the key that confirms them (JackQChen/QueueSystem reads `06 0F`), or
/// each in a frame of its own (UNVERIFIED): both are understood.
struct KeypadTyping: Sendable {
  /// A digit older than this was not meant for the key that follows.
  static let memory: Duration = .seconds(5)

  private let keys: KeypadKeys
  private var digit: (value: UInt8, at: Deadline)?

  init(_ keys: KeypadKeys) { self.keys = keys }

  mutating func action(for typed: [UInt8], at now: Deadline) -> KeypadAction? {
    guard let key = typed.last else { return nil }
    let before = typed.dropLast().last ?? remembered(at: now)
    digit = nil
    if key == keys.confirm { return before.flatMap { keys.confirmed[$0] } }
    if key == keys.cancel { return nil }
    if let action = keys.actions[key] { return action }
    if typed.count == 1, key <= 9 { digit = (key, now) }
    return nil
  }

  private func remembered(at now: Deadline) -> UInt8? {
    digit.flatMap { $0.at.duration(to: now) < Self.memory ? $0.value : nil }
  }
}

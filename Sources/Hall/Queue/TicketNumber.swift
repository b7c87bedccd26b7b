/// The letter and daily serial a citizen is called by. 号码
///
/// `A001`, `YA012` for who reserved, `VB003` for who may go first (standards.md 4.1). The serial
/// is one series per letter whatever the prefix, so that `A012` and `YA012` never stand on one day's
/// board and nobody mistakes a voice for the other's.
public struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
  /// Empty for who simply came.
  public let prefix: String
  public let letter: String
  public let serial: Int
  /// The least digits of the serial.
  public let width: Int

  public init(prefix: String = "", letter: String, serial: Int, width: Int = 3) {
    self.prefix = prefix
    self.letter = letter
    self.serial = serial
    self.width = width
  }

  public var description: String { prefix + letter + padded(serial, width) }

  /// The series and the place in it of a number as it is written; nil for what is no number.
  ///
  /// A letter is one capital letter (hallway.yaml), and a prefix stands before it.
  public static func letterAndSerial(of text: String) -> (letter: String, serial: Int)? {
    let digits = text.reversed().prefix { ("0"..."9").contains($0) }
    guard let serial = Int(String(digits.reversed())), let letter = text.dropLast(digits.count).last
    else { return nil }
    return (String(letter), serial)
  }
}

/// How a hall forms its numbers. 编号规则
public struct NumberScheme: Sendable, Equatable {
  /// What happens after the last number of a letter.
  public enum BandEnd: String, Sendable, CaseIterable {
    /// One digit more: A999 is followed by A1000, and nobody is refused.
    case grow
    /// No more numbers of the letter today, for halls whose paper or board has no room.
    case refuse
  }

  /// Least digits of a serial, 2...5.
  public var width: Int
  /// 预约号
  public var reservedPrefix: String
  /// 优先号
  public var priorityPrefix: String
  public var bandEnd: BandEnd

  public init(
    width: Int = 3, reservedPrefix: String = "Y", priorityPrefix: String = "V",
    bandEnd: BandEnd = .grow
  ) {
    self.width = width
    self.reservedPrefix = reservedPrefix
    self.priorityPrefix = priorityPrefix
    self.bandEnd = bandEnd
  }

  /// The last serial before ``bandEnd`` decides, 999 for three digits.
  var lastSerial: Int { (0..<width).reduce(1) { power, _ in power * 10 } - 1 }

  func number(_ standing: Standing, letter: String, serial: Int) -> TicketNumber? {
    guard serial <= lastSerial || bandEnd == .grow else { return nil }
    let prefix =
      switch standing {
      case .reserved: reservedPrefix
      case .priority: priorityPrefix
      case .ordinary: ""
      }
    return TicketNumber(prefix: prefix, letter: letter, serial: serial, width: width)
  }
}

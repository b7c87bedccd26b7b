/// A number that names one person for the state. 身份证号码
///
/// Printing or interpolating a value shows its masked form, so that a careless log line leaks
/// nothing; the digits are reached only through ``digits``.
public struct IDNumber: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The full number: 18 characters of GB 11643 or the 15 of a 2017 foreigner card.
  public let digits: String

  /// Accepts 18 characters with a right check digit (GB 11643, MOD 11-2) or three capital
  /// letters and twelve digits (foreigner card 2017).
  ///
  /// The region is not checked: regions are abolished over time (protocols.md A.10).
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    switch bytes.count {
    case 18: guard Self.checkDigit(of: bytes) == bytes[17] else { return nil }
    case 15:
      guard bytes[..<3].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
        bytes[3...].allSatisfy(Self.isDigit)
      else { return nil }
    default: return nil
    }
    digits = text
  }

  /// Three characters, stars, four characters: `441***********1234` (standards.md 2.9).
  public var masked: String {
    "\(digits.prefix(3))\(String(repeating: "*", count: digits.count - 7))\(digits.suffix(4))"
  }

  public var description: String { masked }
  public var debugDescription: String { masked }

  /// The eighteenth character that GB 11643 asks for, or nil where the first 17 are not digits.
  static func checkDigit(of bytes: [UInt8]) -> UInt8? {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    guard bytes.count >= weights.count, bytes[..<weights.count].allSatisfy(isDigit) else {
      return nil
    }
    let sum = zip(bytes, weights).reduce(0) { $0 + Int($1.0 - UInt8(ascii: "0")) * $1.1 }
    return Array("10X98765432".utf8)[sum % 11]
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

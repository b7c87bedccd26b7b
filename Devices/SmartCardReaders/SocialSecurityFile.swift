public import Hall

/// The basic data of a social-security card (protocols.md B.1): its APDUs and the records' meaning.
///
/// One vendor's code for one province. What other provinces keep elsewhere reads as "not there".
public enum SocialSecurityFile {
  /// "sx1.sh." and 社会保障 in GBK.
  public static let application: [UInt8] = [
    0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF,
  ]
  public static let select = APDU.Command.select(application: application)
  /// Short file identifier 5, record 7.
  public static let readCardNumber = APDU.Command.readRecord(0x07, p2: 0x2C, length: 0x0B)
  public static let selectHolder = APDU.Command.select(file: 0xEF06)
  public static let readNumber = APDU.Command.readRecord(0x08, p2: 0x00, length: 0x14)
  public static let readName = APDU.Command.readRecord(0x09, p2: 0x00, length: 0x20)
  public static let readBirth = APDU.Command.readRecord(0x0D, p2: 0x00, length: 0x06)

  /// The value of a record, tag and length before it; nil where it is cut short.
  ///
  /// What follows the value is padding and is ignored.
  public static func value(ofRecord record: [UInt8]) -> ArraySlice<UInt8>? {
    guard record.count >= 2 else { return nil }
    let length = Int(record[1])
    let value = record.dropFirst(2)
    return value.count >= length ? value.prefix(length) : nil
  }

  /// Text in GBK, sanitised, without padding of zeros, FF and spaces; nil for bytes that are none.
  public static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    let content = bytes.prefix { $0 != 0x00 && $0 != 0xFF }
    return GBKText.decode(Array(content)).map { Sanitiser.line($0) }
  }

  /// The number printed on the card: nine bytes of letters and digits, or of binary-coded decimals
  /// where they are no text. B.1 gives the length alone.
  public static func cardNumber(_ bytes: ArraySlice<UInt8>) -> String {
    let content = bytes.prefix { $0 != 0x00 && $0 != 0xFF }
    let isText = content.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    return isText ? String(decoding: content, as: UTF8.self) : digits(bytes)
  }

  /// Four bytes of binary-coded decimals, `19 90 01 01`; nil where the calendar has no such day.
  public static func day(_ bytes: ArraySlice<UInt8>) -> LocalDay? {
    bytes.count == 4 ? LocalDay(digits(bytes)) : nil
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.reduce(into: "") { text, byte in
      let pair = String(byte, radix: 16, uppercase: true)
      text += pair.count == 1 ? "0" + pair : pair
    }
  }
}

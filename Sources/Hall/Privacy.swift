/// How a person's data is shown. 脱敏
public enum Masking {
  /// Keeps the first character and two stars, however long the name: 张**, E**.
  public static func name(_ name: String) -> String {
    Sanitiser.line(name).first.map { "\($0)**" } ?? "**"
  }

  /// `138****1234`; nil unless it is an 11-digit Chinese mobile number.
  public static func mobile(_ number: String) -> String? {
    let digits = Array(number.utf8)
    guard digits.count == 11, digits[0] == UInt8(ascii: "1"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return "\(number.prefix(3))****\(number.suffix(4))"
  }
}

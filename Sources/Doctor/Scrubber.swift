/// Takes out of a text what could be a citizen's: ID numbers, telephone numbers, ticket secrets.
///
/// Our own logs hold none; what other programs wrote beside them may. A false alarm costs a technician
/// a number, so the rule is generous: digits that could be one are one.
public enum Scrubber {
  /// 17 digits and a check character, in today's form; 15 digits in the old one (GB 11643).
  private static let numberLengths: Set<Int> = [15, 18]
  /// Mobile numbers, with and without the country's code.
  private static let phoneLength = 11

  public static func clean(_ text: String) -> String {
    var result: [UInt8] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      if isWord(byte) {
        word.append(byte)
      } else {
        result += cleaned(word)
        word = []
        result.append(byte)
      }
    }
    return String(decoding: result + cleaned(word), as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "X")
      || byte == UInt8(ascii: "x")
  }

  private static func cleaned(_ word: [UInt8]) -> [UInt8] {
    let digits = word.prefix { $0 != UInt8(ascii: "X") && $0 != UInt8(ascii: "x") }
    let isNumber =
      numberLengths.contains(word.count)
      && (digits.count == word.count || digits.count == word.count - 1)
    let isPhone =
      digits.count == word.count && word.count == phoneLength && word.first == UInt8(ascii: "1")
      && (UInt8(ascii: "3")...UInt8(ascii: "9")).contains(word[1])
    let isLongPhone =
      word.count == phoneLength + 2 && word.starts(with: Array("86".utf8))
      && word[2] == UInt8(ascii: "1")
    return isNumber || isPhone || isLongPhone ? Array("[removed]".utf8) : word
  }
}

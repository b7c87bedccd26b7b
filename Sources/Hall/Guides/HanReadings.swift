/// How Han characters are read, without tones and with ü as v: all readings of living Chinese. 拼音
///
/// A character of several readings (重 chong zhong, 行 hang xing) has them all, so that nobody has to
/// guess which one a word wants: 银行 is found by `yinhang`, 长安 by `changan`.
public enum HanReadings {
  /// The readings of each character, in the order of the alphabet.
  static let byCharacter: [Unicode.Scalar: [String]] = {
    var readings: [Unicode.Scalar: [String]] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let reading = parts.first else { continue }
      for scalar in parts[1].unicodeScalars {
        readings[scalar, default: []].append(String(reading))
      }
    }
    return readings
  }()

  /// All readings of a character; none for what is no Han character in use.
  public static func readings(of scalar: Unicode.Scalar) -> [String] { byCharacter[scalar] ?? [] }

  /// How a reading is typed by whoever speaks the Chinese of the south, where zh and z, n and l, or
  /// -n and -ng are one sound, and by keyboards that write ü as u or yu. 模糊音
  static func looseForms(of reading: String) -> [String] {
    let splitAt = reading.firstIndex { "aeiouv".contains($0) } ?? reading.endIndex
    let initial = String(reading[..<splitAt])
    let final = String(reading[splitAt...])
    var initials = [initial]
    if let other = initialPairs[initial] { initials.append(other) }
    var finals = [final]
    if let other = finalPairs[final] { finals.append(other) }
    if final.hasPrefix("v") { finals += ["u" + final.dropFirst(), "yu" + final.dropFirst()] }
    return initials.flatMap { initial in finals.map { initial + $0 } }.filter { $0 != reading }
  }

  private static let initialPairs = [
    "zh": "z", "ch": "c", "sh": "s", "z": "zh", "c": "ch", "s": "sh", "n": "l", "l": "n",
  ]
  private static let finalPairs = [
    "an": "ang", "en": "eng", "in": "ing", "ang": "an", "eng": "en", "ing": "in",
    "uan": "uang", "uang": "uan", "ian": "iang", "iang": "ian",
  ]
}

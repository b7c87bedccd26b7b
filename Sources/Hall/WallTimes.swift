/// Times as people write them, read back into moments.
extension WallClock {
  /// Minutes since midnight of `09:30`, nil for anything else; with `endsDay` 24:00 is a time too.
  public static func minute(of text: some StringProtocol, endsDay: Bool = false) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - Int(UInt8(ascii: "0")) }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour < 24 || (endsDay && hour == 24 && minute == 0) else { return nil }
    return hour * 60 + minute
  }
}

extension OpeningHours.Span {
  /// Reads `09:00` and `12:00`; `24:00` may end it.
  public init?(from opens: some StringProtocol, until closes: some StringProtocol) {
    guard let opens = WallClock.minute(of: opens),
      let closes = WallClock.minute(of: closes, endsDay: true)
    else { return nil }
    self.init(opens: opens, closes: closes)
  }
}

extension LocalDay {
  /// The moment at which the hall's wall shows this day and minute.
  public func moment(atMinute minute: Int) -> Moment {
    let local = (daysSince1970 &* 1440 &+ Int64(minute)) &* 60_000
    return Moment(milliseconds: local &- WallClock.offsetMilliseconds)
  }
}

extension Moment {
  /// Reads `2026-11-26T09:30` on the hall's wall.
  public init?(wallTime text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = LocalDay(String(parts[0])),
      let minute = WallClock.minute(of: parts[1])
    else { return nil }
    self = day.moment(atMinute: minute)
  }
}

extension WallClock {
  /// The moment of `2026-11-23T09:30:00+08:00`, of `Z` and other offsets too, and of parts of a second;
  /// nil for any other text.
  public static func moment(iso8601 text: String) -> Moment? {
    let bytes = Array(text.utf8)
    guard (20...40).contains(bytes.count), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let day = LocalDay(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]),
      minute < 60, let second = number(bytes[17..<19]), second < 61
    else { return nil }
    var rest = bytes[19...]
    var milliseconds: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !digits.isEmpty else { return nil }
      let three = (Array(digits.prefix(3)) + [UInt8](repeating: UInt8(ascii: "0"), count: 3))[..<3]
      milliseconds = Int64(number(three) ?? 0)
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = offsetMinutes(rest) else { return nil }
    let minutes = Int64(hour * 60 + minute - offset)
    return Moment(
      milliseconds: day.daysSince1970 * 86_400_000 + minutes * 60_000 + Int64(second) * 1000
        + milliseconds)
  }

  private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
    if bytes.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
    let bytes = Array(bytes)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
      let minutes = number(bytes[4..<6]), hours < 15, minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

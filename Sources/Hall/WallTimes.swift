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

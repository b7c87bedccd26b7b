import Glibc
import Hall
import TestSupport

/// Cases as the systems of a city would tell them: three messages each, in the order of time, so that
/// a case's own are thousands of others apart. The same file for the same count.
struct CaseLives {
  static let eventsEach = 3
  /// How many cases begin on a day.
  private static let casesADay = 1000
  private static let begin = Moment(milliseconds: 1_735_693_200_000)  // 2025-01-01 09:00

  let count: Int

  /// People who have a case; some have several.
  var people: Int { max(1, count * 7 / 10) }

  /// The person of a number, by an ID number with a right check digit.
  static func idNumber(_ person: Int) -> String {
    let region = ["440106", "440304", "441900", "440703"][person % 4]
    let year = 1950 + person / 999 % 60
    let month = 1 + person / 59_940 % 12
    let day = 1 + person / 719_280 % 28
    let body = region + "\(year)" + two(month) + two(day) + three(person % 999)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
    return body + String(decoding: [Array("10X98765432".utf8)[sum % 11]], as: UTF8.self)
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  private static func three(_ number: Int) -> String { (number < 100 ? "0" : "") + two(number) }

  /// Writes JSON lines of Hallway's own form.
  func write(to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchFailure("cannot write \(path)") }
    defer { fclose(file) }
    var dice = Dice(state: 6)
    // What comes later, by the slot of a case that begins then.
    var later: [Int: [(serial: Int, event: Int)]] = [:]
    let longest = max(1, min(15_000, count / 4))
    var last = count
    var slot = 0
    while slot < last {
      if slot < count { try put(0, of: slot, at: slot, to: file) }
      for due in later.removeValue(forKey: slot) ?? [] {
        try put(due.event, of: due.serial, at: slot, to: file)
      }
      if slot < count {
        let accepted = slot + Int.random(in: 1...max(1, longest / 5), using: &dice)
        let finished = accepted + Int.random(in: 1...longest, using: &dice)
        later[accepted, default: []].append((slot, 1))
        later[finished, default: []].append((slot, 2))
        last = max(last, finished + 1)
      }
      slot += 1
    }
  }

  private func put(_ event: Int, of serial: Int, at slot: Int, to file: UnsafeMutablePointer<FILE>)
    throws
  {
    let milliseconds = Int64(slot) * 86_400_000 / Int64(Self.casesADay)
    let at = WallClock(
      Moment(milliseconds: Self.begin.milliseconds + milliseconds / 8)
    ).iso8601
    let head = #"{"source":"gd","serial":"\#(10_075_000_169_811_328 + serial)","at":"\#(at)","#
    let rest =
      switch event {
      case 0:
        #""event":"submitted","item":{"zh":"内地居民往来港澳通行证签注"},"itemCode":"4400000001\#(serial % 900)","#
          + #""applicant":"\#(["张伟", "李娜", "欧阳修文", "陈小明"][serial % 4])","idNumber":""#
          + Self.idNumber(serial % people) + #"","receipt":"SB\#(serial)"}"#
      case 1:
        #""event":"accepted","receipt":"SL\#(serial)","password":"\#(100_000 + serial % 900_000)","#
          + #""department":{"zh":"市公安局出入境管理处"},"window":"\#(serial % 40)号","#
          + #""handler":"44\#(serial % 200)","legalDays":20,"promisedDays":7}"#
      default: #""event":"finished","result":"certificate","note":{"zh":"准予许可"}}"#
      }
    guard fputs(head + rest + "\n", file) >= 0 else { throw BenchFailure("the disk is full") }
  }
}

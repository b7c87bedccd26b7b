import Hall
import TestSupport
import Testing

@Suite struct `Walk-in quota` {
  private let now = Moment(milliseconds: 1_795_000_000_000)

  private func policy(
    _ mode: WalkInPolicy.Mode, floor: Int = 2, minutes: Int = 10, enough: Int = 5,
    pace: ServicePace.Method = .mean, _ terms: [WalkInPolicy.Terms] = []
  ) -> WalkInQuota {
    WalkInQuota(
      policy: WalkInPolicy(
        mode: mode, floor: floor, serviceSeconds: minutes * 60, enoughSamples: enough, pace: pace,
        terms: terms))
  }

  private func day(
    minutes: Int = 120, windows: Int = 3, samples: [Int] = [], reserved: Int = 4,
    waiting: Int = 10, given: Int = 20
  ) -> WalkInQuota.Situation {
    .init(
      remainingOpenMinutes: minutes, openWindows: windows, serviceSeconds: samples,
      reservationsToCome: reserved, waiting: waiting, givenToday: given)
  }

  @Test func `auto gives what the windows can still serve after those who come first`() throws {
    let decision = policy(.auto).decide("card", day(), at: now)
    // 120 min x 3 windows / 10 min = 36, minus 4 reserved, minus 10 waiting.
    #expect(decision.greenChannel == 22)
    #expect(decision.ordinary == 20)
    #expect(decision.allows(nil) && decision.allows(.elder))
    #expect(
      QuotaPhrases.explanation(decision)
        == Bilingual(
          zh: "今天还开放120分钟，3个窗口可办，每件约10分钟（设定值），还能办36件；"
            + "未到的预约4人，正在等候10人，现场还可取20个号，绿色通道可取22个号",
          en: "Open for 120 more minutes, 3 windows, about 10 min each (as configured): 36 can be "
            + "served; 4 reserved still to come, 10 waiting; 20 numbers left for walk-ins, "
            + "22 for priority"))
  }

  @Test func `the last numbers are for the green channel, and it always has some`() {
    let full = policy(.auto).decide("card", day(waiting: 33), at: now)
    #expect(full.ordinary == 0 && full.greenChannel == 2)
    #expect(!full.allows(nil))
    #expect(full.allows(.disabled) && full.allows(.urgent))
    let closing = policy(.auto).decide("card", day(minutes: 0, windows: 0), at: now)
    #expect(closing.ordinary == 0 && closing.greenChannel == 2)
    let none = policy(.auto, floor: 0).decide("card", day(minutes: 0), at: now)
    #expect(!none.allows(.elder))
  }

  @Test func `live services count once there are enough of them`() {
    let few = policy(.auto).decide("card", day(samples: [60, 60, 60, 60]), at: now)
    #expect(few.greenChannel == 22)
    let enough = policy(.auto).decide("card", day(samples: [300, 300, 300, 300, 301]), at: now)
    // 21600 s / 301 s, the mean rounded up
    #expect(enough.greenChannel == 71 - 14)
    guard case .reckoned(let reckoning) = enough.ground else {
      Issue.record("not reckoned: \(enough.ground)")
      return
    }
    #expect(reckoning.pace.basis == .measured(samples: 5))
    #expect(reckoning.capacity == 71)
    let cautious = policy(.auto, pace: .percentile(80))
      .decide("card", day(samples: [100, 100, 100, 600, 900]), at: now)
    #expect(cautious.greenChannel == 36 - 14)
  }

  @Test func `a service that nobody finished cannot close the kiosk`() {
    let forgotten = ServicePace(
      samples: [300, 300, 300, .max, -5, 0], method: .mean, enough: 4, configured: 600)
    #expect(forgotten.seconds == (3 * 300 + 4 * 3600) / 4)
    #expect(forgotten.basis == .measured(samples: 4))
    let median = ServicePace(
      samples: [300, 300, 300, .max], method: .percentile(50), enough: 4, configured: 600)
    #expect(median.seconds == 300)
    #expect(ServicePace(samples: [], method: .mean, enough: 0, configured: 0).seconds == 1)
  }

  @Test func `a service has its own minutes and its own most a day`() {
    let slow = policy(.auto, [.init(service: "setup", serviceSeconds: 1200, perDay: nil)])
    #expect(slow.decide("setup", day(), at: now).greenChannel == 18 - 14)
    #expect(slow.decide("card", day(), at: now).greenChannel == 22)
    let capped = policy(.auto, [.init(service: "setup", serviceSeconds: nil, perDay: 25)])
    let decision = capped.decide("setup", day(), at: now)
    #expect(decision.ground == .perDay(limit: 25, given: 20))
    #expect(decision.greenChannel == 5 && decision.ordinary == 3)
    let roomy = capped.decide("setup", day(given: 0), at: now)
    #expect(roomy.greenChannel == 22, "the day's progress is the tighter limit")
  }

  @Test func `fixed gives so many a day, and no limit to a service without one`() {
    let quota = policy(.fixed, [.init(service: "setup", serviceSeconds: nil, perDay: 21)])
    let last = quota.decide("setup", day(minutes: 0), at: now)
    #expect(last.ordinary == 0 && last.greenChannel == 2)
    #expect(
      QuotaPhrases.explanation(last)
        == Bilingual(
          zh: "这件事每天现场号21个，今天已取20个，现场还可取0个号，绿色通道可取2个号",
          en: "This service has 21 numbers a day, 20 given today; 0 numbers left for walk-ins, "
            + "2 for priority"))
    let other = quota.decide("card", day(minutes: 0), at: now)
    #expect(other.ground == .noLimit && other.allows(nil))
  }

  @Test func `off gives everybody a number`() {
    let decision = WalkInQuota(policy: .off).decide("card", day(minutes: 0, waiting: 900), at: now)
    #expect(decision.ordinary == nil && decision.allows(nil))
    #expect(QuotaPhrases.explanation(decision).zh == "现场取号不限量")
  }

  @Test func `somebody who gives name and reason lifts the limit for a while`() throws {
    let lifting = try #require(
      WalkInQuota.Override(
        service: "card", reason: "高考报名截止", author: "chen", since: now,
        until: now.advanced(bySeconds: 3600)))
    let quota = policy(.auto)
    let full = day(waiting: 900)
    let lifted = quota.decide("card", full, overrides: [lifting], at: now)
    #expect(lifted.allows(nil) && lifted.ground == .lifted(lifting))
    let words = QuotaPhrases.explanation(lifted)
    #expect(words.zh.contains("chen") && words.zh.contains("高考报名截止"))
    #expect(words.en.contains("chen") && words.en.contains("高考报名截止"))
    #expect(!quota.decide("tax", full, overrides: [lifting], at: now).allows(nil))
    for at in [now.advanced(bySeconds: -1), now.advanced(bySeconds: 3600)] {
      #expect(!quota.decide("card", full, overrides: [lifting], at: at).allows(nil))
    }
    let whole = try #require(
      WalkInQuota.Override(
        service: nil, reason: "暴雨", author: "li", since: now, until: now.advanced(bySeconds: 60)))
    #expect(quota.decide("tax", full, overrides: [lifting, whole], at: now).allows(nil))
  }

  @Test func `what nobody answers for lifts nothing`() {
    let later = now.advanced(bySeconds: 60)
    func override(_ reason: String, _ author: String, until: Moment) -> WalkInQuota.Override? {
      .init(service: nil, reason: reason, author: author, since: now, until: until)
    }
    #expect(override("", "li", until: later) == nil)
    #expect(override("暴雨", " ", until: later) == nil)
    #expect(override("暴雨", "li", until: now) == nil)
    #expect(override("暴雨", "li", until: later) != nil)
  }

  @Test func `more time, windows and speed never take a number away, more people never add one`() {
    var dice = Dice(state: 33)
    func roll(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &dice) }
    for _ in 0..<3000 {
      let floor = roll(0...9)
      let seconds = roll(30...3000)
      let (minutes, windows) = (roll(0...600), roll(0...20))
      let (reserved, waiting, given) = (roll(0...60), roll(0...200), roll(0...300))
      let terms = [
        WalkInPolicy.Terms(
          service: "card", serviceSeconds: nil, perDay: roll(0...1) == 0 ? nil : roll(0...200))
      ]
      func green(
        _ minutes: Int, _ windows: Int, _ seconds: Int, _ reserved: Int, _ waiting: Int
      ) -> Int {
        let quota = policy(.auto, floor: floor, terms)
        let decision = quota.decide(
          "card",
          day(
            minutes: minutes, windows: windows, samples: Array(repeating: seconds, count: 5),
            reserved: reserved, waiting: waiting, given: given), at: now)
        let (ordinary, green) = (decision.ordinary ?? -1, decision.greenChannel ?? -1)
        #expect(ordinary >= 0 && green >= floor)
        #expect(ordinary == max(0, green - floor), "the floor is kept and nothing more")
        #expect(decision.allows(nil) == (ordinary > 0))
        #expect(!QuotaPhrases.explanation(decision).en.isEmpty)
        return green
      }
      let usual = green(minutes, windows, seconds, reserved, waiting)
      #expect(green(minutes + 10, windows, seconds, reserved, waiting) >= usual)
      #expect(green(minutes, windows + 1, seconds, reserved, waiting) >= usual)
      #expect(green(minutes, windows, seconds + 30, reserved, waiting) <= usual)
      #expect(green(minutes, windows, seconds, reserved + 1, waiting) <= usual)
      #expect(green(minutes, windows, seconds, reserved, waiting + 1) <= usual)
    }
  }

  @Test func `counts beyond any hall do not overflow`() {
    for value in [Int.min, -1, Int.max] {
      let decision = policy(.auto).decide(
        "card",
        .init(
          remainingOpenMinutes: value, openWindows: value, serviceSeconds: [value],
          reservationsToCome: value, waiting: value, givenToday: value), at: now)
      #expect((decision.greenChannel ?? 0) >= 2)
    }
  }
}

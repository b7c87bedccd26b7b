/// Why somebody may, or may not, have a number without a reservation. 现场取号量说明
public enum QuotaPhrases {
  /// To who stands at the kiosk and gets none; always with a way on, because the rule alone
  /// refuses nobody (clause 5.3.2.1).
  public static let refused = Bilingual(
    zh: "这件事今天的现场号已取完。老人、残障等可走绿色通道；有急事请找工作人员。",
    en: "No more numbers for this today. Priority numbers remain; if it is urgent, ask our staff.")

  /// The same without 绿色通道, which has none left either or was what the person chose.
  public static let refusedToPriority = Bilingual(
    zh: "这件事今天的现场号已取完。请找工作人员，他们会帮您办。",
    en: "No more numbers for this today. Please ask our staff, they will help you.")

  /// The whole reckoning in one sentence, for staff and for "why not?".
  public static func explanation(_ decision: WalkInQuota.Decision) -> Bilingual {
    let ground = ground(decision.ground)
    guard let ordinary = decision.ordinary, let green = decision.greenChannel else {
      return ground
    }
    return Bilingual(
      zh: ground.zh + "，现场还可取\(ordinary)个号，绿色通道可取\(green)个号",
      en: ground.en + "; \(numbers(ordinary)) left for walk-ins, \(green) for priority")
  }

  private static func ground(_ ground: WalkInQuota.Ground) -> Bilingual {
    switch ground {
    case .off: Bilingual(zh: "现场取号不限量", en: "Walk-in numbers are not limited")
    case .noLimit:
      Bilingual(zh: "这件事现场取号不限量", en: "Walk-in numbers of this service are not limited")
    case .lifted(let lifting):
      Bilingual(
        zh: "\(lifting.author)已放开取号至\(until(lifting))，原因：\(lifting.reason)",
        en: "Limit lifted by \(lifting.author) until \(until(lifting)): \(lifting.reason)")
    case .perDay(let limit, let given):
      Bilingual(
        zh: "这件事每天现场号\(limit)个，今天已取\(given)个",
        en: "This service has \(numbers(limit)) a day, \(given) given today")
    case .reckoned(let reckoning): self.reckoning(reckoning)
    }
  }

  private static func reckoning(_ reckoning: WalkInQuota.Reckoning) -> Bilingual {
    let day = reckoning.situation
    let basis = basis(reckoning.pace)
    let windows = day.openWindows == 1 ? "1 window" : "\(day.openWindows) windows"
    return Bilingual(
      zh: "今天还开放\(day.remainingOpenMinutes)分钟，\(day.openWindows)个窗口可办，"
        + "每件约\(minutes(reckoning.pace).zh)（\(basis.zh)），还能办\(reckoning.capacity)件；"
        + "未到的预约\(day.reservationsToCome)人，正在等候\(day.waiting)人",
      en: "Open for \(day.remainingOpenMinutes) more minutes, \(windows), "
        + "about \(minutes(reckoning.pace).en) each (\(basis.en)): \(reckoning.capacity) can be "
        + "served; \(day.reservationsToCome) reserved still to come, \(day.waiting) waiting")
  }

  private static func minutes(_ pace: ServicePace) -> Bilingual {
    pace.seconds < 90
      ? Bilingual(zh: "\(pace.seconds)秒", en: "\(pace.seconds) s")
      : Bilingual(zh: "\((pace.seconds + 30) / 60)分钟", en: "\((pace.seconds + 30) / 60) min")
  }

  private static func basis(_ pace: ServicePace) -> Bilingual {
    switch pace.basis {
    case .configured: Bilingual(zh: "设定值", en: "as configured")
    case .measured(let samples):
      Bilingual(zh: "今天\(samples)件实测", en: "measured over \(samples) today")
    }
  }

  private static func until(_ lifting: WalkInQuota.Override) -> String {
    WallClock(lifting.until).timeOfDay
  }

  private static func numbers(_ count: Int) -> String {
    count == 1 ? "1 number" : "\(count) numbers"
  }
}

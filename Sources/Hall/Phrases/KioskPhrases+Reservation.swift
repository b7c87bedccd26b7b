/// Checking in for a reserved time. 预约签到
extension KioskPhrases {
  public static let checkIn = Bilingual(zh: "预约签到", en: "Reservation check-in")
  public static let byCodeInstead = Bilingual(
    zh: "没带证，用预约码", en: "No card: use the reservation code")
  public static let byCode = Bilingual(zh: "用预约码签到", en: "Use the reservation code")
  public static let byCodeHelp = Bilingual(
    zh: "您可以用预约码签到。", en: "You can check in with the reservation code.")
  public static let reservationCode = Bilingual(zh: "预约码", en: "Your code")
  public static let reservationHelp = Bilingual(
    zh: "照预约短信或预约单填写，大小写也要一样；也可以扫码。",
    en: "Type or scan it just as you received it, small and capital letters too.")
  public static let fillReservation = Bilingual(
    zh: "请填预约码。", en: "Please fill in the reservation code.")
  public static let getNumber = Bilingual(zh: "签到取号", en: "Get my number")
  public static let afterSlot = Bilingual(
    zh: "预约的时间过了，给您的是普通号，照常排队。",
    en: "Your reserved time is over: this is an ordinary number.")

  public static let tooEarly = Bilingual(zh: "来得有点早", en: "A little too early")

  public static func tooEarlyHelp(_ time: Bilingual) -> Bilingual {
    Bilingual(
      zh: "请从 \(time.zh) 起再来签到，到时一步就能拿到号。预约一直有效。",
      en: "Please check in from \(time.en) on; you get your number at once. It stays reserved.")
  }

  public static let noReservation = Bilingual(zh: "没有找到今天的预约", en: "No reservation found for today")
  public static let noReservationHelp = Bilingual(
    zh: "请看看预约的日期和预约码。没有预约，也可以现在取号。",
    en: "Please check its day and code. Without one you can take a number now.")
  public static let checkedInAlready = Bilingual(
    zh: "这个预约已经签过到了", en: "You have checked in already")
  public static let checkedInAlreadyHelp = Bilingual(
    zh: "请用小票看您的号码。小票不见了，请找工作人员。",
    en: "Your ticket shows your number. Lost it? Please ask our staff.")
  public static let reservationCancelled = Bilingual(
    zh: "这个预约已经取消了", en: "This reservation was cancelled")
  public static let reservationOver = Bilingual(zh: "这个预约已经过了", en: "This reservation is over")
  public static let takeNumberInstead = Bilingual(
    zh: "可以现在取号，照常排队。", en: "You can take a number now and wait as usual.")

  public static func restricted(_ time: Bilingual) -> Bilingual {
    Bilingual(
      zh: "预约了几次没有来，\(time.zh) 前不能预约。", en: "Missed too often: no reserving until \(time.en).")
  }

  // MARK: - The hall gives no numbers

  public static let hallPaused = Bilingual(zh: "大厅暂停服务", en: "The hall has paused")

  public static func pausedBecause(_ reason: Pause.Reason) -> Bilingual {
    switch reason {
    case .lunch: Bilingual(zh: "现在是午休时间。", en: "It is lunch time.")
    case .meeting: Bilingual(zh: "工作人员正在开会。", en: "Our staff are in a meeting.")
    case .system: Bilingual(zh: "系统正在维护。", en: "The system is being serviced.")
    case .equipment: Bilingual(zh: "设备正在检修。", en: "Equipment is being repaired.")
    case .other: Bilingual(zh: "暂时不能办理。", en: "Nothing can be done just now.")
    }
  }

  public static func pausedUntil(_ time: Bilingual) -> Bilingual {
    Bilingual(
      zh: "预计 \(time.zh) 恢复，请那时再来。", en: "Expected to go on at \(time.en). Please come then.")
  }

  public static let pausedOpenEnd = Bilingual(
    zh: "恢复的时间还不知道，请咨询工作人员。", en: "Until when is not known. Please ask our staff.")
  public static let numbersStayValid = Bilingual(
    zh: "已经取的号都有效。", en: "Numbers taken before stay valid.")
  public static let noMoreNumbers = Bilingual(
    zh: "这件事今天的号取完了", en: "No more numbers for this today")
  public static let noMoreNumbersHelp = Bilingual(
    zh: "请改天再来，急事请找工作人员。", en: "Please come another day; if it is urgent, ask our staff.")

  public static let notOffered = Bilingual(
    zh: "这件事今天不办理", en: "This matter is not handled today")

  /// When a matter is handled that is not handled `today`.
  public static func offered(from: LocalDay?, until: LocalDay?, on today: LocalDay) -> Bilingual {
    if let from, today < from {
      let day = date(from)
      return Bilingual(
        zh: "从 \(day.zh)起办理，请那时再来。", en: "It begins on \(day.en). Please come then.")
    }
    guard let until else { return askStaff }
    let day = date(until)
    return Bilingual(
      zh: "办理到 \(day.zh)为止，现在已停办。有疑问请找工作人员。",
      en: "It ended on \(day.en). Please ask our staff.")
  }

  // MARK: - Several matters on one number

  public static let another = Bilingual(zh: "还要办别的事", en: "Another matter as well")
  public static let whichOther = Bilingual(zh: "同一个号还要办什么？", en: "What else on the same number?")
  public static let stillTryingOther = Bilingual(
    zh: "系统正在恢复，会自动继续，请不用再按。您的号码有效。",
    en: "The system is coming back and goes on by itself. Your number stays valid.")
}

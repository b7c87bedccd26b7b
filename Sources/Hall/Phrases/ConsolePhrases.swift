/// Every text of a window's console, for the clerk who sits before it. 窗口台
public enum ConsolePhrases {
  public static func title(window: String) -> Bilingual {
    Bilingual(zh: "\(window)号窗口", en: "Window \(window)")
  }

  // MARK: Keys

  public static let next = Bilingual(zh: "叫号", en: "Next")
  public static let recall = Bilingual(zh: "重呼", en: "Recall")
  public static let serve = Bilingual(zh: "已到", en: "Here")
  public static let finish = Bilingual(zh: "办结", en: "Finish")
  public static let hold = Bilingual(zh: "挂起", en: "Hold")
  public static let resume = Bilingual(zh: "取回", en: "Resume")
  public static let pass = Bilingual(zh: "过号", en: "Pass")
  public static let comeBack = Bilingual(zh: "返队", en: "Return")
  public static let transfer = Bilingual(zh: "转办", en: "Send")
  public static let rate = Bilingual(zh: "评价", en: "Rating")
  public static let pause = Bilingual(zh: "暂停", en: "Pause")
  public static let unpause = Bilingual(zh: "恢复", en: "Go on")
  public static let open = Bilingual(zh: "上岗", en: "Open")
  public static let close = Bilingual(zh: "关窗", en: "Close")
  public static let undo = Bilingual(zh: "撤销", en: "Undo")
  /// Short, and in the language it leads to.
  public static let otherLanguage = Bilingual(zh: "EN", en: "中文")
  public static let windows = Bilingual(zh: "指定窗口", en: "To a window")

  // MARK: How the window stands

  public static let isOpen = Bilingual(zh: "开放", en: "open")
  public static let isClosed = Bilingual(zh: "未开放", en: "closed")
  public static let isPaused = Bilingual(zh: "暂停", en: "paused")

  public static func clerk(_ number: String) -> Bilingual {
    Bilingual(zh: "工号 \(number)", en: "Clerk \(number)")
  }

  /// The day so far against the standard load (clause 4.6). 今日办件
  public static func today(_ finished: Int, of full: Int) -> Bilingual {
    Bilingual(zh: "今日已办 \(finished) / \(full)", en: "Today \(finished) of \(full)")
  }

  public static func waiting(_ count: Int) -> Bilingual {
    Bilingual(zh: "等候 \(count) 人", en: "\(count) waiting")
  }

  public static let nobodyHere = Bilingual(zh: "没有在办的号", en: "Nobody at the window")
  public static let pressOpen = Bilingual(
    zh: "窗口未开放，按 O 上岗", en: "The window is closed. O opens it")
  public static let pressNext = Bilingual(zh: "按 N 叫下一位", en: "N calls the next one")

  public static func othersWindow(_ clerk: String?) -> Bilingual {
    Bilingual(
      zh: "\(clerk.map { "工号 \($0) " } ?? "别人")在此窗口，按 O 签到接岗",
      en: "\(clerk.map { "Clerk \($0)" } ?? "Somebody else") is at work here. O signs you in")
  }

  public static func state(_ state: TicketState) -> Bilingual {
    switch state {
    case .called: Bilingual(zh: "已叫号，等他来", en: "Called, not here yet")
    case .serving: Bilingual(zh: "办理中", en: "Being served")
    case .onHold: Bilingual(zh: "挂起", en: "On hold")
    case .passed: Bilingual(zh: "过号", en: "Missed")
    case .finished: Bilingual(zh: "办结", en: "Finished")
    case .transferred: Bilingual(zh: "已转办", en: "Sent on")
    case .waiting, .returned: Bilingual(zh: "等候", en: "Waiting")
    case .abandoned, .voided: Bilingual(zh: "作废", en: "Given up")
    }
  }

  // MARK: The number at the window

  public static func calls(_ count: Int) -> Bilingual {
    Bilingual(zh: "已叫 \(count) 次", en: "called \(count)x")
  }

  public static func waited(_ minutes: Int) -> Bilingual {
    Bilingual(zh: "等了 \(minutes) 分钟", en: "waited \(minutes) min")
  }

  public static func note(_ text: String) -> Bilingual {
    Bilingual(zh: "备注：\(text)", en: "Note: \(text)")
  }

  /// Further matters of the same number, which waits on for them. 还有事项
  public static func later(_ names: Bilingual) -> Bilingual {
    Bilingual(zh: "还要办：\(names.zh)", en: "Then: \(names.en)")
  }

  /// 多次往返: somebody came so often for one matter that more than another try is due.
  public static func visits(_ count: Int) -> Bilingual {
    Bilingual(
      zh: "! 同一事项已来过 \(count) 次，请一次办好或请值班长",
      en: "! Came \(count) times for this already: settle it, or get help")
  }

  public static func papers(_ verdict: PaperVerdict) -> Bilingual {
    switch verdict {
    case .complete: Bilingual(zh: "自查：材料齐全", en: "Says: all papers are there")
    case .tolerable: Bilingual(zh: "自查：可容缺，缺", en: "Says: may follow later:")
    case .incomplete: Bilingual(zh: "自查：主件缺", en: "Says: main papers miss:")
    }
  }

  public static func missing(_ verdict: PaperVerdict, _ names: Bilingual) -> Bilingual {
    let head = papers(verdict)
    return Bilingual(zh: "\(head.zh) \(names.zh)", en: "\(head.en) \(names.en)")
  }

  // MARK: Who is next, and who is parked

  public static let nextUp = Bilingual(zh: "下一位", en: "Next")
  public static let nobodyWaits = Bilingual(zh: "没有人在等", en: "Nobody waits")
  public static let held = Bilingual(zh: "挂起", en: "On hold")
  public static let passed = Bilingual(zh: "过号可返队", en: "Missed, may return")

  // MARK: Questions

  public static let whyPause = Bilingual(zh: "为什么暂停？", en: "Why pause?")

  public static func pauseReason(_ reason: Pause.Reason) -> Bilingual {
    PausePhrases.reason(reason) ?? Bilingual(zh: "其他", en: "other")
  }

  public static let backWhen = Bilingual(
    zh: "几点恢复？如 13:30，不知道就直接回车", en: "Back when? Such as 13:30; Enter if unknown")
  public static let sendWhere = Bilingual(zh: "转去办什么？", en: "Send on for what?")
  public static let sendToWindow = Bilingual(zh: "转到哪个窗口？", en: "Send to which window?")
  public static let sendNote = Bilingual(
    zh: "给下一位同事的话，可不写；不写证件号和电话",
    en: "A word for your colleague, or none; no ID or phone number")
  public static let whichHeld = Bilingual(zh: "取回哪个号？", en: "Resume which number?")
  public static let whichPassed = Bilingual(zh: "哪个号回来了？", en: "Which number is back?")
  public static let reallyClose = Bilingual(
    zh: "关窗？在办的号会办结，叫了没来的回到队里", en: "Close? Who is served is finished; who was called waits on")
  public static let yesClose = Bilingual(zh: "关窗", en: "Close the window")
  public static let noClose = Bilingual(zh: "不关", en: "Keep it open")
  public static let signIn = Bilingual(zh: "上岗签到", en: "Sign in")
  public static let staffNumber = Bilingual(zh: "工号", en: "Staff no.")
  public static let pin = Bilingual(zh: "密码", en: "PIN")
  public static let pinHidden = Bilingual(
    zh: "密码不显示，只显示位数", en: "The PIN is not shown, only how long it is")
  public static let send = Bilingual(zh: "确定", en: "OK")
  public static let otherField = Bilingual(zh: "换一栏", en: "Other line")
  public static let wrongTime = Bilingual(zh: "请写成 13:30 这样", en: "Write it like 13:30")

  // MARK: What became of a key

  public static let oneMoment = Bilingual(zh: "请稍候…", en: "One moment…")

  public static func done(_ verb: Bilingual, _ number: String?) -> Bilingual {
    Bilingual(
      zh: [number, verb.zh].compactMap(\.self).joined(separator: " ") + "：好了",
      en: [verb.en, number].compactMap(\.self).joined(separator: " ") + ": done")
  }

  public static func called(_ number: String) -> Bilingual {
    Bilingual(zh: "已叫 \(number)", en: "\(number) is called")
  }

  public static let asked = Bilingual(zh: "已请求评价", en: "The pad asks for a rating")

  // MARK: Refusals

  public static func callAgain(_ calls: Int, needed: Int) -> Bilingual {
    Bilingual(
      zh: "只叫了 \(calls) 次，叫满 \(needed) 次才能过号：按 R 重呼",
      en: "Called \(calls)x; a number is passed after \(needed) calls. R calls again")
  }

  public static let notPossible = Bilingual(
    zh: "这个号现在不能这样办", en: "Not possible for this number now")
  public static let clerkNeeded = Bilingual(zh: "请先签到", en: "Please sign in first")
  public static let signInRefused = Bilingual(zh: "工号或密码不对", en: "Staff number or PIN is wrong")

  public static func signInWait(_ seconds: Int) -> Bilingual {
    Bilingual(zh: "工号或密码不对，\(seconds) 秒后再试", en: "Not right. Try again in \(seconds) s")
  }

  public static let windowNotAllowed = Bilingual(
    zh: "您没有登记在这个窗口上岗", en: "You are not down for this window")

  public static func elsewhere(_ window: String) -> Bilingual {
    Bilingual(zh: "这个号在\(window)号窗口", en: "That number is at window \(window)")
  }

  public static let nothingToUndo = Bilingual(zh: "没有可撤销的一步", en: "There is nothing to undo")
  public static let noMoreReturns = Bilingual(
    zh: "返队次数用完了，请重新取号", en: "It came back as often as it may; a new number is needed")
  public static let moved = Bilingual(
    zh: "窗口刚有变化，没有执行，请看屏幕再按", en: "The window has changed; nothing was done. Look, then press")
  public static let windowClosed = Bilingual(
    zh: "那个窗口没有人在岗", en: "Nobody is at work at that window")
  public static let notOffered = Bilingual(zh: "今天不办这件事", en: "That is not offered today")
  public static let notRateable = Bilingual(
    zh: "现在没有可评价的号", en: "There is nothing to rate now")
  public static let cannotStore = Bilingual(
    zh: "大厅现在记不下来，没有执行，请找技术员", en: "The hall cannot write now; nothing was done. Get a technician")
  public static let badText = Bilingual(
    zh: "这样写不行：太长，或有长号码，或时间已过", en: "Not like this: too long, a long number, or a time gone by")
  public static let other = Bilingual(zh: "没有办成，请再试", en: "That did not work; try again")
  public static let nothingThere = Bilingual(zh: "没有这样的号", en: "There is no such number")

  // MARK: The hall

  public static let connecting = Bilingual(zh: "正在连接大厅…", en: "Connecting to the hall…")

  /// What is on the screen was so at a time of day, and may have changed.
  public static func offline(since time: String) -> Bilingual {
    Bilingual(
      zh: "连不上大厅，自动重连。下面是 \(time) 的情况", en: "Offline, reconnecting. As of \(time)")
  }

  public static let notNow = Bilingual(
    zh: "连不上大厅，暂时不能操作", en: "Offline: nothing can be done now")
  /// The hall went away between key and answer.
  public static let answerLost = Bilingual(
    zh: "连接中断，不知是否办成：连上后请看屏幕", en: "The answer was lost: look at the screen when it is back")
  public static let connectedAgain = Bilingual(zh: "又连上大厅了", en: "Connected again")
  public static let noSuchWindow = Bilingual(
    zh: "大厅没有这个窗口，请通知技术人员", en: "The hall has no such window; tell a technician")
  public static let notAllowed = Bilingual(
    zh: "这个用户不是窗口人员，请通知技术人员", en: "This user is no clerk of the hall; tell a technician")
}

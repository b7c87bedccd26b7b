import Hall
import HallAPI
import TextUI

extension Console {
  mutating func perform(_ action: ConsoleAction) -> [ConsoleRequest] {
    guard stage == .desk else { return answer(action) }
    guard !isBounce(action) else { return [] }
    guard pending == nil || action == .language else {
      // Whoever is done with this one says so and goes on; who is not here yet is nobody to act on.
      keyAhead = pending?.bringsSomebody == true ? nil : action
      return []
    }
    return carryOut(action)
  }

  /// Does what a key says.
  mutating func carryOut(_ action: ConsoleAction) -> [ConsoleRequest] {
    switch action {
    case .language: language = language == .zh ? .en : .zh
    case .next: return ask(.next)
    case .recall: return ask(.recall)
    case .serve: return ask(.serve)
    case .finish: return ask(.finish)
    case .hold: return ask(.hold)
    case .pass: return ask(.pass)
    case .undo: return ask(.undo)
    case .open: return ask(.open(clerk: nil, pin: nil))
    case .rate: return ask(.rate(desk?.ticket == nil ? .finish : .intake))
    case .pause:
      if desk?.window.pause != nil { return ask(.unpause) }
      begin(.pauseReason)
    case .close: begin(.closing)
    case .transfer: begin(.sendField(page: 0))
    case .resume: return oneOf(desk?.held, .held(page: 0)) { .resume($0) }
    case .comeBack: return oneOf(desk?.passed, .passed(page: 0)) { .comeBack($0) }
    case .pick, .page, .toWindow, .back, .submit, .otherField: break
    }
    return []
  }

  /// Whether a finger meant it once: a second "next" would send away whom the first one called, and a
  /// second "recall" would be a call that nobody heard.
  private mutating func isBounce(_ action: ConsoleAction) -> Bool {
    let last = lastAction
    // A key that is not heard does not part two presses of the one before.
    if pending?.bringsSomebody == true, last?.action != action { return false }
    lastAction = (action, now)
    guard action == .next || action == .recall, let last, last.action == action, last.at <= now
    else { return false }
    return now.milliseconds - last.at.milliseconds < ConsoleTiming.bounce * 1000
  }

  /// Asks something first, where the hall could be told the answer.
  private mutating func begin(_ question: ConsoleStage) {
    guard isConnected else { return say(ConsolePhrases.notNow, isGood: false) }
    note = nil
    enter(question)
  }

  /// The only one there is, or a question which.
  private mutating func oneOf(
    _ parked: [CounterInterface.Parked]?, _ question: ConsoleStage, _ call: (String) -> ConsoleCall
  ) -> [ConsoleRequest] {
    guard let first = parked?.first else {
      say(ConsolePhrases.nothingThere, isGood: false)
      return []
    }
    if parked?.count == 1 { return ask(call(first.number)) }
    begin(question)
    return []
  }

  // MARK: Answers to a question

  private mutating func answer(_ action: ConsoleAction) -> [ConsoleRequest] {
    switch action {
    case .back:
      back()
      return []
    case .page(let page):
      turn(to: page)
      return []
    case .toWindow:
      enter(.sendWindow(page: 0))
      return []
    case .pick(let index): return pick(index)
    case .submit: return submit()
    case .otherField:
      if case .signIn(var form) = stage {
        form.isAtPIN.toggle()
        stage = .signIn(form)
      }
      return []
    default: return []
    }
  }

  private mutating func back() {
    note = nil
    switch stage {
    case .pauseUntil: enter(.pauseReason)
    case .sendService, .sendWindow: enter(.sendField(page: 0))
    case .sendNote(let service?, nil, _):
      let field = hall?.services.first { $0.id == service }?.field
      enter(field.map { .sendService(field: $0, page: 0) } ?? .sendField(page: 0))
    case .sendNote: enter(.sendWindow(page: 0))
    default: enter(.desk)
    }
  }

  private mutating func turn(to page: Int) {
    focus = -1
    switch stage {
    case .held: stage = .held(page: page)
    case .passed: stage = .passed(page: page)
    case .sendField: stage = .sendField(page: page)
    case .sendService(let field, _): stage = .sendService(field: field, page: page)
    case .sendWindow: stage = .sendWindow(page: page)
    default: break
    }
  }

  private mutating func pick(_ index: Int) -> [ConsoleRequest] {
    guard choices.indices.contains(index) else { return [] }
    switch stage {
    case .closing:
      enter(.desk)
      return index == 0 ? ask(.close, seen: begun) : []
    case .pauseReason: enter(.pauseUntil(Pause.Reason.allCases[index], ""))
    case .held: return finish { desk in .resume(desk.held[index].number) }
    case .passed: return finish { desk in .comeBack(desk.passed[index].number) }
    case .sendField:
      if let field = hall?.hall.fields[index].id { enter(.sendService(field: field, page: 0)) }
    case .sendService(let field, _):
      enter(.sendNote(service: services(of: field)[index].id, window: nil, ""))
    case .sendWindow: enter(.sendNote(service: nil, window: otherWindows[index].id, ""))
    case .desk, .signIn, .pauseUntil, .sendNote: break
    }
    return []
  }

  private mutating func finish(_ call: (CounterInterface.Desk) -> ConsoleCall) -> [ConsoleRequest] {
    guard let desk else { return [] }
    // Which number is meant was read from the list as it is now.
    let call = call(desk)
    enter(.desk)
    return ask(call)
  }

  private mutating func submit() -> [ConsoleRequest] {
    switch stage {
    case .signIn(var form):
      guard form.isAtPIN || form.clerk.isEmpty else {
        form.isAtPIN = true
        stage = .signIn(form)
        return []
      }
      let (clerk, pin) = (form.clerk, form.pin)
      // The PIN is nowhere once it is sent; whoever was wrong types it again.
      form.pin = ""
      stage = .signIn(form)
      guard !clerk.isEmpty, !pin.isEmpty else {
        say(ConsolePhrases.clerkNeeded, isGood: false)
        return []
      }
      return ask(.open(clerk: clerk, pin: pin))
    case .pauseUntil(let reason, let text):
      guard text.isEmpty || WallClock.minute(of: text) != nil else {
        say(ConsolePhrases.wrongTime, isGood: false)
        return []
      }
      enter(.desk)
      return ask(.pause(reason, backAt: text.isEmpty ? nil : text), seen: begun)
    case .sendNote(let service, let window, let text):
      enter(.desk)
      return ask(
        .transfer(service: service, window: window, note: text.isEmpty ? nil : text), seen: begun)
    default: return []
    }
  }
}

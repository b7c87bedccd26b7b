public import Hall
import HallAPI
import TextUI

extension Console {
  /// Takes one event in and says what is to be asked of the hall.
  public mutating func handle(_ event: ConsoleEvent, at moment: Moment) -> [ConsoleRequest] {
    now = moment
    // A clock set back must not make a note stay for hours.
    if lastHand > now { lastHand = now }
    switch event {
    case .key(let key):
      lastHand = now
      return press(key)
    case .click(let position, let size):
      lastHand = now
      return render(size: size).action(at: position).map { perform($0) } ?? []
    case .tick: tick()
    case .desk(let desk): show(desk)
    case .hall(let hall): self.hall = hall
    case .disconnected(let why):
      isConnected = false
      misplacement = why
    case .answered(let answer): return take(answer)
    }
    return []
  }

  private mutating func tick() {
    if let note {
      let limit = note.isGood ? ConsoleTiming.good : ConsoleTiming.refused
      if note.since > now || now.seconds(since: note.since) >= limit { self.note = nil }
    }
    if stage != .desk, now.seconds(since: lastHand) >= ConsoleTiming.question { enter(.desk) }
  }

  private mutating func show(_ desk: CounterInterface.Desk) {
    if !isConnected, self.desk != nil { say(ConsolePhrases.connectedAgain, isGood: true) }
    isConnected = true
    misplacement = nil
    self.desk = desk
    asOf = now
  }

  private mutating func take(_ answer: ConsoleAnswer) -> [ConsoleRequest] {
    guard let call = pending else { return [] }
    pending = nil
    let ahead = keyAhead
    keyAhead = nil
    switch answer {
    case .done(let number):
      if case .open = call { enter(.desk) }
      say(Self.words(for: call, number), isGood: true)
      if stage == .desk, let ahead { return carryOut(ahead) }
    case .refused(.clerkNeeded):
      // Who has not said yet who they are is asked; that is no fault of theirs.
      if case .open(nil, nil) = call {} else { say(ConsolePhrases.clerkNeeded, isGood: false) }
      enter(.signIn(SignIn()))
    case .refused(let why): say(Self.words(for: why, at: now), isGood: false)
    }
    return []
  }

  mutating func say(_ text: Bilingual, isGood: Bool) {
    note = ConsoleNote(text: text, isGood: isGood, since: now)
  }

  mutating func enter(_ next: ConsoleStage) {
    // A question that begins is about the desk that is seen now.
    if stage == .desk { begun = desk?.mark }
    stage = next
    focus = -1
  }

  /// Asks the hall, unless it is away or still busy with the key before.
  mutating func ask(_ call: ConsoleCall, seen: String? = nil) -> [ConsoleRequest] {
    guard pending == nil else { return [] }
    guard isConnected else {
      say(ConsolePhrases.notNow, isGood: false)
      return []
    }
    pending = call
    note = nil
    return [ConsoleRequest(call: call, seen: call.isMarked ? seen ?? desk?.mark : nil)]
  }

  // MARK: Words

  private static func words(for call: ConsoleCall, _ number: String?) -> Bilingual {
    switch call {
    case .next, .recall: number.map(ConsolePhrases.called) ?? ConsolePhrases.nobodyWaits
    case .serve: ConsolePhrases.done(ConsolePhrases.serve, number)
    case .finish: ConsolePhrases.done(ConsolePhrases.finish, number)
    case .hold: ConsolePhrases.done(ConsolePhrases.hold, number)
    case .resume: ConsolePhrases.done(ConsolePhrases.resume, number)
    case .pass: ConsolePhrases.done(ConsolePhrases.pass, number)
    case .comeBack: ConsolePhrases.done(ConsolePhrases.comeBack, number)
    case .transfer: ConsolePhrases.done(ConsolePhrases.transfer, number)
    case .pause: ConsolePhrases.done(ConsolePhrases.pause, nil)
    case .unpause: ConsolePhrases.done(ConsolePhrases.unpause, nil)
    case .open: ConsolePhrases.done(ConsolePhrases.open, nil)
    case .close: ConsolePhrases.done(ConsolePhrases.close, nil)
    case .undo: ConsolePhrases.done(ConsolePhrases.undo, nil)
    case .rate: ConsolePhrases.asked
    }
  }

  private static func words(for refusal: ConsoleRefusal, at now: Moment) -> Bilingual {
    switch refusal {
    case .nobodyHere: ConsolePhrases.nobodyHere
    case .nobodyWaits: ConsolePhrases.nobodyWaits
    case .notPossible: ConsolePhrases.notPossible
    case .clerkNeeded: ConsolePhrases.clerkNeeded
    case .windowNotAllowed: ConsolePhrases.windowNotAllowed
    case .nothingToUndo: ConsolePhrases.nothingToUndo
    case .noMoreReturns: ConsolePhrases.noMoreReturns
    case .moved: ConsolePhrases.moved
    case .windowClosed: ConsolePhrases.windowClosed
    case .notOffered: ConsolePhrases.notOffered
    case .notRateable: ConsolePhrases.notRateable
    case .cannotStore: ConsolePhrases.cannotStore
    case .badText: ConsolePhrases.badText
    case .nothingThere: ConsolePhrases.nothingThere
    case .notAllowed: ConsolePhrases.notAllowed
    case .callAgain(let calls, let needed): ConsolePhrases.callAgain(calls, needed: needed)
    case .signInRefused(0): ConsolePhrases.signInRefused
    case .signInRefused(let seconds): ConsolePhrases.signInWait(seconds)
    case .elsewhere(let window): ConsolePhrases.elsewhere(window)
    case .hallPaused(let reason, let back): pauseNotice(reason, back, ofHall: true, at: now)
    case .answerLost: ConsolePhrases.answerLost
    case .other: ConsolePhrases.other
    }
  }

  static func pauseNotice(
    _ reason: Pause.Reason, _ back: String?, ofHall: Bool = false, at now: Moment
  ) -> Bilingual {
    let pause = Pause(
      reason: reason, since: now, expectedBack: back.flatMap { WallClock.moment(iso8601: $0) })
    return PausePhrases.notice(pause, ofHall: ofHall, at: now)
  }
}

extension ConsoleCall {
  /// Whether it brings a number to the window that nobody has seen yet.
  var bringsSomebody: Bool {
    switch self {
    case .next, .resume: true
    default: false
    }
  }

  /// Whether the call says how the window was seen, so that no keypad and no lost answer doubles it.
  ///
  /// A number that returns is guarded by its own state, and what is asked of a pad twice is one question.
  var isMarked: Bool {
    switch self {
    case .comeBack, .rate, .open: false
    default: true
    }
  }
}

import Hall
import HallAPI
import TextUI

/// What the hall holds of somebody, a person who comes, a phone number, letters of a case.
extension KioskState {
  mutating func performForPerson(_ action: Action) -> [Request] {
    switch (action, stage) {
    case (.myData, _): return readCard(for: .myData)
    case (.callHelp, _): return callHelp()
    case (.goOn, .help(let screen)): return resume(screen.before, focus: screen.focusBefore)
    case (.phone, _):
      guard let offerAtHand else { return [] }
      var form = Form(.phone)
      form.offer = offerAtHand
      form.entries[0].text = offerAtHand.phone ?? ""
      enter(.form(form))
    case (.caseLetters, .caseDetail(let screen)):
      guard let shown = screen.shown else { return [] }
      return work(.caseLetters(.init(handle: shown.handle)), caseScreen: screen)
    case (.printLetter(let number), .letters(var screen)):
      guard screen.paper != .printing, let shown = screen.of.shown,
        screen.letters.contains(where: { $0.number == number && $0.printable })
      else { return [] }
      screen.paper = .printing
      stage = .letters(screen)
      return [.printLetter(.init(handle: shown.handle, number: number, form: screen.form))]
    case (.otherForm, .letters(var screen)):
      guard let other = screen.forms.first(where: { $0 != screen.form }) else { return [] }
      screen.form = other
      stage = .letters(screen)
    default: break
    }
    return []
  }

  // MARK: - Help

  private mutating func callHelp() -> [Request] {
    var screen = HelpScreen(before: stage, focusBefore: focus)
    if case .help(let shown) = stage {
      switch shown.phase {
      case .calling, .called, .coming: return []
      case .over, .refused: break
      }
      screen.before = shown.before
      screen.focusBefore = shown.focusBefore
    }
    enter(.help(screen))
    return [.callHelp]
  }

  mutating func helped(_ call: HelpInterface.HelpCall) {
    guard case .help(var screen) = stage else { return }
    let before = screen.phase
    screen.attempt = 0
    screen.phase =
      switch call.state {
      case .calling: .called
      case .coming: .coming
      case .over: .over
      }
    if screen.phase != before { lastChange = now }
    stage = .help(screen)
  }

  mutating func helpFailed(_ trouble: Trouble) {
    guard case .help(var screen) = stage else { return }
    if case .tryLater = trouble {
      screen.phase = .refused
    } else {
      // A hall that was restarted has forgotten the call: it is made again.
      screen.phase = .calling(
        retryAt: now.advanced(bySeconds: Timing.backOff(attempt: screen.attempt)))
      screen.attempt += 1
    }
    stage = .help(screen)
  }

  /// Back to what somebody did before; what was going on then is begun again.
  mutating func resume(_ before: Stage, focus: Int) -> [Request] {
    switch before {
    case .home: return goHome(keepingLanguage: true)
    case .card(let screen): return readCard(for: screen.purpose)
    case .ticket(var screen):
      screen.isReprinting = false
      return show(screen)
    case .working(let working):
      return again(working)
    case .guides(let finder): return openFinder(finder)
    case .caseDetail(var screen):
      if screen.paper == .printing { screen.paper = .none }
      enter(.caseDetail(screen))
    case .guide(var screen):
      if screen.paper == .printing { screen.paper = nil }
      enter(.guide(screen), focus: focus)
    case .papers(var screen):
      if screen.paper == .printing { screen.paper = nil }
      enter(.papers(screen), focus: focus)
    case .letters(var screen):
      if screen.paper == .printing { screen.paper = nil }
      enter(.letters(screen), focus: focus)
    default: enter(before, focus: focus)
    }
    return []
  }

  /// The same request once more: whatever it asks for happens once, however often it is sent.
  private mutating func again(_ working: Working) -> [Request] {
    var working = working
    working.attempt = 0
    working.retryAt = nil
    enter(.working(working))
    return [working.request]
  }

  // MARK: - Letters

  mutating func show(_ reply: LettersInterface.OfCase.Reply) {
    guard case .working(let working) = stage, let screen = working.caseScreen else { return }
    let letters = LettersScreen(of: screen, reply)
    guard !letters.letters.isEmpty, !letters.forms.isEmpty else {
      var notice = Notice(
        title: KioskPhrases.noLetters, lines: [KioskPhrases.noLettersHelp], options: [])
      notice.caseScreen = screen
      return enter(.notice(notice))
    }
    enter(.letters(letters))
  }

  mutating func printed(_ reply: LettersInterface.PrintOwn.Reply) {
    guard case .letters(var screen) = stage else { return }
    if let index = screen.letters.firstIndex(where: { $0.number == reply.letter.number }) {
      screen.letters[index] = reply.letter
    }
    switch reply.letter.paper {
    case .printed:
      screen.paper = .printed
      belongings.papers = true
    case .failed, .none?, nil: screen.paper = .failed
    case .pending, .sent, .unknown, .shown:
      screen.paper = .sent
      belongings.papers = true
    }
    lastChange = now
    stage = .letters(screen)
  }

  mutating func letterFailed(_ trouble: Trouble) {
    guard case .letters(var screen) = stage else { return }
    switch trouble {
    case .handleExpired:
      screen.of.paper = .expired
      return enter(.caseDetail(screen.of))
    case .printedEnough: screen.paper = .enough
    default: screen.paper = .failed
    }
    lastChange = now
    stage = .letters(screen)
  }

  func letterOptions(_ screen: LettersScreen) -> [Option] {
    screen.letters.map { letter in
      let detail =
        letter.printable
        ? KioskPhrases.letterDetail(letter.number, letter.day) : KioskPhrases.letterUsedUp
      return Option(
        .printLetter(letter.number), letter.title, detail: detail, isClosed: !letter.printable)
    }
  }

  // MARK: - Phone

  /// What was typed becomes part of the wish; nothing typed takes it away again.
  mutating func submitPhone(_ form: Form) -> [Request] {
    guard var offer = form.offer else { return goHome(keepingLanguage: true) }
    let typed = form.entries.first?.text ?? ""
    guard typed.isEmpty || Masking.mobile(typed) != nil else {
      return editForm { $0.problem = KioskPhrases.wrongPhone }
    }
    offer.phone = typed.isEmpty ? nil : typed
    return open(offer)
  }
}

public import Hall
import HallAPI
import TextUI

extension KioskState {
  /// Asks for what the home screen needs; call it once.
  public mutating func start() -> [Request] {
    lastDescribed = now
    return [.describe]
  }

  /// Takes one event in and says what is to be done outside.
  public mutating func handle(_ event: Event, at moment: Moment) -> [Request] {
    let requests = respond(to: event, at: moment)
    return requests + speech()
  }

  private mutating func respond(to event: Event, at moment: Moment) -> [Request] {
    now = moment
    // A clock set back must not make a screen stay for hours.
    if lastChange > now { lastChange = now }
    switch event {
    case .key(let key):
      // "Any key" must be any key: Enter would press the very button that ends the screen.
      let onlyStays = isCountingDown
      lastChange = now
      return onlyStays ? stay(key) : press(key)
    case .click(let position, let size):
      lastChange = now
      guard let action = render(size: size).action(at: position) else { return [] }
      return perform(action)
    case .sized(let size):
      isNarrow = size.columns < Self.usual.columns
      return []
    case .tick: return tick()
    case .reply(let reply, let generation):
      guard generation == self.generation else { return [] }
      return take(reply)
    case .described(let result):
      described(result)
      return []
    case .catalogue(let reply):
      catalogue = reply
      return []
    case .scanned(let text): return scanned(text)
    }
  }

  /// Seconds until this screen goes home by itself; nil where it stays.
  var secondsLeft: Int64? {
    limit.map { max(0, $0 - now.seconds(since: lastChange)) }
  }

  private var limit: Int64? {
    switch stage {
    case .home: nil
    // Never while a card lies on the reader, as far as anybody knows (standards.md 2.10).
    case .card(let screen) where screen.phase == .reading: nil
    case .working(let working) where working.request.usesCard && working.attempt == 0: nil
    // A passer-by must not find somebody's rating open.
    case .notice(let notice) where notice.rating != nil: isElder ? Timing.idle : Timing.finished
    case .thanks: isElder ? Timing.idle : Timing.finished
    case _ where isElder: Timing.unhurried
    // Somebody waits here for a person.
    case .help: Timing.unhurried
    case .ticket(let screen): Self.limit(for: screen)
    default: Timing.idle
    }
  }

  /// The warning that this screen goes home is on it.
  var isCountingDown: Bool {
    let warning = isElder ? Timing.unhurriedWarning : Timing.countdown
    return secondsLeft.map { $0 <= warning } ?? false
  }

  /// Somebody is choosing what to say, and has not sent it.
  var isRating: Bool {
    switch stage {
    case .levels, .reasons, .words: true
    default: false
    }
  }

  /// Short only where the number has just come into the hand on paper, and is all there is to read.
  private static func limit(for screen: TicketScreen) -> Int64 {
    guard screen.origin != .lookedUp, screen.page == .number, screen.note == nil,
      let ticket = screen.ticket, ticket.paper.state == .printed, ticket.state.isInLine
    else { return Timing.idle }
    return Timing.finished
  }

  mutating func enter(_ next: Stage, focus: Int = 0) {
    if next != .home { reminder = nil }
    stage = next
    self.focus = focus
    elderPage = 0
    generation += 1
    lastChange = now
  }

  mutating func goHome(keepingLanguage: Bool) -> [Request] {
    // Before the language changes: it is said to whoever goes.
    if stage != .home { remind() }
    if !keepingLanguage { forget() }
    guard stage != .home else { return [] }
    enter(.home)
    lastDescribed = now
    return [.wipe, .describe]
  }

  /// The next person is somebody else.
  private mutating func forget() {
    language = defaultLanguage
    wantsElder = false
  }

  /// What not to forget, while it is said.
  var reminderWords: String? {
    guard stage == .home, let reminder, now < reminder.until else { return nil }
    return reminder.words
  }

  /// Said to whoever turns away: only what they had in the hand here.
  private mutating func remind() {
    if case .ticket(let screen) = stage, screen.origin != .lookedUp,
      screen.ticket?.paper.state == .printed
    {
      belongings.ticket = true
    }
    reminder = belongings.words.map {
      Reminder(words: text($0), until: now.advanced(bySeconds: Timing.reminder))
    }
    belongings = Belongings()
  }

  // MARK: - Time

  private mutating func tick() -> [Request] {
    if let left = secondsLeft, left <= 0 {
      // Also out of a rating that was not sent: it is the citizen's own word or none (clause 5.2.10).
      return goHome(keepingLanguage: false)
    }
    if stage == .home, now.seconds(since: lastChange) >= Timing.idle {
      forget()
      focus = 0
      elderPage = 0
      lastChange = now
    }
    return retryStage() + refreshHall()
  }

  private mutating func retryStage() -> [Request] {
    switch stage {
    case .working(var working):
      guard let retryAt = working.retryAt, isDue(retryAt) else { return [] }
      working.retryAt = nil
      stage = .working(working)
      return [working.request]
    case .ticket(var screen):
      guard let followAt = screen.followAt, isDue(followAt) else { return [] }
      screen.followAt = nil
      stage = .ticket(screen)
      return [.follow(.init(number: screen.number, secret: screen.secret))]
    case .help(var screen):
      guard case .calling(let retryAt?) = screen.phase, isDue(retryAt) else { return [] }
      screen.phase = .calling(retryAt: nil)
      stage = .help(screen)
      return [.callHelp]
    case .guides(var finder):
      guard let retryAt = finder.retryAt, isDue(retryAt) else { return [] }
      finder.retryAt = nil
      stage = .guides(finder)
      return [.searchGuides(finder.question)]
    default: return []
    }
  }

  private mutating func refreshHall() -> [Request] {
    switch connection {
    case .connecting: return []
    case .up:
      guard now.seconds(since: lastDescribed) >= Timing.refresh || lastDescribed > now else {
        return []
      }
    case .down(let attempt, let retryAt):
      guard isDue(retryAt) else { return [] }
      // Not again before this try has had its answer.
      connection = .down(attempt: attempt, retryAt: now.advanced(bySeconds: Timing.refresh))
    }
    lastDescribed = now
    return [.describe]
  }

  /// Also true where the clock was set back and the moment lies absurdly far ahead.
  private func isDue(_ moment: Moment) -> Bool {
    moment <= now || moment.seconds(since: now) > Timing.refresh
  }

  private mutating func described(_ result: Result<HallInterface.Describe.Reply, Trouble>) {
    switch result {
    case .success(let reply):
      hall = reply
      connection = .up
    case .failure:
      var attempt = 0
      if case .down(let earlier, _) = connection { attempt = earlier + 1 }
      connection = .down(
        attempt: attempt, retryAt: now.advanced(bySeconds: Timing.backOff(attempt: attempt)))
    }
  }
}

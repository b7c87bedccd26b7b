public import Hall
import HallAPI
import TextUI

extension PadFront {
  /// Takes one event in and says what is to be done outside.
  public mutating func handle(_ event: PadEvent, at moment: Moment) -> [PadRequest] {
    now = moment
    // A clock set back must not make a screen stay for hours.
    if lastChange > now { lastChange = now }
    switch event {
    case .key(let key):
      let onlyStays = isCountingDown
      lastChange = now
      return onlyStays ? [] : press(key)
    case .click(let position, let size):
      let action = render(size: size).action(at: position)
      let onlyStays = isCountingDown
      lastChange = now
      guard let action, !onlyStays else { return [] }
      return perform(action)
    case .tick: return tick()
    case .board(let reply): return show(reply)
    case .catalogue(let reply): catalogue = reply
    case .disconnected(let why):
      isConnected = false
      misplacement = why
    case .answered(let requestId, let refusal): answered(requestId, refusal)
    }
    return []
  }

  // MARK: What the hall says

  private mutating func show(_ reply: RatingsInterface.Await.Reply) -> [PadRequest] {
    isConnected = true
    misplacement = nil
    let isNew = reply.evaluation?.id != board?.evaluation?.id || reply.state != board?.state
    board = reply
    guard isNew else { return [] }
    switch stage {
    case .reasons(let rating, let draft), .otherLevel(let rating, let draft),
      .words(let rating, let draft):
      // Under somebody's hand the screen stays; the next person is asked for their own.
      guard let next = evaluation, next.id != rating.evaluation else { return [] }
      return finish(rating, draft, entering: .board) + resetToUsual()
    case .board, .thanks, .refused:
      // Thanks are said for their time, unless the next person is asked already.
      guard stage == .board || evaluation != nil else { return [] }
      enter(.board)
      return resetToUsual()
    }
  }

  private mutating func answered(_ requestId: String, _ refusal: PadRefusal?) {
    unsent = max(0, unsent - 1)
    // Only the person who still stands there is told.
    guard let refusal, case .thanks(let rating) = stage, rating.requestId == requestId else {
      return
    }
    enter(.refused(refusal))
  }

  // MARK: Time

  /// Seconds until this screen goes by itself; nil where it stays.
  var secondsLeft: Int64? {
    let limit: Int64
    switch stage {
    case .board: return nil
    case .reasons, .otherLevel: limit = isElder ? PadTiming.unhurried : PadTiming.reasons
    case .words: limit = isElder ? PadTiming.unhurried : PadTiming.words
    case .thanks, .refused: limit = isElder ? 2 * PadTiming.thanks : PadTiming.thanks
    }
    return max(0, limit - now.seconds(since: lastChange))
  }

  /// The warning that the rating is sent as it is is on the screen.
  var isCountingDown: Bool {
    let warning = isElder ? PadTiming.unhurriedWarning : PadTiming.countdown
    return switch stage {
    case .reasons, .otherLevel, .words: secondsLeft.map { $0 <= warning } ?? false
    case .board, .thanks, .refused: false
    }
  }

  /// Nobody has pressed for a while: the pad asks once more. 再次提醒
  var isReminding: Bool {
    stage == .board && evaluation != nil && now.seconds(since: lastChange) >= PadTiming.remind
  }

  private mutating func tick() -> [PadRequest] {
    guard let left = secondsLeft, left <= 0 else { return [] }
    switch stage {
    case .board: return []
    case .reasons(let rating, let draft), .otherLevel(let rating, let draft),
      .words(let rating, let draft):
      return finish(rating, draft)
    case .thanks, .refused:
      enter(.board)
      return resetToUsual()
    }
  }

  /// The next person finds the pad as it was set up, whatever the one before chose.
  private mutating func resetToUsual() -> [PadRequest] {
    language = usual.language
    isElder = usual.isElder
    return [.wipe]
  }

  // MARK: Screens

  mutating func enter(_ next: PadStage) {
    stage = next
    // Nothing is chosen beforehand: a second Enter must not praise anybody.
    focus = -1
    lastChange = now
  }

  /// The level is pressed: kept at once, so that it counts whatever happens to the pad.
  mutating func rate(_ level: Int) -> [PadRequest] {
    guard (1...5).contains(level), let evaluation else { return [] }
    let rating = PadRating(
      requestId: nextRequestID(), evaluation: evaluation.id, level: level,
      ratedAt: WallClock(now).iso8601, isHeld: true)
    rated.insert(evaluation.id)
    unsent += 1
    let draft = RatingDraft(level: level)
    guard catalogue != nil else { return finish(rating, draft) }
    enter(.reasons(rating, draft))
    return [.keep(rating)]
  }

  /// The person is done, or was given time enough.
  mutating func finish(
    _ rating: PadRating, _ draft: RatingDraft, entering next: PadStage? = nil
  ) -> [PadRequest] {
    var rating = rating
    rating.level = draft.level
    rating.reasons = draft.codes(in: catalogue)
    rating.text = draft.text
    rating.isHeld = false
    enter(next ?? .thanks(rating))
    return [.keep(rating)]
  }
}

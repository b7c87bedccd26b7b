import Hall
import HallAPI
import TextUI

extension KioskState {
  var reasonOptions: [Option] {
    guard case .reasons(_, let draft) = stage else { return [] }
    return catalogue?.options(for: draft, perPage: perPage) ?? []
  }

  /// The five levels of a ticket's service, in the words of the edition in force.
  var levelOptions: [Option] {
    [5, 4, 3, 2, 1].map { Option(.level($0), levelText($0), digit: $0) }
  }

  func levelText(_ level: Int) -> Bilingual {
    catalogue?.levels.first { $0.level == level }?.text ?? KioskPhrases.level(level)
  }

  var ratingFooter: [FooterKey] {
    let back = FooterKey("0", KioskPhrases.back, .back)
    switch stage {
    case .reasons:
      var keys = [back, FooterKey("T", KioskPhrases.write, .writeWords)]
      if let next = nextPage { keys.append(FooterKey("9", KioskPhrases.nextPage, .page(next))) }
      return keys + [FooterKey(text(KioskPhrases.enterKey), KioskPhrases.send, .submit)]
    case .words:
      return [
        FooterKey(text(KioskPhrases.escapeKey), KioskPhrases.back, .back),
        FooterKey(text(KioskPhrases.enterKey), KioskPhrases.send, .submit),
      ]
    default: return [back, FooterKey("H", KioskPhrases.home, .home)]
    }
  }

  /// The hall has said what may still be said of a ticket; only then is anybody asked for it.
  mutating func mayRate(_ reply: RatingsInterface.Check.Reply) -> [Request] {
    guard case .working(let working) = stage, case .checkRating(let asked) = working.request
    else { return [] }
    let target = RatingTarget(
      number: asked.ticket, secret: asked.secret, service: reply.service)
    switch reply.may {
    case .rate: return openLevels(target)
    case .again: enter(.notice(.alreadyRated(target)))
    case .nothing: enter(.notice(.ratedTwice))
    }
    return []
  }

  mutating func openLevels(_ target: RatingTarget) -> [Request] {
    // Nothing is chosen beforehand: a second Enter of a scanner must not praise anybody.
    enter(.levels(target), focus: -1)
    return [.catalogue]
  }

  mutating func rate(by action: Action) -> [Request] {
    switch (action, stage) {
    case (.level(let level), .levels(let target)):
      let draft = RatingDraft(level: level)
      // A hall that tells no reasons asks for none.
      guard catalogue?.reasons(of: level).isEmpty == false else {
        return submit(draft, of: target)
      }
      enter(.reasons(target, draft), focus: -1)
    case (.reason(let code), .reasons(let target, var draft)):
      draft.toggle(code)
      stage = .reasons(target, draft)
    case (.writeWords, .reasons(let target, let draft)): enter(.words(target, draft))
    case (.submit, .reasons(let target, let draft)), (.submit, .words(let target, let draft)):
      return submit(draft, of: target)
    case (.rateAgain, .notice(let notice)):
      guard var target = notice.rating else { return [] }
      target.isAgain = true
      return openLevels(target)
    default: break
    }
    return []
  }

  mutating func submit(_ draft: RatingDraft, of target: RatingTarget) -> [Request] {
    let reasons = draft.codes(in: catalogue)
    if target.isAgain {
      return work(
        .rateAgain(
          .init(
            ticket: target.number, secret: target.secret, level: draft.level, reasons: reasons,
            text: draft.text, requestId: nextRequestID())))
    }
    return work(
      .rate(
        .init(
          level: draft.level, reasons: reasons, text: draft.text, ticket: target.number,
          secret: target.secret, ratedAt: WallClock(now).iso8601, requestId: nextRequestID())))
  }

  mutating func pressInWords(_ key: Key) -> [Request] {
    guard case .words(let target, var draft) = stage else { return [] }
    switch key {
    case .character(let character): draft.type(character, limit: catalogue?.textLimit ?? 0)
    case .backspace: draft.erase()
    case .enter: return perform(.submit)
    case .escape: return perform(.back)
    case .function(1): return perform(.language)
    case .function(4): return perform(.elder)
    default: return []
    }
    stage = .words(target, draft)
    return []
  }
}

import Hall
import HallAPI
import TextUI

/// Guides are found and read, papers are looked through.
extension KioskState {
  mutating func openFinder(_ finder: GuideFinder = GuideFinder()) -> [Request] {
    var finder = finder
    finder.isWaiting = true
    enter(.guides(finder))
    return [.searchGuides(finder.question)]
  }

  /// A key on the search screen: letters, digits and characters are what is looked for.
  mutating func pressInGuides(_ key: Key) -> [Request] {
    guard case .guides(let finder) = stage else { return [] }
    switch key {
    case .character(let character): return typeInGuides(character)
    case .backspace: return finder.text.isEmpty ? perform(.back) : perform(.erase)
    case .enter: return performGuideFocus()
    case .escape: return perform(.back)
    case .up, .left, .backTab: moveGuideFocus(by: -1)
    case .down, .right, .tab: moveGuideFocus(by: 1)
    case .pageDown: return nextPage.map { perform(.page($0)) } ?? []
    case .pageUp: return previousPage.map { perform(.page($0)) } ?? []
    case .function(1): return perform(.language)
    case .function(4): return perform(.elder)
    case .function(5): return perform(.topQuestions)
    case .function(6): return perform(.guideNotices)
    case .function(7): return perform(.nextScope)
    case .function: break
    }
    return []
  }

  /// Beside its digits a keypad has + and - for the hits and * for their next page.
  private mutating func typeInGuides(_ character: Character) -> [Request] {
    guard case .guides(let finder) = stage else { return [] }
    switch character {
    case "+": moveGuideFocus(by: 1)
    case "-": moveGuideFocus(by: -1)
    case "*": return nextPage.map { perform(.page($0)) } ?? []
    case "0" where finder.text.isEmpty: return perform(.back)
    case ":" where finder.text.uppercased() == Self.scanMark.dropLast():
      // A scanner types its code wherever the kiosk is.
      return openScan()
    default: return perform(.type(character))
    }
    return []
  }

  mutating func typeInFinder(_ character: Character) -> [Request] {
    changeText { text in
      guard text.count < GuideFinder.longestText, character == " " || Self.isWord(character) else {
        return
      }
      text.append(character)
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character.unicodeScalars.count == 1 && (character.isLetter || character.isNumber)
  }

  mutating func eraseInFinder() -> [Request] { changeText { $0 = String($0.dropLast()) } }

  private mutating func changeText(_ change: (inout String) -> Void) -> [Request] {
    guard case .guides(var finder) = stage else { return [] }
    let before = finder.text
    change(&finder.text)
    guard finder.text != before else { return [] }
    return ask(&finder)
  }

  mutating func nextScope() -> [Request] {
    guard case .guides(var finder) = stage else { return [] }
    // 市内通办, 跨城通办, 容缺受理, then all again.
    let scopes: [GuideScope?] = [nil, .city, .crossCity, .tolerant]
    let at = scopes.firstIndex(of: finder.scope) ?? 0
    finder.scope = scopes[(at + 1) % scopes.count]
    return ask(&finder)
  }

  /// The old hits stay until the new ones are there, so that the screen never flickers.
  private mutating func ask(_ finder: inout GuideFinder) -> [Request] {
    finder.isWaiting = true
    finder.page = 0
    finder.attempt = 0
    finder.retryAt = nil
    stage = .guides(finder)
    focus = 0
    return [.searchGuides(finder.question)]
  }

  private mutating func moveGuideFocus(by step: Int) {
    focus = max(0, min(focus + step, focusable.count - 1))
  }

  private mutating func performGuideFocus() -> [Request] {
    guard case .guides(let finder) = stage, !shown(finder).isEmpty else { return [] }
    let actions = focusable
    return actions.indices.contains(focus) ? perform(actions[focus]) : []
  }

  // MARK: - Answers

  mutating func found(
    _ reply: GuidesInterface.Search.Reply, by question: GuidesInterface.Search.Parameters
  ) {
    guard case .guides(var finder) = stage, finder.question == question else { return }
    finder.hits = reply.hits
    finder.count = reply.count
    finder.isWaiting = false
    finder.attempt = 0
    stage = .guides(finder)
  }

  mutating func searchFailed(_ question: GuidesInterface.Search.Parameters, _ trouble: Trouble) {
    guard case .guides(var finder) = stage, finder.question == question,
      trouble == .unreachable
    else { return }
    finder.retryAt = now.advanced(bySeconds: Timing.backOff(attempt: finder.attempt))
    finder.attempt += 1
    stage = .guides(finder)
  }

  mutating func show(_ reply: GuidesInterface.Get.Reply) -> [Request] {
    guard case .working(let working) = stage else { return [] }
    if let offer = working.offer {
      enter(.papers(PapersScreen(reply.guide, offer: offer)), focus: -1)
    } else {
      enter(
        .guide(
          GuideScreen(guide: reply.guide, notices: reply.notices, finder: working.finder)))
    }
    return []
  }

  mutating func show(_ entries: GuideList.Entries) {
    guard case .working(let working) = stage else { return }
    enter(.guideList(GuideList(entries: entries, finder: working.finder ?? GuideFinder())))
  }

  mutating func guidePrinted(_ paper: GuideScreen.Paper) {
    switch stage {
    case .guide(var screen):
      screen.paper = paper
      stage = .guide(screen)
    case .papers(var screen):
      screen.paper = paper
      stage = .papers(screen)
    default: return
    }
    lastChange = now
  }

  // MARK: - Choices

  mutating func performForGuides(_ action: Action) -> [Request] {
    switch (action, stage) {
    case (.guides, _):
      guard isServing else { return goHome(keepingLanguage: true) }
      return openFinder()
    case (.nextScope, _): return nextScope()
    case (.topQuestions, .guides(let finder)): return work(.topQuestions, finder: finder)
    case (.guideNotices, .guides(let finder)): return work(.guideNotices, finder: finder)
    case (.openGuide(let id), .guides(let finder)):
      return work(.guide(.init(id: id)), finder: finder)
    case (.openGuide(let id), .guideList(let list)):
      return work(.guide(.init(id: id)), finder: list.finder)
    case (.openEntry(let index), .guideList(var list)):
      guard (0..<list.count).contains(index) else { return [] }
      list.open = index
      enter(.guideList(list))
      guard case .questions(let questions) = list.entries else { return [] }
      return [.questionRead(.init(guide: questions[index].guide, question: questions[index].id))]
    case (.printGuide, .guide(var screen)):
      guard screen.paper != .printing else { return [] }
      screen.paper = .printing
      stage = .guide(screen)
      return [.printGuide(.init(guide: screen.guide.id, language: language))]
    case (.takeForGuide, .guide(let screen)): return take(for: screen.guide, papers: nil, nil)
    default: return performForPapers(action)
    }
  }

  private mutating func performForPapers(_ action: Action) -> [Request] {
    switch (action, stage) {
    case (.checkPapers, .guide(let screen)):
      enter(.papers(PapersScreen(screen.guide, finder: screen.finder)), focus: -1)
    case (.checkPapers, _):
      guard let offer = offerAtHand else { return [] }
      return work(.guide(.init(service: offer.service)), offer: offer)
    case (.paperChoice(let choice), .papers(var screen)):
      screen.check.answer(choice)
      screen.settle()
      enter(.papers(screen), focus: -1)
    case (.paperTick(let material), .papers(var screen)):
      screen.check.toggle(material)
      stage = .papers(screen)
    case (.submit, .papers(var screen)):
      guard case .ticking = screen.phase else { return [] }
      screen.phase = .done
      enter(.papers(screen))
    case (.tickAgain, .papers(var screen)):
      screen.phase = .ticking(page: 0)
      screen.paper = nil
      enter(.papers(screen), focus: -1)
    case (.skipPapers, .papers(let screen)): return take(for: screen.guide, papers: nil, screen)
    case (.takeWithPapers, .papers(let screen)):
      return take(for: screen.guide, papers: screen.check.ticks, screen)
    case (.printMissing, .papers(var screen)):
      guard screen.paper != .printing else { return [] }
      screen.paper = .printing
      stage = .papers(screen)
      return [
        .printGuide(
          .init(
            guide: screen.guide.id, language: language,
            answers: screen.check.answers.sorted { $0.key < $1.key }
              .map { .init(question: $0.key, choice: $0.value) },
            have: screen.check.present.map(\.id)))
      ]
    default: break
    }
    return []
  }

  /// A number for the guide's service, with the ticks where there are some.
  private mutating func take(
    for guide: GuidesInterface.Guide, papers: PaperTicks?, _ screen: PapersScreen?
  ) -> [Request] {
    guard let service = offered(guide) else {
      if let finder = screen?.finder { return openFinder(finder) }
      return goHome(keepingLanguage: true)
    }
    var offer = screen?.offer ?? Offer(service: service.id, field: service.field)
    offer.papers = papers
    guard service.open else {
      enter(.notice(.closed(opens: hall.flatMap { NextOpening.after(now, hours: $0.hours) })))
      return []
    }
    return open(offer)
  }

  /// One step back, on each of these screens.
  mutating func goBackInGuides() -> [Request]? {
    switch stage {
    case .guideList(var list):
      guard list.open != nil else { return openFinder(list.finder) }
      list.open = nil
      enter(.guideList(list))
      return []
    case .guide(let screen):
      guard let finder = screen.finder else { return nil }
      return openFinder(finder)
    case .papers(var screen):
      if screen.phase == .done, !screen.check.needed.isEmpty {
        screen.phase = .ticking(page: 0)
      } else if screen.check.takeBack() {
        screen.phase = .asking
      } else if let offer = screen.offer {
        return open(offer)
      } else {
        enter(.guide(GuideScreen(guide: screen.guide, notices: [], finder: screen.finder)))
        return []
      }
      screen.paper = nil
      enter(.papers(screen), focus: -1)
      return []
    default: return nil
    }
  }

  // MARK: - Came often

  mutating func performForVisit(_ action: Action) -> [Request] {
    guard case .notice(let notice) = stage, let visit = notice.visit else { return [] }
    var wish = visit.wish
    wish.requestId = nextRequestID()
    wish.offerHelp = nil
    var offer = visit.offer
    if action == .takeHelp {
      wish.service = visit.helpService
      wish.laterServices = nil
      offer = Offer(
        service: visit.helpService, field: service(visit.helpService)?.field ?? offer.field)
    }
    return work(.takeTicket(wish), offer: offer)
  }
}

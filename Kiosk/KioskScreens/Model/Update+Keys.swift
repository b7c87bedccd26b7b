import TextUI

extension KioskState {
  mutating func press(_ key: Key) -> [Request] {
    if isDemo {
      if key == .function(2) { return [.placeDemoCard] }
      if key == .function(3) { return [.removeDemoCard] }
    }
    if key == Self.helpKey { return perform(.callHelp) }
    if case .form = stage { return pressInForm(key) }
    if case .words = stage { return pressInWords(key) }
    if case .guides = stage { return pressInGuides(key) }
    switch key {
    case .character(let character): return type(character)
    case .enter: return performFocused()
    case .escape, .backspace: return perform(.back)
    case .up: moveFocus(by: -stride)
    case .down: moveFocus(by: stride)
    case .left, .backTab: moveFocus(by: -1)
    case .right, .tab: moveFocus(by: 1)
    case .pageDown: return nextPage.map { perform(.page($0)) } ?? []
    case .pageUp: return previousPage.map { perform(.page($0)) } ?? []
    case .function(1): return perform(.language)
    case .function(4): return perform(.elder)
    case .function: break
    }
    return []
  }

  /// Columns of choices on this screen.
  var columns: Int {
    switch stage {
    case _ where isElder: 1
    case .home, .fields, .services, .cases, .priority, .guideList, .letters: 2
    case .reasons: 2
    case .guide: 3
    case .papers(let screen): papersColumns(screen)
    default: 1
    }
  }

  /// Everything the arrow keys reach, in order.
  var focusable: [Action] { options.map(\.action) + footer.map(\.action) }

  private var stride: Int {
    // The first choice of the home screen has a row to itself where there are no guides.
    if stage == .home, !isElder, focus == 0, options.count.isMultiple(of: 2) == false { return 1 }
    return focus < options.count ? columns : 1
  }

  private mutating func moveFocus(by step: Int) {
    let choices = options.count
    let count = focusable.count
    guard count > 0 else { return }
    var next = focus + step
    // From the last row of choices down to the first key of the lower edge, and back.
    if focus < choices, next >= choices { next = step == 1 ? next : choices }
    if focus >= choices, next < choices { next = choices - 1 }
    focus = max(0, min(next, count - 1))
  }

  private mutating func performFocused() -> [Request] {
    // What was chosen among several is sent with Enter alone.
    if case .reasons = stage, focus < 0 { return perform(.submit) }
    if case .papers(let screen) = stage, focus < 0 {
      if case .ticking = screen.phase { return perform(.submit) }
    }
    let actions = focusable
    guard actions.indices.contains(focus) else { return [] }
    return perform(actions[focus])
  }

  /// A key that only asked for more time; it may still begin what a scanner types.
  mutating func stay(_ key: Key) -> [Request] {
    if case .character(let character) = key { remember(Self.capital(character)) }
    return []
  }

  private mutating func remember(_ capital: Character) {
    recentCharacters = String((recentCharacters + String(capital)).suffix(Self.scanMark.count))
  }

  private static func capital(_ character: Character) -> Character {
    Character(character.uppercased().prefix(1).description)
  }

  private mutating func type(_ character: Character) -> [Request] {
    let capital = Self.capital(character)
    remember(capital)
    if recentCharacters == Self.scanMark { return openScan() }
    if isDemo, capital == "C" { return [.placeDemoCard] }
    if let option = option(for: capital) { return perform(option.action) }
    if let key = footer.first(where: { $0.key == String(capital) }) { return perform(key.action) }
    switch capital {
    case "0": return perform(.back)
    case "9", "+", "=": return nextPage.map { perform(.page($0)) } ?? []
    case "-": return previousPage.map { perform(.page($0)) } ?? []
    case "H": return perform(.home)
    case "?", "？": return perform(.callHelp)
    case "L": return perform(.language)
    case "E": return perform(.elder)
    case " ":
      if case .reasons = stage, focus >= 0 { return performFocused() }
      return []
    default: return []
    }
  }

  private func option(for character: Character) -> Option? {
    let options = options
    if let digit = character.wholeNumberValue, character.isASCII {
      return options.enumerated().first { ($1.digit ?? $0 + 1) == digit }?.element
    }
    return options.first { $0.letter == character }
  }

  /// Calls a person, also where every character is part of a text.
  static let helpKey = Key.function(8)

  /// What every QR code of our tickets begins with: `HW:<number>:<secret>`.
  static let scanMark = "HW:"

  /// A scanner types its code wherever the kiosk is; its first letter already led home.
  mutating func openScan() -> [Request] {
    recentCharacters = ""
    var form = Form(.rating)
    form.isScan = true
    form.entries[0].text = Self.scanMark
    enter(.form(form))
    return []
  }
}

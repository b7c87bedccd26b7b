import Hall
import HallAPI
import TextUI

/// A key along the lower edge.
struct ConsoleKey: Equatable {
  let key: String
  let text: Bilingual
  let action: ConsoleAction
  /// Whether it does something as the window stands; the hall has the last word.
  var isUseful = true
}

/// A choice of a list.
struct ConsoleOption: Equatable {
  let text: Bilingual
  let action: ConsoleAction
}

extension Console {
  /// Choices on one page: the digits 1 to 8.
  static let perPage = 8

  /// The keys of this screen.
  var keys: [ConsoleKey] {
    switch stage {
    case .desk: return deskKeys
    case .signIn:
      return formKeys + [
        ConsoleKey(key: "Tab", text: ConsolePhrases.otherField, action: .otherField)
      ]
    case .pauseUntil, .sendNote: return formKeys
    case .closing, .pauseReason, .held, .passed, .sendField, .sendService, .sendWindow:
      var keys = [ConsoleKey(key: "0", text: KioskPhrases.back, action: .back)]
      if pages > 1 {
        keys.append(
          ConsoleKey(key: "9", text: KioskPhrases.nextPage, action: .page((page + 1) % pages)))
      }
      if case .sendField = stage {
        keys.append(ConsoleKey(key: "W", text: ConsolePhrases.windows, action: .toWindow))
      }
      return keys
    }
  }

  private var formKeys: [ConsoleKey] {
    [
      ConsoleKey(
        key: KioskPhrases.escapeKey[language], text: KioskPhrases.back, action: .back),
      ConsoleKey(
        key: KioskPhrases.enterKey[language], text: ConsolePhrases.send, action: .submit),
    ]
  }

  private var deskKeys: [ConsoleKey] {
    let state = desk?.ticket?.state
    let isHere = state != nil
    let isOpen = desk?.window.open ?? false
    let isPaused = desk?.window.pause != nil
    func key(
      _ key: String, _ text: Bilingual, _ action: ConsoleAction, _ isUseful: Bool = true
    ) -> ConsoleKey {
      ConsoleKey(key: key, text: text, action: action, isUseful: isUseful)
    }
    return [
      key("N", ConsolePhrases.next, .next),
      key("R", ConsolePhrases.recall, .recall, isHere),
      key("S", ConsolePhrases.serve, .serve, state == .called),
      key("F", ConsolePhrases.finish, .finish, isHere),
      key("H", ConsolePhrases.hold, .hold, isHere),
      key("G", ConsolePhrases.resume, .resume, desk?.held.isEmpty == false),
      key("P", ConsolePhrases.pass, .pass, state == .called),
      key("B", ConsolePhrases.comeBack, .comeBack, desk?.passed.isEmpty == false),
      key("T", ConsolePhrases.transfer, .transfer, isHere),
      key("A", ConsolePhrases.rate, .rate, isOpen),
      key("Z", isPaused ? ConsolePhrases.unpause : ConsolePhrases.pause, .pause, isOpen),
      key("O", ConsolePhrases.open, .open, !isOpen || desk?.obeys == false),
      key("C", ConsolePhrases.close, .close, isOpen),
      key("U", ConsolePhrases.undo, .undo),
      key("L", ConsolePhrases.otherLanguage, .language),
    ]
  }

  // MARK: Lists

  /// Everything the question on the screen may be answered with, through all pages.
  var choices: [ConsoleOption] {
    let texts: [Bilingual]
    switch stage {
    case .desk, .signIn, .pauseUntil, .sendNote: texts = []
    case .closing: texts = [ConsolePhrases.yesClose, ConsolePhrases.noClose]
    case .pauseReason: texts = Pause.Reason.allCases.map(ConsolePhrases.pauseReason)
    case .held: texts = desk?.held.map(Self.words) ?? []
    case .passed: texts = desk?.passed.map(Self.words) ?? []
    case .sendField: texts = hall?.hall.fields.map(\.name) ?? []
    case .sendService(let field, _): texts = services(of: field).map(\.name)
    case .sendWindow: texts = otherWindows.map(\.name)
    }
    return texts.enumerated().map { ConsoleOption(text: $1, action: .pick($0)) }
  }

  private static func words(_ parked: CounterInterface.Parked) -> Bilingual {
    Bilingual(
      zh: "\(parked.number) \(parked.serviceName.zh)",
      en: "\(parked.number) \(parked.serviceName.en)")
  }

  func services(of field: String) -> [HallInterface.Service] {
    hall?.services.filter { $0.field == field } ?? []
  }

  var otherWindows: [HallInterface.Window] { hall?.windows.filter { $0.id != window } ?? [] }

  var page: Int {
    switch stage {
    case .held(let page), .passed(let page), .sendField(let page), .sendService(_, let page),
      .sendWindow(let page):
      min(page, pages - 1)
    default: 0
    }
  }

  var pages: Int { max(1, (choices.count + Self.perPage - 1) / Self.perPage) }

  /// The choices on this page.
  var options: ArraySlice<ConsoleOption> {
    choices.dropFirst(page * Self.perPage).prefix(Self.perPage)
  }

  // MARK: Keys

  mutating func press(_ key: Key) -> [ConsoleRequest] {
    switch stage {
    case .desk:
      guard case .character(let character) = key else { return [] }
      let capital = character.uppercased()
      return deskKeys.first { $0.key == capital }.map { perform($0.action) } ?? []
    case .signIn, .pauseUntil, .sendNote: return pressInForm(key)
    default: return pressInList(key)
    }
  }

  private mutating func pressInForm(_ key: Key) -> [ConsoleRequest] {
    switch key {
    case .escape: return perform(.back)
    case .enter: return perform(.submit)
    case .tab, .backTab, .up, .down: return perform(.otherField)
    case .backspace: edit(nil)
    case .character(let character):
      if character.unicodeScalars.allSatisfy(CellText.isDrawable) { edit(character) }
    default: break
    }
    return []
  }

  /// Types a character, or takes the last one back where there is none.
  private mutating func edit(_ character: Character?) {
    func edited(_ text: String, limit: Int) -> String {
      guard let character else { return String(text.dropLast()) }
      return text.count < limit ? text + String(character) : text
    }
    switch stage {
    case .signIn(var form):
      if let character { form.type(character) } else { form.erase() }
      stage = .signIn(form)
    case .pauseUntil(let reason, let text):
      // `13:30`; the keypad's point stands for the colon.
      let isColon = character == "." || character == "："
      guard !isColon else {
        stage = .pauseUntil(reason, text.count < 5 ? text + ":" : text)
        return
      }
      stage = .pauseUntil(reason, edited(text, limit: 5))
    case .sendNote(let service, let window, let text):
      stage = .sendNote(service: service, window: window, edited(text, limit: Self.longestNote))
    default: break
    }
  }

  /// As the hall takes it; what is longer is a report.
  static let longestNote = 200

  private mutating func pressInList(_ key: Key) -> [ConsoleRequest] {
    switch key {
    case .escape, .backspace: return perform(.back)
    case .up, .left, .backTab: focus = max(0, focus - 1)
    case .down, .right, .tab: focus = min(focus + 1, options.count - 1)
    case .pageDown: return perform(.page((page + 1) % pages))
    case .pageUp: return perform(.page((page + pages - 1) % pages))
    case .enter:
      guard focus >= 0, focus < options.count else { return [] }
      return perform(options[options.startIndex + focus].action)
    case .character(let character):
      if let digit = character.wholeNumberValue, (1...options.count).contains(digit),
        !options.isEmpty
      {
        return perform(options[options.startIndex + digit - 1].action)
      }
      let capital = character.uppercased()
      return keys.first { $0.key == capital }.map { perform($0.action) } ?? []
    case .function: break
    }
    return []
  }
}

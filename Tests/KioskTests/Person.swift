import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Someone standing at a kiosk: presses keys, sees screens; plays the service too.
struct Person {
  var kiosk: KioskState
  var now = SampleHall.morning
  /// Everything asked of the outside so far.
  var requests: [Request] = []
  /// What was to be read aloud, and how often that was to end.
  var said: [Bilingual] = []
  var hushes = 0
  static let small = Size(columns: 80, rows: 24)

  init(language: Language = .zh, isDemo: Bool = false, connected: Bool = true) {
    kiosk = KioskState(instance: "test", language: language, isDemo: isDemo, now: now)
    requests = kiosk.start()
    if connected { send(.described(.success(SampleHall.describe()))) }
  }

  mutating func send(_ event: Event) {
    for request in kiosk.handle(event, at: now) {
      switch request {
      case .say(let words): said.append(words)
      case .hush: hushes += 1
      default: requests.append(request)
      }
    }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  /// The same person at the same screen, who has pressed the one key for elder mode.
  func inElderMode() -> Person {
    var person = self
    // What asks for more time takes any key as an answer, and no more.
    while !person.kiosk.isElder { person.press(.function(4)) }
    return person
  }

  mutating func reply(_ reply: Reply) { send(.reply(reply, generation: kiosk.generation)) }

  /// Scans a ticket's code, and the hall says what may still be said of it.
  mutating func scan(_ may: RatingsInterface.May? = .rate) {
    type("HW:A012:483920")
    press(.enter)
    if let may { mayRate(may) }
  }

  mutating func mayRate(_ may: RatingsInterface.May = .rate) {
    reply(.mayRate(.init(may: may, service: SampleHall.ratedService)))
  }

  mutating func reading(_ state: CardsInterface.ReadingState, reason: String? = nil) {
    reply(
      .reading(.init(state: state, reason: reason, token: state == .card ? "token-1" : nil)))
  }

  /// Lets seconds pass one by one, as the kiosk's own clock does.
  mutating func wait(_ seconds: Int) {
    for _ in 0..<seconds {
      now = now.advanced(bySeconds: 1)
      send(.tick)
    }
  }

  /// Touches the middle of whatever does the action.
  mutating func touch(_ action: Action, size: Size = small) {
    let screen = kiosk.render(size: size)
    guard let area = screen.targets.last(where: { $0.action == action })?.area else {
      Issue.record("nothing to touch for \(action)")
      return
    }
    let middle = Position(column: area.column + area.columns / 2, row: area.row + area.rows / 2)
    send(.click(middle, size))
  }

  var text: String { Self.text(kiosk.render(size: Self.small)) }

  /// Whether a digit stands on a screen in the letters of ticket numbers, row under row.
  static func draws(_ digit: String, rows: Int, _ screen: Screen<Action>) -> Bool {
    let columns = LargeFont.dotsWide * LargeFont.height(in: rows)
    let lines = LargeFont.rows(of: digit, columns: columns, rows: rows)
    let picture = (0..<screen.size.rows).map { row in
      (0..<screen.size.columns).map { screen.picture[$0, row]?.glyph ?? "" }
    }
    guard let width = lines.first?.count, screen.size.columns >= width else { return false }
    return (0...max(0, picture.count - lines.count)).contains { top in
      (0...(screen.size.columns - width)).contains { left in
        lines.indices.allSatisfy { offset in
          picture[top + offset][left..<(left + width)].joined() == lines[offset]
        }
      }
    }
  }

  static func text(_ screen: Screen<Action>) -> String {
    (0..<screen.size.rows).map(screen.picture.text(ofRow:)).joined(separator: "\n")
  }

  func sees(_ text: String) -> Bool { self.text.contains(text) }

  var lastRequest: Request? { requests.last }
}

import Hall
import HallAPI
import KioskScreens

/// Someone standing at a kiosk: presses keys, sees screens; plays the service too.
struct Person {
  var kiosk: KioskState
  var now = SampleHall.morning
  /// Everything asked of the outside so far.
  var requests: [Request] = []
  static let small = Size(columns: 80, rows: 24)

  init(language: Language = .zh, isDemo: Bool = false, connected: Bool = true) {
    kiosk = KioskState(instance: "test", language: language, isDemo: isDemo, now: now)
    requests = kiosk.start()
    if connected { send(.described(.success(SampleHall.describe()))) }
  }

  mutating func send(_ event: Event) {
    requests += kiosk.handle(event, at: now)
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  mutating func reply(_ reply: Reply) { send(.reply(reply, generation: kiosk.generation)) }

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
  mutating func touch(_ action: Action, size: Size = small) -> Bool {
    let screen = kiosk.render(size: size)
    guard let area = screen.targets.last(where: { $0.action == action })?.area else { return false }
    let middle = Position(column: area.column + area.columns / 2, row: area.row + area.rows / 2)
    send(.click(middle, size))
    return true
  }

  var text: String { Self.text(kiosk.render(size: Self.small)) }

  static func text(_ screen: Screen) -> String {
    (0..<screen.size.rows).map(screen.text(ofRow:)).joined(separator: "\n")
  }

  func sees(_ text: String) -> Bool { self.text.contains(text) }

  var lastRequest: Request? { requests.last }
}

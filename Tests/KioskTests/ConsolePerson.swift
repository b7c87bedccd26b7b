import Hall
import HallAPI
import Testing
import TextUI

@testable import ConsoleScreens

/// A clerk at a console, and the hall behind it.
struct ConsolePerson {
  var console: Console
  var now = SampleHall.morning
  /// What was asked of the hall and not answered yet, and all that was asked.
  var requests: [ConsoleRequest] = []

  init(language: Language = .zh, isConnected: Bool = true) {
    console = Console(window: "W03", language: language, now: now)
    guard isConnected else { return }
    send(.hall(SampleHall.describe()))
    send(.desk(Self.desk()))
  }

  mutating func send(_ event: ConsoleEvent) { requests += console.handle(event, at: now) }

  /// Keys as a hand presses them, slower than a finger bounces.
  mutating func type(_ text: String) {
    for character in text {
      now = Moment(milliseconds: now.milliseconds + ConsoleTiming.bounce * 1000)
      send(.key(.character(character)))
    }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  mutating func wait(_ seconds: Int64) {
    for _ in 0..<seconds {
      now = now.advanced(bySeconds: 1)
      send(.tick)
    }
  }

  /// Touches the middle of whatever does the action.
  mutating func touch(_ action: ConsoleAction, size: Size) {
    guard let area = console.render(size: size).targets.last(where: { $0.action == action })?.area
    else {
      Issue.record("nothing to touch for \(action)")
      return
    }
    let middle = Position(column: area.column + area.columns / 2, row: area.row + area.rows / 2)
    send(.click(middle, size))
  }

  mutating func done(_ number: String? = nil) { send(.answered(.done(number: number))) }
  mutating func refused(_ why: ConsoleRefusal) { send(.answered(.refused(why))) }

  var calls: [ConsoleCall] { requests.map(\.call) }

  func sees(_ text: String, size: Size = Size(columns: 80, rows: 24)) -> Bool {
    let picture = console.render(size: size).picture
    return (0..<size.rows).map(picture.text(ofRow:)).joined(separator: "\n").contains(text)
  }

  // MARK: What the hall tells

  static let card = Bilingual(zh: "社会保障卡申领", en: "Social security card")

  static func window(
    open: Bool = true, pause: Pause.Reason? = nil, clerk: String? = "07", current: String? = nil
  ) -> CounterInterface.Window {
    .init(
      window: "W03", name: .init(zh: "3号窗口", en: "window 3"), open: open, pause: pause,
      backAt: pause.map { _ in "2026-11-23T13:30:00+08:00" }, clerk: clerk, current: current,
      waiting: 5, today: 12)
  }

  static func ticket(
    _ state: TicketState = .called, calls: Int = 1, isPlain: Bool = true
  ) -> CounterInterface.Served {
    .init(
      number: "A012", service: "card", serviceName: card,
      laterServices: isPlain ? [] : ["pension"], state: state, holder: "张**",
      priority: isPlain ? nil : .elder, reason: "longestWait",
      note: isPlain ? nil : "表已填好", calls: calls, calledAt: "2026-11-23T09:28:00+08:00",
      waitedSeconds: 1260,
      papers: isPlain
        ? nil
        : .init(
          guide: card, edition: "2026-1", verdict: .incomplete,
          present: [.init(zh: "申请表", en: "form")],
          missing: [
            .init(zh: "居民身份证原件", en: "identity card"), .init(zh: "近期照片", en: "recent photo"),
          ]), visits: isPlain ? nil : 3)
  }

  static let next = CounterInterface.UpNext(
    number: "A013", serviceName: card, since: "2026-11-23T09:12:00+08:00",
    words: .init(zh: "等候时间最长", en: "It had waited longest."))

  static func desk(
    mark: String = "m1", obeys: Bool = true, window: CounterInterface.Window? = nil,
    ticket: CounterInterface.Served? = nil, next: CounterInterface.UpNext? = next,
    held: [String] = [], passed: [String] = [], hallPause: Pause.Reason? = nil
  ) -> CounterInterface.Desk {
    func parked(_ number: String) -> CounterInterface.Parked {
      .init(number: number, serviceName: card, calledAt: "2026-11-23T09:05:00+08:00")
    }
    return .init(
      mark: mark, obeys: obeys, window: window ?? Self.window(current: ticket?.number),
      ticket: ticket, next: next, held: held.map(parked), passed: passed.map(parked),
      fullLoad: 30, hallPause: hallPause)
  }
}

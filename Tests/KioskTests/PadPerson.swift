import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Somebody at a window's pad, and the hall behind it.
struct PadPerson {
  var pad: PadFront
  var now = SampleHall.morning
  var requests: [PadRequest] = []

  init(
    language: Language = .zh, isElder: Bool = false, kept: [PadRating] = [],
    connected: Bool = true
  ) {
    pad = PadFront(
      window: "3", instance: "test", language: language, isElder: isElder, kept: kept, now: now)
    guard connected else { return }
    send(.catalogue(SampleHall.catalogue))
    send(.board(SampleHall.board(.welcome)))
  }

  mutating func send(_ event: PadEvent) { requests += pad.handle(event, at: now) }

  mutating func isAsked(_ id: String = "e-1") {
    send(.board(SampleHall.board(.pleaseRate, evaluation: id)))
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  mutating func wait(_ seconds: Int) {
    for _ in 0..<seconds {
      now = now.advanced(bySeconds: 1)
      send(.tick)
    }
  }

  /// Touches the middle of whatever does the action.
  mutating func touch(_ action: Action, size: Size) {
    guard let area = pad.render(size: size).targets.last(where: { $0.action == action })?.area
    else {
      Issue.record("nothing to touch for \(action)")
      return
    }
    let middle = Position(column: area.column + area.columns / 2, row: area.row + area.rows / 2)
    send(.click(middle, size))
  }

  /// The ratings as they were kept, the last of each request.
  var kept: [PadRating] {
    var last: [String: PadRating] = [:]
    var order: [String] = []
    for case .keep(let rating) in requests {
      if last[rating.requestId] == nil { order.append(rating.requestId) }
      last[rating.requestId] = rating
    }
    return order.compactMap { last[$0] }
  }

  /// Whether a text stands on the screen in the letters of ticket numbers.
  func drawsLarge(_ text: String, size: Size) -> Bool {
    Person.draws(text, rows: 4, pad.render(size: size))
  }

  func sees(_ text: String, size: Size = Size(columns: 80, rows: 24)) -> Bool {
    Person.text(pad.render(size: size)).contains(text)
  }
}

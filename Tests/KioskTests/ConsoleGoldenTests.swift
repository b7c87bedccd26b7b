import Hall
import HallAPI
import Testing
import TextUI

@testable import ConsoleScreens

/// The console's screens that are kept as goldens and how a clerk comes to each.
enum ConsoleScene: String, CaseIterable, Sendable {
  case connecting, noSuchWindow, closed, othersWindow, idle, nobodyWaits, called, servingMuch
  case signIn, pauseReason, paused, pauseUntil, sendField, sendService, sendNote, held, closing
  case refused, offline, hallPaused

  func person(_ language: Language) -> ConsolePerson {
    var person = ConsolePerson(
      language: language, isConnected: self != .connecting && self != .noSuchWindow)
    func show(_ desk: CounterInterface.Desk) { person.send(.desk(desk)) }
    switch self {
    case .connecting, .idle: break
    case .noSuchWindow: person.send(.disconnected(.noSuchWindow))
    case .closed: show(ConsolePerson.desk(window: ConsolePerson.window(open: false, clerk: nil)))
    case .othersWindow: show(ConsolePerson.desk(obeys: false))
    case .nobodyWaits: show(ConsolePerson.desk(next: nil))
    case .called: show(ConsolePerson.desk(ticket: ConsolePerson.ticket()))
    case .servingMuch:
      show(
        ConsolePerson.desk(
          ticket: ConsolePerson.ticket(.serving, calls: 2, isPlain: false),
          held: ["A003", "A005"], passed: ["B001"]))
    case .signIn:
      person.type("o")
      person.refused(.clerkNeeded)
      person.type("07")
      person.press(.enter)
      person.type("2701")
    case .pauseReason: person.type("z")
    case .paused: show(ConsolePerson.desk(window: ConsolePerson.window(pause: .lunch)))
    case .pauseUntil: person.type("z113.3")
    case .sendField: person.type("t")
    case .sendService:
      person.type("t1")
      person.press(.down)
    case .sendNote: person.type("t11表已填好")
    case .held:
      show(ConsolePerson.desk(held: ["A003", "A005"]))
      person.type("g")
    case .closing: person.type("c")
    case .refused:
      show(ConsolePerson.desk(ticket: ConsolePerson.ticket()))
      person.type("p")
      person.refused(.callAgain(1, needed: 3))
    case .offline:
      show(ConsolePerson.desk(ticket: ConsolePerson.ticket()))
      person.send(.disconnected(nil))
    case .hallPaused: show(ConsolePerson.desk(hallPause: .system))
    }
    return person
  }
}

@Suite struct ConsoleGoldenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 40, rows: 24),
  ]

  @Test(arguments: ConsoleScene.allCases)
  func `a console's screen looks as it was approved`(scene: ConsoleScene) throws {
    let views = Language.allCases.flatMap { language in
      let console = scene.person(language).console
      return Self.sizes.map {
        ("\(language.rawValue) \($0.words)", Golden.picture(of: console.render(size: $0)))
      }
    }
    try Golden.compare(views, with: "console.\(scene.rawValue)")
  }
}

import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// The pad's screens that are kept as goldens and how a person comes to each.
enum PadScene: String, CaseIterable, Sendable {
  case connecting, closed, paused, welcome, serving, pleaseRate, onceMore, offline, unsent
  case reasons, reasonsCountdown, otherLevel, words, thanks, thanksOffline, refused, tooLate

  func person(_ language: Language, isElder: Bool) -> PadPerson {
    var person = PadPerson(
      language: language, isElder: isElder, connected: self != .connecting)
    switch self {
    case .connecting: return person
    case .closed, .paused, .welcome, .serving:
      if let state = PadState(rawValue: rawValue) { person.send(.board(SampleHall.board(state))) }
      return person
    default: person.isAsked()
    }
    switch self {
    case .onceMore: person.wait(Int(PadTiming.remind))
    case .offline: person.send(.disconnected(nil))
    case .reasons: person.type("213")
    case .reasonsCountdown:
      person.type("21")
      person.wait(Int((isElder ? PadTiming.unhurried : PadTiming.reasons) - 5))
    case .otherLevel: person.type("20")
    case .words: person.type("2t等了两个小时，材料还要再补一次。")
    case .thanks, .thanksOffline, .unsent, .refused, .tooLate:
      if self == .thanksOffline { person.send(.disconnected(nil)) }
      person.type("5")
      person.press(.enter)
      if self == .unsent { person.wait(10) }
      if self == .refused {
        person.send(.answered(requestId: person.kept[0].requestId, .alreadyRated))
      }
      if self == .tooLate {
        person.send(.answered(requestId: person.kept[0].requestId, .notRateable))
      }
    default: break
    }
    return person
  }
}

@Suite struct PadGoldenTests {
  @Test(arguments: PadScene.allCases)
  func `a pad's screen looks as it was approved`(scene: PadScene) throws {
    let views = Language.allCases.flatMap { language in
      [(Size(columns: 80, rows: 24), false), (PadFront.smallest, true)].map { size, isElder in
        (
          "\(language.rawValue) \(isElder ? "elder " : "")\(size.words)",
          scene.person(language, isElder: isElder).pad.render(size: size)
        )
      }
    }
    try Golden.compare(views, with: "pad.\(scene.rawValue)")
  }
}

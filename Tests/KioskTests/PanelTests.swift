import Hall
import Testing
import TextUI

@testable import KioskScreens

/// Every place to touch is large enough for a finger on the panel we document: 21.5 inches, 16:9,
/// 1920 x 1080, the usual one of Chinese hall kiosks (docs/man/hallway-kiosk.1).
@Suite struct PanelTests {
  /// 60 x 60 dp where elder people use it (standards.md 2.10, S38); 1 dp is 1/160 inch.
  static let least = 60.0

  static func dp(_ screen: Size) -> (wide: Double, high: Double) {
    let diagonal = 21.5 * 160
    let (across, down) = (diagonal * 16 / 337.squareRoot(), diagonal * 9 / 337.squareRoot())
    return (across / Double(screen.columns), down / Double(screen.rows))
  }

  @Test(arguments: [
    (Size(columns: 80, rows: 24), false), (Size(columns: 100, rows: 30), false),
    (KioskState.smallest, true), (Size(columns: 80, rows: 24), true),
    (Size(columns: 100, rows: 30), true),
  ])
  func `every place to touch is at least 60 dp wide and high`(size: Size, isElder: Bool) {
    let cell = Self.dp(size)
    for (name, person) in ElderTests.everyScreen where isElder || !person.kiosk.isElder {
      let kiosk = isElder ? person.inElderMode().kiosk : person.kiosk
      for target in kiosk.render(size: size).targets {
        let (wide, high) = (
          Double(target.area.columns) * cell.wide, Double(target.area.rows) * cell.high
        )
        #expect(
          wide >= Self.least && high >= Self.least, "\(name): \(target.action) \(wide)x\(high) dp")
      }
    }
  }

  @Test func `every place to touch of a pad is at least 60 dp in elder mode`() {
    // A pad's own panel is small: 10.1 inches, 16:9, at a distance of half a metre.
    let scale = 10.1 / 21.5
    let cell = Self.dp(PadFront.smallest)
    for scene in PadScene.allCases {
      for target in scene.person(.zh, isElder: true).pad.render(size: PadFront.smallest).targets
      where target.action != .stay {
        #expect(Double(target.area.columns) * cell.wide * scale >= Self.least, "\(scene)")
        #expect(Double(target.area.rows) * cell.high * scale >= Self.least, "\(scene)")
      }
    }
  }
}

/// What colour says is said without it, too.
@Suite struct MonochromeTests {
  /// The glyphs of each style on a screen, row by row.
  private static func texts(
    of style: Style, on screen: Screen<Action>
  ) -> [String] {
    (0..<screen.size.rows).compactMap { row in
      let text = (0..<screen.size.columns).compactMap { column in
        screen.picture[column, row].flatMap { $0.style == style ? $0.glyph : nil }
      }.joined()
      return text.allSatisfy { $0 == " " } ? nil : text
    }
  }

  private static let views: [(String, Screen<Action>)] = ElderTests.everyScreen.flatMap {
    name, person in
    [
      (name, person.kiosk.render(size: person.kiosk.isElder ? KioskState.smallest : Person.small)),
      ("\(name) elder", person.inElderMode().kiosk.render(size: KioskState.smallest)),
    ]
  }

  @Test func `what warns and what is well is marked`() {
    for (name, screen) in Self.views {
      for style in [Style.warning, .good] {
        let texts = Self.texts(of: style, on: screen)
        guard !texts.isEmpty, let mark = style.mark else { continue }
        #expect(texts.contains { $0.contains(mark) }, "\(name): \(texts)")
      }
    }
  }

  @Test func `what is closed has broken edges and what has the focus an arrow`() {
    var closed = 0
    for (name, screen) in Self.views {
      let texts = Self.texts(of: .closed, on: screen)
      if !texts.isEmpty {
        closed += 1
        #expect(texts.contains { $0.contains("╌") }, "\(name)")
      }
      let focus = Self.texts(of: .focus, on: screen)
      if !focus.isEmpty { #expect(focus.contains { $0.contains("▶") }, "\(name): \(focus)") }
    }
    #expect(closed > 0)
  }

  @Test func `where the focus is can be told from the glyphs alone`() {
    for (name, person) in ElderTests.everyScreen {
      for isElder in [false, true] {
        var person = isElder ? person.inElderMode() : person
        guard !person.kiosk.isCountingDown else { continue }
        let size = person.kiosk.isElder ? KioskState.smallest : Person.small
        var seen: [Int: String] = [:]
        for _ in person.kiosk.focusable {
          seen[person.kiosk.focus] = Person.text(person.kiosk.render(size: size))
          person.press(.tab)
        }
        let isTyping = [.form, .words].contains(person.kiosk.kindOfTyping)
        if !isTyping { #expect(Set(seen.values).count == seen.count, "\(name)") }
      }
    }
  }
}

extension KioskState {
  enum Typing { case form, words, none }

  fileprivate var kindOfTyping: Typing {
    switch stage {
    case .form: .form
    case .words: .words
    default: .none
    }
  }
}

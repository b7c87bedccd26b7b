import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// Elder mode: one key, on every screen, for the whole front. 长者模式
@Suite struct ElderTests {
  static let smallest = KioskState.smallest
  static let everyScreen: [(name: String, person: Person)] =
    GoldenScene.allCases.flatMap { scene in
      Language.allCases.map { ("\(scene) \($0)", scene.person($0)) }
    }
    + GuideScene.allCases.flatMap { scene in
      Language.allCases.map { ("\(scene) \($0)", scene.person($0)) }
    }

  @Test func `one key and one place to touch lead into elder mode and back on every screen`() {
    for (name, person) in Self.everyScreen where !person.kiosk.isElder {
      var person = person
      // What asks for more time takes any key as an answer.
      if person.kiosk.isCountingDown { person.touch(.stay) }
      let stage = person.kiosk.stage
      person.touch(.elder)
      #expect(person.kiosk.isElder, "\(name)")
      // Pages begin anew: they have other sizes.
      if person.kiosk.paging == nil { #expect(person.kiosk.stage == stage, "\(name)") }
      person.touch(.elder, size: Self.smallest)
      #expect(!person.kiosk.isElder, "\(name)")
      person.press(.function(4))
      #expect(person.kiosk.isElder, "\(name)")
    }
  }

  @Test func `at most four choices are on a page, the five levels alone excepted`() {
    for (name, person) in Self.everyScreen {
      let person = person.inElderMode()
      let count = person.kiosk.options.count
      if case .levels = person.kiosk.stage {
        #expect(count == 5)
      } else {
        #expect(count <= 4, "\(name): \(count)")
      }
    }
  }

  @Test func `turning pages shows every word and every choice, and cuts none`() {
    for (name, person) in Self.everyScreen {
      var person = person.inElderMode()
      let kiosk = person.kiosk
      let hasOwnPages = [.levels, .reasons, .words, .form, .guides].contains(kiosk.kind)
      guard !hasOwnPages else { continue }
      var seen = ""
      var offered: Set<Action> = []
      for _ in 0..<(kiosk.paging?.pages ?? 1) {
        let screen = person.kiosk.render(size: Self.smallest)
        seen += Person.text(screen) + "\n"
        offered.formUnion(screen.targets.map(\.action))
        if let next = person.kiosk.nextPage { person.touch(.page(next), size: Self.smallest) }
      }
      for line in ElderPages(kiosk).pages.joined() {
        #expect(seen.contains(line.text), "\(name) lost: \(line.text)")
      }
      for option in kiosk.allOptions { #expect(offered.contains(option.action), "\(name)") }
    }
  }

  @Test func `nothing in elder mode lies over anything else`() {
    for (name, person) in Self.everyScreen {
      let person = person.inElderMode()
      let targets = person.kiosk.render(size: Self.smallest).targets.filter { $0.action != .stay }
      for (index, target) in targets.enumerated() {
        for other in targets.dropFirst(index + 1) {
          let apart =
            target.area.endColumn <= other.area.column || other.area.endColumn <= target.area.column
            || target.area.endRow <= other.area.row || other.area.endRow <= target.area.row
          #expect(apart, "\(name): \(target.action) and \(other.action)")
        }
      }
    }
  }

  // MARK: - Time

  @Test func `every screen asks before it ends, without a second that runs down in elder mode`() {
    for (name, person) in Self.everyScreen where person.kiosk.stage != .home {
      for isElder in [false, true] {
        var person = isElder ? person.inElderMode() : person
        let size = isElder ? Self.smallest : Person.small
        guard let left = person.kiosk.secondsLeft else { continue }
        let warning = isElder ? Timing.unhurriedWarning : Timing.countdown
        // The seconds before the question all at once: a second that says nothing costs time here too.
        person.now = person.now.advanced(bySeconds: max(0, left - warning - 1))
        person.wait(1)
        let screen = person.kiosk.render(size: size)
        let stay = KioskPhrases.stay[person.kiosk.language]
        let hasAsked = Person.text(screen).contains(stay)
        #expect(screen.action(at: Position(column: 3, row: 12)) == .stay, "\(name)")
        if isElder { #expect(!Person.text(screen).contains(" 秒"), "\(name)") }
        #expect(hasAsked, "\(name) \(isElder)")
      }
    }
  }

  @Test func `a card on the reader is never hurried`() {
    var person = Person()
    person.type("111")
    person.reading(.reading)
    person.wait(1000)
    #expect(person.kiosk.stage != .home)
    person.reading(.card)
    person.wait(1000)
    #expect(person.kiosk.stage != .home)
  }

  @Test func `elder mode lasts until the person has gone`() {
    var person = Person()
    person.type("e")
    person.type("1h")
    #expect(person.kiosk.isElder)
    person.type("111")
    person.reading(.card)
    person.take(SampleHall.ticket(paper: .init(state: .printed)))
    #expect(person.kiosk.isElder)
    person.type("h")
    #expect(!person.kiosk.isElder)
    person.type("e")
    person.wait(Int(Timing.idle))
    #expect(!person.kiosk.isElder, "whoever pressed it at the first screen has gone")
    person.type("e1")
    person.wait(Int(Timing.unhurried))
    #expect(person.kiosk.stage == .home)
    #expect(!person.kiosk.isElder)
  }

  // MARK: - A terminal of 40 columns

  @Test func `a terminal of forty columns has no other mode`() {
    var person = Person()
    person.send(.sized(Self.smallest))
    #expect(person.kiosk.isElder)
    person.press(.function(4))
    person.type("1111")
    #expect(person.kiosk.isElder)
    #expect(!person.kiosk.render(size: Self.smallest).targets.contains { $0.action == .elder })
    person.send(.sized(Person.small))
    #expect(!person.kiosk.isElder)
  }

  // MARK: - Voice

  @Test func `each screen is said once, with its choices, and numbers digit by digit`() {
    var person = Person()
    #expect(person.said.isEmpty)
    person.type("e")
    #expect(person.said.last?.zh.contains("取号办事，请按1") == true)
    let count = person.said.count
    person.wait(5)
    #expect(person.said.count == count)
    person.type("111")
    #expect(person.said.last?.zh.contains("请把身份证放在读卡区") == true)
    person.reading(.card)
    person.take(SampleHall.ticket(paper: .init(state: .printed), ahead: 5))
    #expect(person.said.last?.zh.contains("您的号码。A 0 1 2。") == true)
    let before = person.said.count
    person.reply(.followed(SampleHall.ticket(paper: .init(state: .printed), ahead: 4)))
    #expect(person.said.count == before, "a place further is no news to say aloud")
    person.type("l")
    #expect(person.said.last?.en.contains("Your number. A 0 1 2.") == true)
    person.type("h")
    #expect(person.hushes == 1)
  }

  @Test func `no name, code or case is ever said aloud`() {
    let secrets = ["483920", "YS2026", "张*", "wrong", "HW:"]
    for (name, person) in Self.everyScreen {
      let person = person.inElderMode()
      let spoken = person.kiosk.spoken
      for secret in secrets {
        #expect(!spoken.zh.contains(secret) && !spoken.en.contains(secret), "\(name): \(spoken)")
      }
      #expect(!spoken.zh.isEmpty && !spoken.en.isEmpty, "\(name)")
      #expect(!spoken.zh.contains { "☐☑★→·█".contains($0) }, "\(name): \(spoken.zh)")
    }
    let cases = GoldenScene.cases.person(.zh).inElderMode().kiosk
    for option in cases.options { #expect(!cases.spoken.zh.contains(option.text.zh)) }
    let detail = GoldenScene.caseDetail.person(.zh).inElderMode().kiosk
    #expect(detail.spoken.zh.hasPrefix("请看屏幕。"))
  }
}

extension KioskState {
  enum Kind { case levels, reasons, words, form, guides, other }

  fileprivate var kind: Kind {
    switch stage {
    case .levels: .levels
    case .reasons: .reasons
    case .words: .words
    case .form: .form
    case .guides: .guides
    default: .other
    }
  }
}

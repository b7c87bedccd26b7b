import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

@Suite struct GuideTests {
  private static func questions(_ person: Person) -> [String] {
    person.requests.compactMap { if case .searchGuides(let asked) = $0 { asked.text } else { nil } }
  }

  @Test func `each key asks, and only the answer to the last one is shown`() {
    var person = Person.withGuides()
    person.type("6")
    person.type("sfz")
    #expect(Self.questions(person) == ["", "s", "sf", "sfz"])
    person.reply(.guidesFound(SampleGuides.found, .init(text: "sf", limit: GuideFinder.mostHits)))
    #expect(!person.sees("社会保障卡申领"))
    person.answerSearch()
    #expect(person.sees("社会保障卡申领"))
    person.press(.backspace)
    #expect(Self.questions(person).last == "sf")
  }

  @Test func `a keypad without letters is enough`() {
    var person = Person.withGuides()
    person.type("6")
    person.search("739")
    #expect(Self.questions(person).last == "739")
    person.type("++-")
    #expect(person.kiosk.focus == 1)
    person.type("*")
    person.press(.enter)
    guard case .guide(let question) = person.lastRequest else {
      Issue.record("nothing opened")
      return
    }
    #expect(question.id == "g7")
  }

  @Test func `0 leads back as long as nothing is typed`() {
    var person = Person.withGuides()
    person.type("60")
    #expect(person.kiosk.stage == .home)
    person.type("6s0")
    #expect(Self.questions(person).last == "s0")
  }

  @Test func `Enter before the first answer opens nothing`() {
    var person = Person.withGuides()
    person.type("6")
    person.press(.enter)
    guard case .guides = person.kiosk.stage else {
      Issue.record("left the search")
      return
    }
  }

  @Test func `a lost connection is tried again, and the search goes on`() {
    var person = Person.withGuides()
    person.type("6")
    person.search("s")
    guard let request = person.lastRequest else { return }
    person.reply(.failed(request, .unreachable))
    let before = person.requests.count
    person.wait(2)
    #expect(person.requests.dropFirst(before).contains(request))
    person.answerSearch()
    #expect(person.sees("社会保障卡申领"))
  }

  @Test func `the code of a scanner is no search`() {
    var person = Person.withGuides()
    person.type("6")
    person.type("HW:A012:123456")
    guard case .form(let form) = person.kiosk.stage else {
      Issue.record("no form")
      return
    }
    #expect(form.entries[0].text == "HW:A012:123456")
  }

  @Test func `from a guide over its papers to a number with the ticks`() {
    var person = Person.withGuides()
    person.readGuide()
    person.type("1211")
    person.press(.enter)
    #expect(person.sees("授权委托书"))
    person.type("2")
    person.reading(.card)
    guard case .takeTicket(let wish) = person.lastRequest else {
      Issue.record("no number asked for: \(person.text)")
      return
    }
    #expect(
      wish.papers
        == PaperTicks(
          guide: "card", edition: "V2", present: ["id"],
          missing: ["form", "power", "agent", "photo"]))
    #expect(wish.offerHelp == true)
  }

  @Test func `what is missing is printed, and the next step back leads to the ticks`() {
    var person = Person.withGuides()
    person.readGuide()
    person.type("1111")
    person.press(.enter)
    person.type("1")
    guard case .printGuide(let wish) = person.lastRequest else {
      Issue.record("nothing printed")
      return
    }
    #expect(wish.have == ["id"])
    #expect(
      wish.answers == [
        .init(question: "who", choice: "self"), .init(question: "why", choice: "first"),
      ])
    person.type("0")
    #expect(person.sees("☑ 居民身份证"))
  }

  @Test func `skipping is possible at every step`() {
    for keys in ["1", "11", "111", "1111"] {
      var person = Person.withGuides()
      person.readGuide()
      person.type(keys + "s")
      person.reading(.card)
      guard case .takeTicket(let wish) = person.lastRequest else {
        Issue.record("no number after \(keys)")
        continue
      }
      #expect(wish.papers == nil)
    }
  }

  @Test func `before the card one may look through one's papers, and comes back to it`() {
    var person = Person.withGuides()
    person.type("111p")
    guard case .guide(let question) = person.lastRequest else {
      Issue.record("no guide asked for")
      return
    }
    #expect(question.service == "card")
    person.reply(.guide(SampleGuides.reply))
    person.type("0")
    guard case .card(let screen) = person.kiosk.stage, case .ticket = screen.purpose else {
      Issue.record("not back at the card")
      return
    }
  }

  @Test func `a service without a guide has no key for it`() {
    var person = Person.withGuides()
    person.type("112p")
    guard case .card = person.kiosk.stage else {
      Issue.record("left the card")
      return
    }
  }

  @Test func `who came often chooses the window, with the same card`() throws {
    for (key, service) in [("1", "ask"), ("2", "card")] {
      var person = Person.withGuides()
      person.type("111")
      person.reading(.card)
      let request = try #require(person.lastRequest)
      guard case .takeTicket(let first) = request else { return }
      person.reply(.failed(request, .repeatVisits(3, helpService: "ask")))
      #expect(person.sees("3"))
      person.type(key)
      guard case .takeTicket(let second) = person.lastRequest else {
        Issue.record("no number")
        continue
      }
      #expect(second.service == service && second.card == first.card)
      #expect(second.offerHelp == nil && second.requestId != first.requestId)
    }
  }

  @Test func `reading an answer is counted, without anybody`() {
    var person = Person.withGuides()
    person.type("6")
    person.press(.function(5))
    person.reply(.topQuestions(SampleGuides.questions))
    person.type("1")
    #expect(person.lastRequest == .questionRead(.init(guide: "card", question: "photo")))
    person.type("0")
    #expect(person.sees("照片要自己带吗"))
    person.type("0")
    guard case .guides = person.kiosk.stage else {
      Issue.record("not back at the search")
      return
    }
  }

  @Test func `pages have every line of a guide, in both languages`() {
    let screen = GuideScreen(
      guide: SampleGuides.reply.guide, notices: SampleGuides.reply.notices, finder: nil)
    for language in Language.allCases {
      let pages = GuidePages(screen, language).pages
      #expect(pages.allSatisfy { $0.count <= GuidePages.rows && !$0.isEmpty })
      let all = pages.flatMap(\.self).map(\.text).joined(separator: " ")
      for material in SampleGuides.guide.materials {
        #expect(all.contains(material.name[language]))
      }
      for part in FiveParts.Part.allCases {
        #expect(all.contains(GuidePhrases.title(part)[language]))
      }
    }
  }

  @Test func `a minute without a key leads home from all of these`() {
    for scene in GuideScene.allCases where scene != .homeGuides && scene != .cardWithPapers {
      var person = scene.person(.zh)
      person.wait(Int(person.kiosk.isElder ? Timing.unhurried : Timing.idle) + 1)
      #expect(person.kiosk.stage == .home, "\(scene)")
    }
  }
}

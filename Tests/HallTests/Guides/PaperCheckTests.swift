import Hall
import Testing

private func text(_ zh: String) -> Bilingual { Bilingual(zh: zh, en: zh) }

private let questions = [
  Guide.Question(
    id: "why", text: text("为何"),
    choices: [.init(id: "lost", text: text("丢")), .init(id: "stolen", text: text("盗"))]),
  Guide.Question(
    id: "where", text: text("何处"),
    choices: [.init(id: "here", text: text("此")), .init(id: "there", text: text("彼"))],
    when: [.init(question: "why", choices: ["stolen"])]),
]

private let materials = [
  Guide.Material(id: "copy", name: text("复印件"), form: .copy, isMain: false),
  Guide.Material(id: "card", name: text("证"), form: .original),
  Guide.Material(
    id: "report", name: text("回执"), form: .copy,
    when: [.init(question: "where", choices: ["there"])]),
]

private func check(isTolerant: Bool = false) -> PaperCheck {
  PaperCheck(
    PaperList(
      guide: "g", edition: "V1", isTolerant: isTolerant, questions: questions,
      materials: materials))
}

@Suite struct PaperCheckTests {
  @Test("A question is asked only where its answer matters, and mains come first")
  func questions() {
    var short = check()
    short.answer("lost")
    #expect(short.question == nil)
    #expect(short.needed.map(\.id) == ["card", "copy"])

    var long = check()
    long.answer("stolen")
    #expect(long.question?.id == "where")
    long.answer("there")
    #expect(long.needed.map(\.id) == ["card", "report", "copy"])
    let once = long.takeBack()
    #expect(once && long.question?.id == "where")
    let twice = long.takeBack()
    let thrice = long.takeBack()
    #expect(twice && !thrice)
    #expect(long.question?.id == "why")
  }

  @Test("What is no answer, and no needed paper, changes nothing")
  func nonsense() {
    var check = check()
    check.answer("burnt")
    #expect(check.question?.id == "why")
    check.answer("lost")
    check.toggle("report")
    #expect(check.ticked.isEmpty)
  }

  @Test("Lesser papers may follow where the item is tolerant")
  func verdicts() {
    for isTolerant in [false, true] {
      var check = check(isTolerant: isTolerant)
      check.answer("lost")
      #expect(check.verdict == .incomplete)
      check.toggle("card")
      #expect(check.verdict == (isTolerant ? .tolerable : .incomplete))
      #expect(
        check.ticks
          == PaperTicks(guide: "g", edition: "V1", present: ["card"], missing: ["copy"]))
      check.toggle("copy")
      #expect(check.verdict == .complete)
      check.toggle("card")
      #expect(check.verdict == .incomplete)
    }
  }

  @Test("All five parts, or the notice names what it lacks")
  func fiveParts() {
    let whole = SearchBook.guide("g", "事项", "Item")
    #expect(whole.fiveParts().missing == [.materials])
    let parts = FiveParts(
      name: text("事项"), edition: "V1", date: SearchBook.day, department: SearchBook.police,
      parts: [.materials: [text("证")], .conditions: [text(" ")], .limits: [text("一")]])
    #expect(parts.missing == [.conditions, .procedure, .fees])
    #expect(whole.fiveParts()[.fees] == [GuidePhrases.free])
  }

  @Test("A slip to fetch first has every missing paper, a slip of five parts every part")
  func slips() {
    func lines(_ slip: Slip) -> String {
      slip.elements.map { element -> String in
        if case .line(let text, _, _, _) = element { return text + "\n" }
        return ""
      }.joined()
    }
    let guide = SearchBook.guide("g", "事项", "Item")
    let fetch = FetchFirstSlip(
      hallName: text("大厅"), phone: "12345", sample: true, language: .zh, guide: guide,
      missing: materials)
    for material in materials { #expect(lines(fetch.slip).contains("[ ] \(material.name.zh)")) }
    #expect(lines(fetch.slip).contains("先备齐再来"))
    let five = GuideSlip(
      hallName: text("大厅"), phone: "12345", sample: false, language: .en,
      parts: guide.fiveParts())
    for part in FiveParts.Part.allCases {
      #expect(lines(five.slip).contains(GuidePhrases.title(part).en))
    }
    #expect(lines(five.slip).contains("Edition 1, published \(SearchBook.day)"))
  }
}

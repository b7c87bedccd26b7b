import Hall
import HallConfig
import TestSupport
import Testing

/// A file of guides with everything in it once.
private let goodGuides = """
  edition: "2026-11"
  source: {zh: 源, en: source}
  departments:
    - {id: police, name: {zh: 公安, en: Police}, phone: "1"}
  themes:
    - {id: identity, name: {zh: 户籍, en: Identity}}
  guides:
    - id: lost
      service: passport
      name: {zh: 补领, en: Replace}
      aliases: [挂失]
      department: police
      theme: identity
      scopes: [hall, tolerant]
      channels: [{kind: window, text: {zh: 窗口, en: window}}]
      basis: [{zh: 法, en: law}]
      conditions: [{zh: 丢失, en: lost}]
      quantity: {zh: 十, en: ten}
      fee: {standard: {zh: 20元, en: 20 yuan}, basis: {zh: 令, en: order}}
      responsible: {zh: 代表, en: officer}
      steps: [{zh: 申请, en: apply}]
      limit: {legalDays: 20, promisedDays: 5}
      questions:
        - id: why
          text: {zh: 为何, en: why}
          choices: [{id: lost, text: {zh: 丢, en: lost}}, {id: stolen, text: {zh: 盗, en: stolen}}]
        - id: where
          text: {zh: 何处, en: where}
          when: {why: [stolen]}
          choices: [{id: here, text: {zh: 此, en: here}}, {id: there, text: {zh: 彼, en: there}}]
      materials:
        - {id: card, name: {zh: 证, en: card}, form: original}
        - {id: report, name: {zh: 回执, en: report}, form: copy, copies: 2, main: false,
           source: {zh: 派出所, en: station}, model: {zh: 架, en: rack}, when: {why: [stolen]}}
      result: {zh: 证, en: card}
      frequentQuestions:
        - {id: fee, question: {zh: 钱, en: fee}, answer: {zh: 二十, en: twenty}}
      edition: V1
      date: "2026-11-01"
  notices:
    - {id: n1, kind: change, title: {zh: 改, en: change}, text: {zh: 文, en: text},
       items: [lost], from: "2026-11-01", until: "2026-11-30", effective: "2026-12-01"}
  """

private func faults(_ yaml: String) -> [String] {
  do throws(ConfigurationErrors) {
    _ = try GuideBook.read(yaml, file: "guides.yaml", services: ["passport", "id-card"])
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

@Test func `a file of guides is read whole`() throws {
  let book = try GuideBook.read(goodGuides, file: "guides.yaml", services: ["passport"])
  let guide = try #require(book.guide(forService: "passport"))
  #expect(guide.limit == GuideLimit(legalDays: 20, promisedDays: 5))
  #expect(guide.scopes == [.hall, .tolerant])
  #expect(guide.material("report")?.isMain == false)
  #expect(guide.material("report")?.copies == 2)
  #expect(guide.questions.map(\.when) == [[], [.init(question: "why", choices: ["stolen"])]])
  #expect(guide.fiveParts().missing.isEmpty)
  #expect(book.catalogue(.tolerant).map(\.id) == ["lost"])
  #expect(book.catalogue(.city).isEmpty)
  let day = try #require(LocalDay("2026-11-15"))
  #expect(book.notices(about: "lost", on: day).map(\.id) == ["n1"])
  let after = try #require(LocalDay("2026-12-01"))
  #expect(book.notices(on: after).isEmpty)
}

@Test(
  "Each slip is said with its line and what was meant",
  arguments: [
    (
      "department: police", "department: polise",
      "guides.yaml:12: guides[0].department: no department is called \"polise\"; did you mean \"police\"?"
    ),
    (
      "service: passport", "service: pasport",
      "guides.yaml:9: guides[0].service: no service is called \"pasport\"; did you mean \"passport\"?"
    ),
    (
      "promisedDays: 5", "promisedDays: 25",
      "guides.yaml:22: guides[0].limit.promisedDays: more days are promised than the law gives (20); promise that many at most"
    ),
    (
      "when: {why: [stolen]}\n        choices", "when: {wy: [stolen]}\n        choices",
      "guides.yaml:29: guides[0].questions[1].when.wy: no question before is called \"wy\"; did you mean \"why\"?"
    ),
    (
      "en: rack}, when: {why: [stolen]}", "en: rack}, when: {why: [stolem]}",
      "guides.yaml:34: guides[0].materials[1].when.why[0]: \"stolem\" is no answer to \"why\"; did you mean \"stolen\"?"
    ),
    (
      "id: report, name", "id: card, name",
      "guides.yaml:33: guides[0].materials[1].id: \"card\" is the id of guides[0].materials[0] already; take another"
    ),
    (
      "form: copy,", "form: xerox,",
      "guides.yaml:33: guides[0].materials[1].form: \"xerox\" is not known here; write one of original, copy, originalAndCopy, form, electronic"
    ),
    (
      "basis: [{zh: 法, en: law}]", "basis: []",
      "guides.yaml:16: guides[0].basis: the list is empty; a guide says it (clause 6.1.3)"
    ),
    (
      "items: [lost]", "items: [lots]",
      "guides.yaml:42: notices[0].items[0]: no guide is called \"lots\"; did you mean \"lost\"?"
    ),
    (
      "until: \"2026-11-30\"", "until: \"2026-10-30\"",
      "guides.yaml:42: notices[0].until: the last day is before the first"
    ),
    (
      "aliases:", "aliasses:",
      "guides.yaml:11: guides[0].aliasses: there is no key \"aliasses\" here; did you mean \"aliases\"?"
    ),
    (
      "fee: {standard: {zh: 20元, en: 20 yuan}, basis: {zh: 令, en: order}}", "fee: 20",
      "guides.yaml:19: guides[0].fee: \"20\" is no fee; write none, or {standard: {zh, en}, basis: {zh, en}}"
    ),
  ])
func slip(of good: String, as bad: String, fault: String) {
  #expect(goodGuides.contains(good))
  #expect(faults(goodGuides.replacing(good, with: bad)).first == fault)
}

@Test func `a thousand mutated files of guides are read or refused, never a trap`() {
  var random = Dice(state: 44)
  var refused = 0
  for _ in 0..<1000 {
    let text = String(decoding: mutated(Array(goodGuides.utf8), with: &random), as: UTF8.self)
    let found = faults(text)
    if !found.isEmpty { refused += 1 }
    #expect(found.allSatisfy { $0.hasPrefix("guides.yaml") && !$0.contains("\n") })
  }
  #expect((500...1000).contains(refused))
}

@Test func `the demo's guides are those of its services, and each says all five parts`() throws {
  let demo = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Demo"
  let book = try GuideBook.load(path: demo + "/guides.yaml", services: nil)
  #expect((20...30).contains(book.guides.count))
  #expect(book.guides.allSatisfy { $0.fiveParts().missing.isEmpty })
  for scope in GuideScope.allCases { #expect(!book.catalogue(scope).isEmpty) }
  #expect(Set(book.notices.map(\.kind)) == Set(GuideNotice.Kind.allCases))
}

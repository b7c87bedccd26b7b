import Hall
import Testing

private func fault(_ kind: LetterKind, _ changes: [String: [String]?]) -> LetterFacts.Fault? {
  var given = kind.sampleFacts(on: today)
  for (name, value) in changes { given[name] = value }
  do throws(LetterFacts.Fault) {
    _ = try LetterFacts(kind, given, on: today)
    return nil
  } catch {
    return error
  }
}

struct `What a letter states` {
  @Test(arguments: LetterKind.allCases)
  func `is complete with the sample's facts`(kind: LetterKind) {
    #expect(fault(kind, [:]) == nil)
    #expect(Set(kind.needed).isDisjoint(with: kind.welcome))
    #expect(Set(kind.fields).isDisjoint(with: LetterField.ofHall))
  }

  @Test(arguments: FiveParts.Part.allCases)
  func `an empty part of the five blocks the notice and is named`(part: FiveParts.Part) {
    let field = LetterField(rawValue: part.rawValue)
    let missing = field.map { LetterFacts.Fault.missing([$0]) }
    #expect(fault(.onceNotice, [part.rawValue: nil]) == missing)
    #expect(fault(.onceNotice, [part.rawValue: []]) == missing)
    #expect(fault(.onceNotice, [part.rawValue: ["  ", "\u{200B}"]]) == missing)
  }

  @Test func `what is missing is named all at once`() {
    #expect(fault(.refusal, ["reasons": nil, "appeal": [""]]) == .missing([.reasons, .appeal]))
  }

  @Test func `what does not belong there is refused, and nothing is cut`() {
    #expect(fault(.refusal, ["colour": ["red"]]) == .unknown("colour"))
    #expect(fault(.refusal, ["gaps": ["x"]]) == .notOfKind(.gaps))
    #expect(fault(.refusal, ["hall": ["x"]]) == .notOfKind(.hall))
    #expect(fault(.refusal, ["applicant": ["a", "b"]]) == .notOneLine(.applicant))
    let most = String(repeating: "字", count: LetterFacts.mostCharacters)
    #expect(fault(.refusal, ["applicant": [most]]) == nil)
    #expect(fault(.refusal, ["applicant": [most + "字"]]) == .tooLong(.applicant))
    let lines = Array(repeating: "一", count: LetterFacts.mostLines + 1)
    #expect(fault(.refusal, ["reasons": lines]) == .tooMany(.reasons))
  }

  @Test func `a day is a day, and one by which somebody must act lies ahead`() {
    #expect(fault(.supplementNotice, ["dueDay": ["soon"]]) == .notADay(.dueDay))
    #expect(fault(.supplementNotice, ["dueDay": ["20261203"]]) == .notADay(.dueDay))
    #expect(fault(.supplementNotice, ["dueDay": ["2026-11-25"]]) == .dayPassed(.dueDay))
    #expect(fault(.supplementNotice, ["dueDay": ["2026-11-26"]]) == nil)
    #expect(fault(.acceptance, ["acceptedDay": ["2026-11-20"]]) == nil)
  }

  @Test func `a guide's five parts make the notice, and an empty one is missing`() throws {
    let text = Bilingual(zh: "有", en: "yes")
    var parts = Dictionary(
      uniqueKeysWithValues: FiveParts.Part.allCases.map { ($0, [text]) })
    func letter() throws -> LetterFacts {
      let five = FiveParts(
        name: Bilingual(zh: "护照", en: "Passport"), edition: "1", date: today,
        department: .init(id: "p", name: text, phone: "110"), parts: parts)
      return try LetterFacts(.onceNotice, five.letterFields, on: today)
    }
    #expect(try letter().values[.fees] == ["有"])
    #expect(try letter().values[.item] == ["护照"])
    parts[.fees] = []
    #expect(throws: LetterFacts.Fault.missing([.fees])) { try letter() }
  }
}

struct `A letter's number` {
  @Test func `is read as it is written, and no other way`() throws {
    let number = LetterNumber(
      series: .init(kind: .supplementNotice, year: 2026), serial: 12)
    #expect(number.description == "02-2026-000012")
    #expect(LetterNumber("02-2026-000012") == number)
    for wrong in [
      "", "02-2026-12", "2-2026-000012", "99-2026-000012", "02-26-000012",
      "02-2026-000000", "02-2026-0000012", "02-2026-000012-", "02-2026-+00012",
    ] {
      #expect(LetterNumber(wrong) == nil, "\(wrong)")
    }
    let million = LetterNumber(series: number.series, serial: 1_000_000)
    #expect(LetterNumber(million.description) == million)
  }

  @Test func `begins with a code that no other kind has`() {
    #expect(Set(LetterKind.allCases.map(\.code)).count == LetterKind.allCases.count)
    #expect(LetterKind.allCases.allSatisfy { LetterKind(code: $0.code) == $0 })
  }
}

struct `A template` {
  @Test func `knows the fields of its letter and says what is wrong with others`() {
    func fault(_ text: String) -> LetterText.Fault? {
      do throws(LetterText.Fault) {
        _ = try LetterText(text, for: .refusal)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault("{applicant}：{hall}，{day}") == nil)
    #expect(fault("{aplicant}") == .unknownField("aplicant"))
    #expect(fault("{dueDay}") == .notOfKind(.dueDay))
    #expect(fault("{reasons}") == .list(.reasons))
    #expect(fault("{applicant") == .strayBrace)
    #expect(fault("a } b") == .strayBrace)
    #expect(fault(String(repeating: "字", count: 1501)) == .tooLong)
  }

  @Test func `leaves out what is not known, with its heading`() throws {
    let kind = LetterKind.materialsReceipt
    let template = LetterTemplate(
      kind: kind, edition: "1", title: "凭证",
      page: [
        .heading(try LetterText("电话", for: kind)),
        .text(try LetterText("请致电{contact}。", for: kind)),
        .heading(try LetterText("材料", for: kind)), .list(.materials),
        .facts([.department, .item]), .heading(try LetterText("无", for: kind)),
      ])
    let facts = try LetterFacts(
      kind,
      ["receipt": ["1"], "applicant": ["甲{item}"], "item": ["乙"], "materials": ["丙", "丁"]],
      on: today)
    let sheet = template.sheet(of: facts, head: head, window: nil, day: today)
    #expect(
      sheet.page == [
        .heading("材料"), .list(["丙", "丁"]), .facts([.init(name: "申请事项", value: "乙")]),
      ])
    #expect(sheet.lines == ["材料", "1. 丙", "2. 丁", "申请事项：乙"])
    // A name that looks like a field is a name.
    #expect(
      sheet.slip.contains(
        .facts([
          .init(name: "受理回执号", value: "1"), .init(name: "申请人", value: "甲{item}"),
          .init(name: "申请事项", value: "乙"),
        ])))
    #expect(sheet.day == "2026年11月26日" && sheet.code == "1")
  }

  @Test func `names what its letter needs and it never states`() throws {
    let template = LetterTemplate(
      kind: .materialsReceipt, edition: "1", title: "凭证",
      page: [.facts([.receipt]), .list(.materials)])
    #expect(template.unstated == [.applicant, .item])
  }

  @Test func `makes a short form with number, code and a word that it is short`() throws {
    let slip = try receipt("欧阳测试", ["户口簿", "照片"]).shortForm
    let lines = slip.elements.compactMap { element -> String? in
      if case .line(let text, _, _, _) = element { text } else { nil }
    }
    #expect(lines.contains("编号： 01-2026-000012"))
    #expect(lines.contains("1. 户口簿") && lines.contains("2. 照片"))
    #expect(lines.contains("申请人: 欧阳测试"))
    #expect(slip.elements.contains(.qr("202611260012")))
    #expect(lines.contains("本小票为简要形式，以盖章的文书为准"))
  }
}

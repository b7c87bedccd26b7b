import Hall
import TestSupport
import Testing

/// Guides that differ in what search looks at alone.
enum SearchBook {
  static let police = GuideBook.Department(
    id: "police", name: Bilingual(zh: "公安局", en: "Police"), phone: "1")
  static let fund = GuideBook.Department(
    id: "fund", name: Bilingual(zh: "住房公积金管理中心", en: "Housing fund centre"), phone: "2")
  static let residents = GuideBook.Theme(
    id: "residents", name: Bilingual(zh: "户籍办理", en: "Household"))

  static func guide(
    _ id: String, _ zh: String, _ en: String = "", aliases: [String] = [],
    department: GuideBook.Department = police, scopes: Set<GuideScope> = [.hall]
  ) -> Guide {
    let text = Bilingual(zh: "一", en: "one")
    return Guide(
      id: id, service: nil, name: Bilingual(zh: zh, en: en), aliases: aliases,
      department: department, theme: residents, scopes: scopes, channels: [], basis: [text],
      conditions: [text], fee: .none, responsible: text, steps: [text],
      limit: GuideLimit(legalDays: nil, promisedDays: 0), materials: [], result: text,
      edition: "1", date: day)
  }

  static let day = WallClock(Moment(milliseconds: 1_790_000_000_000)).day

  static func index(_ guides: [Guide]) -> GuideIndex {
    GuideIndex(
      GuideBook(
        edition: "1", source: Bilingual(zh: "源", en: "source"), departments: [police, fund],
        themes: [residents], guides: guides))
  }

  static let usual = index([
    guide("id-renew", "居民身份证换领", "Renew an identity card", aliases: ["二代证"]),
    guide("id-lost", "居民身份证丢失补领", "Replace a lost identity card"),
    guide("move", "户口迁移", "Transfer of household registration"),
    guide("bank", "银行账户重新登记", "Bank account"),
    guide("chang-an", "长安镇行政许可", "Permit in Chang'an"),
    guide("fund-rent", "租房提取住房公积金", "Withdraw the housing fund for rent", department: fund),
    guide("green", "绿化工程", "Planting"),
    guide("taxi", "出租汽车驾驶员从业资格证", "Taxi driver's licence", scopes: [.hall, .city]),
    guide("passport", "普通护照签发", "Ordinary passport", scopes: [.crossCity]),
  ])
}

private func found(_ text: String, in filter: GuideFilter = GuideFilter()) -> [String] {
  let index = SearchBook.usual
  return index.search(text, in: filter, limit: 20).hits.map { index.book.guides[$0.guide].id }
}

@Suite struct GuideSearchTests {
  @Test(
    "One item, however it is typed",
    arguments: [
      "sfz", "SFZ", "身份证", "份证换", "shenfenzheng", "shenfz", "sfzheng", "shenfenzh", "jmsfz",
      "shen fen zheng", "身份z", "s份证", "ｓｆｚ", "sfz hl", "identity", "idcard", "identity card",
      "renew", "renewid", "二代证", "edz", "73 9", "739",
    ])
  func oneItem(typed: String) {
    #expect(found(typed).prefix(2).contains("id-renew"), "\(typed): \(found(typed))")
  }

  @Test(
    "Every reading of a character finds it",
    arguments: [
      ("yinhang", "bank"), ("chongxin", "bank"), ("zhangan", "chang-an"), ("changan", "chang-an"),
      ("caz", "chang-an"), ("xingzheng", "chang-an"), ("xzxk", "chang-an"), ("lvhua", "green"),
      ("lühua", "green"), ("luhua", "green"), ("zufang", "fund-rent"), ("chuzu", "taxi"),
    ])
  func readings(typed: String, id: String) {
    #expect(found(typed).first == id, "\(typed): \(found(typed))")
  }

  @Test(
    "One slip of the hand is forgiven",
    arguments: [
      ("shengfenzheng", "id-renew"), ("shenfezheng", "id-renew"), ("shenfnezheng", "id-renew"),
      ("shemfenzheng", "id-renew"), ("shenfenzhebg", "id-renew"), ("hukouqiamyi", "move"),
      ("huzhaoo", "passport"), ("hzuhao", "passport"), ("身分证", "id-renew"), ("护口迁移", "move"),
      ("senfenzeng", "id-renew"), ("pasport", "passport"), ("identety", "id-renew"),
      ("户迁移", "move"), ("户口千移", "move"),
    ])
  func slips(typed: String, id: String) {
    #expect(found(typed).first == id, "\(typed): \(found(typed))")
  }

  @Test("Departments and themes are found after names")
  func departments() {
    #expect(found("gongjijin") == ["fund-rent"])
    #expect(found("公安").count == 8)
    #expect(found("huji").count == 9)
    #expect(found("hk").first == "move")
  }

  @Test("A search is narrowed")
  func narrowed() {
    #expect(found("", in: GuideFilter(scope: .city)) == ["taxi"])
    #expect(found("qf", in: GuideFilter(scope: .crossCity)) == ["passport"])
    #expect(found("sfz", in: GuideFilter(department: "fund")) == [])
    #expect(found("", in: GuideFilter(theme: "residents")).count == 9)
  }

  @Test("Nothing typed finds all; nothing sensible typed finds nothing", arguments: ["  ", ""])
  func nothing(typed: String) {
    #expect(found(typed).count == 9)
    #expect(found("!?" + typed) == [])
  }

  @Test("What was typed right is never called a slip")
  func closeness() {
    let hits = SearchBook.usual.search("shenfenzheng", limit: 9).hits
    #expect(hits.prefix(2).allSatisfy { $0.closeness == .exact })
    #expect(SearchBook.usual.search("身分证", limit: 9).hits.first?.closeness == .sound)
    #expect(SearchBook.usual.search("shemfenzheng", limit: 9).hits.first?.closeness == .slip)
  }

  @Test("The whole of a name stands before a part, and the beginning before the middle")
  func order() {
    let index = SearchBook.index([
      SearchBook.guide("middle", "企业户口迁移"), SearchBook.guide("long", "户口迁移证明补发"),
      SearchBook.guide("whole", "户口迁移"),
    ])
    for typed in ["hkqy", "户口迁移", "hukouqianyi"] {
      let ids = index.search(typed, limit: 9).hits.map { index.book.guides[$0.guide].id }
      #expect(ids == ["whole", "long", "middle"])
    }
  }

  @Test("Names that could be cut in endless ways end all the same")
  func endless() {
    let name = Array(repeating: "aaaaaaaa", count: 30).joined(separator: " ")
    let index = SearchBook.index([SearchBook.guide("a", "甲", name)])
    let hits = index.search(String(repeating: "a", count: 31) + "b", limit: 3).hits
    #expect(hits.count <= 1)
    #expect(index.search(String(repeating: "长", count: 500), limit: -1).hits.isEmpty)
  }
}

@Suite struct GuideSearchProperties {
  /// Characters of many readings among others.
  private static let characters = Array("身份证换领户口迁移公积金提取登记重行长银参加会计调查给还少教育绿")

  private static func names(_ dice: inout Dice) -> [String] {
    (0..<50).map { _ in
      String(
        (0..<dice.next(in: 4...9)).map { _ in characters[dice.next(in: 0...characters.count - 1)] })
    }
  }

  private static func readings(of name: String, _ dice: inout Dice) -> [String] {
    name.unicodeScalars.map { scalar in
      let all = HanReadings.readings(of: scalar)
      return all[dice.next(in: 0...all.count - 1)]
    }
  }

  @Test("Any run of a name, each character typed as itself or as the beginning of any reading")
  func everyWay() {
    var dice = Dice(state: 6)
    let names = Self.names(&dice)
    let index = SearchBook.index(
      names.enumerated().map { SearchBook.guide("g\($0)", $1) })
    for (number, name) in names.enumerated() {
      let readings = Self.readings(of: name, &dice)
      let from = dice.next(in: 0...readings.count - 2)
      let typed = zip(name, readings).dropFirst(from).map { character, reading in
        dice.next(in: 0...3) == 0
          ? String(character) : String(reading.prefix(dice.next(in: 1...reading.count)))
      }.joined()
      let hits = index.search(typed, limit: names.count).hits
      #expect(
        hits.contains { $0.guide == number && $0.closeness == .exact }, "\(typed) for \(name)")
    }
  }

  @Test("The whole reading of a name with one key wrong, missing, too many or swapped")
  func everySlip() {
    var dice = Dice(state: 7)
    let names = Self.names(&dice)
    let index = SearchBook.index(
      names.enumerated().map { SearchBook.guide("g\($0)", $1) })
    for (number, name) in names.enumerated() {
      var keys = Array(Self.readings(of: name, &dice).joined())
      let at = dice.next(in: 1...keys.count - 2)
      let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(dice.next(in: 0...25))))
      switch dice.next(in: 0...3) {
      case 0: keys[at] = letter
      case 1: keys.remove(at: at)
      case 2: keys.insert(letter, at: at)
      default: keys.swapAt(at, at - 1)
      }
      let hits = index.search(String(keys), limit: 9).hits
      #expect(hits.contains { $0.guide == number }, "\(String(keys)) for \(name)")
    }
  }

  @Test("Anything at all may be typed")
  func anything() {
    var dice = Dice(state: 8)
    for _ in 0..<100 {
      let scalars = (0..<dice.next(in: 0...40)).compactMap { _ in
        Unicode.Scalar(UInt32(dice.next(in: 0...0x2_0000)))
      }
      let text = String(String.UnicodeScalarView(scalars))
      let hits = SearchBook.usual.search(text, limit: 5)
      #expect(hits.hits.count <= 5 && hits.count <= 9)
    }
  }
}

extension Dice {
  fileprivate mutating func next(in range: ClosedRange<Int>) -> Int {
    .random(in: range, using: &self)
  }
}

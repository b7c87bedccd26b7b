import Hall
import Testing

struct `Codes on cards` {
  @Test func `GB 3304 has the nations 01 to 56, 97 and 98`() {
    let codes = Nation.all.map(\.code)
    #expect(codes.count == 58)
    #expect(Set(codes).count == 58)
    #expect(codes == codes.sorted())
    #expect(codes.first == "01" && codes.suffix(2) == ["97", "98"])
    #expect(Set(Nation.all.map(\.name.zh)).count == 58)
    #expect(Set(Nation.all.map(\.name.en)).count == 58)
  }

  @Test(arguments: [
    ("01", "汉", "Han"), ("05", "维吾尔", "Uygur"), ("21", "佤", "Va"), ("31", "达斡尔", "Daur"),
    ("46", "德昂", "Deang"), ("56", "基诺", "Jino"),
  ])
  func `a nation by its code`(code: String, zh: String, en: String) throws {
    let nation = try #require(Nation(code: code))
    #expect(nation.name == Bilingual(zh: zh, en: en))
  }

  @Test(arguments: ["57", "00", "96", "99", "1", "", "汉"])
  func `a code that the standard does not give is no nation`(code: String) {
    #expect(Nation(code: code) == nil)
  }

  @Test(arguments: [("0", "未知的性别"), ("1", "男"), ("2", "女"), ("9", "未说明的性别")])
  func `GB 2261 has four sexes`(code: String, zh: String) {
    #expect(Sex(rawValue: code)?.name.zh == zh)
    #expect(Sex.allCases.count == 4)
  }

  @Test(arguments: [
    ("11010519491231002X", "北京", "1949-12-31", Sex.female),
    ("440524188001010014", "广东", "1880-01-01", .male),
    ("810000199408230021", "香港", "1994-08-23", .female),
    ("830000199201300022", "台湾", "1992-01-30", .female),
    // 9, the province 32, a numeric country, a birthday (foreigners, 2023).
    ("932682198501010017", "江苏", "1985-01-01", .male),
  ])
  func `a number tells province, birth and sex`(
    digits: String, province: String, birth: String, sex: Sex
  ) throws {
    let number = try #require(IDNumber(digits))
    #expect(number.province?.zh == province)
    #expect(number.birth?.description == birth)
    #expect(number.sex == sex)
  }

  @Test(arguments: ["000000190001010009", "990000190001010008", "16010120000101001X"])
  func `an unknown region never rejects a number`(digits: String) throws {
    let number = try #require(IDNumber(digits))
    #expect(number.province == nil)
    #expect(number.birth != nil)
  }

  @Test func `a number of a 2017 foreigner card tells none of it`() throws {
    let number = try #require(IDNumber("UTO441900000001"))
    #expect(number.province == nil)
    #expect(number.birth == nil)
    #expect(number.sex == nil)
  }

  @Test(arguments: [
    "911124198108030028", "11010519491231002x", "1101051949123100", "UT0441900000001",
  ])
  func `a wrong check digit, a small x and a wrong length are no number`(text: String) {
    #expect(IDNumber(text) == nil)
  }
}

import Testing

@testable import DeviceSimulators

@Suite struct CardImageTests {
  private func field(_ id: String, _ offset: Int, _ length: Int) throws -> String {
    let image = CardImage(person: try #require(InventedPerson.named(id)))
    return text(image.text[offset..<(offset + length)])
  }

  @Test(arguments: InventedPerson.everybody.map(\.id))
  func `every text block is 256 bytes and names its kind`(id: String) throws {
    let person = try #require(InventedPerson.named(id))
    #expect(CardImage(person: person).text.count == 256)
    let letter = ["", "J", "I", "Y"][
      try #require(CardKind.allCases.firstIndex(of: person.face.kind))]
    #expect(try field(id, 248, 2) == letter)
  }

  @Test func `a resident's fields lie where the layout says`() throws {
    #expect(try field("yulan", 0, 30) == "示例·玉兰")
    #expect(try field("yulan", 30, 2) == "2")
    #expect(try field("yulan", 32, 4) == "05")
    #expect(try field("yulan", 36, 16) == "19881112")
    #expect(try field("yulan", 52, 70) == "广东省东莞市莞城街道样本巷3号2栋501房")
    #expect(try field("yulan", 122, 36).hasPrefix("44190019881112002"))
    #expect(try field("yulan", 158, 30) == "东莞市公安局")
    #expect(try field("yulan", 188, 16) == "20200615")
    #expect(try field("yulan", 204, 16) == "20400615")
  }

  @Test func `a card without end says so in two characters`() throws {
    let image = CardImage(person: try #require(InventedPerson.named("elder")))
    // 长期 and six spaces
    #expect(image.text[204..<212] == hex("7F 95 1F 67 20 00 20 00")[...])
  }

  @Test func `a permit carries its pass number and issue count`() throws {
    #expect(try field("hongkong", 122, 36).hasPrefix("810000"))
    #expect(try field("hongkong", 220, 18) == "H00000001")
    #expect(try field("hongkong", 238, 4) == "02")
    #expect(try field("taiwan", 122, 36).hasPrefix("830000"))
  }

  @Test func `a foreigner's card of 2017 puts the English name first`() throws {
    #expect(try field("utopia", 0, 120) == "SAMPLE, ANNA MARIA")
    #expect(try field("utopia", 120, 2) == "2")
    #expect(try field("utopia", 122, 30) == "UTO441900000001")
    #expect(try field("utopia", 152, 6) == "UTO")
    #expect(try field("utopia", 158, 30) == "样安娜")
    #expect(try field("utopia", 220, 16) == "19740812")
    #expect(try field("utopia", 236, 4) == "01")
    #expect(try field("utopia", 240, 8) == "4400")
  }

  @Test func `a foreigner's card of 2023 splits a long English name`() throws {
    #expect(try field("newlong", 0, 30) == "例威廉明娜")
    #expect(try field("newlong", 32, 4) == "01")
    let name = try field("newlong", 52, 70) + field("newlong", 220, 22)
    #expect(name == "SPECIMEN-EXAMPLE, WILHELMINA ANTONIA TESTA")
    #expect(try field("newlong", 122, 36).hasPrefix("944999"))
    #expect(try field("newlong", 242, 6) == "UTO")
    #expect(try field("newlong", 250, 6) == "002")
  }

  @Test func `rare characters survive, whole`() throws {
    #expect(try field("jixiang", 0, 30) == "𠮷样本")
    #expect(try field("liujie", 0, 30) == "柳㛃试")
    #expect(try field("longest", 0, 30) == "阿卜杜拉赫·测试买买提·样本江")
    var block = TextBlock(length: 6)
    block.put("样本𠮷", at: 0, length: 6)
    // No room for both halves of 𠮷: neither is written.
    #expect(block.bytes == hex("37 68 2C 67 20 00"))
  }

  @Test(arguments: [
    "11010519491231002X", "440524188001010014", "810000199408230021",
    "830000199201300022", "932682198501010017",
  ])
  func `check characters are those of the standard`(number: String) {
    #expect(InventedPerson.withCheckCharacter(String(number.dropLast())) == number)
  }

  @Test func `every invented number has eighteen or fifteen places and its owner's birthday`() {
    for person in InventedPerson.everybody where person.face.kind != .foreigner {
      #expect(person.number.count == 18)
      #expect(person.number.dropFirst(6).prefix(8) == person.birth, "\(person.id)")
      let sequence = person.number.dropLast().last?.wholeNumberValue ?? 0
      #expect(sequence.isMultiple(of: 2) == (person.sex == .female), "\(person.id)")
    }
    #expect(InventedPerson.everybody.count >= 12)
    #expect(Set(InventedPerson.everybody.map(\.number)).count == InventedPerson.everybody.count)
    #expect(Set(InventedPerson.everybody.map(\.face.kind)).count == 4)
  }
}

import Hall
import IDCardReaders
import Testing

enum CardTexts {
  /// Both readings of the sources fit it.
  static let block2023 = textBlock([
    (0, "样本"), (30, "2"), (32, "02"), (36, "19850101"),
    (52, "ALEXANDRA MAXIMILIANA OF THE SAMPLE"), (122, "932682198501010017"),
    (188, "20231201"), (204, "20331201"), (220, "FAMILY"), (242, "UTO"), (248, "Y"), (250, "001"),
  ])
}

struct `Text of identity cards` {
  @Test func `a resident card`() throws {
    let card = try CardText(residentBlock[...])
    #expect(card.kind == .resident)
    #expect(card.name == "张试验")
    #expect(card.englishName == nil)
    #expect(card.sex == .male)
    #expect(card.nation?.name.zh == "汉")
    #expect(card.birth?.description == "1949-12-31")
    #expect(card.address == "广东省东莞市虚构路1号")
    #expect(card.number.digits == "11010519491231002X")
    #expect(card.issuer == "东莞市公安局")
    #expect(card.validFrom?.description == "2020-01-01")
    #expect(card.validUntil == nil, "长期")
    #expect(card.passNumber == nil && card.nationality == nil && card.authority == nil)
  }

  @Test func `a residence permit, type J`() throws {
    let block = textBlock([
      (0, "陈样本"), (30, "2"), (36, "19940823"), (52, "虚构路2号"), (122, "810000199408230021"),
      (158, "东莞市公安局"), (188, "20240101"), (204, "20290101"), (220, "H00000000"), (238, "01"),
      (248, "J"),
    ])
    let card = try CardText(block[...])
    #expect(card.kind == .permit)
    #expect(card.name == "陈样本")
    #expect(card.sex == .female)
    #expect(card.nation == nil)
    #expect(card.validUntil?.description == "2029-01-01")
    #expect(card.passNumber == "H00000000")
    #expect(card.issueCount == 1)
  }

  @Test(arguments: [("样本", "样本"), ("", "SAMPLE, ALEX")])
  func `a foreigner's card of 2017, type I`(chinese: String, shown: String) throws {
    let block = textBlock([
      (0, "SAMPLE, ALEX"), (120, "1"), (122, "UTO440099010101"), (152, "UTO"), (158, chinese),
      (188, "20200101"), (204, "20300101"), (220, "19900101"), (236, "01"), (240, "4400"),
      (248, "I"),
    ])
    let card = try CardText(block[...])
    #expect(card.kind == .foreigner)
    #expect(card.name == (chinese.isEmpty ? nil : chinese))
    #expect(card.englishName == "SAMPLE, ALEX")
    #expect(card.identityCard.name == shown)
    #expect(card.number.digits == "UTO440099010101")
    #expect(card.nationality == "UTO")
    #expect(card.birth?.description == "1990-01-01")
    #expect(card.cardVersion == "01")
    #expect(card.authority == "4400")
    #expect(card.address == nil)
  }

  @Test func `a foreigner's card of 2023, type Y, joins its English name of two pieces`() throws {
    let card = try CardText(CardTexts.block2023[...])
    #expect(card.kind == .foreigner2023)
    #expect(card.name == "样本")
    #expect(card.englishName == "ALEXANDRA MAXIMILIANA OF THE SAMPLEFAMILY")
    #expect(card.renewalCount == 2)
    #expect(card.nation == nil)
    #expect(card.nationality == "UTO")
    #expect(card.oldNumberLink == "001")
    #expect(card.issuer == nil && card.passNumber == nil)
  }

  @Test func `a foreigner's card of 2023 as the other source reads it`() throws {
    var block = CardTexts.block2023
    put("东莞市公安局", into: &block, at: 158)
    put("E00000000", into: &block, at: 220)
    put("03", into: &block, at: 238)
    let card = try CardText(block[...], reading2023: .likePermit)
    #expect(card.kind == .foreigner2023)
    #expect(card.englishName == "ALEXANDRA MAXIMILIANA OF THE SAMPLE")
    #expect(card.nation?.name.zh == "蒙古")
    #expect(card.renewalCount == nil)
    #expect(card.issuer == "东莞市公安局")
    #expect(card.passNumber == "E00000000")
    #expect(card.issueCount == 3)
    #expect(card.nationality == nil)
  }

  @Test func `a name cannot carry commands or disguise`() throws {
    var block = residentBlock
    // ESC @, a right-to-left override, a zero-width space: 1B 00 40 00 2E 20 0B 20.
    block.replaceSubrange(6..<14, with: hex("1B 00 40 00 2E 20 0B 20"))
    #expect(try CardText(block[...]).name == "张试验@")
  }

  @Test(arguments: [
    (248, "Q", CardTextFlaw.unknownKind), (122, "110105194912310021", .badNumber),
    (204, "20201301", .badValidity), (204, "短期", .badValidity), (0, "               ", .noName),
  ])
  func `what no hall can use is a flaw`(offset: Int, text: String, flaw: CardTextFlaw) {
    var block = residentBlock
    put(text, into: &block, at: offset)
    #expect(throws: flaw) { try CardText(block[...]) }
    #expect(throws: CardTextFlaw.wrongLength) { try CardText(block.dropLast()) }
  }

  @Test(arguments: [(30, "7"), (32, "57"), (36, "19491331")])
  func `an unknown code or a day that is none takes nothing else along`(
    offset: Int, text: String
  ) throws {
    var block = residentBlock
    put(text, into: &block, at: offset)
    let card = try CardText(block[...])
    #expect(card.name == "张试验")
    #expect([card.sex == nil, card.nation == nil, card.birth == nil].count { $0 } == 1)
  }

  @Test func `half a surrogate pair spoils its own field only`() throws {
    var block = residentBlock
    block.replaceSubrange(52..<54, with: hex("00 D8"))
    let card = try CardText(block[...])
    #expect(card.address == nil)
    #expect(card.name == "张试验")
  }

  @Test func `the hall sees neither sex, nation, address nor issuer`() throws {
    let card = try CardText(residentBlock[...])
    let seen = card.identityCard
    let fields = Mirror(reflecting: seen).children.compactMap(\.label)
    #expect(Set(fields) == ["kind", "name", "number", "birth", "validUntil"])
  }

  @Test func `printing, dumping and interpolating a card tells its kind only`() throws {
    var content = CardContent(text: try CardText(residentBlock[...]))
    content.photo = [1, 2, 3]
    content.newAddresses = ["虚构路1号"]
    var dumped = ""
    dump(content, to: &dumped)
    dump(content.text, to: &dumped)
    let all = "\(content) \(content.text) \(String(reflecting: content.text))" + dumped
    for secret in ["张试验", "11010519491231002X", "虚构路", "1949"] {
      #expect(!all.contains(secret))
    }
    #expect(all.contains("resident"))
  }
}

struct `Further items of identity cards` {
  @Test(arguments: [0, 512, 1024])
  func `fingerprints tell their result and finger`(length: Int) throws {
    var block = [UInt8](repeating: 0, count: length)
    if length >= 512 { block.replaceSubrange(4..<6, with: [1, 11]) }
    if length == 1024 { block.replaceSubrange(516..<518, with: [9, 98]) }
    let fingers = try #require(Fingerprint.templates(in: block[...]))
    #expect(fingers.count == length / 512)
    if length >= 512 {
      #expect(fingers[0].registration == .registered)
      #expect(fingers[0].finger == .rightThumb)
    }
    if length == 1024 {
      #expect(fingers[1].registration == .unknown)
      #expect(fingers[1].finger == .leftUnknown)
    }
  }

  @Test(arguments: [
    (UInt8(15), Fingerprint.Finger.rightLittle), (16, .leftThumb), (20, .leftLittle),
    (97, .rightUnknown), (99, .other),
  ])
  func `fingers have the codes of A 9`(code: UInt8, finger: Fingerprint.Finger) {
    #expect(Fingerprint.Finger(rawValue: code) == finger)
  }

  @Test func `a block of another length holds no templates`() {
    #expect(Fingerprint.templates(in: [UInt8](repeating: 0, count: 511)[...]) == nil)
  }

  @Test func `new addresses come singly or several in one answer`() throws {
    var one = [UInt8](textBlock([(0, "虚构路1号")]).prefix(70))
    #expect(NewAddress.addresses(in: one) == ["虚构路1号"])
    one += textBlock([(0, "虚构路2号")]).prefix(70) + textBlock([]).prefix(70)
    #expect(NewAddress.addresses(in: one) == ["虚构路1号", "虚构路2号"])
    #expect(NewAddress.addresses(in: Array(one.dropLast())) == nil)
    #expect(NewAddress.addresses(in: []) == nil)
  }

  @Test(arguments: [
    "01 00 04 00", "01 01 04 00", "01 00 03 FF", "00 00 00 00", "FF FF FF FF",
  ])
  func `a base message whose lengths do not add up is none`(header: String) {
    let data = hex(header) + [UInt8](repeating: 0, count: 256 + 1024 - 1)
    #expect(BaseMessage(data, withFingerprints: false) == nil)
    #expect(BaseMessage(hex(header), withFingerprints: true) == nil)
  }

  @Test func `wiping leaves the text and nothing else`() throws {
    var content = CardContent(text: try CardText(residentBlock[...]))
    content.photo = [1]
    content.managementNumber = [2]
    content.newAddresses = ["虚构路1号"]
    content.fingerprints =
      Fingerprint.templates(in: [UInt8](repeating: 1, count: 512)[...]) ?? []
    content.wipe()
    #expect(content == CardContent(text: content.text))
  }
}

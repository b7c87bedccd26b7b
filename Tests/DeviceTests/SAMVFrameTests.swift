import DeviceKit
import Hall
import IDCardReaders
import TestSupport
import Testing

/// A frame as A.1 builds it, written apart from the driver.
func samFrame(_ sw3: UInt8, _ data: [UInt8] = []) -> [UInt8] {
  let length = 4 + data.count
  let body = [UInt8(length >> 8), UInt8(length & 0xFF), 0x00, 0x00, sw3] + data
  return hex("AA AA AA 96 69") + body + [body.reduce(0, ^)]
}

/// A text block of A.8 with the given fields, space padded.
func textBlock(_ fields: [(offset: Int, text: String)]) -> [UInt8] {
  var block = (0..<256).map { $0 % 2 == 0 ? UInt8(0x20) : 0x00 }
  for field in fields {
    for (index, unit) in field.text.utf16.enumerated() {
      block[field.offset + 2 * index] = UInt8(unit & 0xFF)
      block[field.offset + 2 * index + 1] = UInt8(unit >> 8)
    }
  }
  return block
}

/// An invented resident; the number is the sample of A.10.
let residentBlock = textBlock([
  (0, "张试验"), (30, "1"), (32, "01"), (36, "19491231"), (52, "广东省东莞市虚构路1号"),
  (122, "11010519491231002X"), (158, "东莞市公安局"), (188, "20200101"), (204, "长期"),
])

/// The data of a base message: lengths 0100 and 0400, text, photo.
func baseMessage(_ text: [UInt8]) -> [UInt8] {
  hex("01 00 04 00") + text + [UInt8](repeating: 0x57, count: 1024)
}

struct `SAM_V frames` {
  @Test(
    arguments: zip(
      SAMV.Command.allCases,
      [
        "AA AA AA 96 69 00 03 10 FF EC", "AA AA AA 96 69 00 03 11 FF ED",
        "AA AA AA 96 69 00 03 20 01 22", "AA AA AA 96 69 00 03 20 02 21",
        "AA AA AA 96 69 00 03 30 01 32",
      ]))
  func `commands are the bytes of A.2`(command: SAMV.Command, bytes: String) {
    #expect(command.frame == hex(bytes))
  }

  @Test(arguments: [
    ("00 04 00 00 90 94", 0x90, 0), ("00 08 00 00 9F 00 00 00 00 97", 0x9F, 4),
    ("00 04 00 00 80 84", 0x80, 0), ("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", 0x90, 8),
    ("00 04 00 00 81 85", 0x81, 0), ("00 04 00 00 41 45", 0x41, 0),
    ("00 04 00 00 60 64", 0x60, 0), ("00 04 00 00 10 14", 0x10, 0),
  ])
  func `answers of A.3 are read`(bytes: String, sw3: UInt8, dataCount: Int) {
    var decoder = SAMV.Decoder()
    decoder.append(hex("AA AA AA 96 69") + hex(bytes))
    #expect(
      decoder.next()
        == .answer(.init(sw3: sw3, data: [UInt8](repeating: 0, count: dataCount))))
    #expect(decoder.next() == .needsMore)
  }

  @Test func `a base message is 1295 bytes and its card is found`() {
    let frame = samFrame(0x90, baseMessage(residentBlock))
    #expect(frame.count == 1295)
    #expect(Array(frame[5..<7]) == hex("05 08"))
    var decoder = SAMV.Decoder()
    decoder.append(frame)
    guard case .answer(let answer) = decoder.next() else {
      Issue.record("no answer")
      return
    }
    #expect(SAMV.card(inBaseMessage: answer.data)?.name == "张试验")
  }

  @Test func `a frame survives garbage before it, a lost first byte and single bytes`() {
    var decoder = SAMV.Decoder()
    // Garbage with a chance mark of impossible length, then a frame without its first AA.
    let stream = hex("00 FF AA 96 69 FF FF 13") + samFrame(0x9F, [0, 0, 0, 0]).dropFirst()
    var found: [SAMV.Decoded] = []
    for byte in stream {
      decoder.append([byte])
      let next = decoder.next()
      if next != .needsMore { found.append(next) }
    }
    #expect(found == [.answer(.init(sw3: 0x9F, data: [0, 0, 0, 0]))])
  }

  @Test func `a wrong check byte is reported and the next frame still read`() {
    var decoder = SAMV.Decoder()
    //                                       V instead of 94
    decoder.append(hex("AA AA AA 96 69 00 04 00 00 90 95") + samFrame(0x80))
    #expect(decoder.next() == .damaged)
    #expect(decoder.next() == .answer(.init(sw3: 0x80, data: [])))
  }

  @Test func `ten thousand random streams neither trap nor make a card`() async {
    var dice = Dice(state: 1)
    let whole = samFrame(0x90, baseMessage(residentBlock))
    for _ in 0..<10_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      var decoder = SAMV.Decoder()
      var bytes = dice.bytes(0...300)
      if Bool.random(using: &dice) {
        var frame = whole
        frame[Int.random(in: 3..<frame.count, using: &dice)] ^=
          1
          << UInt8.random(
            in: 0..<8, using: &dice)
        bytes += frame
      }
      decoder.append(bytes)
      var steps = 0
      while case let next = decoder.next(), next != .needsMore, steps < 2000 {
        steps += 1
        if case .answer(let answer) = next, answer.sw3 == 0x90, answer.data.count == 1284 {
          Issue.record("a damaged frame was accepted")
        }
      }
      #expect(steps < 2000)
      _ = SAMV.card(inBaseMessage: bytes)
      _ = SAMV.card(inText: dice.bytes(256...256)[...])
    }
  }
}

struct `SAM_V text blocks` {
  @Test func `a resident card`() throws {
    let card = try #require(SAMV.card(inText: residentBlock[...]))
    #expect(card.kind == .resident)
    #expect(card.name == "张试验")
    #expect(card.number.digits == "11010519491231002X")
    #expect(card.birth?.description == "1949-12-31")
    #expect(card.validUntil == nil, "长期")
  }

  @Test func `a residence permit, type J`() throws {
    let block = textBlock([
      (0, "陈样本"), (30, "2"), (36, "19940823"), (52, "虚构路2号"), (122, "810000199408230021"),
      (158, "东莞市公安局"), (188, "20240101"), (204, "20290101"), (220, "H00000000"), (238, "01"),
      (248, "J"),
    ])
    let card = try #require(SAMV.card(inText: block[...]))
    #expect(card.kind == .permit)
    #expect(card.name == "陈样本")
    #expect(card.validUntil?.description == "2029-01-01")
  }

  @Test(arguments: [("样本", "样本"), ("", "SAMPLE, ALEX")])
  func `a foreigner card of 2017, type I`(chinese: String, expected: String) throws {
    let block = textBlock([
      (0, "SAMPLE, ALEX"), (120, "1"), (122, "UTO440099010101"), (152, "UTO"), (158, chinese),
      (188, "20200101"), (204, "20300101"), (220, "19900101"), (236, "01"), (240, "4400"),
      (248, "I"),
    ])
    let card = try #require(SAMV.card(inText: block[...]))
    #expect(card.kind == .foreigner)
    #expect(card.name == expected)
    #expect(card.number.digits == "UTO440099010101")
    #expect(card.birth?.description == "1990-01-01")
  }

  @Test func `a foreigner card of 2023, type Y, joins its English name of two pieces`() throws {
    let first = "ALEXANDRA MAXIMILIANA OF THE SAMPLE"
    #expect(first.utf16.count == 35)
    let block = textBlock([
      (30, "2"), (32, "01"), (36, "19850101"), (52, first), (122, "932682198501010017"),
      (188, "20231201"), (204, "20331201"), (220, "FAMILY"), (242, "UTO"), (248, "Y"), (250, "001"),
    ])
    let card = try #require(SAMV.card(inText: block[...]))
    #expect(card.kind == .foreigner2023)
    #expect(card.name == first + "FAMILY")
  }

  @Test func `a name cannot carry commands or disguise`() throws {
    var block = residentBlock
    // ESC @, a right-to-left override, a zero-width space: 1B 00 40 00 2E 20 0B 20.
    block.replaceSubrange(6..<14, with: hex("1B 00 40 00 2E 20 0B 20"))
    #expect(SAMV.card(inText: block[...])?.name == "张试验@")
  }

  @Test(arguments: [(248, "Q"), (122, "110105194912310021"), (204, "20201301")])
  func `an unknown type, a wrong check digit and an impossible day make no card`(
    offset: Int, text: String
  ) {
    var block = residentBlock
    for (index, unit) in text.utf16.enumerated() {
      block[offset + 2 * index] = UInt8(unit & 0xFF)
      block[offset + 2 * index + 1] = UInt8(unit >> 8)
    }
    #expect(SAMV.card(inText: block[...]) == nil)
  }
}

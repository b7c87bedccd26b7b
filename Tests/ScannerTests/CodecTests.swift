import DeviceKit
import Scanners
import TestSupport
import Testing

struct CodeTextTests {
  @Test func `UTF-8 is read as such and GBK as what it is`() {
    #expect(CodeText(Array("东莞市民中心".utf8))?.text == "东莞市民中心")
    #expect(CodeText([0xD6, 0xD0, 0xCE, 0xC4])?.text == "中文")
    // Four bytes of GB18030: U+3400.
    #expect(CodeText([0x81, 0x39, 0xEE, 0x39])?.text == "㐀")
  }

  @Test func `bytes that are text in no encoding are no code`() {
    #expect(CodeText([0xFF, 0xFF]) == nil)
    #expect(CodeText([0x41, 0x81]) == nil)
    #expect(CodeText([]) == nil)
    #expect(CodeText([0x00, 0x1B, 0x0D]) == nil)
  }

  @Test func `no code commands a terminal or turns writing round`() {
    #expect(CodeText(Array("A\u{1B}[2J\u{202E}12".utf8))?.text == "A[2J12")
  }

  @Test func `the AIM prefix is taken off where the scanner is set to send one`() {
    let code = CodeText(Array("]Q1A007".utf8), hasPrefix: true)
    #expect(code?.text == "A007" && code?.symbology == "Q1")
    #expect(CodeText(Array("]Q1A007".utf8))?.text == "]Q1A007")
    #expect(CodeText(Array("A007".utf8), hasPrefix: true)?.text == "A007")
    #expect(CodeText(Array("]Q".utf8), hasPrefix: true)?.text == "]Q")
  }

  @Test func `random bytes never trap`() {
    var dice = Dice(state: 3)
    for _ in 0..<2000 { _ = CodeText(dice.bytes(0...80), hasPrefix: true) }
  }
}

struct GM65Tests {
  @Test func `frames are those of the module's manual`() {
    // protocols.md B.3.
    #expect(GM65.Command.trigger.bytes(isChecked: false).hex == "7E 00 08 01 00 02 01 AB CD")
    #expect(GM65.Command.readID.bytes(isChecked: false).hex == "7E 00 07 01 00 E0 01 AB CD")
    #expect(GM65.Command.save.bytes().hex == "7E 00 09 01 00 00 00 DE C8")
    #expect(GM65.crc("123456789".utf8) == 0x31C3)
  }

  private static let reply: [UInt8] = [0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31]

  @Test func `the reply to a trigger is told from the code behind it, torn anywhere`() {
    let stream = Self.reply + Array("A007\r".utf8)
    for cut in 0...stream.count {
      var decoder = GM65.Decoder()
      let items = decoder.decode(Array(stream[..<cut])) + decoder.decode(Array(stream[cut...]))
      #expect(items.first == .reply([0]))
      let code = items.dropFirst().flatMap { item -> [UInt8] in
        if case .code(let bytes) = item { bytes } else { [] }
      }
      #expect(code == Array("A007\r".utf8))
    }
  }

  @Test func `a reply with a wrong check is none`() {
    var decoder = GM65.Decoder()
    let items = decoder.decode([0x02, 0x00, 0x00, 0x01, 0x01, 0x33, 0x31])
    #expect(!items.contains { if case .reply = $0 { true } else { false } })
  }

  @Test func `a code that begins like a reply is released after its pause`() {
    var decoder = GM65.Decoder()
    #expect(decoder.decode([0x02]).isEmpty && decoder.isUnderWay)
    #expect(decoder.release() == [0x02])
    #expect(!decoder.isUnderWay)
  }

  @Test func `random bytes come out as codes and replies of the same length`() {
    var dice = Dice(state: 65)
    for _ in 0..<2000 {
      var decoder = GM65.Decoder()
      let bytes = [0x02, 0x00] + dice.bytes(0...40)
      var out = 0
      for item in decoder.decode(bytes) {
        switch item {
        case .reply(let data): out += data.count + 6
        case .code(let code): out += code.count
        }
      }
      #expect(out + decoder.release().count == bytes.count)
    }
  }
}

struct POSReportTests {
  /// The example of the LSR118 manual, appendix B.1.1: 60 bytes in two reports.
  private func report(_ data: [UInt8], isContinued: Bool) -> [UInt8] {
    [0x02, UInt8(data.count), 0x5D, 0x51, 0x30] + data
      + [UInt8](repeating: 0, count: 56 - data.count) + [0x73, 0x00, isContinued ? 1 : 0]
  }

  @Test func `a long code comes in two reports and is one`() throws {
    let code = Array("M1INVENTED/PERSON".utf8) + [UInt8](repeating: 0x20, count: 43)
    var assembler = POSAssembler()
    let first = try #require(POSLayout.lsr118.read(report(Array(code[..<56]), isContinued: true)))
    #expect(first.symbology == "Q0" && first.isContinued)
    let half = assembler.append(first)
    #expect(half == nil)
    let second = try #require(POSLayout.lsr118.read(report(Array(code[56...]), isContinued: false)))
    let whole = assembler.append(second)
    #expect(whole?.code == code && whole?.symbology == "Q0")
  }

  @Test func `another report, one cut short or with a length beyond its end says nothing`() {
    var bytes = report([0x41], isContinued: false)
    #expect(POSLayout.lsr118.read(Array(bytes.prefix(4))) == nil)
    bytes[1] = 57
    #expect(POSLayout.lsr118.read(bytes) == nil)
    bytes[0] = 3
    #expect(POSLayout.lsr118.read(bytes) == nil)
    #expect(POSLayout.lsr118.read([]) == nil)
  }

  @Test func `a code that never ends does not fill the memory`() {
    var assembler = POSAssembler()
    let endless = POSReport(
      data: [UInt8](repeating: 0x41, count: 56), symbology: nil, isContinued: true)
    for _ in 0..<1000 where assembler.append(endless) != nil { Issue.record("it ended") }
    let end = assembler.append(POSReport(data: [0x42], symbology: nil, isContinued: false))
    #expect(end == nil)
    let next = assembler.append(POSReport(data: [0x43], symbology: nil, isContinued: false))
    #expect(next?.code == [0x43])
  }

  /// A scanned data report without a length byte: identifiers, 56 bytes, one bit (HID POS 1.02).
  private static let descriptor: [UInt8] = [
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x26, 0xFF,
    0x00, 0x75, 0x08, 0x95, 0x01, 0x09, 0xFB, 0x81, 0x02, 0x09, 0xFC, 0x81, 0x02, 0x09, 0xFD, 0x81,
    0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xFF,
    0x81, 0x02, 0x75, 0x07, 0x81, 0x03, 0xC0, 0xC0,
  ]

  @Test func `where the parts of a report lie is read from the device's descriptor`() throws {
    let layout = try #require(POSLayout.found(in: HIDReportDescriptor(Self.descriptor)))
    #expect(
      layout
        == POSLayout(reportID: 2, length: nil, symbology: 1..<4, data: 4..<60, continued: 60 * 8))
    let bytes = [0x02, 0x5D, 0x51, 0x31] + Array("A007".utf8) + [UInt8](repeating: 0, count: 53)
    #expect(
      layout.read(bytes)
        == POSReport(data: Array("A007".utf8), symbology: "Q1", isContinued: false))
  }

  @Test func `the length byte of the LSR118 is used although its descriptor does not name it`()
    throws
  {
    // A byte of a vendor's page before the identifiers, two of it behind the data.
    var bytes = Self.descriptor
    let count: [UInt8] = [0x06, 0x66, 0xFF, 0x09, 0x04, 0x81, 0x02, 0x05, 0x8C]
    let identifiers = try #require(bytes.firstIndex(of: 0xFB)) - 1
    bytes.insert(contentsOf: count, at: identifiers)
    let flag = try #require(bytes.lastIndex(of: 0x25))
    bytes.insert(
      contentsOf: [0x06, 0x66, 0xFF, 0x95, 0x02, 0x09, 0x04, 0x81, 0x02, 0x05, 0x8C], at: flag)
    #expect(try POSLayout.found(in: HIDReportDescriptor(bytes)) == .lsr118)
  }

  @Test func `a keyboard's descriptor has no scanned data`() throws {
    let keyboard: [UInt8] = [
      0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25,
      0x01,
      0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xC0,
    ]
    #expect(try POSLayout.found(in: HIDReportDescriptor(keyboard)) == nil)
  }
}

struct `A recording of a scanner` {
  /// Trap of lengths: a report of 24 or 48 bytes is as long as one or two `struct input_event`s.
  @Test func `takes a report for one whatever its length`() {
    for length in 8...64 {
      var redactor = KeyboardRedactor(of: .hidraw)
      // Keys 1, 2, 3 behind a number, and the bit for each key that NKRO keyboards send.
      var report = [UInt8](repeating: 0, count: length)
      let head = length > 8 ? 1 : 0
      for (index, usage) in [0x02, 0x00, 0x1E, 0x1F, 0x20].enumerated() {
        report[head + index] = UInt8(usage)
      }
      if length > 12 { report[12] = 0x02 }
      let kept = redactor.read(report)
      #expect(kept.count == length)
      #expect(kept[head..<(head + 5)] == [0x00, 0x00, 0x1B, 0x1B, 0x1B])
      #expect(kept[(head + 5)...].allSatisfy { $0 == 0 })
    }
  }

  @Test func `keeps of what is no event of a key nothing`() {
    var redactor = KeyboardRedactor(of: .evdev)
    let report: [UInt8] = [0, 0, 0x1E, 0x1F] + Array(repeating: 0x20, count: 20)
    #expect(redactor.read(report).allSatisfy { $0 == 0 })
    #expect(redactor.read([1, 2, 3]) == [0, 0, 0])
  }

  @Test func `keeps a length only where the layout has one`() {
    var redactor = POSRedactor()
    let rest = [UInt8](repeating: 0, count: 58)
    // Number, length, identifier, code.
    #expect(redactor.read([2, 4, 0x5D, 0x51, 0x31] + Array("42AB".utf8) + rest)[1] == 4)
    #expect(redactor.read([2, 4, 0, 0, 0] + Array("42AB".utf8) + rest)[1] == 4)
    // Number and code, and no length: 4 is the code's first character, 0x34.
    for code in ["42AB", "4", " !"] {
      let kept = redactor.read([2] + Array(code.utf8) + rest)
      #expect(
        kept.dropFirst().prefix(code.utf8.count) == Array("INVENTED".utf8).prefix(code.utf8.count))
    }
  }
}

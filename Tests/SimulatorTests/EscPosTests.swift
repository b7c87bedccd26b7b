import TestSupport
import Testing

@testable import DeviceSimulators

@Suite struct EscPosTests {
  private let table: HanTable
  init() throws { table = try HanTable.gb18030() }

  private func parse(_ bytes: [UInt8]) -> [EscPosCommand] {
    var parser = EscPosParser(charset: table)
    return bytes.compactMap { parser.consume($0) }
  }

  @Test(
    arguments: [
      ("1B 40", .initialize), ("1B 61 01", .align(1)), ("1B 21 38", .printMode(0x38)),
      ("1D 21 77", .size(0x77)), ("1B 45 01", .bold(true)), ("1B 2D 02", .underline(2)),
      ("1B 4D 01", .font(1)), ("1D 42 01", .reverse(true)), ("1B 32", .lineSpacing(nil)),
      ("1B 33 28", .lineSpacing(40)), ("0A", .lineFeed), ("1B 64 03", .feedLines(3)),
      ("1B 4A 50", .feedDots(80)), ("1D 4C 10 01", .leftMargin(272)),
      ("1D 57 40 02", .areaWidth(576)), ("1D 56 00", .cut(feeds: nil)),
      ("1D 56 31", .cut(feeds: nil)), ("1D 56 42 00", .cut(feeds: 0)),
      ("1D 56 41 10", .cut(feeds: 16)), ("1B 69", .cut(feeds: nil)), ("1B 6D", .cut(feeds: nil)),
      ("1C 21 0C", .hanPrintMode(0x0C)), ("1C 57 01", .hanQuadruple(true)),
      ("1C 2D 01", .hanUnderline(1)), ("1D 28 6B 03 00 31 43 06", .qrModule(6)),
      ("1D 28 6B 03 00 31 45 32", .qrCorrection(0x32)),
      ("1D 28 6B 05 00 31 50 30 41 42", .qrStore([0x41, 0x42])),
      ("1D 28 6B 03 00 31 51 30", .qrPrint), ("1D 68 50", .barHeight(80)),
      ("1D 77 02", .barModule(2)), ("1D 48 02", .barText(2)),
      ("1D 6B 49 04 7B 42 41 31", .code128([0x7B, 0x42, 0x41, 0x31])),
      (
        "1D 76 30 03 01 00 02 00 F0 0F",
        .raster(mode: 3, bytesPerRow: 1, rows: 2, data: [0xF0, 0x0F])
      ),
      ("1B 2A 00 02 00 FF 81", .columnImage(mode: 0, columns: 2, data: [0xFF, 0x81])),
      (
        "1D 28 4C 0B 00 30 70 30 01 02 31 08 00 01 00 AA",
        .storeGraphics(scaleX: 1, scaleY: 2, width: 8, rows: 1, data: [0xAA])
      ),
      ("1D 28 4C 02 00 30 32", .printGraphics),
      (
        "1D 38 4C 0B 00 00 00 30 70 30 01 01 31 08 00 01 00 55",
        .storeGraphics(scaleX: 1, scaleY: 1, width: 8, rows: 1, data: [0x55])
      ),
      ("1D 61 0F", .automaticStatus(15)), ("1D 72 01", .transmitStatus(1)),
      ("1B 76", .transmitPaperStatus), ("1D 49 45", .transmitIdentity(0x45)),
      ("1D 28 48 06 00 30 30 31 32 33 34", .reportCompletion([0x31, 0x32, 0x33, 0x34])),
      // 东 in GBK
      ("B6 AB", .character("东", han: true)),
      // 镕, which GB2312 has not
      ("E9 46", .character("镕", han: true)),
    ] as [(String, EscPosCommand)])
  func `each command is read from its bytes, and nothing is left over`(
    bytes: String, command: EscPosCommand
  ) {
    #expect(parse(hex(bytes) + [0x41]) == [command, .character("A", han: false)])
  }

  @Test(arguments: [
    "1B 63 33 0F", "1B 63 34 03", "1B 63 35 01", "1B 52 0F", "1B 74 00", "1D 50 B4 B4", "1C 26",
    "1C 53 00 00", "1D 66 00", "1D 56 61 00", "1B 44 08 10 18 00", "1D 6B 04 31 32 33 00",
    "1C 71 01 01 00 01 00 01 02 03 04 05 06 07 08", "1C 70 01 00", "10 04 01", "10 05 02",
    "10 14 08 01 03 14 01 06 02 08", "10 14 01 00 01", "1D 28 6B 04 00 31 41 32 00", "1B 99", "0D",
    "1D 28 45 03 00 01 02 03", "1B 70 00 19 FA", "1D 2A 01 01 01 02 03 04 05 06 07 08",
  ])
  func `commands that leave no trace swallow exactly their own bytes`(bytes: String) {
    #expect(parse(hex(bytes) + [0x41]) == [.character("A", han: false)])
  }

  @Test func `Chinese off makes single bytes of a pair`() {
    let square = EscPosCommand.character("□", han: false)
    #expect(parse(hex("1C 2E B6 AB")) == [square, square])
    #expect(parse(hex("1C 2E 1C 26 B6 AB")).last == .character("东", han: true))
  }

  @Test func `a four-byte GB18030 code prints as rubbish, as cheap heads do`() {
    // 81 39 EE 39: the head drops 81 and EE and prints the digits.
    #expect(parse(hex("81 39 EE 39")) == ["9", "9"].map { .character($0, han: false) })
  }

  @Test func `a GB2312 head has no glyph for a GBK character`() throws {
    var parser = EscPosParser(charset: try HanTable.gb2312())
    let commands = hex("E9 46 B6 AB").compactMap { parser.consume($0) }
    #expect(commands == [.character("□", han: true), .character("东", han: true)])
  }

  @Test func `ten thousand random inputs never break parser, head or painter`() throws {
    var random = Dice(state: 2026)
    let leads: [UInt8] = [0x10, 0x1B, 0x1C, 0x1D]
    let codes: [UInt8] = [0x21, 0x28, 0x2A, 0x40, 0x4C, 0x56, 0x61, 0x6B, 0x71, 0x76, 0x0A, 0x30]
    for round in 0..<10_000 {
      var parser = EscPosParser(charset: table)
      var head = PrintHead(width: [384, 512, 576][round % 3], printsQR: true)
      var bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: leads.randomElement(using: &random) ?? 0
        case 1: codes.randomElement(using: &random) ?? 0
        case 2: UInt8.random(in: 0...8, using: &random)
        default: UInt8.random(in: 0...255, using: &random)
        }
      }
      bytes += hex("0A 1D 56 00")
      for byte in bytes {
        guard let command = parser.consume(byte), let ticket = head.execute(command) else {
          continue
        }
        _ = ticket.text
        _ = ticket.number
        if round.isMultiple(of: 50) { _ = try TicketPainter(ticket) }
      }
    }
  }

  @Test func `a real-time command is seen inside other data, a broken one is not`() {
    var scanner = RealTimeScanner()
    let seen = hex("41 10 10 04 04 10 05 02 10 04 05 10 14 08 01 10 04 01").compactMap {
      scanner.consume($0)
    }
    #expect(seen == [.status(4), .recover(clearing: true), .status(1)])
    #expect(hex("10 14 08 01 03 14 01 06 02 08").compactMap { scanner.consume($0) } == [.clear])
  }
}

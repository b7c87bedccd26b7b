import DeviceKit
import Hall
import TestSupport
import Testing

@testable import TicketPrinters

private func encoded(_ profile: String, _ elements: Slip.Element...) throws -> [UInt8] {
  let profile = try #require(TicketPrinterProfile.named(profile))
  return try ESCPOSEncoder(profile).encode(Slip(elements))
}

/// One `GS v 0` block.
private struct Band {
  let bytesPerRow: Int
  let rows: Int
  let dots: ArraySlice<UInt8>

  static func all(in job: [UInt8]) -> [Band] {
    var bands: [Band] = []
    var index = 0
    while index + 8 <= job.count {
      guard job[index...].starts(with: [0x1D, 0x76, 0x30, 0x00]) else {
        index += 1
        continue
      }
      let width = Int(job[index + 4]) | Int(job[index + 5]) << 8
      let rows = Int(job[index + 6]) | Int(job[index + 7]) << 8
      let end = index + 8 + width * rows
      bands.append(
        Band(bytesPerRow: width, rows: rows, dots: job[(index + 8)..<min(end, job.count)]))
      index = end
    }
    return bands
  }

  var isWhole: Bool { dots.count == bytesPerRow * rows }
  var ink: Int { dots.reduce(0) { $0 + $1.nonzeroBitCount } }
}

struct `Ticket printer profiles` {
  @Test func `every name is there once, and the generic ones come first`() {
    let names = TicketPrinterProfile.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.prefix(2) == ["generic-80", "generic-58"])
    for name in names { #expect(TicketPrinterProfile.named(name)?.name == name) }
    #expect(TicketPrinterProfile.named("no-such") == nil)
  }

  @Test(arguments: TicketPrinterProfile.all.map(\.name))
  func `every model prints every kind of element and ends with a cut or over the tear bar`(
    name: String
  ) throws {
    let job = try encoded(
      name, .line("王小明", bold: true), .line("A012", size: .huge, align: .centre), .rule, .qr("Q7"),
      .line("𠮷"), .feed(2))
    let profile = try #require(TicketPrinterProfile.named(name))
    let bands = Band.all(in: job)
    #expect(!bands.isEmpty)
    for band in bands {
      #expect(band.isWhole)
      #expect(band.rows <= profile.bandHeight)
      #expect(band.bytesPerRow * 8 <= profile.dotsPerLine + 7)
    }
    #expect(bands.contains { $0.ink > 0 }, "𠮷 is in no head's font")
    #expect(!job.holdsRealTimeCommand)
    let cuts: [[UInt8]] = [
      hex("1D 56 42 00"), hex("1D 56 41 00"), hex("1B 64 06 1B 69"), hex("1B 64 06"),
    ]
    #expect(cuts.contains { Array(job.suffix(14)).holds($0) })
  }

  @Test func `a head without QR codes gets the symbol as a picture, a head with them its data`()
    throws
  {
    let drawn = try encoded("epson-tm-t88iii", .qr("HALLWAY"))
    #expect(!drawn.holds(Array("HALLWAY".utf8)))
    // Version 1 has 21 modules of 6 dots: 126 rows, in bands of 128.
    #expect(Band.all(in: drawn).map(\.rows) == [126])
    let native = try encoded("generic-80", .qr("HALLWAY"))
    #expect(native.holds(Array("HALLWAY".utf8)))
    #expect(Band.all(in: native).isEmpty)
  }

  @Test func `a QR code's modules shrink until the symbol fits the paper`() throws {
    let text = String(repeating: "x", count: 300)
    // Version 13 has 69 modules and 8 of rest: 384 / 77 = 4.
    #expect(try encoded("generic-58", .qr(text)).holds(hex("1D 28 6B 03 00 31 43 04")))
    #expect(try encoded("generic-80", .qr("Q7")).holds(hex("1D 28 6B 03 00 31 43 06")))
  }

  @Test func `GBK heads print 镕 as text, GB2312 heads get it drawn with its whole line`() throws {
    let gbk = try encoded("clone-80", .line("朱镕"))
    #expect(gbk.holds(hex("D6 EC E9 46 0A")))
    let gb2312 = try encoded("sprt-58", .line("朱镕"))
    #expect(!gb2312.holds(hex("D6 EC")))
    #expect(Band.all(in: gb2312).contains { $0.ink > 0 })
    #expect(try encoded("sprt-58", .line("朱")).holds(hex("D6 EC 0A")))
  }

  @Test func `a head without a Chinese font gets all Chinese drawn and Latin as text`() throws {
    let job = try encoded("custom-kpm210", .line("王"), .line("A012"))
    #expect(!job.holds([0x1C]), "no command of Chinese heads")
    #expect(job.holds(hex("41 30 31 32 0A")))
    #expect(Band.all(in: job).count == 1)
  }

  @Test func `presenters get their commands after the cut, each in its own steps`() throws {
    // 40 mm: 64 steps of 0.625 mm, 6 steps of 6.5 mm.
    #expect(
      try encoded("custom-kpm210", .line("a")).suffix(8) == hex("1D 56 41 00 1D 65 03 40")[...])
    #expect(
      try encoded("custom-kpm216h", .line("a")).suffix(8) == hex("1D 56 41 00 1D 65 03 06")[...])
    #expect(try encoded("epson-epic-880", .line("a")).suffix(2) == hex("1B 6B")[...])
  }

  @Test func `a line longer than the paper goes on below, two cells for each Chinese character`()
    throws
  {
    let job = try encoded("generic-58", .line(String(repeating: "中", count: 17)))
    let row: [UInt8] = Array(repeating: hex("D6 D0"), count: 16).flatMap(\.self) + [0x0A]
    #expect(job.holds(row))
  }

  @Test func `no picture spells a real-time command, and one dot is all the difference`() {
    var data = hex("10 04 10 05 10 14 10 06 10")
    RasterEncoder.spoilRealTime(&data)
    #expect(data == hex("10 06 10 07 10 16 10 06 10"))
  }

  @Test func `a base with its marks is one cell`() throws {
    // ë as e and U+0308: drawn, since no code has both.
    let job = try encoded("generic-80", .line("e\u{308}"))
    #expect(Band.all(in: job).first?.bytesPerRow == 2)
  }
}

struct `A ticket preview` {
  private let slip = Slip([
    .line("东莞示例大厅", size: .double, align: .centre), .rule, .line("取号人: 𠮷**"),
    .qr("https://hall.example/t/A012"), .feed(2),
  ])

  @Test(arguments: [("generic-80", 576), ("generic-58", 384)])
  func `is a PNG as wide as the paper`(name: String, width: Int) throws {
    let profile = try #require(TicketPrinterProfile.named(name))
    let png = try TicketPreview.png(of: slip, profile: profile)
    #expect(png.prefix(8) == hex("89 50 4E 47 0D 0A 1A 0A")[...])
    #expect(Int(png[18]) << 8 | Int(png[19]) == width)
    #expect(Int(png[22]) << 8 | Int(png[23]) > 300)
  }

  @Test func `has a QR code that scans`() throws {
    let png = try TicketPreview.png(of: slip)
    #expect(try scanned(png) == ["QR-Code:https://hall.example/t/A012"])
  }

  @Test func `refuses what cannot be printed`() {
    #expect(throws: DeviceFault.self) { try TicketPreview.png(of: Slip([.qr("")])) }
  }
}

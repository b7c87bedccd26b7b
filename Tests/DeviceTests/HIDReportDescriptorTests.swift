import DeviceKit
import TestSupport
import Testing

/// The 5-key pad of protocols.md D.4.
let padDescriptor = hex(
  """
  06 00 FF 09 01 A1 01 05 09 19 01 29 05 15 00 25 01 75 01 95 05 81 02 75 03 95 01 81 03 05 08 09
  4B 75 01 95 05 91 02 75 03 95 01 91 03 C0
  """)

struct `A HID report descriptor` {
  typealias Usage = HIDReportDescriptor.Usage

  @Test func `the pad of D-4 has five buttons in and five lamps out`() throws {
    let descriptor = try HIDReportDescriptor(padDescriptor)
    #expect(descriptor.applications == [Usage(page: 0xFF00, id: 1)])
    #expect(!descriptor.isNumbered)
    #expect(descriptor.reportLength(.input) == 1)
    #expect(descriptor.reportLength(.output) == 1)
    let buttons = try #require(descriptor.fields.first { $0.usages.first?.page == 0x09 })
    #expect(buttons.bitOffset == 0 && buttons.bits == 1 && buttons.count == 5)
    #expect(buttons.application == Usage(page: 0xFF00, id: 1))
    #expect((0..<5).map { buttons.usage(of: $0)?.id } == [1, 2, 3, 4, 5])
    #expect((0..<5).map { buttons.value($0, in: [0b0001_0010]) } == [0, 1, 0, 0, 1])
    #expect(buttons.value(5, in: [0xFF]) == nil)
    #expect(buttons.value(0, in: []) == nil)
    // Usage 4B, "generic indicator", stands for all five lamps.
    let lamps = try #require(descriptor.fields.first { $0.direction == .output })
    #expect(
      (0..<5).map { lamps.usage(of: $0) } == Array(repeating: Usage(page: 8, id: 0x4B), count: 5))
  }

  @Test func `numbered reports, long usages, push and pop are understood`() throws {
    // Page 8C (bar code scanner), report 2: length byte, 3 bytes of AIM id, 56 bytes of data; then
    // report 3 after a pop with a usage that names its page.
    let descriptor = try HIDReportDescriptor(
      hex(
        """
        05 8C 09 02 A1 01 85 02 15 00 26 FF 00 75 08 A4 09 FD 95 01 81 02 09 FB 95 03 81 02
        09 FE 95 38 81 02 B4 85 03 0B 01 00 09 00 75 01 95 01 81 02 C0
        """))
    #expect(descriptor.isNumbered)
    #expect(descriptor.reportLength(.input, id: 2) == 60)
    #expect(descriptor.reportLength(.input, id: 3) == 1)
    let data = try #require(
      descriptor.fields.first { $0.usage(of: 0) == Usage(page: 0x8C, id: 0xFE) })
    #expect(data.bitOffset == 32 && data.count == 56 && data.logicalRange == 0...255)
    #expect(descriptor.fields.last?.usage(of: 0) == Usage(page: 9, id: 1))
    let report = try #require(descriptor.split([2, 1, 0x5D, 0x51, 0x30, 0x41]))
    #expect(report.id == 2)
    #expect(data.value(0, in: report.payload) == 0x41)
  }

  @Test(arguments: [
    ("05", "the item is cut off"), ("FE 04 00", "the item is cut off"),
    ("A1 01", "a collection is open"), ("C0", "no collection is open"),
    ("B4", "the stack is empty"), ("85 00", "report number 0"),
    ("77 FF FF FF FF", "a value of 4294967295 bits"), ("96 FF FF", "65535 values"),
    ("29 05", "a usage range without begin"),
  ])
  func `what no descriptor holds is refused with its place`(bytes: String, reason: String) {
    #expect {
      try HIDReportDescriptor(hex(bytes))
    } throws: { error in
      (error as? HIDReportDescriptor.ParseError)?.reason == reason
    }
  }

  @Test func `damaged descriptors and arbitrary reports never trap`() async {
    var dice = Dice(state: 8)
    for _ in 0..<1_000 {
      await Task.yield()
      var bytes = padDescriptor
      for _ in 0..<Int.random(in: 1...6, using: &dice) {
        bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      guard let descriptor = try? HIDReportDescriptor(bytes) else { continue }
      let report = dice.bytes(0...9)
      for field in descriptor.fields {
        for index in -1..<min(field.count + 1, 40) {
          _ = field.usage(of: index)
          _ = field.value(index, in: report)
        }
      }
      for id in UInt8.min...8 { _ = descriptor.reportLength(.input, id: id) }
      _ = descriptor.split(report)
    }
  }
}

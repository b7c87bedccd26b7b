import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import StationProtocols
import TestSupport
import Testing

@testable import LEDStrips

struct `Onbon frames` {
  @Test func `header, escapes and check are as in D-6`() {
    let frame = Onbon.Frame(
      destination: 1, deviceType: 0xFE, version: 2, data: [0xA5, 0x5A, 0xA6, 0x5B])
    let bytes = frame.bytes()
    #expect(
      Array(bytes.dropLast(3))
        == hex(
          """
          A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 04 00
          A6 02 5B 02 A6 01 5B 01
          """))
    #expect(bytes.last == 0x5A)
    #expect(Onbon.look(at: bytes[...]) == .frame(frame, length: bytes.count))
    let unchecked = frame.bytes(isChecked: false)
    #expect(unchecked.suffix(3) == [0xFF, 0xFF, 0x5A])
    #expect(Onbon.look(at: unchecked[...]) == .frame(frame, length: unchecked.count))
  }

  @Test func `a dynamic area has its fields in their places`() {
    let area = OnbonArea(
      number: 2, x: 0, y: 16, width: 128, height: 16, mode: 3, speed: 4, stay: 10)
    #expect(
      OnbonCommand.show(hex("C7 EB 41"), area).data(wantsReply: true)
        == hex(
          """
          A3 06 01 00 00 00 01 1E 00 00 00 00 10 00 80 00 10 00 02 00 00 00 00 00 00 00 01 01
          03 00 04 0A 03 00 00 00 C7 EB 41
          """))
  }

  @Test func `text is cut to cells and written in GBK`() {
    #expect(StripText.fitted("请A012", cells: 4) == "请A0")
    #expect(StripText.fitted("请到", cells: 3) == "请")
    #expect(StripText.fitted("到到到", cells: 80, bytes: 7) == "到到")
    #expect(StripText.gbk("请A") == hex("C7 EB 41"))
    // A character of four GB18030 bytes, which no font card has.
    #expect(StripText.gbk("\u{20BB7}1") == [0x3F, 0x31])
  }

  @Test func `a lead-in without end is garbage, and a frame behind it is found`() {
    let frame = Onbon.Frame(destination: 1, deviceType: 0xFE, version: 2, data: [0xA2, 0, 1])
    let a5 = { (count: Int) in [UInt8](repeating: 0xA5, count: count) }
    #expect(Onbon.look(at: a5(64)[...]) == .incomplete)
    #expect(Onbon.look(at: a5(65)[...]) == .nothing)
    var scanner = FrameScanner<Onbon>()
    for _ in 0..<100 { scanner.append(a5(1000), at: .now) }
    #expect(scanner.next() == nil)
    scanner.append(frame.bytes(), at: .now)
    #expect(scanner.next() == frame)
  }

  @Test func `random bytes between bounds never trap`() async {
    var dice = Dice(state: 66)
    let good = Onbon.Frame(destination: 1, deviceType: 0xFE, version: 2, data: [0xA2, 0, 1, 0, 0])
    for _ in 0..<3_000 {
      await Task.yield()
      var scanner = FrameScanner<Onbon>()
      scanner.append([0xA5] + dice.bytes(0...60) + [0x5A] + good.bytes(), at: .now)
      var last: Onbon.Frame?
      while let frame = scanner.next() { last = frame }
      #expect(last == good)
    }
  }
}

struct `An Onbon strip` {
  func machine() throws -> OnbonMachine { OnbonMachine(characters: try .gb18030()) }

  @Test(arguments: ["required", "optional", "none"])
  func `shows the line, whatever is thought of answers`(replies: String) async throws {
    let bench = try StationBench(
      machine(), options: ["replies": .text(replies), "area": .integer(1), "width": .integer(160)])
    try await running(OnbonStrip(bench.request, bench: quickBench())) { strip in
      try await ready(strip)
      try await strip.show("请A012到3号窗口")
      try await bench.until("the first line") { $0.areas == [1: "请A012到3号窗口"] }
      #expect(bench.simulator.use { $0.damaged } == 0)
      // Dynamic areas are gone with the power; the driver says the line again.
      await bench.simulator.unplug()
      try await status(of: strip, "absent") { $0.state == .absent }
      try bench.simulator.plug()
      try await bench.until("the line again") { $0.areas == [1: "请A012到3号窗口"] }
      await bench.simulator.unplug()
    }
  }

  @Test func `a refusal is told, silence only where an answer is due`() async throws {
    let bench = try StationBench(machine(), options: ["replies": .text("required")])
    try await running(OnbonStrip(bench.request, bench: quickBench())) { strip in
      try await ready(strip)
      bench.simulator.use { $0.faults.refusing = true }
      let refused = await #expect(throws: DeviceFault.self) { try await strip.show("B1") }
      #expect(refused?.code == .busy)
      bench.simulator.use { $0.faults.silent = true }
      let silent = await #expect(throws: DeviceFault.self) { try await strip.show("B2") }
      #expect(silent?.code == .silent)
      await bench.simulator.unplug()
    }
  }

  @Test func `over TCP too, without waiting for an answer that may not come`() async throws {
    let peer = try FakePeer.tcp { pending in
      defer { pending = [] }
      return []
    }
    defer { peer.unplug() }
    let request = DeviceRequest(id: DeviceID("strip"), address: peer.address)
    try await running(OnbonStrip(request, bench: quickBench())) { strip in
      try await ready(strip)
      try await strip.show("C3")
      // The end of a frame.
      try await eventually("a line") { peer.received.last == 0x5A }
      #expect(await strip.status().state == .ready)
    }
  }
}

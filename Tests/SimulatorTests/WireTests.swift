import Glibc
import Testing

@testable import DeviceSimulators

@Suite struct WireTests {
  @Test func `a whole card is read over a pty`() async throws {
    let scratch = try Scratch()
    let reader = ReaderSimulator(ReaderMachine(), link: scratch.path + "/reader")
    try reader.plug()
    let person = try #require(InventedPerson.named("ouyang"))
    reader.use { $0.placeCard(person) }
    let host = try RawClient(reader.address)
    try await host.write(samv("00 03 20 01 22"))
    #expect(try await host.read(15) == samv("00 08 00 00 9F 00 00 00 00 97"))
    try await host.write(samv("00 03 20 02 21"))
    #expect(try await host.read(19).last == 0x9C)
    try await host.write(samv("00 03 30 01 32"))
    let answer = try await host.read(1295)
    #expect(text(answer[14..<44]) == "欧阳测试")
    await reader.unplug()
  }

  @Test func `bytes a terminal would swallow pass both ways unchanged`() async throws {
    let scratch = try Scratch()
    let reader = ReaderSimulator(ReaderMachine(), link: scratch.path + "/reader")
    try reader.plug()
    let host = try RawClient(reader.address)
    // 03, 04, 0A, 0D, 11, 13, 1A and 7F are special to a line discipline that is not raw.
    try await host.write(hex("03 04 0A 0D 11 13 1A 7F") + samv("00 03 11 FF ED"))
    #expect(try await host.read(11) == samv("00 04 00 00 90 94"))
    await reader.unplug()
  }

  @Test func `the address stays over unplug and plug`() async throws {
    let scratch = try Scratch()
    let reader = ReaderSimulator(ReaderMachine(), link: scratch.path + "/reader")
    try reader.plug()
    let host = try RawClient(reader.address)
    await reader.unplug()
    try await host.waitForHangup()
    #expect(access(scratch.path + "/reader", F_OK) != 0)
    try reader.plug()
    try reader.plug()
    let again = try RawClient(reader.address)
    try await again.write(samv("00 03 11 FF ED"))
    #expect(try await again.read(11) == samv("00 04 00 00 90 94"))
    await reader.unplug()
    await reader.unplug()
  }

  @Test func `a key pressed on a pad arrives, and arrives again until it is acknowledged`()
    async throws
  {
    let scratch = try Scratch()
    let pad = SerialSimulator(PadMachine(address: 3), link: scratch.path + "/pad-3")
    try pad.plug()
    let host = try RawClient(pad.address)
    let frame = hex("FF 68 03 03 68 03 11 05 19 16")
    // On a busy machine the ACK may come after the last resend: then the key is pressed again.
    var presses = 0
    while pad.use({ $0.face.acknowledged }) == 0 {
      presses += 1
      try #require(presses < 20)
      let pressed = pad.use { $0.press(5, at: .now) }
      #expect(pressed)
      #expect(try await host.read(10) == frame)
      #expect(try await host.read(10) == frame)
      try await host.write(hex("FF 68 03 03 68 03 01 05 09 16"))
      let end = ContinuousClock.now + RawClient.deadline
      while pad.use({ $0.face.acknowledged + $0.face.givenUp }) < presses, .now < end {
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    await pad.unplug()
  }

  @Test func `a file in the way of a link is not overwritten`() throws {
    let scratch = try Scratch()
    try FileTree.write([1], to: scratch.path + "/reader")
    let reader = ReaderSimulator(ReaderMachine(), link: scratch.path + "/reader")
    #expect(throws: SimulatorError.self) { try reader.plug() }
  }
}

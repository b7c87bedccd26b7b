import FoundationEssentials
import Glibc
import SimulatorAPI
import Testing
import Varlink

@testable import DeviceSimulators

/// The program itself, started as a parent process would start it.
@Suite struct SimulatorProgramTests {
  private struct ReadyLine: Decodable {
    let socket: String
    let devices: [String: String]
    let pid: Int32
  }

  /// Starts the program, lends it out, ends it and checks that it has cleaned up.
  private func withProgram(
    _ options: String, _ body: (ReadyLine, VarlinkClient) async throws -> Void
  ) async throws {
    let scratch = try Scratch()
    let program = try #require(realpath("/proc/self/exe", nil))
    defer { free(program) }
    let directory = String(cString: program).split(separator: "/").dropLast().joined(separator: "/")
    let command =
      "exec /\(directory)/hallway-simulator --state \(scratch.path)/state"
      + " --socket \(scratch.path)/socket \(options)"
    let output = try #require(popen(command, "re"))
    var line: [UInt8] = []
    while case let byte = fgetc(output), byte >= 0, byte != 0x0A { line.append(UInt8(byte)) }
    let ready = try JSONDecoder().decode(ReadyLine.self, from: Data(line))
    do {
      let client = try await VarlinkClient.connect(unixSocket: ready.socket)
      try await body(ready, client)
    } catch {
      kill(ready.pid, SIGTERM)
      pclose(output)
      throw error
    }
    kill(ready.pid, SIGTERM)
    #expect(pclose(output) == 0)
    #expect(access(ready.socket, F_OK) != 0)
    #expect(access(scratch.path + "/state/devices", F_OK) != 0)
  }

  @Test func `a code held before a scanner arrives on its line`() async throws {
    try await withProgram("--scanner scanner") { ready, hands in
      #expect(Set(ready.devices.keys) == ["scanner"])
      let line = try RawClient(try #require(ready.devices["scanner"]))
      _ = try await hands.call(Simulator.Scan.self, .init(scanner: "scanner", text: "A007"))
      #expect(try await line.read(5) == Array("A007\r".utf8))
      _ = try await hands.call(
        Simulator.SetScanner.self, .init(scanner: "scanner", waitsForCommand: true))
      await #expect(
        throws: VarlinkRemoteError(
          name: Simulator.NotLooking.name, parameters: ["scanner": "scanner"])
      ) { try await hands.call(Simulator.Scan.self, .init(scanner: "scanner", text: "A008")) }
    }
  }

  @Test func `a whole visit: card, ticket, rating`() async throws {
    try await withProgram("--reader reader --printer printer --pad 3") { ready, hands in
      #expect(Set(ready.devices.keys) == ["reader", "printer", "pad-3"])

      let placed = try await hands.call(Simulator.PlaceCard.self, .init(person: "elder"))
      #expect(placed.person == .init(id: "elder", kind: .resident, name: "甄老样"))
      let reader = try RawClient(try #require(ready.devices["reader"]))
      try await reader.write(samv("00 03 20 01 22"))
      #expect(try await reader.read(15) == samv("00 08 00 00 9F 00 00 00 00 97"))

      let printer = try RawClient(try #require(ready.devices["printer"]))
      _ = try await hands.call(Simulator.SetPrinter.self, .init(paper: .low))
      try await printer.write(hex("10 04 04"))
      #expect(try await printer.read(1) == [0x1E])
      try await printer.write(hex("1D 21 33 42 37 0A 1D 56 00 1D 28 48 06 00 30 30 31 32 33 34"))
      #expect(try await printer.read(7) == hex("37 22 31 32 33 34 00"))
      let tickets = try await hands.call(Simulator.Tickets.self, .init()).tickets
      #expect(tickets.map(\.number) == ["B7"])
      #expect(access(tickets.first?.png ?? "", R_OK) == 0)

      let pad = try RawClient(try #require(ready.devices["pad-3"]))
      _ = try await hands.call(Simulator.PressPad.self, .init(pad: "3", key: 5))
      #expect(try await pad.read(10) == hex("FF 68 03 03 68 03 11 05 19 16"))
    }
  }

  @Test func `keypads and strips, and pads of both kinds`() async throws {
    try await withProgram("--qp1-pad 4 --keypad 1 --qp1-keypad 2 --strip 1 --qp1-strip 2") {
      ready, hands in
      #expect(
        Set(ready.devices.keys) == ["pad-4", "keypad-1", "keypad-2", "strip-1", "strip-2"])
      let keypad = try RawClient(try #require(ready.devices["keypad-1"]))
      _ = try await hands.call(Simulator.PressKeypad.self, .init(keypad: "1", key: .skip))
      let skip = hex("FF 68 04 04 68 01 01 06 0F 17 16")
      #expect(try await keypad.read(11) == skip)
      try await keypad.write(skip + hex("FF 68 08 08 68 01 02 00 01 02 0A 04 05 19 16"))

      let pad = try RawClient(try #require(ready.devices["pad-4"]))
      // PING, address 4, sequence 1, and its ACK.
      let ping = QP1Packet(address: 4, sequence: 1, command: 0x02)
      try await pad.write(ping.wire)
      #expect(try await pad.read(10) == QP1Packet(address: 4, sequence: 1, command: 0x06).wire)

      let strip = try RawClient(try #require(ready.devices["strip-2"]))
      let text = QP1Packet(
        address: 2, sequence: 1, command: 0x24, data: [0, 1] + Array("请A1".utf8))
      try await strip.write(text.wire)
      #expect(try await strip.read(10) == QP1Packet(address: 2, sequence: 1, command: 0x06).wire)
      #expect(
        try await hands.call(Simulator.Strips.self, .init()).strips == [
          .init(id: "strip-1", text: ""), .init(id: "strip-2", text: "请A1"),
        ])
      // Whether the echo came before the keypad gave up is a matter of the machine's load.
      let first = try await hands.call(Simulator.Keypads.self, .init()).keypads.first
      #expect(first?.id == "keypad-1")
      #expect(first?.waiting == "012")
      #expect(first?.ticket == " 45")
    }
  }

  @Test func `plugs and errors travel`() async throws {
    try await withProgram("") { ready, hands in
      #expect(Set(ready.devices.keys) == ["reader", "printer", "pad-1"])
      let reader = try RawClient(try #require(ready.devices["reader"]))
      _ = try await hands.call(Simulator.Unplug.self, .init(device: "reader"))
      try await reader.waitForHangup()
      let devices = try await hands.call(Simulator.Devices.self, .init()).devices
      #expect(devices.filter(\.connected).map(\.id) == ["printer", "pad-1"])
      _ = try await hands.call(Simulator.Plug.self, .init(device: "reader"))
      _ = try await hands.call(Simulator.SetReader.self, .init(status: 0x66))
      let again = try RawClient(try #require(ready.devices["reader"]))
      try await again.write(samv("00 03 11 FF ED"))
      #expect(try await again.read(11) == samv("00 04 00 00 66 62"))

      let people = try await hands.call(Simulator.People.self, .init()).people
      #expect(people.count == InventedPerson.everybody.count)
      await #expect(
        throws: VarlinkRemoteError(
          name: Simulator.NoSuchDevice.name, parameters: ["device": "lamp"])
      ) { try await hands.call(Simulator.Unplug.self, .init(device: "lamp")) }
      await #expect(
        throws: VarlinkRemoteError(
          name: Simulator.BadKey.name, parameters: ["key": 6])
      ) { try await hands.call(Simulator.PressPad.self, .init(pad: "1", key: 6)) }
      await #expect(throws: VarlinkRemoteError(name: Simulator.NoCard.name)) {
        try await hands.call(Simulator.RemoveCard.self, .init())
      }
    }
  }

  @Test func `with --until-eof it ends when its input does`() async throws {
    let scratch = try Scratch()
    let program = try #require(realpath("/proc/self/exe", nil))
    defer { free(program) }
    let directory = String(cString: program).split(separator: "/").dropLast().joined(separator: "/")
    let status = system(
      "/\(directory)/hallway-simulator --state \(scratch.path) --socket \(scratch.path)/socket"
        + " --until-eof </dev/null >/dev/null")
    #expect(status == 0)
    #expect(access(scratch.path + "/socket", F_OK) != 0)
  }
}

import CallerKeypads
import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import StationProtocols
import TestSupport
import Testing

struct `An FF 68 keypad` {
  @Test func `each key asks for its action; digits act with the confirm key`() async throws {
    let bench = try StationBench(FF68KeypadMachine(address: 3), options: ["station": .integer(3)])
    try await running(FF68Keypad(bench.request, bench: quickBench())) { keypad in
      try await ready(keypad)
      let presses = await keypad.presses()
      let typed: [[UInt8]] = [
        [0x0C], [0x0D], [0x13], [0x12], [0x0B],
        // 6, 0 and 3 with "confirm" in one frame, then 6 in a frame of its own.
        [0x06, 0x0F], [0x00, 0x0F], [0x03, 0x0F], [0x06], [0x0F],
        // A digit that was cancelled and confirm without a digit: nothing. Then the one-metre line.
        [0x03], [0x0E], [0x0F], [0x11], [0x0C],
      ]
      for (index, keys) in typed.enumerated() {
        bench.simulator.use { $0.press(keys, at: .now) }
        try await bench.until("the echo") { $0.face.acknowledged == index + 1 }
      }
      #expect(
        try await first(11, of: presses, "keys").map(\.action) == [
          .callNext, .recall, .transfer, .pause, .askRating, .skip, .hold, .resume, .skip,
          .remindOfLine, .callNext,
        ])
      await bench.simulator.unplug()
    }
  }

  @Test func `the display has waiting people and the ticket's digits`() async throws {
    let bench = try StationBench(FF68KeypadMachine(address: 1))
    try await running(FF68Keypad(bench.request, bench: quickBench())) { keypad in
      try await ready(keypad)
      try await keypad.show(waiting: 12, ticket: "A045")
      try await bench.until("the display") { $0.face.waiting == "012" && $0.face.ticket == "045" }
      try await keypad.show(waiting: 4000, ticket: nil)
      try await bench.until("the display") { $0.face.waiting == "999" && $0.face.ticket == "   " }
      try await keypad.beep()
      try await bench.until("a beep") { $0.face.beeps == 1 }
      await bench.simulator.unplug()
    }
  }

  @Test func `a line that echoes is answered a few times and then no more`() async throws {
    // What the driver echoes, the line brings back: to the driver it is the same key again.
    let peer = try FakePeer.pty { pending in
      defer { pending = [] }
      return pending
    }
    defer { peer.unplug() }
    let request = DeviceRequest(id: DeviceID("keypad"), address: peer.address)
    try await running(FF68Keypad(request, bench: quickBench())) { keypad in
      try await ready(keypad)
      let presses = await keypad.presses()
      let call = FF68.Frame(address: 1, command: 0x01, data: [0x0C])
      peer.say(call.bytes)
      #expect(try await first(1, of: presses, "the key").map(\.action) == [.callNext])
      // Eight answers of 10 bytes; the ninth copy gets none.
      try await within(hangLimit, "the answers") {
        while peer.received.count < 80 { try await Task.sleep(for: .milliseconds(5)) }
      }
      try await keypad.beep()
      #expect(peer.received.count <= 80 + 9 * 2)
    }
  }

  @Test func `random frames from the keypad never trap, and unknown keys are no presses`() async {
    var dice = Dice(state: 21)
    for _ in 0..<2_000 {
      await Task.yield()
      let frame = FF68.Frame(address: 1, command: 0x01, data: dice.bytes(0...6))
      guard case .frame(let read, let length) = FF68.look(at: frame.bytes[...]) else {
        Issue.record("\(frame) was not read")
        continue
      }
      #expect(read == frame && length == frame.bytes.count)
    }
  }
}

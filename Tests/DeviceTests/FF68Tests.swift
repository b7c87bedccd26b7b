import DeviceKit
import DeviceTestSupport
import EvaluationPads
import Hall
import StationProtocols
import Synchronization
import TestSupport
import Testing

struct `FF 68 frames` {
  @Test(arguments: [
    (UInt8(0x01), [UInt8(0x0C)], "FF 68 03 03 68 01 01 0C 0E 16"),  // call next
    (0x01, [0x0B], "FF 68 03 03 68 01 01 0B 0D 16"),  // ask rating
    (0x11, [0x00], "FF 68 03 03 68 01 11 00 12 16"),  // rating 0
    (0x01, [0x00], "FF 68 03 03 68 01 01 00 02 16"),  // its acknowledgement
    (0x02, [0, 1, 2, 0x0A, 0x0A, 0x0A], "FF 68 08 08 68 01 02 00 01 02 0A 0A 0A 24 16"),
    (0x03, [], "FF 68 02 02 68 01 03 04 16"),  // beep
    (0x02, [0x05], "FF 68 03 03 68 01 02 05 08 16"),  // five stars
  ])
  func `the samples of D-1 are written and read`(command: UInt8, data: [UInt8], bytes: String) {
    let frame = FF68.Frame(address: 1, command: command, data: data)
    #expect(frame.bytes == hex(bytes))
    var decoder = FrameScanner<FF68>()
    decoder.append(hex(bytes), at: .now)
    #expect(decoder.next() == frame)
    #expect(decoder.next() == nil)
  }

  @Test func `a frame survives garbage, a wrong sum before it and single bytes`() {
    var decoder = FrameScanner<FF68>()
    var frames: [FF68.Frame] = []
    //                    noise  ; torn head      ; sum 13 instead of 12        ; true
    let stream =
      "68 FF FF 16 FF 68 03 03 68 01 FF 68 03 03 68 01 11 00 13 16 FF 68 03 03 68 01 11 05 17 16"
    for byte in hex(stream) {
      decoder.append([byte], at: .now)
      while let frame = decoder.next() { frames.append(frame) }
    }
    #expect(frames == [.init(address: 1, command: 0x11, data: [5])])
  }

  @Test func `ten thousand random streams neither trap nor block what follows`() async {
    var dice = Dice(state: 4)
    let press = FF68.Frame(address: 1, command: 0x11, data: [3])
    for _ in 0..<10_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      var decoder = FrameScanner<FF68>()
      decoder.append(dice.bytes(0...60), at: .now)
      // More than the longest frame, so that a head in the noise is settled.
      decoder.append([UInt8](repeating: 0, count: 40) + press.bytes, at: .now)
      var last: FF68.Frame?
      while let frame = decoder.next() { last = frame }
      #expect(last == press)
    }
  }
}

func pad(at peer: FakePeer) throws -> FF68Pad {
  try FF68Pad(
    DeviceRequest(id: DeviceID("pad"), address: peer.address), bench: quickBench())
}

func press(_ key: UInt8, address: UInt8 = 1) -> [UInt8] {
  FF68.Frame(address: address, command: 0x11, data: [key]).bytes
}

struct `An FF 68 pad` {
  /// The levels of all presses up to the one of level 5.
  func levels(_ presses: AsyncStream<PadPress>) async throws -> [Int] {
    try await within(hangLimit, "presses") {
      var levels: [Int] = []
      for await press in presses {
        levels.append(press.level)
        await press.answer(.stored)
        if press.level == 5 { break }
      }
      return levels
    }
  }

  /// Until the pad has seen its acknowledgement; it sends its press again until then.
  func acknowledged(_ answer: String, by peer: FakePeer, of key: UInt8) async throws {
    try await within(hangLimit, "the acknowledgement") {
      while !peer.received.holds(hex(answer)) {
        try await Task.sleep(for: .milliseconds(200))
        if !peer.received.holds(hex(answer)) { peer.say(press(key)) }
      }
    }
  }

  @Test func `every listener hears a press, and the pad its acknowledgement`() async throws {
    let peer = try FakePeer.pty(torn: true) { _ in [] }
    defer { peer.unplug() }
    try await running(pad(at: peer)) { pad in
      try await status(of: pad, "ready") { $0.state == .ready }
      let first = await pad.presses()
      let second = await pad.presses()
      let taking = [first, second].map { presses in Task { try await levels(presses) } }
      peer.say(press(1))
      try await acknowledged("FF 68 03 03 68 01 01 01 03 16", by: peer, of: 1)
      peer.say(press(5))
      try await acknowledged("FF 68 03 03 68 01 01 05 07 16", by: peer, of: 5)
      for task in taking { #expect(Set(try await task.value) == [1, 5]) }
    }
  }

  @Test func `a repeated press is counted once, unless invited to another evaluation`()
    async throws
  {
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    try await running(pad(at: peer)) { pad in
      try await status(of: pad, "ready") { $0.state == .ready }
      let presses = await pad.presses()
      let taking = Task { try await levels(presses) }
      try await pad.invite("A")
      peer.say(press(2) + press(2) + press(2))
      try await acknowledged("FF 68 03 03 68 01 01 02 04 16", by: peer, of: 2)
      // Asked for the same once more, a copy would still be a copy; asked for another it is none.
      try await pad.invite("A")
      try await pad.invite("B")
      peer.say(press(2) + press(5))
      #expect(try await taking.value == [2, 2, 5])
      // "Please rate" of D.1.
      try await peer.hears(hex("FF 68 03 03 68 01 01 0B 0D 16"))
    }
  }

  @Test func `is not acknowledged before the hall has answered, nor where it could not keep it`()
    async throws
  {
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    try await running(pad(at: peer)) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      peer.say(press(2))
      let lost = try #require(try await first(1, of: presses, "a press").first)
      #expect(peer.received == [])
      await lost.answer(.notKept)
      #expect(peer.received == [])
      // The pad's copy is handed over again, under the same name.
      peer.say(press(2))
      let again = try #require(try await first(1, of: presses, "its copy").first)
      #expect(again.requestID == lost.requestID && peer.received == [])
      await again.answer(.refused)
      // addr 01 value: recorded as refused is an answer too, if need be to one more copy.
      try await acknowledged("FF 68 03 03 68 01 01 02 04 16", by: peer, of: 2)
    }
  }

  @Test func `other addresses, unknown keys and wrong sums are no presses`() async throws {
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    try await running(pad(at: peer)) { pad in
      try await status(of: pad, "ready") { $0.state == .ready }
      let presses = await pad.presses()
      peer.say(press(1, address: 2) + press(9) + press(0x0B))
      peer.say(hex("FF 68 03 03 68 01 11 01 14 16") + press(5))
      #expect(try await levels(presses) == [5])
    }
  }

  @Test func `an invitation reaches an idle pad at once, an absent one is a fault`() async throws {
    let peer = try FakePeer.tcp { _ in [] }
    try await running(pad(at: peer)) { pad in
      try await status(of: pad, "ready") { $0.state == .ready }
      let begun = ContinuousClock.now
      try await pad.invite()
      // An idle period lasts a minute.
      #expect(begun.duration(to: .now) < .seconds(30))
      peer.unplug()
      try await status(of: pad, "absent") { $0.state == .absent }
      await #expect(throws: DeviceFault.self) { try await pad.invite() }
    }
  }

  @Test func `presses end with the pad's run`() async throws {
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    let pad = try pad(at: peer)
    let presses = await pad.presses()
    try await running(pad) { pad in
      try await status(of: pad, "ready") { $0.state == .ready }
    }
    try await within(hangLimit, "the end") { for await _ in presses {} }
  }
}

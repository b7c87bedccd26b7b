import TestSupport
import Testing

@testable import DeviceSimulators

@Suite struct PadMachineTests {
  private let start = WireInstant.now

  @Test(arguments: [
    (1, "FF 68 03 03 68 03 11 01 15 16"), (2, "FF 68 03 03 68 03 11 02 16 16"),
    (3, "FF 68 03 03 68 03 11 03 17 16"), (4, "FF 68 03 03 68 03 11 04 18 16"),
    (5, "FF 68 03 03 68 03 11 05 19 16"),
  ])
  func `a key is sent with the pad's address`(key: Int, frame: String) {
    var pad = PadMachine(address: 3)
    #expect(pad.press(key, at: start) == true)
    #expect(pad.advance(to: start) == [hex(frame)])
  }

  @Test func `there is no key 0 and no key 6`() {
    var pad = PadMachine(address: 1)
    #expect(pad.press(0, at: start) == false)
    #expect(pad.press(6, at: start) == false)
    #expect(pad.press(-1, at: start) == false)
    #expect(pad.advance(to: start).isEmpty)
  }

  @Test func `an acknowledged key is not sent again`() {
    var pad = PadMachine(address: 1)
    _ = pad.press(5, at: start)
    _ = pad.advance(to: start)
    pad.receive(hex("FF 68 03 03 68 01 01 05 07 16"), at: start + .milliseconds(20))
    #expect(pad.face.acknowledged == 1)
    #expect(pad.nextDue == nil)
  }

  @Test func `a key nobody acknowledges is sent four times, 200 ms apart, and given up`() {
    var pad = PadMachine(address: 1)
    _ = pad.press(2, at: start)
    var moments: [Duration] = []
    for tick in 0...200 {
      let now = start + .milliseconds(tick * 10)
      if !pad.advance(to: now).isEmpty { moments.append(now - start) }
    }
    #expect(moments == [.zero, .milliseconds(200), .milliseconds(400), .milliseconds(600)])
    #expect(pad.face.givenUp == 1)
    #expect(pad.nextDue == nil)
  }

  @Test func `an ACK for another key, another pad or with a wrong sum counts for nothing`() {
    var pad = PadMachine(address: 1)
    _ = pad.press(5, at: start)
    pad.receive(hex("FF 68 03 03 68 01 01 04 06 16"), at: start)  // key 4
    pad.receive(hex("FF 68 03 03 68 02 01 05 08 16"), at: start)  // pad 2
    pad.receive(hex("FF 68 03 03 68 01 01 05 08 16"), at: start)  // sum is 07
    pad.receive(hex("FF 68 03 03 68 01 01 05 07 17"), at: start)  // end is 16
    #expect(pad.face.acknowledged == 0)
  }

  @Test func `a second key waits for the first one's ACK`() {
    var pad = PadMachine(address: 1)
    _ = pad.press(5, at: start)
    _ = pad.press(1, at: start)
    #expect(pad.advance(to: start) == [hex("FF 68 03 03 68 01 11 05 17 16")])
    pad.receive(hex("FF 68 03 03 68 01 01 05 07 16"), at: start)
    #expect(pad.advance(to: start) == [hex("FF 68 03 03 68 01 11 01 13 16")])
  }

  @Test func `the host asks for a rating, lights stars and beeps`() {
    var pad = PadMachine(address: 1)
    pad.receive(hex("FF 68 03 03 68 01 01 0B 0D 16"), at: start)
    #expect(pad.face.asksForRating)
    pad.receive(hex("FF 68 03 03 68 01 02 05 08 16"), at: start)
    #expect(pad.face.stars == 5)
    pad.receive(hex("FF 68 02 02 68 01 03 04 16"), at: start)
    #expect(pad.face.beeps == 1)
    _ = pad.press(4, at: start)
    #expect(!pad.face.asksForRating)
  }

  @Test func `after ten seconds the pad asks no more, but its keys still send`() {
    var pad = PadMachine(address: 1)
    pad.receive(hex("FF 68 03 03 68 01 01 0B 0D 16"), at: start)
    _ = pad.advance(to: start + .milliseconds(9_999))
    #expect(pad.face.asksForRating)
    #expect(pad.nextDue == start + .seconds(10))
    _ = pad.advance(to: start + .seconds(10))
    #expect(!pad.face.asksForRating)
    #expect(pad.nextDue == nil)
    _ = pad.press(3, at: start + .seconds(11))
    #expect(pad.advance(to: start + .seconds(11)) == [hex("FF 68 03 03 68 01 11 03 15 16")])
  }

  @Test func `a waiting-count frame is understood and changes nothing`() {
    var pad = PadMachine(address: 1)
    pad.receive(hex("FF 68 08 08 68 01 02 00 01 02 0A 0A 0A 24 16"), at: start)
    #expect(pad.face == PadFace())
  }

  @Test func `frames are found in noise and in pieces`() {
    var pad = PadMachine(address: 1)
    let beep = hex("FF 68 02 02 68 01 03 04 16")
    pad.receive(hex("FF FF 68 03 FF 68 02") + beep, at: start)
    #expect(pad.face.beeps == 1)
    for byte in beep { pad.receive([byte], at: start) }
    #expect(pad.face.beeps == 2)
  }

  @Test func `a silent, spoiled or torn key press`() {
    var pad = PadMachine(address: 1)
    pad.faults.silent = true
    _ = pad.press(1, at: start)
    #expect(pad.advance(to: start).isEmpty)
    pad = PadMachine(address: 1)
    pad.faults.wrongSum = true
    _ = pad.press(1, at: start)
    #expect(pad.advance(to: start) == [hex("FF 68 03 03 68 01 11 01 EC 16")])
    pad = PadMachine(address: 1)
    pad.faults.tearing = .singleBytes
    _ = pad.press(1, at: start)
    #expect(
      pad.advance(to: start + .milliseconds(50))
        == hex("FF 68 03 03 68 01 11 01 13 16").map { [$0] })
  }

  @Test func `random bytes never break the pad`() {
    var random = Dice(state: 2026)
    for _ in 0..<10_000 {
      var pad = PadMachine(address: 1)
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        [0xFF, 0x68, 0x03, 0x16, UInt8.random(in: 0...255, using: &random)]
          .randomElement(using: &random) ?? 0
      }
      pad.receive(bytes, at: start)
      pad.receive([UInt8](repeating: 0, count: 20), at: start)
      pad.receive(hex("FF 68 02 02 68 01 03 04 16"), at: start)
      #expect(pad.face.beeps >= 1)
    }
  }
}

import DeviceKit
import DeviceTestSupport
import EvaluationPads
import TestSupport
import Testing

/// An evdev event: two 8-byte times, type, code, value.
private func event(_ type: UInt8, _ code: UInt8, _ value: UInt8) -> [UInt8] {
  [UInt8](repeating: 7, count: 16) + [type, 0, code, 0, value, 0, 0, 0]
}

private func request(_ address: String, _ options: [String: OptionValue] = [:]) throws
  -> DeviceRequest
{
  DeviceRequest(id: DeviceID("pad"), address: try DeviceAddress(address), options: options)
}

struct `A HID pad` {
  let layout: HIDPadLayout

  init() throws { layout = try HIDPadLayout(descriptor: padDescriptor) }

  @Test func `keys and lamps lie where the descriptor says`() throws {
    #expect(layout.keysDown(in: [0b10001]) == [1, 5])
    #expect(layout.keysDown(in: [0]) == [])
    // Padding bits are no keys; a report that is too short says nothing.
    #expect(layout.keysDown(in: [0b1110_0000]) == [])
    #expect(layout.keysDown(in: []) == nil)
    #expect(layout.lighting([1, 5]) == [0, 0b10001])
    #expect(layout.lighting([9]) == [0, 0])
  }

  @Test func `a numbered report's first byte is its number`() throws {
    let numbered = hex(
      """
      06 00 FF 09 01 A1 01 85 07 05 09 19 01 29 05 15 00 25 01 75 01 95 05 81 02 75 03 95 01 81 03
      05 08 09 4B 75 01 95 05 91 02 75 03 95 01 91 03 C0
      """)
    let layout = try HIDPadLayout(descriptor: numbered)
    #expect(layout.longestReport == 2)
    #expect(layout.keysDown(in: [7, 0b00100]) == [3])
    #expect(layout.keysDown(in: [8, 0b00100]) == nil)
    #expect(layout.lighting([2]) == [7, 0b00010])
  }

  @Test func `a mouse without buttons of its own kind is refused`() {
    // Page 01 usage 02 with X and Y only.
    let mouse = hex("05 01 09 02 A1 01 09 30 09 31 15 81 25 7F 75 08 95 02 81 06 C0")
    #expect(throws: DeviceFault.self) { try HIDPadLayout(descriptor: mouse) }
    #expect(throws: DeviceFault.self) { try HIDPadLayout(descriptor: [0x05]) }
  }

  @Test func `a press is a key that goes down, and the lamps answer`() async throws {
    let descriptor = padDescriptor.hex
    let script = try ReplayScript(
      """
      o 0ms
      q 0ms reportDescriptor \(descriptor)
      w 0ms 00 00
      # invited: all lamps
      w 0ms 00 1F
      # key 4 down, the same report again, up
      r 0ms 08
      w 0ms 00 08
      r 0ms 08
      r 0ms 00
      # two keys at once: no rating; then key 1, which the hall refuses: no lamp; then key 2
      r 0ms 06
      r 0ms 00
      r 0ms 01
      r 0ms 00
      r 0ms 02
      w 0ms 00 02
      r 0ms 00
      # the lamp goes out
      w 3000ms 00 00
      f 0ms unplugged the device is gone
      """)
    let pad = try HIDPad(request("hidraw:/dev/hidraw0"), bench: quickBench(script.opener))
    try await running(pad) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      try await pad.invite()
      let taken = try await taken(3, of: presses, "presses") { press in
        switch press.level {
        case 1: .refused
        case 2: .alreadyRated
        default: .stored
        }
      }
      #expect(taken.map(\.level) == [4, 1, 2])
      #expect(Set(taken.map(\.requestID)).count == 3)
      try await within(hangLimit, "the lamp") {
        while !script.isFinished { try await Task.sleep(for: .milliseconds(20)) }
      }
    }
  }
}

struct `A pad that types` {
  @Test func `presses count, releases, autorepeat and other keys do not`() {
    var keys = EvdevKeys()
    let bytes =
      event(1, 6, 1) + event(0, 0, 0)  // KEY_5 down
      + event(1, 6, 2) + event(0, 0, 0)  // autorepeat
      + event(1, 6, 0) + event(0, 0, 0)  // up
      + event(4, 4, 30)  // EV_MSC MSC_SCAN
      + event(1, 28, 1)  // KEY_ENTER
      + event(1, 79, 1)  // KEY_KP1
    #expect(keys.presses(in: bytes) == [5, 1])
    // In pieces of any size.
    keys = EvdevKeys()
    #expect(bytes.flatMap { keys.presses(in: [$0]) } == [5, 1])
  }

  @Test func `after an overflow nothing counts until the next report`() {
    var keys = EvdevKeys()
    let bytes =
      event(0, 3, 0) + event(1, 2, 1) + event(0, 0, 0) + event(1, 3, 1) + event(0, 0, 0)
    #expect(keys.presses(in: bytes) == [2])
    #expect(keys.overflows == 1)
  }

  @Test func `whose queue runs over again and again is told of once`() async throws {
    let overflow = (event(0, 3, 0) + event(0, 0, 0)).hex
    let script = try ReplayScript(
      """
      o 0ms
      r 0ms \(overflow)
      r 50ms \(overflow)
      r 50ms \(overflow)
      r 50ms \((event(1, 6, 1) + event(0, 0, 0)).hex)
      w 0ms 00
      """)
    let book = LogBook()
    let bench = quickBench(logger: book.logger, script.opener)
    try await running(EvdevPad(request("evdev:/dev/input/event3"), bench: bench)) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      #expect(try await taken(1, of: presses, "a press").map(\.level) == [5])
    }
    #expect(book.lines.count { $0.contains("ran over") } == 1)
  }

  @Test func `digits become levels by the site's map`() async throws {
    let script = try ReplayScript(
      """
      o 0ms
      r 0ms \((event(1, 2, 1) + event(0, 0, 0) + event(1, 10, 1)).hex)
      r 0ms \((event(1, 11, 1) + event(0, 0, 0)).hex)
      w 0ms 00
      """)
    // 1 is 非常满意 here, 0 非常不满意, and 9 nothing.
    let request = try request("evdev:/dev/input/event3", ["keys": .keys([1: 5, 0: 1])])
    try await running(EvdevPad(request, bench: quickBench(script.opener))) { pad in
      try await ready(pad)
      let presses = await pad.presses()
      #expect(try await taken(2, of: presses, "presses").map(\.level) == [5, 1])
    }
  }
}

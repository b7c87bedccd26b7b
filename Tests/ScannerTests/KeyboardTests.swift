import Scanners
import TestSupport
import Testing

/// The 24 bytes of a `struct input_event`.
func inputEvent(type: UInt16, code: UInt16, value: Int32, microseconds: Int64 = 0) -> [UInt8] {
  var bytes: [UInt8] = []
  for number in [microseconds / 1_000_000, microseconds % 1_000_000] {
    bytes += withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
  bytes += withUnsafeBytes(of: type.littleEndian) { Array($0) }
  bytes += withUnsafeBytes(of: code.littleEndian) { Array($0) }
  return bytes + withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// A key pressed and released, each followed by SYN_REPORT.
func keystroke(_ key: UInt16, shift: Bool = false, at microseconds: Int64 = 0) -> [UInt8] {
  func event(_ key: UInt16, _ value: Int32) -> [UInt8] {
    inputEvent(type: 1, code: key, value: value, microseconds: microseconds)
      + inputEvent(type: 0, code: 0, value: 0, microseconds: microseconds)
  }
  let stroke = event(key, 1) + event(key, 0)
  return shift ? event(42, 1) + stroke + event(42, 0) : stroke
}

/// How a scanner that plays an American keyboard types ASCII text; keys looked up in the kernel's
/// table, not in the driver's.
func typed(_ text: String, suffix: UInt16? = 28, from start: Int64 = 0, pace: Int64 = 2000)
  -> [UInt8]
{
  let rows: [(UInt16, String, String)] = [
    (2, "1234567890-=", "!@#$%^&*()_+"), (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"), (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"), (57, " ", ""),
  ]
  var bytes: [UInt8] = []
  var time = start
  for character in text {
    for (first, plain, shifted) in rows {
      if let index = Array(plain).firstIndex(of: character) {
        bytes += keystroke(first + UInt16(index), at: time)
      } else if let index = Array(shifted).firstIndex(of: character) {
        bytes += keystroke(first + UInt16(index), shift: true, at: time)
      }
    }
    time += pace
  }
  return bytes + (suffix.map { keystroke($0, at: time) } ?? [])
}

private func text(_ bytes: [UInt8], altCodes: KeyboardTyping.AltCodes = .ignored) -> [UInt8] {
  var decoder = EvdevDecoder()
  var typing = KeyboardTyping(altCodes: altCodes)
  return decoder.decode(bytes).flatMap { item -> [UInt8] in
    if case .key(let event) = item { typing.type(event) } else { [] }
  }
}

struct KeyboardTests {
  static let ascii = String((0x20...0x7E).map { Character(Unicode.Scalar($0)) })

  @Test func `trap 23, every printable character is typed whatever layout the machine has`() {
    #expect(text(typed(Self.ascii)) == Array(Self.ascii.utf8) + [0x0D])
  }

  @Test func `caps lock turns letters round and leaves digits and signs`() {
    let bytes =
      keystroke(58) + typed("aB1!", suffix: nil) + keystroke(58) + typed("aB", suffix: nil)
    #expect(text(bytes) == Array("Ab1!aB".utf8))
  }

  @Test func `control with a sign types the control byte that parts GS1 fields`() {
    let bytes =
      inputEvent(type: 1, code: 29, value: 1) + keystroke(27)
      + inputEvent(type: 1, code: 29, value: 0)
    #expect(text(bytes) == [0x1D])
  }

  @Test func `what the kernel repeats of a key held down is typed once`() {
    let held = inputEvent(type: 1, code: 30, value: 1) + inputEvent(type: 1, code: 30, value: 2)
    #expect(text(held + held.suffix(24) + inputEvent(type: 1, code: 30, value: 0)) == [0x61])
  }

  @Test(arguments: [(KeyboardTyping.AltCodes.gbk, 54992), (.unicode, 20013)])
  func `digits of the number block under Alt are one Chinese character`(
    codes: KeyboardTyping.AltCodes, number: Int
  ) {
    let keypad: [Character: UInt16] = [
      "0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73,
    ]
    let digits = String(number).compactMap { keypad[$0] }.flatMap { keystroke($0) }
    let bytes =
      inputEvent(type: 1, code: 56, value: 1) + digits + inputEvent(type: 1, code: 56, value: 0)
    #expect(CodeText(text(bytes, altCodes: codes))?.text == "中")
    #expect(text(bytes).isEmpty)
  }

  @Test func `events the kernel lost are told, and what follows up to the next report is void`() {
    var decoder = EvdevDecoder()
    let lost = inputEvent(type: 0, code: 3, value: 0) + inputEvent(type: 1, code: 30, value: 1)
    #expect(decoder.decode(lost) == [.lost])
    #expect(decoder.decode(inputEvent(type: 0, code: 0, value: 0)).isEmpty)
    #expect(
      decoder.decode(inputEvent(type: 1, code: 48, value: 1, microseconds: 7))
        == [.key(KeyEvent(48, isDown: true, time: 7))])
  }

  @Test func `reports of a boot keyboard type the same as the kernel's events`() {
    var decoder = BootKeyboardDecoder()
    var typing = KeyboardTyping()
    // Shift and a, then b with a still down, rollover, all up, Enter.
    let reports: [[UInt8]] = [
      [0x02, 0, 0x04, 0, 0, 0, 0, 0], [0x00, 0, 0x04, 0x05, 0, 0, 0, 0],
      [0x00, 0, 1, 1, 1, 1, 1, 1], [0x00, 0, 0, 0, 0, 0, 0, 0], [0x00, 0, 0x28, 0, 0, 0, 0, 0],
      [0x00, 0],
    ]
    let bytes = reports.flatMap { report in
      decoder.decode(report[...], at: 0).flatMap { typing.type($0) }
    }
    #expect(bytes == [0x41, 0x62, 0x0D])
  }

  @Test func `random bytes are events or nothing`() {
    var dice = Dice(state: 23)
    var evdev = EvdevDecoder()
    var boot = BootKeyboardDecoder()
    var typing = KeyboardTyping(altCodes: .gbk)
    for _ in 0..<2000 {
      for case .key(let event) in evdev.decode(dice.bytes(0...100)) { _ = typing.type(event) }
      let report = dice.bytes(0...12)
      for event in boot.decode(report[...], at: 0) { _ = typing.type(event) }
    }
  }
}

struct CodeAssemblerTests {
  @Test func `a prefix Enter and empty lines are no codes`() {
    var assembler = CodeAssembler(suffix: .line, gap: .milliseconds(100))
    #expect(
      assembler.append(Array("\r\n\rA1\r\nB2\n".utf8), at: 0) == [
        Array("A1".utf8), Array("B2".utf8),
      ])
  }

  @Test func `half a code is void after a pause`() {
    var assembler = CodeAssembler(suffix: .line, gap: .milliseconds(100))
    #expect(assembler.append(Array("half".utf8), at: 0).isEmpty)
    #expect(assembler.append(Array("whole\r".utf8), at: 100_001) == [Array("whole".utf8)])
  }

  @Test func `a slow scanner within the pause still ends its code`() {
    var assembler = CodeAssembler(suffix: .tab, gap: .milliseconds(100))
    var codes: [[UInt8]] = []
    for (index, byte) in "slow\t".utf8.enumerated() {
      codes += assembler.append([byte], at: Int64(index) * 100_000)
    }
    #expect(codes == [Array("slow".utf8)])
  }

  @Test func `without a suffix the pause ends a code`() {
    var assembler = CodeAssembler(suffix: .pause, gap: .milliseconds(50))
    #expect(assembler.append(Array("one".utf8), at: 0).isEmpty)
    #expect(assembler.pass(to: 50_000) == nil)
    #expect(assembler.pass(to: 50_001) == Array("one".utf8))
    #expect(assembler.pass(to: 60_000_000) == nil)
  }

  @Test func `a code without end is cut off and its rest is no code`() {
    var assembler = CodeAssembler(suffix: .line, gap: .seconds(1))
    let endless = [UInt8](repeating: 0x41, count: 3 * CodeAssembler.longest)
    #expect(assembler.append(endless, at: 0).isEmpty)
    #expect(assembler.append(Array("tail\rnext\r".utf8), at: 1) == [Array("next".utf8)])
  }
}

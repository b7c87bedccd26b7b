import DeviceKit
import DeviceTestSupport
import Hall
import Scanners
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ScannerTests {
  @Test func `trap 23, a keyboard scanner's codes are read and a prefix Enter is none`()
    async throws
  {
    let line = ScriptedLine()
    let device = try KeyboardScanner(
      request("evdev:/dev/input/event7"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      line.push(keystroke(28) + typed("A007!"))
      line.push(typed("b-42", from: 1_000_000))
      #expect(try await codes(2, of: stream).map(\.text) == ["A007!", "b-42"])
    }
  }

  @Test func `half a code before a pause is no part of the next`() async throws {
    let line = ScriptedLine()
    let device = try KeyboardScanner(
      request("evdev:/dev/input/event7"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      line.push(typed("half", suffix: nil))
      line.push(typed("whole", from: 5_000_000))
      #expect(try await codes(1, of: stream).map(\.text) == ["whole"])
    }
  }

  @Test func `a keyboard scanner without suffix ends its code by the pause`() async throws {
    let line = ScriptedLine()
    let device = try KeyboardScanner(
      request(
        "evdev:/dev/input/event7", ["suffix": .text("pause"), "gapMilliseconds": .integer(50)]),
      bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      line.push(typed("A007", suffix: nil))
      #expect(try await codes(1, of: stream).map(\.text) == ["A007"])
    }
  }

  /// A keyboard whose reports have the number 1, beside a report 2 of consumer keys.
  private static let numberedKeyboard: [UInt8] = [
    0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x85, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00,
    0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x75, 0x08, 0x95, 0x01, 0x81, 0x03, 0x19, 0x00,
    0x29, 0x65, 0x25, 0x65, 0x95, 0x06, 0x81, 0x00, 0xC0, 0x05, 0x0C, 0x09, 0x01, 0xA1, 0x01, 0x85,
    0x02, 0x19, 0x00, 0x29, 0x20, 0x95, 0x01, 0x75, 0x08, 0x81, 0x00, 0xC0,
  ]

  @Test func `over hidraw the numbered reports of the keyboard are told from others`() async throws
  {
    let line = ScriptedLine(descriptor: Self.numberedKeyboard)
    let device = try KeyboardScanner(request("hidraw:/dev/hidraw0"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      // a, another report, all up, 1, all up, Enter.
      for report: [UInt8] in [
        [1, 2, 0, 4, 0, 0, 0, 0, 0], [2, 0x28], [1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0x1E, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0x28, 0, 0, 0, 0, 0],
      ] { line.push(report) }
      #expect(try await codes(1, of: stream).map(\.text) == ["A1"])
    }
  }

  @Test func `a HID POS scanner tells a code of several reports with its symbology`() async throws {
    let line = ScriptedLine()
    let device = try POSScanner(request("hidraw:@1-2"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      let text = Array("东莞市政务服务中心 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
      #expect(text.count > 56)
      line.push(posReport(text.prefix(56), isContinued: true))
      line.push(posReport(text.dropFirst(56), isContinued: false))
      let code = try #require(try await codes(1, of: stream).first)
      #expect(code.text == String(decoding: text, as: UTF8.self) && code.symbology == "Q1")
      #expect(code.scanner == DeviceID("scanner") && code.at == noon())
    }
  }

  @Test func `a scanner that is set to another mode is a fault that says so`() async throws {
    let line = ScriptedLine(descriptor: Self.numberedKeyboard)
    let device = try POSScanner(request("hidraw:@1-2"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      try await status(of: scanner, "faulted") { $0.state.fault?.code == .protocolError }
      let fault = await scanner.status().state.fault
      #expect(fault?.message.contains("HID POS") == true)
    }
  }

  @Test func `trap 2, a scanner pulled out and put back goes on, and what it missed stays missed`()
    async throws
  {
    let line = ScriptedLine()
    let device = try POSScanner(request("hidraw:@1-2"), bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      line.push(posReport(Array("half".utf8)[...], isContinued: true))
      try await within(hangLimit, "half is read") {
        while line.state.withLock({ !$0.pending.isEmpty }) {
          try await Task.sleep(for: .milliseconds(1))
        }
      }
      line.unplug()
      try await status(of: scanner, "absent") { $0.state == .absent }
      line.push(posReport(Array("old".utf8)[...], isContinued: false))
      line.plug()
      try await status(of: scanner, "ready again") { $0.state == .ready }
      line.push(posReport(Array("new".utf8)[...], isContinued: false))
      #expect(try await codes(1, of: stream).map(\.text) == ["new"])
    }
  }

  @Test func `codes out of bounds, without text or of no encoding are dropped`() async throws {
    let line = ScriptedLine()
    let device = try SerialScanner(
      request("serial:/dev/ttyS9?baud=9600", ["shortest": .integer(3), "longest": .integer(6)]),
      bench: quickBench(line.opener))
    try await running(device) { scanner in
      let stream = await scanner.codes()
      try await status(of: scanner, "ready") { $0.state == .ready }
      line.push(Array("AB\rABCDEFG\r".utf8) + [0xFF, 0xFF, 0xFF, 0x0D, 0x1B, 0x1B, 0x1B, 0x0D])
      line.push([0xD6, 0xD0, 0xCE, 0xC4, 0x0D])
      #expect(try await codes(1, of: stream).map(\.text) == ["中文"])
      #expect(line.state.withLock { $0.written.isEmpty }, "an unknown device gets no byte")
    }
  }

  @Test func `no code is ever in a log or a recording`() async throws {
    let secret = "P7INVOICE9"
    for mode in ["serial", "keyboard", "pos"] {
      let line = ScriptedLine()
      let book = LogBook()
      let lines = Mutex<[RecordingLine]>([])
      let redactor: @Sendable (DeviceAddress.Scheme) -> any Redactor =
        switch mode {
        case "serial": SerialScanner.driver.redactor
        case "keyboard": KeyboardScanner.driver.redactor
        default: POSScanner.driver.redactor
        }
      let opener: LinkOpener = { request, waker throws(DeviceFault) in
        RecordingLink(try line.opener(request, waker), redactor: redactor(request.address.scheme)) {
          noted in
          lines.withLock { $0.append(noted) }
        }
      }
      let device = try scanner(mode, quickBench(logger: book.logger, opener))
      let run = Task { await device.run() }
      let stream = await device.codes()
      try await status(of: device, "ready") { $0.state == .ready }
      switch mode {
      case "serial": line.push(Array((secret + "\r").utf8))
      case "keyboard": line.push(typed(secret))
      default: line.push(posReport(Array(secret.utf8)[...], isContinued: false))
      }
      #expect(try await codes(1, of: stream).map(\.text) == [secret])
      run.cancel()
      await run.value
      #expect(!book.text.contains(secret))
      let recorded = lines.withLock { $0.map(\.text).joined(separator: "\n") }
      #expect(!recorded.contains(Array(secret.utf8.prefix(4)).hex))

      // The recording replays as an invented code of the same length.
      let script = try ReplayScript(recorded)
      let replayed = try scanner(mode, quickBench(script.opener))
      let heard = await replayed.codes()
      let rerun = Task { await replayed.run() }
      let invented = try #require(try await codes(1, of: heard).first)
      #expect(invented.text.count == secret.count && invented.text != secret)
      rerun.cancel()
      await rerun.value
    }
  }

  private func scanner(_ mode: String, _ bench: DeviceBench) throws -> any CodeScanner {
    switch mode {
    case "serial": try SerialScanner(request("serial:/dev/ttyS9?baud=9600"), bench: bench)
    case "keyboard": try KeyboardScanner(request("evdev:/dev/input/event1"), bench: bench)
    default: try POSScanner(request("hidraw:@1-2"), bench: bench)
    }
  }

  private func posReport(_ data: ArraySlice<UInt8>, isContinued: Bool) -> [UInt8] {
    [0x02, UInt8(data.count), 0x5D, 0x51, 0x31] + data
      + [UInt8](repeating: 0, count: 56 - data.count) + [0x73, 0x00, isContinued ? 1 : 0]
  }
}

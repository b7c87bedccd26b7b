import Cameras
import DeviceKit
import Hall
import JPEG
import Scanners

enum OpticsProperties {
  /// What a code says is clean of everything that could command a printer, a terminal or a log.
  static func checkCodeText(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let hasPrefix = input.byte() & 1 == 1
    guard let code = CodeText(input.remainder(), hasPrefix: hasPrefix) else { return }
    expect(!code.text.isEmpty, "a code says something")
    expect(
      Sanitiser.line(code.text, limit: CodeAssembler.longest) == code.text, "a code is clean")
    expect(hasPrefix || code.symbology == nil, "no symbology out of nothing")
    expect((code.symbology ?? "Q1").utf8.count == 2, "a letter and its option")
  }

  /// Torn reads give what whole ones do, no byte is lost or made up, and a reply after any garbage is
  /// found once the garbage can no longer be half of another.
  static func checkGM65(_ bytes: [UInt8]) {
    let whole = codes(in: [bytes])
    expect(codes(in: bytes.torn) == whole, "torn reads give other codes")
    expect(whole.count <= bytes.count, "bytes out of nothing")

    var decoder = GM65.Decoder()
    let silence = [UInt8](repeating: 0x20, count: 300)
    // protocols.md B.3: the reply to a trigger.
    let reply: [UInt8] = [0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31]
    let items = (bytes.torn + [silence, reply]).flatMap { decoder.decode($0) }
    expect(items.last == .reply([0]), "a reply after garbage is lost")
  }

  /// The bytes of all codes, with those still held back.
  private static func codes(in reads: [[UInt8]]) -> [UInt8] {
    var decoder = GM65.Decoder()
    let read = reads.flatMap { decoder.decode($0) }.flatMap { item -> [UInt8] in
      if case .code(let code) = item { code } else { [] }
    }
    return read + decoder.release()
  }

  /// Torn events give what whole ones do; codes are within bounds and have no end inside.
  static func checkKeyboard(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let altCodes = input.choice(of: KeyboardTyping.AltCodes.allCases) ?? .ignored
    let suffix = input.choice(of: CodeAssembler.Suffix.allCases) ?? .line
    let events = input.remainder()
    let codes = typed(events.torn, altCodes, suffix)
    expect(codes == typed([events], altCodes, suffix), "torn reads give other codes")
    for code in codes {
      expect((1...CodeAssembler.longest).contains(code.count), "a code within bounds")
      expect(suffix != .line || !code.contains(0x0D), "an end inside a code")
    }
    var reports = BootKeyboardDecoder()
    var typing = KeyboardTyping(altCodes: altCodes)
    for report in events.torn {
      for event in reports.decode(report[...], at: 0) {
        expect(typing.type(event).count <= 4, "a key types one character")
      }
    }
  }

  private static func typed(
    _ reads: [[UInt8]], _ altCodes: KeyboardTyping.AltCodes, _ suffix: CodeAssembler.Suffix
  ) -> [[UInt8]] {
    var events = EvdevDecoder()
    var typing = KeyboardTyping(altCodes: altCodes)
    var assembler = CodeAssembler(suffix: suffix, gap: .milliseconds(300))
    return reads.flatMap { events.decode($0) }.flatMap { item -> [[UInt8]] in
      switch item {
      case .key(let event): return assembler.append(typing.type(event), at: event.time)
      case .lost:
        assembler.reset()
        return []
      }
    }
  }

  /// A descriptor's layout reads any report within the report, and codes stay within bounds.
  static func checkPOS(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let descriptor = try? HIDReportDescriptor(input.bytes(Int(input.byte())))
    let layout = descriptor.flatMap { POSLayout.found(in: $0) } ?? .lsr118
    var assembler = POSAssembler()
    while !input.rest.isEmpty {
      let report = input.bytes(64)
      guard let part = layout.read(report) else { continue }
      expect(part.data.count <= report.count, "more data than the report")
      if let whole = assembler.append(part) {
        expect((1...CodeAssembler.longest).contains(whole.code.count), "a code within bounds")
      }
    }
  }

  /// What is completed is whole: it has tables and an end, completing it again changes nothing, and
  /// the decoder stays within its memory.
  static func checkJPEG(_ bytes: [UInt8]) {
    let stream = FrameStream(
      FrameFormat(.mjpeg, width: 64, height: 48), stride: 0, isFullRange: false)
    if let completed = try? JPEGStructure.completed(bytes) {
      let structure = try? JPEGStructure(completed)
      expect(structure?.hasHuffmanTables == true, "completed without tables")
      expect(structure?.end == completed.count, "something behind the end")
      expect((try? JPEGStructure.completed(completed)) == completed, "completed twice")
      // Large pictures cost time and teach nothing more.
      if let structure, structure.width * structure.height <= 1 << 20 {
        if case .picture(let jpeg, let width, let height) = FrameReading(Frame(bytes), of: stream) {
          expect(jpeg == completed, "a picture is what was completed")
          expect(width == structure.width && height == structure.height, "another size")
        }
      }
    } else {
      if case .picture = FrameReading(Frame(bytes), of: stream) { expect(false, "half a picture") }
    }
    checkYUYV(bytes)
  }

  private static func checkYUYV(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let (width, height) = (Int(input.byte()), Int(input.byte() & 0x3F))
    let stream = FrameStream(
      FrameFormat(.yuyv, width: width, height: height), stride: Int(input.number() & 0x3FF),
      isFullRange: width & 2 == 0)
    guard case .picture = FrameReading(Frame(input.remainder()), of: stream) else { return }
    expect(bytes.count - 4 >= width * height, "a picture of too few bytes")
  }
}

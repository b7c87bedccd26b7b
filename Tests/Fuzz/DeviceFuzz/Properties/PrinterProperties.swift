import DeviceKit
import Hall
import TicketPrinters

enum PrinterProperties {
  // MARK: What printers say

  /// Torn reads give what whole ones do, a mark is found after any garbage, and a condition that
  /// nothing can be printed in says why.
  static func checkAnswers(_ bytes: [UInt8]) {
    var input = Input(bytes)
    guard let profile = input.choice(of: TicketPrinterProfile.all) else { return }
    let number = UInt32(input.number()) << 16 | UInt32(input.number())
    let noise = input.remainder()
    let whole = answers(in: [noise], profile)
    expect(answers(in: noise.torn, profile) == whole, "torn reads give other answers")
    expect(whole.count <= noise.count, "more answers than bytes")
    check(whole)

    guard profile.completion == .jobMark else { return }
    let mark = ESCPOS.JobMark(number)
    expect(
      answers(in: noise.torn + [mark.answer], profile).contains(.printed(mark.bytes)),
      "the mark of a job is lost behind noise")
  }

  private static func answers(
    in reads: [[UInt8]], _ profile: TicketPrinterProfile
  ) -> [ESCPOS.Answer] {
    var decoder = ESCPOS.Decoder(profile)
    var answers: [ESCPOS.Answer] = []
    for read in reads {
      decoder.append(read)
      while let answer = decoder.next() { answers.append(answer) }
    }
    return answers
  }

  private static func check(_ answers: [ESCPOS.Answer]) {
    var condition = ESCPOS.Condition()
    for answer in answers {
      switch answer {
      case .realTime(let byte):
        for question in ESCPOS.Question.allCases { condition.apply(byte, to: question) }
      case .automatic(let said): condition = said
      case .printed(let mark):
        expect(mark.count == 4, "a mark has four bytes")
        continue
      case .buffered(let byte): condition.apply(paperByte: byte)
      case .presenter(let report): condition.apply(report)
      }
      expect(!condition.endsJob || condition.fault != nil, "a job ends for a reason")
      expect(!condition.paperOut || condition.paper == .out, "paper that is out is out")
    }
  }

  // MARK: What they are sent

  // proof: libFuzzer and the replay call from the program's only thread.
  nonisolated(unsafe) private static var encoders: [String: ESCPOSEncoder] = [:]

  /// No text becomes a command: what is sent is commands of our own, characters of the head's font
  /// and pictures, each whole, with exactly one cut; and text of ASCII comes out as it went in.
  static func checkEncoder(_ bytes: [UInt8]) {
    var input = Input(bytes)
    guard let profile = input.choice(of: TicketPrinterProfile.all),
      let encoder = encoders[profile.name] ?? (try? ESCPOSEncoder(profile))
    else { return }
    encoders[profile.name] = encoder
    let slip = slip(from: &input)
    guard let job = try? encoder.encode(slip) else {
      expect(slip.elements.contains { if case .qr = $0 { true } else { false } }, "only QR fails")
      return
    }
    var walk = PrinterJobWalk(job)
    walk.run()
    expect(walk.cuts == (profile.cutter == .none ? 0 : 1), "\(walk.cuts) cuts")
    if profile.obeysRealTimeInPictures {
      let realTime = zip(job, job.dropFirst()).contains { $0 == 0x10 && [4, 5, 0x14].contains($1) }
      expect(!realTime, "a real-time command inside the job")
    }
    checkText(of: slip, walk)
  }

  private static func slip(from input: inout Input) -> Slip {
    var elements: [Slip.Element] = []
    while !input.rest.isEmpty, elements.count < 8 {
      let kind = input.byte()
      switch kind & 0x07 {
      case 0: elements.append(.rule)
      case 1: elements.append(.feed(Int(Int8(bitPattern: input.byte()))))
      case 2: elements.append(.qr(input.bytes(Int(input.byte())).text))
      default:
        elements.append(
          .line(
            input.bytes(Int(input.byte())).text,
            size: kind & 0x10 == 0 ? .normal : kind & 0x20 == 0 ? .double : .huge,
            bold: kind & 0x40 != 0, align: kind & 0x80 != 0 ? .centre : .left))
      }
    }
    return Slip(elements)
  }

  private static func checkText(of slip: Slip, _ walk: PrinterJobWalk) {
    var expected: [UInt8] = []
    for element in slip.elements {
      guard case .line(let text, _, _, _) = element else { return }
      let line = Sanitiser.line(text)
      guard line.utf8.allSatisfy({ $0 < 0x80 }) else { return }
      expected += line.utf8
    }
    expect(walk.text == expected, "printed is \(walk.text.text), not \(expected.text)")
  }
}

/// Reads a job as a printer does, one command after another, and knows only what our encoder sends.
struct PrinterJobWalk {
  private(set) var cuts = 0
  /// The characters, without line feeds.
  private(set) var text: [UInt8] = []
  private var rest: ArraySlice<UInt8>

  init(_ job: [UInt8]) { rest = job[...] }

  mutating func run() {
    while let first = rest.first {
      switch first {
      case 0x0A: take(1)
      case 0x1B: escape()
      case 0x1C: fileSeparator()
      case 0x1D: groupSeparator()
      case 0x20...0x7E: text += take(1)
      case 0x81...0xFE: character()
      default: expect(false, "control byte \(first) in a job")
      }
    }
  }

  @discardableResult
  private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    expect(rest.count >= count, "a command is cut off")
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private func byte(_ index: Int) -> Int { rest.dropFirst(index).first.map(Int.init) ?? 0 }

  private mutating func character() {
    let code = Array(take(2))
    expect((0x40...0xFE).contains(code[1]) && code[1] != 0x7F, "half a character")
    text += code
  }

  /// `ESC`: @ initialise, a align, E bold, d and J feed, i cut, k deliver.
  private mutating func escape() {
    switch UInt8(truncatingIfNeeded: byte(1)) {
    case UInt8(ascii: "@"), UInt8(ascii: "k"): take(2)
    case UInt8(ascii: "a"), UInt8(ascii: "E"), UInt8(ascii: "d"), UInt8(ascii: "J"): take(3)
    case UInt8(ascii: "i"):
      cuts += 1
      take(2)
    case let other: expect(false, "ESC \(other)")
    }
  }

  /// `FS`: & Chinese, ! its size.
  private mutating func fileSeparator() {
    switch UInt8(truncatingIfNeeded: byte(1)) {
    case UInt8(ascii: "&"): take(2)
    case UInt8(ascii: "!"): take(3)
    case let other: expect(false, "FS \(other)")
    }
  }

  /// `GS`: ! size, a status back, e presenter, V cut, ( k QR, v 0 picture.
  private mutating func groupSeparator() {
    switch UInt8(truncatingIfNeeded: byte(1)) {
    case UInt8(ascii: "!"), UInt8(ascii: "a"): take(3)
    case UInt8(ascii: "e"): take(4)
    case UInt8(ascii: "V"):
      cuts += 1
      take(4)
    case UInt8(ascii: "("):
      expect(byte(2) == 0x6B, "GS ( \(byte(2))")
      let command = Array(take(5 + byte(3) + byte(4) << 8))
      // Function 80 stores the code's data behind 8 bytes of head.
      if command.dropFirst(6).first == 0x50 {
        expect(command.dropFirst(8).allSatisfy { $0 >= 0x20 }, "a control byte in a QR code")
      }
    case UInt8(ascii: "v"):
      take(8 + (byte(4) + byte(5) << 8) * (byte(6) + byte(7) << 8))
    case let other: expect(false, "GS \(other)")
    }
  }
}

import DeviceKit
import Hall
import TestSupport
import Testing
import TicketPrinters

/// What `slip` becomes on 80 mm paper.
func printed(_ elements: Slip.Element...) throws -> [UInt8] {
  try ESCPOSEncoder(dotsPerLine: 576).encode(Slip(elements))
}

extension [UInt8] {
  /// Whether a `DLE EOT`, `DLE ENQ` or `DLE DC4` stands anywhere, also in data (C.7, C.9).
  var holdsRealTimeCommand: Bool {
    zip(self, dropFirst()).contains { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
  }

  func holds(_ part: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: part) }
  }
}

struct `ESC/POS encoding` {
  @Test func `an empty slip is set up and cut`() throws {
    let expected =
      hex("1B 40")  // ESC @: initialise
      + hex("1D 61 0E")  // GS a: automatic status for online, error and paper
      + hex("1C 26")  // FS &: Chinese on
      + hex("1B 61 00 1C 21 00 1D 21 00 1B 45 00")  // left, normal, not bold
      + hex("1D 56 42 00")  // GS V: feed and partial cut
    #expect(try printed() == expected)
  }

  @Test func `a line carries size, weight and alignment, and Chinese in GBK`() throws {
    let bytes = try printed(.line("A012 号", size: .huge, bold: true, align: .centre))
    // ESC a 1, FS ! 0C, GS ! 22, ESC E 1, "A012 ", 号 = BA C5, LF
    #expect(
      bytes.holds(
        hex("1B 61 01 1C 21 0C 1D 21 55 1B 45 01 41 30 31 32 20 BA C5 0A")))
    #expect(try printed(.line("a", size: .double)).holds(hex("1C 21 0C 1D 21 11 1B 45 00 61 0A")))
  }

  @Test func `a rule fills the paper's columns, and feeds keep within 1 to 20`() throws {
    let rule = [UInt8](repeating: 0x2D, count: 48) + [0x0A]
    #expect(try printed(.rule).holds(rule))
    #expect(
      try ESCPOSEncoder(dotsPerLine: 384).encode(Slip([.rule])).filter { $0 == 0x2D }.count == 32)
    #expect(try printed(.feed(3)).holds(hex("1B 64 03")))
    #expect(try printed(.feed(.max)).holds(hex("1B 64 14")))
    #expect(try printed(.feed(-1)).holds(hex("1B 64 01")))
  }

  @Test func `a QR code is C-4's five functions, centred, level M`() throws {
    #expect(
      try printed(.qr("Q7")).holds(
        hex(
          """
          1B 61 01 1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06
          1D 28 6B 03 00 31 45 31 1D 28 6B 05 00 31 50 30 51 37 1D 28 6B 03 00 31 51 30
          """)))
  }

  @Test(arguments: ["", String(repeating: "x", count: 501)])
  func `a QR code that cannot be printed is refused`(text: String) {
    #expect(throws: DeviceFault.self) { try printed(.qr(text)) }
  }

  @Test func `what no font has becomes the geta mark`() throws {
    // 张 D5 C5; U+E815 is private, and GB18030's code for it is blank in every head; 〓 A1 FE.
    #expect(try printed(.line("张\u{E815}")).holds(hex("D5 C5 A1 FE 0A")))
  }

  @Test func `no text becomes a command`() async throws {
    // ESC p kicks the drawer, DLE ENQ clears, GS V cuts; C1, bidi and zero width go too.
    let attack = "王\u{1B}p0\u{10}\u{05}\u{1D}V0\u{9B}\u{202E}\u{200B}\u{FEFF}\n五\0"
    let bytes = try printed(.line(attack))
    #expect(bytes.holds(hex("CD F5 70 30 56 30 20 CE E5 0A")))
    var dice = Dice(state: 3)
    let encoder = try ESCPOSEncoder(dotsPerLine: 576)
    for _ in 0..<10_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      let text = String(decoding: dice.bytes(0...40), as: UTF8.self)
      let bytes = try encoder.encode(Slip([.line(text)]))
      // Everything beside the commands of the layout is text: no byte below a space, no DEL.
      let body = textBytes(of: bytes)
      try #require(body.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(Array(body).hex)")
      try #require(!bytes.holdsRealTimeCommand, "\(bytes.hex)")
    }
  }

  /// The text of a job: all but the commands a line of text is made of, each with its own length.
  private func textBytes(of job: [UInt8]) -> [UInt8] {
    let commands = [
      "1B 40", "1D 61 0E", "1C 26", "1B 61 00", "1C 21 00", "1D 21 00", "1B 45 00", "0A",
      "1B 4A 0A", "1D 56 42 00",
    ].map { hex($0) }
    var text: [UInt8] = []
    var rest = job[...]
    while !rest.isEmpty {
      if rest.starts(with: hex("1D 76 30 00")), rest.count >= 8 {
        let head = Array(rest.prefix(8))
        let size = (Int(head[4]) | Int(head[5]) << 8) * (Int(head[6]) | Int(head[7]) << 8)
        rest = rest.dropFirst(8 + size)
      } else if let command = commands.first(where: { rest.starts(with: $0) }) {
        rest = rest.dropFirst(command.count)
      } else {
        text.append(rest.removeFirst())
      }
    }
    return text
  }

  @Test func `job marks are four printable bytes and differ from job to job`() {
    var seen: Set<[UInt8]> = []
    for number in UInt32.max - 50...UInt32.max {
      let mark = ESCPOS.JobMark(number)
      #expect(mark.bytes.count == 4 && mark.bytes.allSatisfy { (0x20...0x7E).contains($0) })
      seen.insert(mark.bytes)
    }
    #expect(seen.count == 51)
    // GS ( H pL pH fn 48 m 48 d1..d4 and its answer (C.9)
    #expect(ESCPOS.JobMark(0).request == hex("1D 28 48 06 00 30 30 20 20 20 20"))
    #expect(ESCPOS.JobMark(0).answer == hex("37 22 20 20 20 20 00"))
  }
}

struct `ESC/POS status` {
  func answers(_ bytes: [UInt8], torn: Bool = false) -> [ESCPOS.Answer] {
    var decoder = ESCPOS.Decoder()
    var answers: [ESCPOS.Answer] = []
    for piece in torn ? bytes.map({ [$0] }) : [bytes] {
      decoder.append(piece)
      while let answer = decoder.next() { answers.append(answer) }
    }
    return answers
  }

  @Test(arguments: [
    (ESCPOS.Question.printer, UInt8(0x12), DeviceFault.Code?.none, PaperSupply.full),
    (.printer, 0x1A, .hardwareError, .full),
    (.offlineCause, 0x16, .coverOpen, .full),
    (.error, 0x1A, .cutterError, .full),
    (.error, 0x32, .hardwareError, .full),
    (.error, 0x52, .hardwareError, .full),
    (.paper, 0x1E, nil, .low),
    (.paper, 0x72, .paperOut, .out),
    (.paper, 0x7E, .paperOut, .out),
  ])
  func `real-time answers mean what C-7 says`(
    question: ESCPOS.Question, answer: UInt8, fault: DeviceFault.Code?, paper: PaperSupply
  ) {
    var condition = ESCPOS.Condition()
    condition.apply(answer, to: question)
    #expect(condition.fault?.code == fault)
    #expect(condition.paper == paper)
    condition.apply(0x12, to: question)
    #expect(condition == ESCPOS.Condition(), "and their end is seen")
  }

  @Test(arguments: [
    ("10 00 00 00", DeviceFault.Code?.none, PaperSupply.full), ("38 00 00 00", .coverOpen, .full),
    ("18 08 00 00", .cutterError, .full), ("10 00 03 00", nil, .low),
    ("18 00 0F 00", .paperOut, .out),
  ])
  func `automatic status means what C-8 says`(
    bytes: String, fault: DeviceFault.Code?, paper: PaperSupply
  ) {
    guard case .automatic(let condition) = answers(hex(bytes)).first else {
      Issue.record("no status")
      return
    }
    #expect(condition.fault?.code == fault)
    #expect(condition.paper == paper)
  }

  @Test(arguments: [false, true])
  func `answers are told apart, also when they interrupt each other`(torn: Bool) {
    // XON, a mark, ASB with a real-time answer inside, XOFF, a stray 37, a real-time answer.
    let stream = hex("11 37 22 41 42 43 44 00 18 00 72 0F 00 13 37 12")
    let found = answers(stream, torn: torn)
    #expect(found.count == 4)
    #expect(found.first == .printed(hex("41 42 43 44")))
    #expect(found.dropFirst().first == .realTime(0x72))
    #expect(found.last == .realTime(0x12))
  }

  @Test func `ten thousand random streams neither trap nor block what follows`() async {
    var dice = Dice(state: 2)
    for _ in 0..<10_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      let noise = dice.bytes(0...60)
      // Six zeros end whatever the noise began.
      let found = answers(noise + [0, 0, 0, 0, 0, 0] + hex("37 22 61 62 63 64 00"))
      #expect(found.last == .printed(hex("61 62 63 64")))
    }
  }
}

struct `Answers of other models` {
  func answers(_ name: String, _ bytes: [UInt8]) throws -> [ESCPOS.Answer] {
    let profile = try #require(TicketPrinterProfile.named(name))
    var decoder = ESCPOS.Decoder(profile)
    decoder.append(bytes)
    var answers: [ESCPOS.Answer] = []
    while let answer = decoder.next() { answers.append(answer) }
    return answers
  }

  @Test func `a clone's status byte is heard between real-time answers`() throws {
    // XON, GS r 1, DLE EOT, GS r 1 at paper end as a clone says it.
    #expect(
      try answers("clone-80", hex("11 00 12 0F")) == [
        .buffered(0x00), .realTime(0x12), .buffered(0x0F),
      ])
    var condition = ESCPOS.Condition()
    condition.apply(paperByte: 0x0F)
    #expect(condition.paper == .out)
    condition.apply(paperByte: 0x03)
    #expect(condition.paper == .low)
  }

  @Test func `Custom's six bytes tell of paper, ticket and errors`() throws {
    let found = try answers("custom-kpm210", hex("12 10 0F 24 00 00 00 10 0F 01 00 00 01 1A"))
    #expect(
      found == [
        .realTime(0x12), .presenter(.custom(paper: 0x24, unrecoverable: 0)),
        .presenter(.custom(paper: 0x01, unrecoverable: 1)), .realTime(0x1A),
      ])
    var condition = ESCPOS.Condition()
    condition.apply(.custom(paper: 0x24, unrecoverable: 0))
    #expect(condition.ticketInOutlet == true)
    #expect(condition.paper == .low)
    condition.apply(.custom(paper: 0x01, unrecoverable: 1))
    #expect(condition.ticketInOutlet == false)
    #expect(condition.fault?.code == .paperOut)
  }

  @Test(arguments: ["41", "29"])
  func `Epic's answers are heard with either reading of the manual`(third: String) throws {
    let found = try answers("epson-epic-880", hex("06 1D \(third) 28 06 1E \(third) 21"))
    #expect(found == [.presenter(.epicTransport(0x28)), .presenter(.epicSensors(0x21))])
    var condition = ESCPOS.Condition()
    condition.apply(.epicTransport(0x28))
    #expect(condition.ticketInOutlet == true && condition.fault == nil)
    condition.apply(.epicTransport(0x22))
    #expect(condition.fault?.code == .hardwareError, "jammed after the cut")
    condition = ESCPOS.Condition()
    condition.apply(.epicSensors(0x21))
    #expect(condition.fault?.code == .coverOpen)
  }

  @Test func `Star's job answer carries the job's mark`() throws {
    #expect(
      try answers("star-np-2511", hex("FF 13 41 42 43 44 00 00 00 00"))
        == [.printed(hex("41 42 43 44"))])
  }

  @Test(arguments: TicketPrinterProfile.all)
  func `no noise traps any model's decoder or blocks what follows`(profile: TicketPrinterProfile)
    async
  {
    var dice = Dice(state: 11)
    for _ in 0..<1_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      var decoder = ESCPOS.Decoder(profile)
      var condition = ESCPOS.Condition()
      decoder.append(dice.bytes(0...60))
      while let answer = decoder.next() {
        if case .presenter(let report) = answer { condition.apply(report) }
        if case .buffered(let byte) = answer { condition.apply(paperByte: byte) }
      }
      _ = condition.fault
      // Ten zeros end whatever the noise began.
      decoder.append([UInt8](repeating: 0, count: 10) + [0x12])
      var last: ESCPOS.Answer?
      while let answer = decoder.next() { last = answer }
      #expect(last == .realTime(0x12))
    }
  }
}

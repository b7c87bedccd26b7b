import DeviceKit
import Hall
import IDCardReaders
import TestSupport
import Testing

struct `SAM_V frames` {
  @Test(arguments: [
    (SAMV.Command.resetModule, "00 03 10 FF EC"), (.moduleStatus, "00 03 11 FF ED"),
    (.moduleID, "00 03 12 FF EE"), (.findCard, "00 03 20 01 22"), (.selectCard, "00 03 20 02 21"),
    (.readBase, "00 03 30 01 32"), (.readNewAddress, "00 03 30 03 30"),
    (.readManagementNumber, "00 03 30 05 36"), (.readBaseWithFingerprints, "00 03 30 10 23"),
    (.setMaxRFByte(0x50), "00 04 61 FF 50 CA"), (.setMaxRFByte(0xFA), "00 04 61 FF FA 60"),
    (.setMaxRFByte(0xFF), "00 04 61 FF FF 65"), (.setBaud(.b115200), "00 03 60 00 63"),
    (.setBaud(.b57600), "00 03 60 01 62"), (.setBaud(.b38400), "00 03 60 02 61"),
    (.setBaud(.b19200), "00 03 60 03 60"), (.setBaud(.b9600), "00 03 60 04 67"),
  ])
  func `commands are the bytes of A.2`(command: SAMV.Command, bytes: String) {
    #expect(command.frame == hex("AA AA AA 96 69") + hex(bytes))
  }

  @Test(arguments: [
    ("00 04 00 00 90 94", 0x90, 0), ("00 08 00 00 9F 00 00 00 00 97", 0x9F, 4),
    ("00 04 00 00 80 84", 0x80, 0), ("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", 0x90, 8),
    ("00 04 00 00 81 85", 0x81, 0), ("00 04 00 00 41 45", 0x41, 0),
    ("00 04 00 00 91 95", 0x91, 0), ("00 04 00 00 60 64", 0x60, 0),
    ("00 04 00 00 10 14", 0x10, 0), ("00 04 00 00 11 15", 0x11, 0),
    ("00 04 00 00 21 25", 0x21, 0), ("00 04 00 00 23 27", 0x23, 0),
    ("00 04 00 00 24 20", 0x24, 0), ("00 04 00 00 66 62", 0x66, 0),
  ])
  func `answers of A.3 are read`(bytes: String, sw3: UInt8, dataCount: Int) {
    var decoder = SAMV.Decoder()
    decoder.append(hex("AA AA AA 96 69") + hex(bytes))
    let expected = SAMV.Answer(.init(sw3), data: [UInt8](repeating: 0, count: dataCount))
    #expect(decoder.next() == .answer(expected))
    #expect(decoder.next() == .needsMore)
  }

  @Test(arguments: [
    (nil, 1295, "05 08"), (0, 1297, "05 0A"), (512, 1809, "07 0A"), (1024, 2321, "09 0A"),
  ])
  func `a base message of each length of A.3 is read`(
    fingers: Int?, total: Int, length: String
  ) throws {
    let fingerprints = fingers.map { [UInt8](repeating: 1, count: $0) }
    let frame = samFrame(0x90, baseMessage(residentBlock, fingerprints: fingerprints))
    #expect(frame.count == total)
    #expect(Array(frame[5..<7]) == hex(length))
    var decoder = SAMV.Decoder()
    decoder.append(frame)
    guard case .answer(let answer) = decoder.next() else {
      Issue.record("no answer")
      return
    }
    let message = try #require(BaseMessage(answer.data, withFingerprints: fingers != nil))
    #expect(message.text.elementsEqual(residentBlock))
    #expect(message.photo.count == 1024)
    #expect(message.fingerprints.count == fingers ?? 0)
  }

  @Test func `a frame survives garbage before it, a lost first byte and single bytes`() {
    var decoder = SAMV.Decoder()
    // Garbage with a chance mark of impossible length, then a frame without its first AA.
    let stream = hex("00 FF AA 96 69 FF FF 13") + samFrame(0x9F, [0, 0, 0, 0]).dropFirst()
    var found: [SAMV.Decoded] = []
    for byte in stream {
      decoder.append([byte])
      let next = decoder.next()
      if next != .needsMore { found.append(next) }
    }
    #expect(found == [.answer(.init(.cardFound, data: [0, 0, 0, 0]))])
  }

  @Test func `a wrong check byte is reported and the next frame still read`() {
    var decoder = SAMV.Decoder()
    //                                       V instead of 94
    decoder.append(hex("AA AA AA 96 69 00 04 00 00 90 95") + samFrame(0x80))
    #expect(decoder.next() == .damaged)
    #expect(decoder.next() == .answer(.init(.init(0x80), data: [])))
  }

  @Test func `an answer is only taken by the question it fits`() {
    let ok = SAMV.Answer(.success, data: [])
    let found = SAMV.Answer(.cardFound, data: [0, 0, 0, 0])
    let selected = SAMV.Answer(.success, data: [UInt8](repeating: 0, count: 8))
    let base = SAMV.Answer(.success, data: baseMessage(residentBlock))
    let none = SAMV.Answer(.init(0x80), data: [])
    #expect(SAMV.Command.moduleStatus.accepts(ok))
    #expect(!SAMV.Command.moduleStatus.accepts(found))
    #expect(!SAMV.Command.moduleStatus.accepts(selected))
    #expect(SAMV.Command.findCard.accepts(found))
    #expect(!SAMV.Command.findCard.accepts(ok))
    #expect(SAMV.Command.selectCard.accepts(selected))
    #expect(!SAMV.Command.selectCard.accepts(found))
    #expect(!SAMV.Command.readBase.accepts(selected))
    #expect(SAMV.Command.readBase.accepts(base))
    #expect(!SAMV.Command.readNewAddress.accepts(base))
    // A refusal fits every question.
    #expect(SAMV.Command.findCard.accepts(none) && SAMV.Command.readBase.accepts(none))
  }

  @Test func `ten thousand random streams neither trap nor make a card`() async {
    var dice = Dice(state: 1)
    let whole = samFrame(0x90, baseMessage(residentBlock))
    for _ in 0..<10_000 {
      await Task.yield()  // the pool's two threads serve other tests too
      var decoder = SAMV.Decoder()
      var bytes = dice.bytes(0...300)
      if Bool.random(using: &dice) {
        var frame = whole
        let index = Int.random(in: 3..<frame.count, using: &dice)
        frame[index] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        bytes += frame
      }
      decoder.append(bytes)
      var steps = 0
      while case let next = decoder.next(), next != .needsMore, steps < 2000 {
        steps += 1
        if case .answer(let answer) = next, answer.data.count == 1284 {
          Issue.record("a damaged frame was accepted")
        }
      }
      #expect(steps < 2000)
      _ = BaseMessage(bytes, withFingerprints: true)
      _ = NewAddress.addresses(in: bytes)
      _ = Fingerprint.templates(in: bytes[...])
      _ = SAMV.ModuleID(bytes)
      _ = try? CardText(dice.bytes(256...256)[...])
    }
  }
}

struct `SAM_V statuses` {
  /// Every row of A.4, apart from the driver's own table.
  static let rows: [(UInt8, SAMV.Status.Verdict)] = [
    (0x90, .good), (0x9F, .good), (0x91, .notOnCard), (0x10, .resend), (0x11, .resend),
    (0x21, .fault(.protocolError)), (0x23, .fault(.hardwareError)), (0x24, .confused),
    (0x31, .retry(.notAuthenticated)), (0x32, .retry(.notRecognised)), (0x33, .retry(.unreadable)),
    (0x37, .retry(.unreadable)), (0x3F, .retry(.unreadable)), (0x40, .retry(.wrongCard)),
    (0x41, .retry(.movedTooEarly)), (0x47, .confused), (0x60, .fault(.hardwareError)),
    (0x66, .fault(.hardwareError)), (0x80, .noCard), (0x81, .noCard),
  ]

  @Test(arguments: rows)
  func `each is the person's turn, the module's or the technician's`(
    sw3: UInt8, verdict: SAMV.Status.Verdict
  ) {
    #expect(SAMV.Status(sw3).verdict == verdict)
  }

  @Test func `every other byte is a fault that names itself`() {
    let known = Set(Self.rows.map(\.0))
    #expect(Set(SAMV.Status.table.keys) == known)
    for sw3 in UInt8.min ... .max where !known.contains(sw3) {
      #expect(SAMV.Status(sw3).verdict == .fault(.protocolError))
    }
    #expect("\(SAMV.Status(0x67))" == "67 (a status that no table knows)")
  }

  @Test(arguments: [
    CardRetry.movedTooEarly, .notAuthenticated, .notRecognised, .wrongCard, .unreadable, .notLifted,
  ])
  func `every retry has words of its own in both languages`(retry: CardRetry) {
    let words = KioskPhrases.retryReason(retry.rawValue)
    #expect(!words.zh.isEmpty && !words.en.isEmpty)
    if retry != .unreadable { #expect(words != KioskPhrases.retryReason("unreadable")) }
  }
}

struct `SAM ids` {
  /// A.5: 05.03-20120101-0001234567-0890123456.
  static let bytes = hex("05 00 03 00 25 02 33 01 87 D6 12 00 C0 34 0E 35")

  @Test(arguments: [
    (SAMV.ModuleID.Form.dotted, "05.03-20120101-0001234567-0890123456"),
    (.dashed, "05-03-20120101-0001234567-0890123456"),
    (.unpadded, "05.03-20120101-0001234567-890123456"),
  ])
  func `are printed in every form that sources use, and their bytes kept`(
    form: SAMV.ModuleID.Form, text: String
  ) throws {
    let id = try #require(SAMV.ModuleID(Self.bytes))
    #expect(id.text(form) == text)
    #expect(id.bytes == Self.bytes)
  }

  @Test func `of any other length than sixteen bytes are none`() throws {
    #expect(SAMV.ModuleID(Array(Self.bytes.dropLast())) == nil)
    let largest = try #require(SAMV.ModuleID([UInt8](repeating: 0xFF, count: 16)))
    #expect(largest.text() == "65535.65535-4294967295-4294967295-4294967295")
  }
}

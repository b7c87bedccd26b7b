import DeviceKit
import Hall
import IDCardReaders
import TestSupport
import Testing

struct `Recordings of a reader` {
  /// A card of nobody, all of it random, and what of it must not survive.
  struct RandomCard {
    var text: [UInt8]
    var photo: [UInt8]
    var fingerprints: [UInt8]
    var secrets: [[UInt8]] = []

    init(_ dice: inout Dice) {
      func characters(_ count: Int, _ range: ClosedRange<UInt16>) -> [UInt8] {
        (0..<count).flatMap { _ in
          let unit = UInt16.random(in: range, using: &dice)
          return [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
      }
      text = textBlock([])
      let name = characters(Int.random(in: 2...15, using: &dice), 0x4E00...0x9FFF)
      let address = characters(Int.random(in: 5...35, using: &dice), 0x4E00...0x9FFF)
      // No 0, 1 and 9: the invented card has them, and chance must not look like survival.
      let digits = characters(18, 0x32...0x38)
      text.replaceSubrange(0..<name.count, with: name)
      text.replaceSubrange(52..<(52 + address.count), with: address)
      text.replaceSubrange(122..<158, with: digits)
      put(["", "J", "I", "Y"].randomElement(using: &dice) ?? "", into: &text, at: 248)
      photo = dice.bytes(1024...1024)
      fingerprints = dice.bytes(512...512)
      var decoys: [Range<Int>] = []
      if Bool.random(using: &dice) {
        // A photo that looks like the beginning of frames, with a name inside one of them.
        let heads = [
          (100, hex("AA AA AA 96 69 00 30 00 00 90")), (600, hex("AA AA AA 96 69 05 08")),
        ]
        for (offset, head) in heads {
          photo.replaceSubrange(offset..<(offset + head.count), with: head)
          decoys.append((offset - 3)..<(offset + head.count))
        }
        photo.replaceSubrange(110..<(110 + name.count), with: name)
      }
      // Any two characters of a name, any three digits, any four bytes of a picture that are not
      // themselves what frames begin with.
      secrets += windows(name, 4, step: 2) + windows(address, 4, step: 2)
      secrets += windows(digits, 6, step: 2)
      secrets += windows(photo, 4, step: 1).enumerated()
        .filter { window in !decoys.contains { $0.contains(window.offset) } }.map(\.element)
      secrets += windows(fingerprints, 4, step: 1)
    }
  }

  static func windows(_ bytes: [UInt8], _ length: Int, step: Int) -> [[UInt8]] {
    guard bytes.count >= length else { return [] }
    return stride(from: 0, through: bytes.count - length, by: step).map {
      Array(bytes[$0..<($0 + length)])
    }
  }

  /// Four bytes of what the redactor writes of its own accord are no secret.
  static let harmless: Set<[UInt8]> = {
    var redactor = SAMVRedactor()
    let blank = samFrame(
      0x90, baseMessage(textBlock([]), fingerprints: [UInt8](repeating: 0, count: 512)))
    let address = samFrame(0x90, [UInt8](repeating: 0x20, count: 70))
    return Set(windows(redactor.read(blank) + redactor.read(address), 4, step: 1))
  }()

  static func torn(_ bytes: [UInt8], _ dice: inout Dice) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Int.random(
        in: 1...[1, 7, 64, 4096][Int.random(in: 0..<4, using: &dice)], using: &dice)
      pieces.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return pieces
  }

  @Test func `keep no number, name or photo, whatever is torn, lost or damaged`() async {
    var dice = Dice(state: 14)
    for round in 0..<150 {
      await Task.yield()  // the pool's two threads serve other tests too
      let card = RandomCard(&dice)
      var stream = dice.bytes(0...40)
      stream += samFrame(0x9F, [0, 0, 0, 0])
      stream += samFrame(
        0x90,
        Bool.random(using: &dice)
          ? baseMessage(card.text).prefix(260) + card.photo
          : baseMessage(card.text, fingerprints: card.fingerprints).prefix(262) + card.photo
            + card.fingerprints)
      stream += samFrame(0x90, Array(card.text[52..<122]))
      // Two rounds in three are hurt: bits, lost bytes, a frame that begins nowhere.
      switch round % 3 {
      case 0: break
      case 1:
        for _ in 0..<5 {
          stream[Int.random(in: 0..<stream.count, using: &dice)] ^=
            1 << UInt8.random(in: 0..<8, using: &dice)
        }
      default:
        stream.removeFirst(Int.random(in: 1...60, using: &dice))
        stream.remove(at: Int.random(in: 0..<stream.count, using: &dice))
      }

      var redactor = SAMVRedactor()
      var kept: [UInt8] = []
      for piece in Self.torn(stream, &dice) {
        let written = redactor.read(piece)
        #expect(written.count == piece.count)
        kept += written
      }
      kept += redactor.finish()

      let survivors = Set(Self.windows(kept, 4, step: 1)).subtracting(Self.harmless)
      let sixes = Set(Self.windows(kept, 6, step: 1))
      for secret in card.secrets {
        let isThere = secret.count == 4 ? survivors.contains(secret) : sixes.contains(secret)
        #expect(!isThere, "round \(round): \(secret.hex)")
      }
    }
  }

  @Test(arguments: [nil, 0, 512, 1024])
  func `hold frames of the same lengths that a driver reads as an invented card`(
    fingers: Int?
  ) throws {
    var dice = Dice(state: 7)
    let card = RandomCard(&dice)
    let fingerprints = fingers.map { dice.bytes($0...$0) }
    let frame = samFrame(0x90, baseMessage(card.text, fingerprints: fingerprints))
    let stream = samFrame(0x90) + samFrame(0x9F, [0, 0, 0, 0]) + frame + samFrame(0x41)
    var redactor = SAMVRedactor()
    var kept: [UInt8] = []
    for piece in Self.torn(stream, &dice) { kept += redactor.read(piece) }
    #expect(kept.count == stream.count)

    var decoder = SAMV.Decoder()
    decoder.append(kept)
    var answers: [SAMV.Answer] = []
    while case .answer(let answer) = decoder.next() { answers.append(answer) }
    #expect(answers.map(\.status.sw3) == [0x90, 0x9F, 0x90, 0x41])
    let message = try #require(BaseMessage(answers[2].data, withFingerprints: fingers != nil))
    let text = try CardText(message.text)
    #expect(text.name == "样本")
    #expect(text.number.province == nil, "a number of no region on earth")
    #expect(message.photo.allSatisfy { $0 == 0 })
    #expect(message.fingerprints.allSatisfy { $0 == 0 })
    #expect(message.fingerprints.count == fingers ?? 0)
  }

  @Test func `keep new addresses, management numbers and SAM ids invented too`() throws {
    var redactor = SAMVRedactor()
    let address = Array(residentBlock[52..<122])
    let kept =
      redactor.read(samFrame(0x90, address))
      + redactor.read(samFrame(0x90, [UInt8](1...28)))
      + redactor.read(samFrame(0x90, [UInt8](1...16)))
    var decoder = SAMV.Decoder()
    decoder.append(kept)
    guard case .answer(let first) = decoder.next(), case .answer(let second) = decoder.next(),
      case .answer(let third) = decoder.next()
    else {
      Issue.record("frames went missing")
      return
    }
    #expect(NewAddress.addresses(in: first.data) == ["虚构路1号"])
    #expect(second.data == [UInt8](repeating: 0, count: 28))
    #expect(third.data == [UInt8](repeating: 0, count: 16))
  }

  @Test func `keep a damaged frame damaged, so that a replay meets the same trouble`() {
    var frame = samFrame(0x90, baseMessage(residentBlock))
    frame[500] ^= 1
    var redactor = SAMVRedactor()
    var decoder = SAMV.Decoder()
    decoder.append(redactor.read(frame))
    #expect(decoder.next() == .damaged)
  }

  @Test func `begin anew with every question, so that half an answer hides none of the next`() {
    var redactor = SAMVRedactor()
    _ = redactor.read(Array(samFrame(0x90, baseMessage(residentBlock)).prefix(600)))
    let question = SAMV.Command.moduleStatus.frame
    #expect(redactor.written(question) == question)
    #expect(redactor.read(samFrame(0x90)) == samFrame(0x90))
  }

  @Test func `keep statuses and lengths of every kind as they are`() {
    var redactor = SAMVRedactor()
    for sw3 in UInt8.min ... .max { #expect(redactor.read(samFrame(sw3)) == samFrame(sw3)) }
  }
}

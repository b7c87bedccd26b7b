import DeviceKit
import Hall
import IDCardReaders

enum ReaderProperties {
  private static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]
  /// SW1 to check byte with two fingerprints (protocols.md A.3).
  private static let longest = 0x090A

  /// Torn reads give what whole ones do; every answer is as long as a frame may be; and after any
  /// garbage a frame is found once the garbage can no longer be half of another.
  static func checkAnswers(_ bytes: [UInt8]) {
    let whole = answers(in: [bytes])
    expect(answers(in: bytes.torn) == whole, "torn reads give other answers")
    for answer in whole { expect(answer.data.count <= longest - 4, "longer than any answer") }

    var input = Input(bytes)
    let data = input.bytes(Int(input.number()) % (longest - 3))
    let frame = frame(sw3: input.byte(), data)
    let garbage = input.remainder()
    let silence = [UInt8](repeating: 0, count: longest + preamble.count + 2)
    let found = answers(in: garbage.torn + [silence] + frame.torn).last
    expect(found?.data == data, "a frame after garbage is lost")
    // A reader that loses the first byte (A.6).
    expect(answers(in: [Array(frame.dropFirst())]).last?.data == data, "a lost AA loses the frame")
  }

  private static func answers(in reads: [[UInt8]]) -> [SAMV.Answer] {
    var decoder = SAMV.Decoder()
    var answers: [SAMV.Answer] = []
    for read in reads {
      decoder.append(read)
      decoding: while true {
        switch decoder.next() {
        case .answer(let answer): answers.append(answer)
        case .damaged: continue
        case .needsMore: break decoding
        }
      }
    }
    return answers
  }

  private static func frame(sw3: UInt8, _ data: [UInt8]) -> [UInt8] {
    let length = data.count + 4
    let body = [UInt8(length >> 8), UInt8(length & 0xFF), 0, 0, sw3] + data
    return preamble + body + [body.reduce(0, ^)]
  }

  /// What a card says is clean of everything that could command a printer, a terminal or a log, and
  /// neither the card nor its number is printed by accident.
  static func checkCard(_ bytes: [UInt8]) {
    for withFingerprints in [false, true] {
      guard let message = BaseMessage(bytes, withFingerprints: withFingerprints) else { continue }
      expect(message.text.count == 256, "a text of 256 bytes")
      expect(Fingerprint.templates(in: message.fingerprints) != nil, "whole fingerprints")
    }
    for address in NewAddress.addresses(in: bytes) ?? [] {
      expect(Sanitiser.line(address) == address, "an address is clean")
    }
    _ = SAMV.ModuleID(bytes)
    for reading in CardText.Reading2023.allCases {
      guard let text = try? CardText(bytes.prefix(256), reading2023: reading) else { continue }
      let card = text.identityCard
      expect(Sanitiser.line(card.name) == card.name, "a name is clean")
      expect(!card.name.isEmpty, "a card has a name")
      expect(!"\(card.number)".contains(card.number.digits), "a number prints masked")
      expect(!"\(text)".contains(card.number.digits), "a text prints nothing of itself")
    }
  }

  /// As many bytes as came in, the same however reads are torn, and nothing left to take out.
  static func checkRedactor(_ bytes: [UInt8]) {
    var whole = SAMVRedactor()
    let kept = whole.read(bytes)
    expect(kept.count == bytes.count, "reads keep their lengths")
    var torn = SAMVRedactor()
    expect(bytes.torn.flatMap { torn.read($0) } == kept, "torn reads keep something else")
    var again = SAMVRedactor()
    expect(again.read(kept) == kept, "what was kept is kept again")
    for answer in answers(in: [kept]) where answer.data.count == 256 + 1024 + 4 {
      guard let message = BaseMessage(answer.data, withFingerprints: false) else { continue }
      expect(message.photo.allSatisfy { $0 == 0 }, "a photo survives")
      expect((try? CardText(message.text))?.name == "样本", "a text survives")
    }
  }

  /// A picture has a size that somebody can show.
  static func checkPicture(_ bytes: [UInt8]) {
    guard let picture = CardPicture(bytes) else { return }
    expect((1...2000).contains(picture.width), "a width")
    expect((1...2000).contains(picture.height), "a height")
  }
}

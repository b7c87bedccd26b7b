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
  /// its number is not printed by accident.
  static func checkCard(_ bytes: [UInt8]) {
    _ = SAMV.card(inBaseMessage: bytes)
    guard let card = SAMV.card(inText: bytes.prefix(256)) else { return }
    expect(Sanitiser.line(card.name) == card.name, "a name is clean")
    expect(!card.name.isEmpty, "a card has a name")
    expect(!"\(card.number)".contains(card.number.digits), "a number prints masked")
  }
}

import TestSupport
import Testing

@testable import SmartCardReaders

struct `A recording of a card` {
  private static let secret = Array("CITIZENS".utf8)

  /// A record with a name of a real person, as long as a card keeps it.
  private static func record(_ tag: UInt8, _ length: Int) -> [UInt8] {
    [tag, UInt8(length)] + (0..<length).map { secret[$0 % secret.count] }
  }

  @Test func `has an invented record in the place of the card's`() throws {
    var redactor = CardRedactor()
    let command = SocialSecurityFile.readNumber.bytes
    #expect(redactor.written(command) == command)
    let kept = redactor.read(Self.record(0x08, 18) + [0x90, 0x00])
    let value = SocialSecurityFile.value(ofRecord: kept.dropLast(2))
    #expect(value.map(Array.init) == Array("110101190003070010".utf8))
    #expect(kept.suffix(2) == [0x90, 0x00])
  }

  @Test func `has it too where the response comes in pieces, with nothing of the card's`() {
    for first in 1...20 {
      var redactor = CardRedactor()
      _ = redactor.written(SocialSecurityFile.readName.bytes)
      #expect(redactor.read([0x61, 0x14]) == [0x61, 0x14])
      let record = Self.record(0x09, 20)
      _ = redactor.written(APDU.Command.getResponse(length: 0x14).bytes)
      var kept = Array(redactor.read(record.prefix(first) + [0x61, 0x08]).dropLast(2))
      _ = redactor.written(APDU.Command.getResponse(length: 0x08).bytes)
      kept += redactor.read(record.dropFirst(first) + [0x90, 0x00]).dropLast(2)
      #expect(kept.count == record.count)
      #expect(SocialSecurityFile.value(ofRecord: kept).flatMap(SocialSecurityFile.text) == "样例")
      #expect(Set(kept).isDisjoint(with: Self.secret))
    }
  }

  @Test func `keeps of random responses their length, their status and nothing else`() {
    var dice = Dice(state: 0xCA4E)
    for _ in 0..<2_000 {
      var redactor = CardRedactor()
      let number = UInt8.random(in: 0...255, using: &dice)
      _ = redactor.written(APDU.Command.readRecord(number, p2: 0, length: 0x20).bytes)
      for _ in 0..<3 {
        let bytes = dice.bytes(3...40)
        var other = bytes
        for index in other.indices.dropLast(2) { other[index] ^= 0xFF }
        var twin = redactor
        let kept = redactor.read(bytes)
        #expect(kept.count == bytes.count)
        #expect(kept == twin.read(other), "what the card said makes no difference")
      }
    }
  }
}

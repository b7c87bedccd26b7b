import DeviceKit
import Hall
import SmartCardReaders
import TestSupport
import Testing

struct `A response of a card` {
  @Test func `ends with its status`() throws {
    #expect(APDU.Response([]) == nil)
    #expect(APDU.Response([0x90]) == nil)
    let whole = try #require(APDU.Response(hex("08 01 41 90 00")))
    #expect(whole.data == hex("08 01 41"))
    #expect(whole.status == .success)
    #expect(APDU.Response(hex("61 14"))?.status == .moreData(0x14))
    #expect(APDU.Response(hex("6C 12"))?.status == .wrongLength(0x12))
    #expect(APDU.Response(hex("6A 82"))?.status == .notFound)
    #expect(APDU.Response(hex("6A 83"))?.status == .notFound)
    #expect(APDU.Response(hex("69 82"))?.status == .refused(0x6982))
  }
}

struct `The file of a social-security card` {
  /// protocols.md B.1, byte for byte.
  @Test func `is asked with the commands of the protocol`() {
    typealias File = SocialSecurityFile
    #expect(
      File.select.bytes == hex("00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF"))
    #expect(File.readCardNumber.bytes == hex("00 B2 07 2C 0B"))
    #expect(File.selectHolder.bytes == hex("00 A4 02 00 02 EF 06"))
    #expect(File.readNumber.bytes == hex("00 B2 08 00 14"))
    #expect(File.readName.bytes == hex("00 B2 09 00 20"))
    #expect(File.readBirth.bytes == hex("00 B2 0D 00 06"))
    #expect(File.readName.expecting(0x12).bytes == hex("00 B2 09 00 12"))
    #expect(APDU.Command.getResponse(length: 0x20).bytes == hex("00 C0 00 00 20"))
  }

  @Test func `has records of tag, length and value`() {
    #expect(SocialSecurityFile.value(ofRecord: hex("08 02 41 42 FF FF")) == [0x41, 0x42])
    #expect(SocialSecurityFile.value(ofRecord: hex("08 00")) == [])
    // Cut short, or empty.
    #expect(SocialSecurityFile.value(ofRecord: hex("08 05 41 42")) == nil)
    #expect(SocialSecurityFile.value(ofRecord: hex("08")) == nil)
    #expect(SocialSecurityFile.value(ofRecord: []) == nil)
  }

  @Test func `keeps names in GBK, also rare ones, and nothing that commands`() {
    #expect(SocialSecurityFile.text(hex("CD F5 D1 F9 C0 FD 20 20")[...]) == "王样例")
    // Four bytes of GB 18030: 㐀.
    #expect(SocialSecurityFile.text(hex("81 39 EE 39 00 00")[...]) == "㐀")
    #expect(SocialSecurityFile.text(hex("CD F5 1B 40 FF")[...]) == "王@")
    #expect(SocialSecurityFile.text([]) == "")
    // No text in it.
    #expect(SocialSecurityFile.text(hex("81 20")[...]) == nil)
  }

  @Test func `keeps days as decimals`() {
    #expect(
      SocialSecurityFile.day(hex("19 99 12 31")[...]) == LocalDay(year: 1999, month: 12, day: 31))
    for wrong in ["19 99 13 31", "19 9A 12 31", "19 99 12", "FF FF FF FF"] {
      #expect(SocialSecurityFile.day(hex(wrong)[...]) == nil)
    }
  }

  @Test func `keeps the card's number as text or as decimals`() {
    #expect(SocialSecurityFile.cardNumber(Array("A01234567".utf8)[...]) == "A01234567")
    #expect(
      SocialSecurityFile.cardNumber(hex("12 34 56 78 90 12 34 56 78")[...]) == "123456789012345678")
  }

  @Test func `survives whatever a card says`() {
    var dice = Dice(state: 0xCA4D)
    for _ in 0..<2000 {
      let bytes = dice.bytes(0...40)
      guard let response = APDU.Response(bytes) else { continue }
      guard let value = SocialSecurityFile.value(ofRecord: response.data) else { continue }
      #expect(value.count <= response.data.count)
      _ = SocialSecurityFile.text(value)
      _ = SocialSecurityFile.day(value)
      _ = SocialSecurityFile.cardNumber(value)
    }
  }
}

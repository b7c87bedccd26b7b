import TestSupport
import Testing

@testable import DeviceSimulators

@Suite struct ReaderMachineTests {
  private static let status = samv("00 03 11 FF ED")
  private static let find = samv("00 03 20 01 22")
  private static let select = samv("00 03 20 02 21")
  private static let readBase = samv("00 03 30 01 32")
  private static let readFingers = samv("00 03 30 10 23")
  private static let readAddress = samv("00 03 30 03 30")
  private static let readNumber = samv("00 03 30 05 36")

  private static let ok = samv("00 04 00 00 90 94")
  private static let found = samv("00 08 00 00 9F 00 00 00 00 97")
  private static let selected = samv("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")
  private static let findFailed = samv("00 04 00 00 80 84")
  private static let selectFailed = samv("00 04 00 00 81 85")
  private static let readFailed = samv("00 04 00 00 41 45")
  private static let absent = samv("00 04 00 00 91 95")

  private func reader(with id: String? = nil) throws -> ReaderMachine {
    var reader = ReaderMachine()
    if let id { reader.placeCard(try #require(InventedPerson.named(id))) }
    return reader
  }

  @Test(arguments: [
    ("00 03 10 FF EC", "00 04 00 00 90 94"),  // reset
    ("00 03 11 FF ED", "00 04 00 00 90 94"),  // status
    ("00 03 60 00 63", "00 04 00 00 90 94"),  // 115200
    ("00 03 60 04 67", "00 04 00 00 90 94"),  // 9600
    ("00 04 61 FF 50 CA", "00 04 00 00 90 94"),  // RF bytes 80
    ("00 04 61 FF FF 65", "00 04 00 00 90 94"),  // RF bytes 255
    ("00 04 61 FF 17 8D", "00 04 00 00 21 25"),  // RF bytes 23: too few
    ("00 03 60 05 66", "00 04 00 00 21 25"),  // no such baud rate
    ("00 03 DC 00 DF", "00 04 00 00 21 25"),  // a vendor's own command
    ("00 03 99 FF 65", "00 04 00 00 21 25"),  // no command at all
    ("00 03 11 FF EE", "00 04 00 00 10 14"),  // wrong check byte
    ("00 02 11 13", "00 04 00 00 11 15"),  // length too small for any command
    ("00 04 11 FF 00 EA", "00 04 00 00 11 15"),  // one byte too many for this command
    ("00 03 61 FF 9D", "00 04 00 00 11 15"),  // one byte too few for this command
  ])
  func `each command has the answer of the protocol`(request: String, answer: String) throws {
    var reader = try reader()
    #expect(reader.exchange(samv(request)) == samv(answer))
  }

  @Test func `the SAM id is sixteen bytes`() throws {
    var reader = try reader()
    let answer = reader.exchange(samv("00 03 12 FF EE"))
    #expect(answer.count == 27)
    #expect(
      answer.prefix(26)
        == samv("00 14 00 00 90 05 00 03 00 25 02 33 01 87 D6 12 00 C0 34 0E 35").prefix(26))
    #expect(answer.dropFirst(5).reduce(0, ^) == 0)
  }

  @Test func `a card is found, selected, read, and then not found again`() throws {
    var reader = try reader(with: "ouyang")
    #expect(reader.exchange(Self.find) == Self.found)
    #expect(reader.exchange(Self.select) == Self.selected)
    let answer = reader.exchange(Self.readBase)
    #expect(answer.count == 1295)
    #expect(answer.prefix(14) == samv("05 08 00 00 90 01 00 04 00")[...])
    #expect(answer.dropFirst(5).reduce(0, ^) == 0)
    #expect(reader.exchange(Self.find) == Self.findFailed)
    #expect(reader.exchange(Self.readBase) == Self.readFailed)
    reader.removeCard()
    #expect(reader.exchange(Self.find) == Self.findFailed)
    reader.placeCard(try #require(InventedPerson.named("ouyang")))
    #expect(reader.exchange(Self.find) == Self.found)
  }

  @Test func `steps out of order fail`() throws {
    var reader = try reader(with: "ouyang")
    #expect(reader.exchange(Self.select) == Self.selectFailed)
    #expect(reader.exchange(Self.readBase) == Self.readFailed)
    #expect(reader.exchange(Self.readAddress) == Self.readFailed)
    #expect(reader.exchange(Self.readNumber) == Self.readFailed)
    #expect(reader.exchange(Self.find) == Self.found)
    #expect(reader.exchange(Self.readBase) == Self.readFailed)
    #expect(reader.exchange(Self.find) == Self.found)
    reader.removeCard()
    #expect(reader.exchange(Self.select) == Self.selectFailed)
  }

  @Test(arguments: [("jixiang", 0, 1297), ("yulan", 512, 1809), ("ouyang", 1024, 2321)])
  func `fingerprints come in three sizes`(id: String, length: Int, total: Int) throws {
    var reader = try reader(with: id)
    _ = reader.exchange(Self.find + Self.select)
    let answer = reader.exchange(Self.readFingers)
    #expect(answer.count == total)
    // Text 256, photo 1024, fingers, each length big-endian.
    #expect(answer[10..<14] == hex("01 00 04 00")[...])
    #expect(Int(answer[14]) << 8 | Int(answer[15]) == length)
    let fingers = answer.dropFirst(16 + 256 + 1024).dropLast()
    #expect(fingers.count == length)
    if length > 0 {
      #expect(Array(fingers.prefix(6)).suffix(2) == [0x01, 11])
    }
  }

  @Test func `new addresses come one after another and end with 91`() throws {
    var reader = try reader(with: "liujie")
    _ = reader.exchange(Self.find + Self.select + Self.readBase)
    for address in ["广东省东莞市长安镇样例街5号", "广东省东莞市寮步镇示范新村16号"] {
      let answer = reader.exchange(Self.readAddress)
      #expect(answer.count == 81)
      #expect(answer.prefix(10) == samv("00 4A 00 00 90")[...])
      #expect(text(answer.dropFirst(10).dropLast()) == address)
    }
    #expect(reader.exchange(Self.readAddress) == Self.absent)
    #expect(reader.exchange(Self.readNumber).count == 39)
  }

  @Test func `someone who never moved has no new address`() throws {
    var reader = try reader(with: "elder")
    _ = reader.exchange(Self.find + Self.select)
    #expect(reader.exchange(Self.readAddress) == Self.absent)
  }

  @Test func `the photo block begins as a WLT picture`() throws {
    let photo = CardImage(person: try #require(InventedPerson.named("ouyang"))).photo
    #expect(photo.count == 1024)
    #expect(photo.prefix(8) == hex("57 4C 66 00 7E 00 32 00")[...])
    #expect(Set(photo).count > 200)
  }

  @Test func `a silent reader says nothing, an unauthorised one says 66 to everything`() throws {
    var reader = try reader(with: "ouyang")
    reader.faults.silent = true
    #expect(reader.exchange(Self.status).isEmpty)
    reader.faults.silent = false
    reader.faults.status = .notAuthorised
    #expect(reader.exchange(Self.status) == samv("00 04 00 00 66 62"))
    #expect(reader.exchange(Self.find) == samv("00 04 00 00 66 62"))
    reader.faults.status = .selfTestFailed
    #expect(reader.exchange(Self.find) == samv("00 04 00 00 60 64"))
    reader.faults.status = nil
    #expect(reader.exchange(Self.find) == Self.found)
  }

  @Test func `a card fault hits reads only and leaves the card findable`() throws {
    var reader = try reader(with: "ouyang")
    reader.faults.status = SamvStatus(rawValue: 0x31)
    #expect(reader.exchange(Self.find) == Self.found)
    #expect(reader.exchange(Self.select) == Self.selected)
    #expect(reader.exchange(Self.readBase) == samv("00 04 00 00 31 35"))
    #expect(reader.exchange(Self.find) == Self.found)
  }

  @Test func `a delay holds the answer back`() throws {
    var reader = try reader()
    reader.faults.delay = .milliseconds(300)
    let start = WireInstant.now
    reader.receive(Self.status, at: start)
    #expect(reader.advance(to: start + .milliseconds(299)).isEmpty)
    #expect(reader.nextDue == start + .milliseconds(300))
    #expect(reader.advance(to: start + .milliseconds(300)) == [Self.ok])
  }

  @Test func `an answer can be torn, spoiled and preceded by noise`() throws {
    let start = WireInstant.now
    var reader = try reader()
    reader.faults.tearing = .singleBytes
    reader.receive(Self.status, at: start)
    #expect(reader.advance(to: start + .seconds(1)) == Self.ok.map { [$0] })
    reader.faults.tearing = .leadingGarbage
    let noisy = reader.exchange(Self.status, at: start + .seconds(2))
    #expect(noisy.suffix(Self.ok.count) == Self.ok[...] && noisy.count > Self.ok.count)
    reader.faults.tearing = .lostFirstByte
    #expect(reader.exchange(Self.status, at: start + .seconds(3)) == Array(Self.ok.dropFirst()))
    reader.faults.tearing = .whole
    reader.faults.wrongChecksum = true
    #expect(
      reader.exchange(Self.status, at: start + .seconds(4)) == samv("00 04 00 00 90 6B"))
  }

  @Test func `a module that rereads needs no new find`() throws {
    var reader = try reader(with: "ouyang")
    reader.faults.rereadsWithoutFind = true
    #expect(reader.exchange(Self.readBase) == Self.readFailed)
    _ = reader.exchange(Self.find + Self.select + Self.readBase)
    #expect(reader.exchange(Self.find) == Self.findFailed)
    #expect(reader.exchange(Self.readBase).count == 1295)
  }

  @Test func `noise, extra AA and split bytes do not hide a command`() throws {
    var reader = try reader()
    #expect(reader.exchange(hex("00 AA 96 FF AA AA") + Self.status) == Self.ok)
    var answers: [UInt8] = []
    for byte in Self.status { answers += reader.exchange([byte]) }
    #expect(answers == Self.ok)
  }

  @Test func `half a command is forgotten after a pause`() throws {
    var reader = try reader()
    let start = WireInstant.now
    #expect(reader.exchange(Array(Self.status.prefix(8)), at: start).isEmpty)
    #expect(reader.exchange(Self.status, at: start + .seconds(1)) == Self.ok)
  }

  @Test func `random bytes never break the reader`() {
    var random = Dice(state: 2026)
    for _ in 0..<10_000 {
      var reader = ReaderMachine()
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : [0xAA, 0x96, 0x69, 0x00, 0x03, 0x20].randomElement(using: &random) ?? 0
      }
      for answer in reader.exchange(bytes).split(separator: hex("AA AA AA 96 69")) {
        #expect(answer.reduce(0, ^) == 0)
      }
    }
  }
}

/// UTF-16LE text without its padding.
func text(_ bytes: some Collection<UInt8>) -> String {
  let bytes = Array(bytes)
  let units = stride(from: 0, to: bytes.count - 1, by: 2).map { bytes.word($0) }
  let text = String(decoding: units.map(UInt16.init(truncatingIfNeeded:)), as: UTF16.self)
  return String(text.reversed().drop { $0 == " " }.reversed())
}

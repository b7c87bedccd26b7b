import DeviceKit
import DeviceTestSupport
import Foundation
import Hall
import SmartCardReaders
import Synchronization
import TestSupport
import Testing

func cardReader(
  _ name: String = "auto", bench: DeviceBench = quickBench()
) throws -> SocialSecurityCardReader {
  try SocialSecurityCardReader(
    DeviceRequest(id: DeviceID("card"), address: try DeviceAddress("pcsc:\(name)")), bench: bench)
}

func media(_ reader: SocialSecurityCardReader, _ media: MediaState) async throws {
  try await status(of: reader, "card \(media)") {
    $0.state == .ready && $0.parts.media == media
  }
}

@Suite(.serialized)
struct `A social-security card reader over pcscd` {
  @Test(arguments: [false, true])
  func `reads number, name and birth of a card, also by GET RESPONSE`(
    usesGetResponse: Bool
  ) async throws {
    let daemon = try await CardDaemon()
    try await running(cardReader()) { reader in
      try await media(reader, .notPresent)
      #expect(try await reader.answerToReset() == nil)
      #expect(try await reader.readSocialSecurityCard() == nil)
      var image = CardImage.sample
      image.usesGetResponse = usesGetResponse
      let card = try daemon.insert(image)
      defer { card.remove() }
      try await media(reader, .present)
      #expect(try await reader.answerToReset() == CardImage.answerToReset)
      let read = try #require(try await reader.readSocialSecurityCard())
      #expect(read.cardNumber == "A01234567")
      #expect(read.number?.digits == "440101199912314569")
      #expect(read.name == "王样例")
      #expect(read.birth == LocalDay(year: 1999, month: 12, day: 31))
      // No PIN, and nothing else that B.1 does not name.
      for command in card.commands.withLock({ $0 }) {
        #expect([0xA4, 0xB2, 0xC0].contains(command[1]), "\(command.hex)")
      }
      card.remove()
      try await media(reader, .notPresent)
    }
  }

  @Test func `a card of another kind is none`() async throws {
    let daemon = try await CardDaemon()
    let card = try daemon.insert(.foreign)
    defer { card.remove() }
    try await running(cardReader(CardDaemon.readerName)) { reader in
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard() == nil)
      #expect(try await reader.answerToReset() == CardImage.answerToReset)
    }
  }

  @Test func `a card taken away while it is read is none, and the next one is read`() async throws {
    let daemon = try await CardDaemon()
    let first = try daemon.insert { card, command in
      if command == hex("00 B2 09 00 20") { card.remove() }
    }
    defer { first.remove() }
    try await running(cardReader()) { reader in
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard() == nil)
      try await media(reader, .notPresent)
      // pcscd looks every 400 ms; a card swapped in between is the same card to it.
      try await eventually("the slot empty") { daemon.said.contains("Card Removed") }
      let second = try daemon.insert()
      defer { second.remove() }
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard()?.name == "王样例")
    }
  }

  /// pcscd takes readers of its configuration only at its start: what comes and goes is the list,
  /// between one look and the next.
  @Test func `trap 13: a reader that comes, goes and comes again is seen each time`() async throws {
    let port = try freePort()
    let idle = try await CardDaemon(hasReader: false)
    try await running(cardReader()) { reader in
      await #expect(throws: DeviceFault.self) { try await reader.answerToReset() }
      #expect(await reader.status().state == .absent)
      idle.stop()
      for _ in 0..<2 {
        let daemon = try await CardDaemon(port: port)
        try await media(reader, .notPresent)
        let card = try daemon.insert()
        try await media(reader, .present)
        #expect(try await reader.readSocialSecurityCard()?.name == "王样例")
        card.remove()
        daemon.stop()
        let without = try await CardDaemon(hasReader: false)
        try await status(of: reader, "absent") { $0.state == .absent }
        #expect(await reader.status().parts.media == .unknown)
        without.stop()
      }
    }
  }

  @Test func `trap 2: pcscd stopped and started again is found again`() async throws {
    var daemon: CardDaemon? = try await CardDaemon()
    let port = try #require(daemon?.port)
    try await running(cardReader()) { reader in
      try await media(reader, .notPresent)
      daemon?.stop()
      daemon = nil
      try await status(of: reader, "absent") { $0.state == .absent }
      await #expect(throws: DeviceFault.self) { try await reader.readSocialSecurityCard() }
      let again = try await CardDaemon(port: port)
      try await media(reader, .notPresent)
      let card = try again.insert()
      defer { card.remove() }
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard()?.name == "王样例")
    }
  }

  @Test func `a pcscd that hangs holds up nobody, not even the end of the hall`() async throws {
    let daemon = try await CardDaemon()
    let card = try daemon.insert()
    defer { card.remove() }
    try await running(cardReader()) { reader in
      try await media(reader, .present)
      daemon.freeze()
      await #expect(throws: DeviceFault.self) { try await reader.readSocialSecurityCard() }
      try await status(of: reader, "silent") { isFaulted($0, .silent) }
      daemon.thaw()
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard()?.name == "王样例")
      daemon.freeze()
    }
    daemon.thaw()
  }

  @Test func `trap 12: an idle reader costs no processor time`() async throws {
    let daemon = try await CardDaemon()
    try await running(cardReader()) { reader in
      try await media(reader, .notPresent)
      // A client that asks without end keeps pcscd as busy as itself.
      let before = daemon.processorTime
      try await Task.sleep(for: .seconds(2))
      #expect(daemon.processorTime - before < 40, "hundredths of a second in two")
    }
  }

  @Test func `a recording of a card holds nobody's data and replays`() async throws {
    let daemon = try await CardDaemon()
    let card = try daemon.insert()
    defer { card.remove() }
    let request = DeviceRequest(id: DeviceID("card"), address: try DeviceAddress("pcsc:auto"))
    let recorder = try Recorder(
      path: daemon.directory.path("card.txt"), driver: SocialSecurityCardReader.driver,
      device: request)
    try await running(
      SocialSecurityCardReader(request, bench: quickBench(recorder.recording(openLiveLink)))
    ) { reader in
      try await media(reader, .present)
      #expect(try await reader.readSocialSecurityCard()?.name == "王样例")
    }
    let text = try String(contentsOfFile: daemon.directory.path("card.txt"), encoding: .utf8)
    for secret in [
      Array("440101199912314569".utf8), Array("A01234567".utf8), hex("CD F5 D1 F9"),
      hex("19 99 12 31"),
    ] {
      #expect(!text.contains(secret.hex))
    }
    let script = try ReplayScript(text)
    try await running(SocialSecurityCardReader(request, bench: quickBench(script.opener))) {
      reader in
      try await media(reader, .present)
      let read = try #require(try await reader.readSocialSecurityCard())
      #expect(read.name == "样例")
      #expect(read.number?.digits == "110101190003070010")
      #expect(read.birth == LocalDay(year: 1900, month: 3, day: 7))
    }
  }
}

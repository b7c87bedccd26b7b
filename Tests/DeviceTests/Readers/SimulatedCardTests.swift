import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import Hall
import IDCardReaders
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A reader and a simulated module` {
  static let everything: CardItems = [.photo, .fingerprints, .newAddresses, .managementNumber]

  @Test(arguments: InventedPerson.everybody.map(\.id))
  func `everything on everybody's card is read over a pty`(id: String) async throws {
    let person = try #require(InventedPerson.named(id))
    let module = try SimulatedReader()
    try module.place(id)
    try await module.driven { reader in
      let content = try await content(of: reader, Self.everything)
      let text = content.text
      #expect(text.identityCard.name == person.name)
      #expect(text.number.digits == person.number)
      #expect(text.sex?.rawValue == person.sex.rawValue)
      #expect(text.birth == LocalDay(person.birth))
      #expect(text.validFrom == LocalDay(person.validFrom))
      #expect(text.validUntil == LocalDay(person.validUntil))
      switch person.face {
      case .resident(let nation, let address, let issuer):
        #expect(text.kind == .resident)
        #expect(text.nation?.code == nation)
        #expect(text.address == address)
        #expect(text.issuer == issuer)
      case .permit(let address, let issuer, let passNumber, let issueCount):
        #expect(text.kind == .permit)
        #expect(text.address == address)
        #expect(text.issuer == issuer)
        #expect(text.passNumber == passNumber)
        #expect(text.issueCount == Int(issueCount))
      case .foreigner(let englishName, let nationality, let version, let authority):
        #expect(text.kind == .foreigner)
        #expect(text.englishName == englishName)
        #expect(text.nationality == nationality)
        #expect(text.cardVersion == version)
        #expect(text.authority == authority)
      case .foreigner2023(let englishName, let nationality, let renewals, let oldNumberLink):
        #expect(text.kind == .foreigner2023)
        #expect(text.englishName == englishName)
        #expect(text.nationality == nationality)
        #expect(text.renewalCount == Int(renewals))
        #expect(text.oldNumberLink == oldNumberLink)
      }
      #expect(content.photo?.count == 1024)
      #expect(content.photo?.starts(with: hex("57 4C 66 00 7E 00 32 00")) == true)
      #expect(content.fingerprints.count == person.fingerprintLength / 512)
      #expect(content.fingerprints.allSatisfy { $0.registration == .registered })
      #expect(content.newAddresses == person.newAddresses)
      #expect(content.managementNumber?.count == 28)
    }
  }

  @Test func `nothing but the text is read unless somebody asks`() async throws {
    let module = try SimulatedReader()
    try module.place("ouyang")
    try await module.driven { reader in
      let heard = module.heard
      let content = try await content(of: reader, [])
      #expect(content.photo == nil)
      #expect(content.fingerprints.isEmpty)
      #expect(content.newAddresses.isEmpty)
      #expect(content.managementNumber == nil)
      // The second find is the one that learns what the module does with a card it has read.
      let asked = await heard.next(2, of: .find)
      // On a slow machine the module is asked for its status in between.
      #expect(asked.filter { $0 != .status } == [.find, .select, .base, .find])
    }
  }

  @Test(arguments: Tearing.allCases)
  func `a card is read from torn and spoiled answers`(tearing: Tearing) async throws {
    let module = try SimulatedReader()
    module.change { $0.tearing = tearing }
    try module.place("longest")
    try await module.driven { reader in
      let content = try await content(of: reader, [.fingerprints])
      #expect(content.text.name == "阿卜杜拉赫·测试买买提·样本江")
      #expect(content.fingerprints.count == 2)
    }
  }

  @Test(arguments: [
    (ReaderCommand.find, UInt8(0x24), nil), (.find, 0x47, nil),
    (.select, 0x31, CardRetry.notAuthenticated), (.select, 0x81, nil),
    (.base, 0x31, .notAuthenticated), (.base, 0x32, .notRecognised), (.base, 0x33, .unreadable),
    (.base, 0x3F, .unreadable), (.base, 0x40, .wrongCard), (.base, 0x41, .movedTooEarly),
    (.base, 0x10, nil), (.base, 0x11, nil),
  ])
  func `a status that comes once costs one more try and no card`(
    command: ReaderCommand, sw3: UInt8, retry: CardRetry?
  ) async throws {
    let module = try SimulatedReader()
    module.change { $0.refuse(command, with: SamvStatus(rawValue: sw3), times: 1) }
    try module.place("yulan")
    try await module.driven { reader in
      let steps = try await steps(of: reader)
      let retries = steps.compactMap { if case .retry(let why) = $0 { why } else { nil } }
      #expect(retries == (retry.map { [$0] } ?? []))
      guard case .card(let card) = steps.last else {
        Issue.record("no card")
        return
      }
      #expect(card.name == "示例·玉兰")
    }
  }

  @Test func `a card lifted between its text and its addresses is no card`() async throws {
    let module = try SimulatedReader()
    module.change { $0.refuse(.newAddress, with: .readFailed, times: 1) }
    try module.place("liujie")
    try await module.driven { reader in
      let reading = await reader.readContent([.newAddresses])
      #expect(try await reading.next() == .waiting)
      #expect(try await reading.next() == .reading)
      #expect(try await reading.next() == .retry(.movedTooEarly))
      module.lift()
      try module.place("liujie")
      #expect(try await reading.next() == .reading)
      guard case .content(let content) = try await reading.next() else {
        Issue.record("no card")
        return
      }
      #expect(content.newAddresses.count == 2)
    }
  }

  @Test func `the module tells who it is, takes another RF length and a reset`() async throws {
    let module = try SimulatedReader()
    try await module.driven(options: ["maxRFByte": .text("250")]) { reader in
      let heard = module.heard
      #expect(await heard.next() == .status)
      #expect(await heard.next() == .maxRFByte, "before anybody asks for anything")
      #expect(try await reader.moduleID().text() == "05.03-20120101-0001234567-0890123456")
      try await reader.setMaxRFByte(0x50)
      try await reader.resetModule()
      let asked = await heard.next(of: .reset)
      #expect(asked.filter { $0 != .status } == [.moduleID, .maxRFByte, .reset])
      await #expect(throws: DeviceFault.self) { try await reader.setMaxRFByte(3) }
    }
  }
}

/// A.7, and trap 13 of device-daemons.md: a module does not tell when a card goes.
@Suite(.timeLimit(.minutes(5)))
struct `A card that was read and lies there still` {
  /// Reads a card, begins a second reading, and waits until the module has been asked twice more.
  private func secondReading(
    of reader: SAMVReader, _ module: SimulatedReader
  ) async throws -> AsyncThrowingStream<CardReading, any Error> {
    let heard = module.heard
    _ = try await steps(of: reader)
    _ = await heard.next(2, of: .find)
    let reading = await reader.readCard()
    #expect(try await reading.next() == .waiting)
    _ = await heard.next(2, of: .find)
    return reading
  }

  @Test func `trap 13: is no second card where the module hides it`() async throws {
    let module = try SimulatedReader()
    try module.place("ouyang")
    try await module.driven { reader in
      let reading = try await secondReading(of: reader, module)
      #expect(await reader.status().parts.media == .unknown, "80 is not 'no card'")
      module.lift()
      try module.place("ouyang")
      // Nothing was told in between: these are the very next steps.
      #expect(try await reading.next() == .reading)
      guard case .card = try await reading.next() else {
        Issue.record("no card after lifting")
        return
      }
      try await status(of: reader, "a card") { $0.parts.media == .present }
    }
  }

  @Test func `trap 13: is no second card where the module finds it again`() async throws {
    let module = try SimulatedReader()
    module.change { $0.findsReadCardAgain = true }
    try module.place("ouyang")
    try await module.driven { reader in
      let reading = try await secondReading(of: reader, module)
      #expect(try await reading.next() == .reading)
      #expect(try await reading.next() == .retry(.notLifted))
      module.lift()
      _ = try await status(of: reader, "no card") { $0.parts.media == .notPresent }
      try module.place("ouyang")
      var last = try await reading.next()
      while last == .reading { last = try await reading.next() }
      guard case .card = last else {
        Issue.record("no card after lifting")
        return
      }
    }
  }

  @Test func `trap 13: another person's card needs no lifting to be seen`() async throws {
    let module = try SimulatedReader()
    module.change { $0.findsReadCardAgain = true }
    try module.place("ouyang")
    try await module.driven { reader in
      _ = try await steps(of: reader)
      try module.place("yulan")
      guard case .card(let card) = try await steps(of: reader).last else {
        Issue.record("no card")
        return
      }
      #expect(card.name == "示例·玉兰")
    }
  }

  @Test func `trap 13: is told to be lifted by a module that reads without a find`() async throws {
    let module = try SimulatedReader()
    module.change { $0.rereadsWithoutFind = true }
    try module.place("ouyang")
    try await module.driven(options: ["rereads": .flag(true)]) { reader in
      let reading = try await secondReading(of: reader, module)
      #expect(try await reading.next() == .retry(.notLifted))
      module.lift()
      _ = try await status(of: reader, "no card") { $0.parts.media == .notPresent }
      try module.place("ouyang")
      #expect(try await reading.next() == .reading)
      guard case .card = try await reading.next() else {
        Issue.record("no card after lifting")
        return
      }
    }
  }

  @Test func `trap 13: is no second card after the module lost its power`() async throws {
    let module = try SimulatedReader()
    try module.place("ouyang")
    try await module.driven { reader in
      _ = try await steps(of: reader)
      await module.simulator.unplug()
      try await status(of: reader, "absent") { $0.state == .absent }
      try module.simulator.plug()
      try await status(of: reader, "ready") { $0.state == .ready }
      let reading = await reader.readCard()
      #expect(try await reading.next() == .waiting)
      #expect(try await reading.next() == .reading)
      #expect(try await reading.next() == .retry(.notLifted))
      module.lift()
      try module.place("ouyang")
      #expect(try await reading.next() == .reading)
      guard case .card = try await reading.next() else {
        Issue.record("no card after lifting")
        return
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A module whose line is slow after power-on` {
  @Test func `is told to be fast, and is fast when the hall starts anew`() async throws {
    let module = try SimulatedReader(powerOnBaud: 9600)
    try module.place("ouyang")
    let address = try DeviceAddress("\(module.simulator.address)?baud=115200")
    let heard = module.heard
    for expected in [[ReaderCommand.baud, .status], [.status, .status]] {
      let reader = try reader(at: address, options: ["powerOnBaud": .text("9600")])
      try await running(reader) { reader in
        try await status(of: reader, "ready") { $0.state == .ready }
        #expect(await [heard.next(), heard.next()] == expected)
      }
    }
    await module.simulator.unplug()
  }

  @Test func `is silent to a hall that does not know`() async throws {
    let module = try SimulatedReader(powerOnBaud: 9600)
    let address = try DeviceAddress("\(module.simulator.address)?baud=115200")
    try await running(reader(at: address)) { reader in
      try await status(of: reader, "silent") { isFaulted($0, .silent) }
    }
    await module.simulator.unplug()
  }
}

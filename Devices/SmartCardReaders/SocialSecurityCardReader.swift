public import DeviceKit
import Hall

/// A contact reader for social-security cards, through pcscd. 社保卡读卡器
public actor SocialSecurityCardReader: SmartCardReader, SupervisedDevice {
  /// A record of a few dozen bytes; cards take up to a second to be powered up.
  static let commandDeadline: Duration = .seconds(5)
  /// Nothing is asked of an idle reader but whether there is a card.
  static let idlePeriod: Duration = .seconds(1)
  /// GET RESPONSE and repeated commands for one record; a card that wants more is confused.
  static let exchangeLimit = 8

  public static let descriptor = DriverDescriptor(
    name: "social-security-card",
    kind: .smartCardReader,
    title: "Social-security cards in any PC/SC reader",
    schemes: [.pcsc],
    abilities: ["card presence", "answer to reset", "card number, number, name, birth"],
    parts: DeviceParts(media: .unknown),
    timeouts: [
      .init("command", commandDeadline, "a record of a few dozen bytes, and powering up"),
      .init("question", PCSCLink.questionDeadline, "pcscd is on the same machine"),
      .init("rescan", PCSCLink.rescanInterval, "readers that came or went without an event"),
    ])

  public static let driver = Driver(
    descriptor, redactor: { _ in CardRedactor() },
    make: { request, bench throws(DeviceFault) in
      try SocialSecurityCardReader(request, bench: bench)
    })

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    supervision = try Supervision(
      Self.descriptor, request, bench, ownLink: PCSCLink.opener(PCSCWorker()))
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    show(try link.ask(.cardPresence, deadline: .after(PCSCLink.questionDeadline)))
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    guard try link.waitForInput(until: .after(Self.idlePeriod)) else { return }
    show(try link.read(upTo: 1, deadline: .after(PCSCLink.questionDeadline)))
  }

  private func show(_ presence: [UInt8]?) {
    // A card that does not answer lies there all the same.
    let media: MediaState = presence?.first.map { $0 == 0 ? .notPresent : .present } ?? .unknown
    supervision.board.show(.ready, parts: DeviceParts(media: media))
  }

  // MARK: Cards

  public nonisolated func answerToReset() async throws(DeviceFault) -> [UInt8]? {
    try await command("answerToReset") { _, link throws(DeviceFault) in
      let answer = try link.ask(.cardReset, deadline: .after(Self.commandDeadline))
      return answer?.isEmpty == false ? answer : nil
    }
  }

  public nonisolated func readSocialSecurityCard() async throws(DeviceFault) -> SocialSecurityCard?
  {
    try await command("readSocialSecurityCard") { reader, link throws(DeviceFault) in
      do throws(DeviceFault) {
        return try reader.read(link)
      } catch  where error == .noCard {
        // Taken away in the middle of it: then there is none.
        return nil
      }
    }
  }

  /// The steps of protocols.md B.1; nil where the card has no such application or file.
  private func read(_ link: any ByteLink) throws(DeviceFault) -> SocialSecurityCard? {
    guard try exchange(SocialSecurityFile.select, link) != nil else { return nil }
    let cardNumber = try value(SocialSecurityFile.readCardNumber, link) {
      SocialSecurityFile.cardNumber($0)
    }
    guard try exchange(SocialSecurityFile.selectHolder, link) != nil,
      let name = try value(SocialSecurityFile.readName, link, { SocialSecurityFile.text($0) })
    else { return nil }
    let number = try value(SocialSecurityFile.readNumber, link) {
      SocialSecurityFile.text($0).flatMap { IDNumber($0) }
    }
    let birth = try value(SocialSecurityFile.readBirth, link) { SocialSecurityFile.day($0) }
    return SocialSecurityCard(
      cardNumber: cardNumber ?? "", number: number, name: name, birth: birth)
  }

  /// What a record means; nil where the card has none or it means nothing.
  private func value<Value>(
    _ command: APDU.Command, _ link: any ByteLink,
    _ decode: (ArraySlice<UInt8>) -> Value?
  ) throws(DeviceFault) -> Value? {
    guard var record = try exchange(command, link) else { return nil }
    defer { record.wipe() }
    return SocialSecurityFile.value(ofRecord: record).flatMap(decode)
  }

  /// A command and all of its response; nil where the card refuses it.
  private func exchange(
    _ command: APDU.Command, _ link: any ByteLink
  ) throws(DeviceFault) -> [UInt8]? {
    var next = command
    var data: [UInt8] = []
    try link.discardInput()
    for _ in 0..<Self.exchangeLimit {
      let deadline = Deadline.after(Self.commandDeadline)
      try link.write(next.bytes, deadline: deadline)
      var bytes = try link.read(upTo: 258, deadline: deadline)
      defer { bytes.wipe() }
      guard let response = APDU.Response(bytes) else {
        throw DeviceFault(.protocolError, "a response of \(bytes.count) bytes")
      }
      switch response.status {
      case .success: return data + response.data
      case .moreData(let length):
        data += response.data
        next = .getResponse(length: length)
      case .wrongLength(let length): next = next.expecting(length)
      case .notFound, .refused: return nil
      }
    }
    throw DeviceFault(.protocolError, "a card that never ends its response")
  }
}

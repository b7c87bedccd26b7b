public import DeviceKit
import Hall

/// A second-generation identity-card reader with a SAM_V module. 二代身份证阅读器
public actor SAMVReader: IDCardReader, SupervisedDevice {
  /// "At least 300 ms" between two finds (A.7).
  static let pollInterval: Duration = .milliseconds(400)
  /// A module that stopped answering is noticed within this and one status deadline: 3 s.
  static let presenceInterval: Duration = .seconds(2)
  /// The longest round: find, select, text with fingerprints, five addresses, management number,
  /// none of it slower than its own deadline.
  static let roundDeadline: Duration = .seconds(22)
  /// Resets in one reading before the module counts as broken.
  static let resets = 3

  public static let descriptor = DriverDescriptor(
    // Named after the module, not the maker: every maker's reader holds one.
    name: "sam-v",
    kind: .idCardReader,
    title: "second-generation identity-card reader with a SAM_V module",
    // protocols.md A.6.
    matches: [
      DeviceMatch(.usb(USBID(0x0400, 0xC35A)), "SAM_V reader, 神思 and most other makers"),
      DeviceMatch(.usb(USBID(0x0316, 0x5020)), "新中新 Synjones reader", quirks: [.smallPieces]),
      DeviceMatch(.usb(USBID(0x10C4, 0x8A1B)), "信通 reader"),
      DeviceMatch(.usb(USBID(0x2015, 0x0008)), "森锐 reader"),
      DeviceMatch(.usb(USBID(0x9573, 0x4836)), "亿数 reader"),
      DeviceMatch(.usb(USBID(0x2B8B, 0x2721)), "SAM_V reader, HID variant"),
    ],
    schemes: [.usb, .hidraw, .serial, .tcp],
    // A.1.
    baud: 115_200,
    // Layout A of A.6: preamble and length in one pipe, the rest in another.
    split: FrameSplit(head: 7, lengthOffset: 5),
    abilities: [
      "resident card", "J permit", "foreigner card 2017", "foreigner card 2023", "fingerprints",
      "new addresses", "management number", "WLT photo through the site's own decoder",
    ],
    options: [
      DriverOption(
        "card2023", .choice(CardText.Reading2023.allCases.map(\.rawValue), usual: "specific"),
        "How the text of a foreigner's card of 2023 is read: sources disagree."),
      DriverOption(
        "rereads", .flag(usual: false),
        "The module reads a card again without a find, so that its lifting can be seen."),
      DriverOption(
        "powerOnBaud", .choice(["same"] + SAMV.Baud.allCases.map { "\($0.speed)" }, usual: "same"),
        "The speed of a serial module after power-on, where the address names another."),
      DriverOption(
        "maxRFByte", .choice(["own", "80", "250", "255"], usual: "own"),
        "Bytes in one frame between module and card; own leaves the module's setting."),
      DriverOption(
        "photoDecoder", .path,
        "The site's program that turns a WLT photo on stdin into a BMP or JPEG on stdout."),
    ],
    parts: DeviceParts(media: .unknown),
    timeouts: [
      .init("status", SAMVConversation.statusDeadline, "five bytes; longest wait seen is 1000 ms"),
      .init("find and select", SAMVConversation.findDeadline, "100 to 1000 ms in real code"),
      .init(
        "read", SAMVConversation.readDeadline,
        "2000 to 3500 ms in real code; 1.35 s line time at 9600"),
      .init(
        "read with fingerprints", SAMVConversation.fingerprintDeadline,
        "3000 to 3500 ms in real code; 2.4 s line time at 9600"),
      .init(
        "new address, management number", SAMVConversation.itemDeadline,
        "1000 to 1500 ms in real code"),
      .init("poll", pollInterval, "readers ask for at least 300 ms between two finds"),
      .init("presence", presenceInterval, "a dead module shows within 3 s"),
      .init("write", SAMVConversation.writeDeadline, "ten bytes; longer means a stuck line"),
      .init("speed change", SAMVSpeed.settling, "the module's own time after its answer"),
      .init("photo decoder", PhotoDecoder.deadline, "a picture of 102 by 126 takes milliseconds"),
    ])

  public static let driver = Driver(descriptor, redactor: { _ in SAMVRedactor() }) {
    request, bench throws(DeviceFault) in try SAMVReader(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }
  /// nil where the site supplies none.
  public nonisolated let photoDecoder: PhotoDecoder?

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  var conversation: SAMVConversation
  var presence = CardPresence()
  let reading2023: CardText.Reading2023
  let rereads: Bool
  let maxRFByte: UInt8?
  private var lastAnswer = Deadline.now
  nonisolated let slot = ReadingSlot()
  /// Ends the reading under way, the moment the device is lost.
  var endReading: (@Sendable (DeviceFault) -> Void)?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let descriptor = Self.descriptor
    var bench = bench
    let powerOn = request.choice("powerOnBaud", of: descriptor)
    if let speed = Int(powerOn), let baud = SAMV.Baud(speed: speed) {
      bench = DeviceBench(
        wallTime: bench.wallTime, logger: bench.logger, backoff: bench.backoff,
        openLink: SAMVSpeed(powerOn: baud).opener(around: bench.openLink))
    }
    supervision = try Supervision(descriptor, request, bench)
    conversation = SAMVConversation(over: request.address.scheme)
    reading2023 =
      CardText.Reading2023(rawValue: request.choice("card2023", of: descriptor)) ?? .specific
    rereads = request.flag("rereads", of: descriptor)
    maxRFByte = UInt8(request.choice("maxRFByte", of: descriptor))
    photoDecoder = try request.path("photoDecoder").map { path throws(DeviceFault) in
      try PhotoDecoder(path: path)
    }
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    presence.reopened()
    try check(link)
    if let maxRFByte { _ = try conversation.demand(.setMaxRFByte(maxRFByte), on: link) }
    supervision.board.show(.ready, parts: DeviceParts(media: presence.media))
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let due = lastAnswer.advanced(by: Self.presenceInterval)
    if try link.waitForInput(until: due) {
      // Nothing was asked: a late answer or noise.
      try link.discardInput()
    }
    if Deadline.now >= due { try check(link) }
  }

  public func lost(_ fault: DeviceFault) { endReading?(fault) }

  private func check(_ link: any ByteLink) throws(DeviceFault) {
    _ = try conversation.demand(.moduleStatus, on: link)
    lastAnswer = .now
  }

  /// One question and its answer; whoever asks needs no other sign of life meanwhile.
  func ask(
    _ command: SAMV.Command, on link: any ByteLink
  ) throws(DeviceFault) -> SAMV.Answer {
    let answer = try conversation.ask(command, on: link)
    lastAnswer = .now
    return answer
  }

  // MARK: The module itself

  /// The identity of the module, for an inventory.
  public nonisolated func moduleID() async throws(DeviceFault) -> SAMV.ModuleID {
    let bytes = try await command("moduleID") { reader, link throws(DeviceFault) in
      try reader.conversation.demand(.moduleID, on: link)
    }
    guard let id = SAMV.ModuleID(bytes) else {
      throw DeviceFault(.protocolError, "a module id of \(bytes.count) bytes")
    }
    return id
  }

  public nonisolated func identity() async -> String? {
    (try? await moduleID()).map { "SAM \($0)" }
  }

  /// Resets the module; a card that lies on it is found anew.
  public nonisolated func resetModule() async throws(DeviceFault) {
    try await command("resetModule") { reader, link throws(DeviceFault) in
      _ = try reader.conversation.demand(.resetModule, on: link)
      reader.presence.reopened()
    }
  }

  /// Bytes in one frame between module and card, 24...255 (A.2); a module that refuses is faulted.
  public nonisolated func setMaxRFByte(_ count: UInt8) async throws(DeviceFault) {
    try await command("setMaxRFByte") { reader, link throws(DeviceFault) in
      _ = try reader.conversation.demand(.setMaxRFByte(count), on: link)
    }
  }
}

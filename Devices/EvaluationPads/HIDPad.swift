public import DeviceKit

/// A rating pad that is a HID device with buttons, through hidraw (protocols.md D.4). 评价器
public actor HIDPad: EvaluationPad, SupervisedDevice {
  /// A control transfer to a healthy device takes a millisecond.
  static let writeDeadline: Duration = .milliseconds(500)
  /// An idle pad says nothing; the kernel tells of an unplugged one at once.
  static let idlePeriod: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait.
  static let readDeadline: Duration = .milliseconds(200)
  /// How long the lamp of the key pressed stays on: a person looks up from the key to it.
  static let thanks: Duration = .seconds(3)

  public static let descriptor = DriverDescriptor(
    name: "hid-pad",
    kind: .evaluationPad,
    title: "Rating pads with HID buttons and lamps",
    matches: [
      DeviceMatch(.hidUsage(page: 0xFF00, usage: 0x01), "Five-key pad of protocols.md D.4")
    ],
    schemes: [.hidraw],
    abilities: ["rating keys", "lamps"],
    options: [
      DriverOption(
        "keys", .keys(1...5), "The level 1 to 5 of each button, where it is not its number"),
      DriverOption(
        "seconds", .integer(1...600, usual: 30), "How long the lamps invite to rate"),
    ],
    timeouts: [
      .init("write", writeDeadline, "a control transfer takes a millisecond"),
      .init(
        "lamp", thanks,
        "the lamp of the key pressed, as an answer to the eye; later it would answer somebody else"),
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try HIDPad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let keyLevels: [UInt8: Int]
  private let invitationTime: Duration
  private let bench: DeviceBench
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var numbers = PressNumbers()
  private var layout: HIDPadLayout?
  private var keysDown: Set<UInt8> = []
  /// When the lamps go out; nil while they are out.
  private var lampsOff: Deadline?
  /// The lamps that are on ask for a rating.
  private var isInviting = false

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let keys = request.keys("keys")
    keyLevels = keys.isEmpty ? FF68Pad.fiveKeys : keys
    invitationTime = .seconds(request.integer("seconds", of: Self.descriptor))
    self.bench = bench
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    let deadline = Deadline.after(Self.writeDeadline)
    guard let bytes = try link.ask(.reportDescriptor, deadline: deadline) else {
      throw DeviceFault(.protocolError, "the port has no report descriptor")
    }
    layout = try HIDPadLayout(descriptor: bytes)
    keysDown = []
    isInviting = false
    // Whoever was here before may have left them on.
    try light([], for: nil, on: link)
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    if try link.waitForInput(until: lampsOff ?? .after(Self.idlePeriod)), let layout {
      // One read is one report; a device may send longer ones than it described.
      let report = try link.read(
        upTo: max(layout.longestReport, 64), deadline: .after(Self.readDeadline))
      if let down = layout.keysDown(in: report) { try take(down, on: link) }
    }
    if let lampsOff, lampsOff <= .now {
      isInviting = false
      try light([], for: nil, on: link)
    }
  }

  public func finish() { queue.finish() }

  // MARK: Rating

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  public nonisolated func show(_ prompt: PadPrompt) async throws(DeviceFault) {
    switch prompt {
    case .pleaseRate(_, let seconds):
      try await command("invite") { pad, link throws(DeviceFault) in
        pad.isInviting = true
        let time = min(.seconds(seconds), pad.invitationTime)
        try pad.light(Set(pad.keyLevels.keys), for: time, on: link)
      }
    case .welcome, .thanks, .idle:
      try await command("prompt") { pad, link throws(DeviceFault) in
        // The lamp of a key that was pressed goes out by itself.
        guard pad.isInviting else { return }
        pad.isInviting = false
        try pad.light([], for: nil, on: link)
      }
    // It has no voice and no text.
    case .standBack: break
    }
  }

  /// A press is a key that goes down. A held key and a report sent twice press nothing; several
  /// keys in one report are a palm on the pad and no rating.
  private func take(_ down: Set<UInt8>, on link: any ByteLink) throws(DeviceFault) {
    let pressed = down.subtracting(keysDown)
    keysDown = down
    guard pressed.count == 1, let key = pressed.first, let level = keyLevels[key] else { return }
    let pressedAt = Deadline.now
    let isKept = queue.offer(
      PadPress(pad: id, level: level, at: bench.wallTime(), requestID: numbers.next()) {
        [weak self] verdict in await self?.settle(key, pressedAt: pressedAt, verdict)
      })
    // There is no hall that would answer.
    if isKept, bench.isRecorded { try thank(key, on: link) }
  }

  /// The hall has answered a press: its lamp says that the service is rated. A pad without this
  /// light was not heard or its press does not count, and the citizen can press again.
  private func settle(_ key: UInt8, pressedAt: Deadline, _ verdict: PressVerdict) {
    guard verdict == .stored || verdict == .alreadyRated, let link,
      pressedAt.duration(to: .now) < Self.thanks
    else { return }
    do {
      try thank(key, on: link)
    } catch {
      suspicion = error
    }
  }

  private func thank(_ key: UInt8, on link: any ByteLink) throws(DeviceFault) {
    isInviting = false
    try light([key], for: Self.thanks, on: link)
  }

  private func light(
    _ keys: Set<UInt8>, for time: Duration?, on link: any ByteLink
  ) throws(DeviceFault) {
    lampsOff = time.map(Deadline.after)
    guard let report = layout?.lighting(keys) else { return }
    try link.write(report, deadline: .after(Self.writeDeadline))
  }
}

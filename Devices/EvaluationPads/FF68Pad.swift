public import DeviceKit
import StationProtocols

/// A rating pad of the "FF 68" family. 评价器
public actor FF68Pad: EvaluationPad, SupervisedDevice {
  /// Ten bytes at 9600 baud take 11 ms; longer means a stuck line.
  static let writeDeadline: Duration = .milliseconds(500)
  /// An idle pad says nothing and cannot be asked: only the wait itself has a length.
  static let idlePeriod: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait; the rest of a torn frame comes with a later one.
  static let readDeadline: Duration = .milliseconds(200)

  /// The keys of a five-key pad, from 1 (非常不满意) to 5 (非常满意), protocols.md D.3.
  public static let fiveKeys: [UInt8: Int] = [1: 1, 2: 2, 3: 3, 4: 4, 5: 5]

  public static let descriptor = DriverDescriptor(
    name: "ff68",
    kind: .evaluationPad,
    title: "Rating pads of the FF 68 family",
    schemes: [.serial, .tcp],
    // D.1.
    baud: 9600,
    abilities: ["rating keys", "invitation", "acknowledgement", "star level", "beep"],
    options: [
      DriverOption(
        "station", .integer(1...255, usual: 1), "Its own number on the line; 1 as delivered"),
      DriverOption(
        "keys", .keys(1...5),
        "The level 1 to 5 of each key code the pad sends, where the driver's map is wrong"),
      DriverOption(
        "stars", .integer(0...5, usual: 0), "The clerk's star level it shows; 0 leaves it as it is"),
    ],
    timeouts: [
      .init("write", writeDeadline, "ten bytes; longer means a stuck line"),
      .init("gap", FF68.gap, "a frame whose rest has not come by then never comes whole"),
      .init(
        "repeat", FF68RepeatFilter.window,
        "the same key again so soon is the pad repeating itself"),
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try FF68Pad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let address: UInt8
  private let keyLevels: [UInt8: Int]
  private let stars: UInt8
  private let wallTime: WallTime
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var scanner = FrameScanner<FF68>()
  private var filter = FF68RepeatFilter()

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    address = UInt8(clamping: request.integer("station", of: Self.descriptor))
    let keys = request.keys("keys")
    keyLevels = keys.isEmpty ? Self.fiveKeys : keys
    stars = UInt8(clamping: request.integer("stars", of: Self.descriptor))
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: Supervision

  /// An open line is all that can be known: the protocol has no question a pad answers.
  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    scanner = FrameScanner()
    if stars > 0 { try say(.stars(stars, address: address), on: link) }
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    if try link.waitForInput(until: scanner.restDue ?? .after(Self.idlePeriod)) {
      let bytes = try link.read(upTo: 256, deadline: .after(Self.readDeadline))
      scanner.append(bytes, at: .now)
    } else {
      scanner.settle(at: .now)
    }
    while let frame = scanner.next() { try take(frame, on: link) }
  }

  public func finish() { queue.finish() }

  // MARK: Rating

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  public nonisolated func invite() async throws(DeviceFault) {
    try await command("invite") { pad, link throws(DeviceFault) in
      try pad.say(.invite(address: pad.address), on: link)
      pad.filter.forget()
    }
  }

  /// Shows the clerk's star level, 1 to 5. 星级
  public nonisolated func show(stars: Int) async throws(DeviceFault) {
    try await command("stars") { pad, link throws(DeviceFault) in
      try pad.say(.stars(UInt8(min(max(stars, 1), 5)), address: pad.address), on: link)
    }
  }

  public nonisolated func beep() async throws(DeviceFault) {
    try await command("beep") { pad, link throws(DeviceFault) in
      try pad.say(.beep(address: pad.address), on: link)
    }
  }

  private func take(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    // Other addresses are other pads on the same RS-485 pair; other commands are staff keypads.
    // Keys without a level are not acknowledged: the acknowledgement of key 0B is the invitation.
    guard frame.address == address, let key = frame.ratingKey, let level = keyLevels[key] else {
      return
    }
    let now = Deadline.now
    switch filter.verdict(on: frame, at: now) {
    case .babble:
      filter.note(frame, at: now)
      return
    case .resend: break
    case .press:
      // Kept first, acknowledged then: a pad that hears nothing sends its press again.
      guard queue.offer(PadPress(pad: id, level: level, at: wallTime())) else { return }
    }
    filter.note(frame, at: now)
    try say(.acknowledge(key, address: address), on: link)
  }

  private func say(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    try link.write(frame.bytes, deadline: .after(Self.writeDeadline))
  }
}

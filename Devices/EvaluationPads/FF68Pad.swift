public import DeviceKit
public import StationProtocols

/// A rating pad of the "FF 68" family. 评价器
public actor FF68Pad: EvaluationPad, FF68Station {
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
      FF68Timing.station,
      DriverOption(
        "keys", .keys(1...5),
        "The level 1 to 5 of each key code the pad sends, where the driver's map is wrong"),
      DriverOption(
        "stars", .integer(0...5, usual: 0), "The clerk's star level it shows; 0 leaves it as it is"),
    ],
    timeouts: FF68Timing.timeouts)

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try FF68Pad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: FF68Session
  private let keyLevels: [UInt8: Int]
  private let stars: UInt8
  private let wallTime: WallTime
  private let queue = PressQueue<PadPress>(capacity: 64)

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    session = FF68Session(request, of: Self.descriptor)
    let keys = request.keys("keys")
    keyLevels = keys.isEmpty ? Self.fiveKeys : keys
    stars = UInt8(clamping: request.integer("stars", of: Self.descriptor))
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: The line

  public func greet(on link: any ByteLink) throws(DeviceFault) {
    if stars > 0 { try say(.stars(stars, address: session.address), on: link) }
  }

  /// Other commands are staff keypads. Keys without a level are not acknowledged: the
  /// acknowledgement of key 0B is the invitation.
  public func acknowledgement(of frame: FF68.Frame) -> FF68.Frame? {
    guard let key = frame.ratingKey, keyLevels[key] != nil else { return nil }
    return .acknowledge(key, address: session.address)
  }

  public func take(_ press: FF68.Frame, at now: Deadline) -> Bool {
    guard let level = press.ratingKey.flatMap({ keyLevels[$0] }) else { return true }
    return queue.offer(PadPress(pad: id, level: level, at: wallTime()))
  }

  public func finish() { queue.finish() }

  // MARK: Rating

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  public nonisolated func invite() async throws(DeviceFault) {
    try await command("invite") { pad, link throws(DeviceFault) in
      try pad.say(.invite(address: pad.session.address), on: link)
      pad.session.expectPress()
    }
  }

  /// Shows the clerk's star level, 1 to 5. 星级
  public nonisolated func show(stars: Int) async throws(DeviceFault) {
    try await command("stars") { pad, link throws(DeviceFault) in
      try pad.say(.stars(UInt8(min(max(stars, 1), 5)), address: pad.session.address), on: link)
    }
  }

  public nonisolated func beep() async throws(DeviceFault) {
    try await command("beep") { pad, link throws(DeviceFault) in
      try pad.say(.beep(address: pad.session.address), on: link)
    }
  }
}

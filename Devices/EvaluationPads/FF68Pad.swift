public import DeviceKit

/// A rating pad of the "FF 68" family. 评价器
public actor FF68Pad: EvaluationPad, SupervisedDevice {
  /// Ten bytes at 9600 baud take 11 ms; longer means a stuck line.
  static let writeDeadline: Duration = .milliseconds(500)
  /// A pad repeats a press until it is acknowledged and numbers nothing (D.1, weak points). The
  /// same key within this time of its last frame is taken for the repetition; an invitation in
  /// between makes it a new press.
  static let repeatWindow: Duration = .seconds(1)
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
    abilities: ["rating keys", "invitation", "acknowledgement"],
    options: [
      DriverOption(
        "station", .integer(1...255, usual: 1), "Its own number on the line; 1 as delivered"),
      DriverOption(
        "keys", .keys(1...5),
        "The level 1 to 5 of each key code the pad sends, where the driver's map is wrong"),
    ],
    timeouts: [
      .init("write", writeDeadline, "ten bytes; longer means a stuck line"),
      .init("repeat", repeatWindow, "the same key again so soon is the pad repeating itself"),
    ])

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let address: UInt8
  private let keyLevels: [UInt8: Int]
  private let wallTime: WallTime
  private let listeners = Broadcast<PadPress>(backlog: 64)
  private var decoder = FF68.Decoder()
  private var lastKey: (value: UInt8, at: Deadline)?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    address = UInt8(clamping: request.integer("station", of: Self.descriptor))
    let keys = request.keys("keys")
    keyLevels = keys.isEmpty ? Self.fiveKeys : keys
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try FF68Pad(request, bench: bench)
  }

  // MARK: Supervision

  /// An open line is all that can be known: the protocol has no question a pad answers.
  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    decoder = FF68.Decoder()
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    guard try link.waitForInput(until: .after(Self.idlePeriod)) else { return }
    decoder.append(try link.read(upTo: 256, deadline: .after(Self.readDeadline)))
    while let frame = decoder.next() { try take(frame, on: link) }
  }

  public func finish() { listeners.finish() }

  // MARK: Rating

  public nonisolated func presses() async -> AsyncStream<PadPress> { listeners.listen() }

  public nonisolated func invite() async throws(DeviceFault) {
    try await command("invite") { pad, link throws(DeviceFault) in
      try link.write(
        FF68.Frame.invite(address: pad.address).bytes, deadline: .after(Self.writeDeadline))
      pad.lastKey = nil
    }
  }

  private func take(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    // Other addresses are other pads on the same RS-485 pair; other commands are staff keypads.
    // Keys without a level are not acknowledged: the acknowledgement of key 0B is the invitation.
    guard frame.address == address, let key = frame.ratingKey, let level = keyLevels[key] else {
      return
    }
    try link.write(
      FF68.Frame.acknowledge(key, address: address).bytes, deadline: .after(Self.writeDeadline))
    let now = Deadline.now
    let isRepeat = lastKey.map { $0.value == key && $0.at.duration(to: now) < Self.repeatWindow }
    lastKey = (key, now)
    if isRepeat != true { listeners.send(PadPress(pad: id, level: level, at: wallTime())) }
  }
}

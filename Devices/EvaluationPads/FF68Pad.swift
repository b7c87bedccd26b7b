public import DeviceKit
import Hall
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
  private let bench: DeviceBench
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var numbers = PressNumbers()
  private var last: Press?
  /// What the last invitation asked to rate.
  private var evaluation: String?

  /// The last press and how far it has come.
  private struct Press {
    enum Stage { case waits, answered, notKept }

    let frame: FF68.Frame
    let requestID: String
    let at: Moment
    /// What the pad asked for then.
    let evaluation: String?
    var stage: Stage
  }

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    session = FF68Session(request, of: Self.descriptor)
    let keys = request.keys("keys")
    keyLevels = keys.isEmpty ? Self.fiveKeys : keys
    stars = UInt8(clamping: request.integer("stars", of: Self.descriptor))
    self.bench = bench
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

  public func take(_ frame: FF68.Frame, isCopy: Bool) -> StationTaking {
    guard let level = frame.ratingKey.flatMap({ keyLevels[$0] }) else { return .taken }
    if let last, isCopy, last.frame == frame, last.stage != .notKept {
      return last.stage == .answered ? .taken : .waits
    }
    // The hall may have it all the same: the same name keeps it from counting twice.
    let known = last.flatMap {
      $0.stage == .notKept && $0.frame == frame && $0.evaluation == evaluation ? $0 : nil
    }
    let press = Press(
      frame: frame, requestID: known?.requestID ?? numbers.next(),
      at: known?.at ?? bench.wallTime(), evaluation: evaluation,
      // There is no hall that would answer.
      stage: bench.isRecorded ? .answered : .waits)
    let requestID = press.requestID
    let isKept = queue.offer(
      PadPress(pad: id, level: level, at: press.at, requestID: requestID) { [weak self] verdict in
        await self?.settle(requestID, verdict)
      })
    guard isKept else { return .notKept }
    last = press
    return press.stage == .answered ? .taken : .waits
  }

  /// The hall has answered a press.
  private func settle(_ requestID: String, _ verdict: PressVerdict) {
    // Another key since: the pad waits for that one's acknowledgement.
    guard var press = last, press.requestID == requestID, press.stage == .waits else { return }
    press.stage = verdict == .notKept ? .notKept : .answered
    last = press
    guard press.stage == .answered, let link, let key = press.frame.ratingKey,
      session.isAwaited(press.frame, at: .now)
    else { return }
    do {
      try say(.acknowledge(key, address: session.address), on: link)
    } catch {
      suspicion = error
    }
  }

  public func finish() { queue.finish() }

  // MARK: Rating

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  /// Has a voice and lamps for one prompt, "please rate", and ends it by itself.
  public nonisolated func show(_ prompt: PadPrompt) async throws(DeviceFault) {
    guard case .pleaseRate(let evaluation, _) = prompt else { return }
    try await command("invite") { pad, link throws(DeviceFault) in
      try pad.say(.invite(address: pad.session.address), on: link)
      // Asked for the same once more, a copy of its press is still a copy.
      if evaluation != pad.evaluation { pad.session.expectPress() }
      pad.evaluation = evaluation
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

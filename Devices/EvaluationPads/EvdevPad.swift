public import DeviceKit
import Logging

/// A rating pad that plays a keyboard and types digits, as most pads sold as "USB" do (protocols.md
/// D.4, UNVERIFIED). The link grabs it, so that nothing is typed into a window. 评价器
public actor EvdevPad: EvaluationPad, SupervisedDevice {
  /// An idle keyboard says nothing; the kernel tells of an unplugged one at once.
  static let idlePeriod: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait.
  static let readDeadline: Duration = .milliseconds(200)

  public static let descriptor = DriverDescriptor(
    name: "key-pad",
    kind: .evaluationPad,
    title: "Rating pads that type digits like a keyboard",
    // Any keyboard could be one: only the configuration knows at which port the pad is.
    matches: [],
    schemes: [.evdev],
    abilities: ["rating keys"],
    options: [
      DriverOption(
        "keys", .keys(1...5), "The level 1 to 5 of each digit, where it is not the digit itself")
    ],
    timeouts: [.init("read", readDeadline, "the kernel said that there is something to read")])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try EvdevPad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let keyLevels: [UInt8: Int]
  private let wallTime: WallTime
  private let queue = PressQueue<PadPress>(capacity: 64)
  private var numbers = PressNumbers()
  private var keys = EvdevKeys()

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let levels = request.keys("keys")
    keyLevels = levels.isEmpty ? FF68Pad.fiveKeys : levels
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    keys = EvdevKeys()
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    guard try link.waitForInput(until: .after(Self.idlePeriod)) else { return }
    let bytes = try link.read(
      upTo: 64 * EvdevKeys.eventLength, deadline: .after(Self.readDeadline))
    let overflows = keys.overflows
    let digits = keys.presses(in: bytes)
    // Told once for each opening: a pad that babbles overruns the queue again and again.
    if overflows == 0, keys.overflows > 0 {
      supervision.logger.warning("\(id): the kernel's queue ran over, presses may be missing")
    }
    for digit in digits {
      guard let level = keyLevels[digit] else { continue }
      // A keyboard has neither acknowledgement nor lamp for the hall's answer: with 64 presses
      // waiting, one more is lost.
      _ = queue.offer(
        PadPress(pad: id, level: level, at: wallTime(), requestID: numbers.next()) { _ in })
    }
  }

  public func finish() { queue.finish() }

  public nonisolated func presses() async -> AsyncStream<PadPress> { queue.listen() }

  /// A keyboard has no lamp and no voice; the clerk asks aloud.
  ///
  /// - Throws: ``DeviceFault`` where the pad is not there.
  public nonisolated func show(_ prompt: PadPrompt) async throws(DeviceFault) {
    guard case .pleaseRate = prompt else { return }
    try await command("invite") { _, _ throws(DeviceFault) in }
  }
}

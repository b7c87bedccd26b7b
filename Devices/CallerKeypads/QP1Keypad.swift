public import DeviceKit
public import StationProtocols

/// A caller keypad that speaks QP1: its keys come as KEY, its display takes COUNTS (protocols.md
/// D.5). 叫号器
public actor QP1Keypad: CallerKeypad, QP1Station {
  public static let descriptor = DriverDescriptor(
    name: "qp1-keypad",
    kind: .callerKeypad,
    title: "Caller keypads that speak QP1",
    schemes: [.serial, .tcp],
    baud: 9600,
    abilities: ["calling keys", "waiting count and ticket", "each key exactly once"],
    options: QP1Timing.options + [
      DriverOption("keys", .keys(KeypadKeys.numbers), KeypadKeys.optionMeaning)
    ],
    timeouts: QP1Timing.timeouts)

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try QP1Keypad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: QP1Session
  public let isPolled: Bool
  private let wallTime: WallTime
  private let queue = PressQueue<KeypadPress>(capacity: 64)
  private let keys: KeypadKeys
  /// What the display shows: a keypad that was without power has forgotten it.
  private var shown: [UInt8]?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    session = QP1Session(request, of: Self.descriptor, bench: bench)
    isPolled = request.flag("poll", of: Self.descriptor)
    keys = KeypadKeys.qp1.replacing(request.keys("keys"))
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public nonisolated func presses() async -> AsyncStream<KeypadPress> { queue.listen() }

  public func finish() { queue.finish() }

  public func greeted(on link: any ByteLink) throws(DeviceFault) {
    if let shown { try order(.counts, shown, on: link) }
  }

  public nonisolated func show(waiting: Int, ticket: String?) async throws(DeviceFault) {
    // COUNTS: two bytes of people, up to eight ASCII characters of the ticket.
    let letters = (ticket ?? "").utf8.filter { (0x20..<0x7F).contains($0) }.prefix(8)
    let data = QP1.little(UInt16(clamping: waiting)) + letters
    try await command("show") { keypad, link throws(DeviceFault) in
      keypad.shown = data
      try keypad.order(.counts, data, on: link)
    }
  }

  public nonisolated func beep() async throws(DeviceFault) {
    try await command("beep") { keypad, link throws(DeviceFault) in
      // A tenth of a second: heard, and no alarm.
      try keypad.order(.beep, QP1.little(100), on: link)
    }
  }

  public func take(_ event: QP1.Frame) -> StationTaking {
    guard let key = event.key, let action = keys.actions[key.code] else { return .taken }
    let isKept = queue.offer(KeypadPress(keypad: id, action: action, at: wallTime()))
    return isKept ? .taken : .notKept
  }
}

public import DeviceKit
public import StationProtocols

/// A caller keypad of the "FF 68" family (protocols.md D.1). 叫号器
public actor FF68Keypad: CallerKeypad, FF68Station {
  public static let descriptor = DriverDescriptor(
    name: "ff68-keypad",
    kind: .callerKeypad,
    title: "Caller keypads of the FF 68 family",
    schemes: [.serial, .tcp],
    // D.1.
    baud: 9600,
    abilities: ["calling keys", "waiting count and ticket", "beep"],
    options: [
      FF68Timing.station,
      DriverOption("keys", .keys(KeypadKeys.numbers), KeypadKeys.optionMeaning),
    ],
    timeouts: FF68Timing.timeouts + [
      .init("digit", KeypadTyping.memory, "a digit counts for a confirm key that follows so soon")
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try FF68Keypad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: FF68Session
  private let wallTime: WallTime
  private let queue = PressQueue<KeypadPress>(capacity: 64)
  private var typing: KeypadTyping
  /// What the display shows: a keypad that was without power has forgotten it.
  private var shown: FF68.Frame?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    session = FF68Session(request, of: Self.descriptor)
    typing = KeypadTyping(KeypadKeys.ff68.replacing(request.keys("keys")))
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: The line

  public func greet(on link: any ByteLink) throws(DeviceFault) {
    if let shown { try say(shown, on: link) }
  }

  /// The echo of the whole frame is its acknowledgement; other commands are pads.
  public func acknowledgement(of frame: FF68.Frame) -> FF68.Frame? {
    frame.keypadKeys == nil ? nil : frame
  }

  public func take(_ press: FF68.Frame, isCopy: Bool) -> StationTaking {
    guard !isCopy, let keys = press.keypadKeys else { return .taken }
    var next = typing
    if let action = next.action(for: keys, at: .now) {
      guard queue.offer(KeypadPress(keypad: id, action: action, at: wallTime())) else {
        return .notKept
      }
    }
    typing = next
    return .taken
  }

  public func finish() { queue.finish() }

  // MARK: Calling

  public nonisolated func presses() async -> AsyncStream<KeypadPress> { queue.listen() }

  public nonisolated func show(waiting: Int, ticket: String?) async throws(DeviceFault) {
    try await command("show") { keypad, link throws(DeviceFault) in
      let frame = FF68.Frame.counts(
        waiting: waiting, ticket: ticket, address: keypad.session.address)
      keypad.shown = frame
      try keypad.say(frame, on: link)
    }
  }

  public nonisolated func beep() async throws(DeviceFault) {
    try await command("beep") { keypad, link throws(DeviceFault) in
      try keypad.say(.beep(address: keypad.session.address), on: link)
    }
  }
}

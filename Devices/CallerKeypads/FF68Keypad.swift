public import DeviceKit
import StationProtocols

/// A caller keypad of the "FF 68" family (protocols.md D.1). 叫号器
public actor FF68Keypad: CallerKeypad, SupervisedDevice {
  /// Fifteen bytes at 9600 baud take 16 ms; longer means a stuck line.
  static let writeDeadline: Duration = .milliseconds(500)
  /// An idle keypad says nothing and cannot be asked: only the wait itself has a length.
  static let idlePeriod: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait; the rest of a torn frame comes with a later one.
  static let readDeadline: Duration = .milliseconds(200)

  public static let descriptor = DriverDescriptor(
    name: "ff68-keypad",
    kind: .callerKeypad,
    title: "Caller keypads of the FF 68 family",
    schemes: [.serial, .tcp],
    // D.1.
    baud: 9600,
    abilities: ["calling keys", "waiting count and ticket", "beep"],
    options: [
      DriverOption(
        "station", .integer(1...255, usual: 1), "Its own number on the line; 1 as delivered"),
      DriverOption("keys", .keys(KeypadKeys.numbers), KeypadKeys.optionMeaning),
    ],
    timeouts: [
      .init("write", writeDeadline, "fifteen bytes; longer means a stuck line"),
      .init("gap", FF68.gap, "a frame whose rest has not come by then never comes whole"),
      .init(
        "repeat", FF68RepeatFilter.window,
        "the same key again so soon is the keypad repeating itself"),
      .init("digit", KeypadTyping.memory, "a digit counts for a confirm key that follows so soon"),
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try FF68Keypad(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let address: UInt8
  private let wallTime: WallTime
  private let queue = PressQueue<KeypadPress>(capacity: 64)
  private var typing: KeypadTyping
  private var scanner = FrameScanner<FF68>()
  private var filter = FF68RepeatFilter()
  /// What the display shows: a keypad that was without power has forgotten it.
  private var shown: FF68.Frame?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    address = UInt8(clamping: request.integer("station", of: Self.descriptor))
    typing = KeypadTyping(KeypadKeys.ff68.replacing(request.keys("keys")))
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: Supervision

  /// An open line is all that can be known: the protocol has no question a keypad answers.
  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    scanner = FrameScanner()
    if let shown { try say(shown, on: link) }
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

  // MARK: Calling

  public nonisolated func presses() async -> AsyncStream<KeypadPress> { queue.listen() }

  public nonisolated func show(waiting: Int, ticket: String?) async throws(DeviceFault) {
    try await command("show") { keypad, link throws(DeviceFault) in
      let frame = FF68.Frame.counts(waiting: waiting, ticket: ticket, address: keypad.address)
      keypad.shown = frame
      try keypad.say(frame, on: link)
    }
  }

  public nonisolated func beep() async throws(DeviceFault) {
    try await command("beep") { keypad, link throws(DeviceFault) in
      try keypad.say(.beep(address: keypad.address), on: link)
    }
  }

  private func take(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    // Other addresses are other stations on the same RS-485 pair; other commands are pads.
    guard frame.address == address, let keys = frame.keypadKeys else { return }
    let now = Deadline.now
    switch filter.verdict(on: frame, at: now) {
    case .babble:
      filter.note(frame, at: now)
      return
    case .resend: break
    case .press:
      var next = typing
      if let action = next.action(for: keys, at: now) {
        // Kept first, echoed then: a keypad that hears nothing sends its key again.
        let press = KeypadPress(keypad: id, action: action, at: wallTime())
        guard queue.offer(press) else { return }
      }
      typing = next
    }
    filter.note(frame, at: now)
    // The echo of the whole frame is its acknowledgement.
    try say(frame, on: link)
  }

  private func say(_ frame: FF68.Frame, on link: any ByteLink) throws(DeviceFault) {
    try link.write(frame.bytes, deadline: .after(Self.writeDeadline))
  }
}

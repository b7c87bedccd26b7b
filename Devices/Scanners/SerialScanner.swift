public import DeviceKit

/// A scanner on a serial line, real or CDC-ACM; with the commands of a GM65 module where it is one.
/// 串口扫码器
public actor SerialScanner: CodeScanner, SupervisedDevice {
  /// Nine bytes at 9600 baud take 10 ms; longer means a stuck line.
  static let writeDeadline: Duration = .milliseconds(500)
  /// A module answers within a few milliseconds, unless it is reading a code (UNVERIFIED); a damaged
  /// command gets no answer at all.
  static let replyDeadline: Duration = .milliseconds(500)
  /// A module is asked for its id when it has been silent so long: a cable pulled behind an adapter
  /// is noticed by nothing else.
  static let askPeriod: Duration = .seconds(10)
  /// How long a triggered module looks for a code: its setting as delivered (UNVERIFIED).
  static let triggerPeriod: Duration = .seconds(5)
  /// Questions before a silent module is taken for gone: line noise may spoil one.
  private static let tries = 2

  /// What is on the line besides codes.
  public enum Module: String, Sendable, CaseIterable {
    /// Nothing: bytes are never sent to it, since unknown devices act on them (protocols.md G.4).
    case none
    /// GM65, GM66 and their kin.
    case gm65
  }

  public static let descriptor = DriverDescriptor(
    name: "serial-scanner",
    kind: .scanner,
    title: "Scanners on a serial line and GM65 modules",
    matches: [
      DeviceMatch(.usb(USBID(0x05E0, 0x1701)), "Symbol (Zebra) bar code scanner, CDC"),
      DeviceMatch(.usb(USBID(0x0C2E, 0x0720)), "Metrologic MS7120, serial mode"),
      DeviceMatch(.usb(USBID(0x1EAB, 0x0106)), "Newland HR200, CDC"),
    ],
    schemes: [.serial, .tcp],
    // B.3.
    baud: 9600,
    abilities: ["codes of any bytes", "trigger and presence of GM65 modules"],
    options: [
      ScannerDesk.suffix(CodeAssembler.Suffix.allCases), ScannerDesk.gap, ScannerDesk.aimPrefix,
      DriverOption(
        "module", .choice(Module.allCases.map(\.rawValue), usual: Module.none.rawValue),
        "gm65 where the scanner takes the commands of GM65 and GM66; others are never sent a byte"),
      DriverOption(
        "trigger", .flag(usual: false),
        "The module is set to scan on command: it is triggered again and again"),
    ] + ScannerDesk.lengths,
    timeouts: [
      ScannerTime.reading,
      .init("write", writeDeadline, "nine bytes; longer means a stuck line"),
      .init("reply", replyDeadline, "a module answers in milliseconds, a damaged command never"),
      .init("ask", askPeriod, "a module silent so long is asked for its id"),
      .init("trigger", triggerPeriod, "how long a module looks for a code, as delivered"),
    ])

  public static let driver = Driver(descriptor, redactor: { _ in SerialRedactor() }) {
    request, bench throws(DeviceFault) in
    try SerialScanner(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let desk: ScannerDesk
  private let module: Module
  private let isTriggered: Bool
  private let clock = ArrivalClock()
  private var decoder = GM65.Decoder()
  private var assembler: CodeAssembler
  private var lastHeard = Deadline.now
  private var lastTrigger = Deadline.now

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    desk = ScannerDesk(request, Self.descriptor, wallTime: bench.wallTime)
    module = Module(rawValue: request.choice("module", of: Self.descriptor)) ?? .none
    isTriggered = request.flag("trigger", of: Self.descriptor)
    assembler = request.assembler(of: Self.descriptor)
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public nonisolated func codes() async -> AsyncStream<ScannedCode> { desk.codes() }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    decoder = GM65.Decoder()
    assembler.reset()
    // Codes scanned while nobody listened are nobody's (trap 15: and greetings of others).
    try link.discardInput()
    if module == .gm65 {
      try ask(link)
      if isTriggered { try trigger(link) }
    }
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    if try link.waitForInput(until: nextDue) {
      var bytes = try link.read(upTo: 4096, deadline: .after(ScannerTime.read))
      defer { bytes.wipe() }
      _ = take(bytes)
    }
    guard !isUnderWay else { return endAfterPause() }
    guard module == .gm65 else { return }
    if isTriggered, lastTrigger.duration(to: .now) >= Self.triggerPeriod { try trigger(link) }
    if lastHeard.duration(to: .now) >= Self.askPeriod { try ask(link) }
  }

  public func lost(_ fault: DeviceFault) {
    decoder = GM65.Decoder()
    assembler.reset()
  }

  public func finish() { desk.finish() }

  private var isUnderWay: Bool { assembler.isUnderWay || decoder.isUnderWay }

  /// When there is something to do without new bytes.
  private var nextDue: Deadline {
    if isUnderWay { return lastHeard.advanced(by: assembler.gap + .milliseconds(1)) }
    guard module == .gm65 else { return .after(ScannerTime.idlePeriod) }
    let asking = lastHeard.advanced(by: Self.askPeriod)
    return isTriggered ? min(asking, lastTrigger.advanced(by: Self.triggerPeriod)) : asking
  }

  // MARK: Codes

  /// Tells the codes among the bytes; returns whether there was a reply as well.
  private func take(_ bytes: [UInt8]) -> Bool {
    lastHeard = .now
    guard module == .gm65 else {
      append(bytes)
      return false
    }
    var isAnswered = false
    for item in decoder.decode(bytes) {
      switch item {
      case .reply: isAnswered = true
      case .code(let code): append(code)
      }
    }
    return isAnswered
  }

  private func append(_ bytes: [UInt8]) {
    for code in assembler.append(bytes, at: clock.now) {
      desk.deliver(code)
      // A module in command mode stops after its code.
      lastTrigger = .now - Self.triggerPeriod
    }
  }

  private func endAfterPause() {
    guard lastHeard.duration(to: .now) > assembler.gap else { return }
    if decoder.isUnderWay { append(decoder.release()) }
    if let code = assembler.pass(to: clock.now) { desk.deliver(code) }
  }

  // MARK: GM65

  private func trigger(_ link: any ByteLink) throws(DeviceFault) {
    lastTrigger = .now
    try link.write(GM65.Command.trigger.bytes(), deadline: .after(Self.writeDeadline))
  }

  /// Asks the module for its id; codes that come meanwhile are codes.
  private func ask(_ link: any ByteLink) throws(DeviceFault) {
    for _ in 0..<Self.tries {
      try link.write(GM65.Command.readID.bytes(), deadline: .after(Self.writeDeadline))
      let deadline = Deadline.after(Self.replyDeadline)
      while Deadline.now < deadline {
        do throws(DeviceFault) {
          var bytes = try link.read(upTo: 4096, deadline: deadline)
          defer { bytes.wipe() }
          if take(bytes) { return }
        } catch {
          guard error.code == .silent else { throw error }
        }
      }
    }
    throw DeviceFault(.silent, "the module does not answer for its id")
  }
}

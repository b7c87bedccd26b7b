public import DeviceKit

/// A scanner that plays a keyboard (HID keyboard, "KBW"). 键盘口扫码器
///
/// Its node is grabbed by the link, so that no code is typed into the console, and its keys are read
/// by their place, so that no layout spoils them (trap 23).
public actor KeyboardScanner: CodeScanner, SupervisedDevice {
  /// Events taken in one read: a code of 20 characters at two events and two reports each.
  private static let eventsPerRead = 64
  /// The report descriptor is in the kernel; asking takes no time on the bus.
  static let descriptorDeadline: Duration = .milliseconds(500)

  public static let descriptor = DriverDescriptor(
    name: "keyboard-scanner",
    kind: .scanner,
    title: "Scanners that play a keyboard",
    // By product only: a match by usage would take every keyboard away from its person.
    matches: [
      DeviceMatch(.usb(USBID(0x05E0, 0x1200)), "Symbol (Zebra) bar code scanner, HID keyboard"),
      DeviceMatch(.usb(USBID(0x0C2E, 0x0204)), "Metrologic MS7120, keyboard mode"),
      DeviceMatch(.usb(USBID(0x1EAB, 0x0103)), "Newland HR200, HID keyboard"),
      DeviceMatch(.usb(USBID(0x1EAB, 0x0C03)), "Newland HR100, HR3260, BS80, HID keyboard"),
    ],
    schemes: [.evdev, .hidraw],
    abilities: ["codes of ASCII text", "Chinese text where the scanner types Alt codes"],
    options: [
      ScannerDesk.suffix([.line, .tab, .pause]), ScannerDesk.gap, ScannerDesk.aimPrefix,
      DriverOption(
        "altCodes",
        .choice(
          KeyboardTyping.AltCodes.allCases.map(\.rawValue),
          usual: KeyboardTyping.AltCodes.ignored.rawValue),
        "What Alt with digits of the number block means: a GBK or a Unicode number, in decimal"),
    ] + ScannerDesk.lengths,
    timeouts: [
      ScannerTime.reading,
      .init("descriptor", descriptorDeadline, "the kernel has read it when the device came"),
    ])

  public static let driver = Driver(descriptor, redactor: { KeyboardRedactor(of: $0) }) {
    request, bench throws(DeviceFault) in
    try KeyboardScanner(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let desk: ScannerDesk
  private let request: DeviceRequest
  private let clock = ArrivalClock()

  private var events = EvdevDecoder()
  private var reports = BootKeyboardDecoder()
  private var typing = KeyboardTyping()
  private var assembler: CodeAssembler
  /// Of the keyboard among the numbered reports of a hidraw node; nil where they have no number.
  private var reportID: UInt8?
  /// The last event's own time, and when it arrived: together they say what time the sender has now.
  private var last: (sent: Int64, arrived: Int64) = (0, 0)

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    self.request = request
    desk = ScannerDesk(request, Self.descriptor, wallTime: bench.wallTime)
    assembler = request.assembler(of: Self.descriptor)
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public nonisolated func codes() async -> AsyncStream<ScannedCode> { desk.codes() }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    events = EvdevDecoder()
    reports = BootKeyboardDecoder()
    typing = KeyboardTyping(
      altCodes: KeyboardTyping.AltCodes(
        rawValue: request.choice("altCodes", of: Self.descriptor)) ?? .ignored)
    assembler.reset()
    if supervision.address.scheme == .hidraw {
      reportID = try findKeyboard(link)
    }
    // Codes scanned while nobody listened are nobody's.
    try link.discardInput()
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let wait = assembler.isUnderWay ? assembler.gap : ScannerTime.idlePeriod
    guard try link.waitForInput(until: .after(wait)) else {
      let pause = clock.now - last.arrived
      if let code = assembler.pass(to: last.sent &+ pause) { desk.deliver(code) }
      return
    }
    var bytes = try link.read(
      upTo: Self.eventsPerRead * EvdevDecoder.eventSize, deadline: .after(ScannerTime.read))
    defer { bytes.wipe() }
    switch supervision.address.scheme {
    case .hidraw: take(report: bytes)
    default: take(events: bytes)
    }
  }

  public func lost(_ fault: DeviceFault) { assembler.reset() }

  public func finish() { desk.finish() }

  // MARK: Keys

  private func take(events bytes: [UInt8]) {
    for item in events.decode(bytes) {
      switch item {
      case .key(let event): take(event)
      case .lost: assembler.reset()
      }
    }
  }

  private func take(report bytes: [UInt8]) {
    if let reportID, bytes.first != reportID { return }
    let report = reportID == nil ? bytes[...] : bytes.dropFirst()
    for event in reports.decode(report, at: clock.now) { take(event) }
  }

  private func take(_ event: KeyEvent) {
    last = (event.time, clock.now)
    for code in assembler.append(typing.type(event), at: event.time) { desk.deliver(code) }
  }

  /// The number of the report that holds the keys; nil where reports are not numbered.
  private func findKeyboard(_ link: any ByteLink) throws(DeviceFault) -> UInt8? {
    let deadline = Deadline.after(Self.descriptorDeadline)
    // A link without the question plays a keyboard of the boot protocol, which numbers nothing.
    guard let bytes = try link.ask(.reportDescriptor, deadline: deadline) else { return nil }
    guard let descriptor = try? HIDReportDescriptor(bytes) else {
      throw DeviceFault(.protocolError, "its report descriptor is broken")
    }
    let keys = descriptor.fields.first { field in
      field.direction == .input && !field.isConstant && field.usages.contains { $0.page == 0x07 }
    }
    guard let keys else {
      throw DeviceFault(.protocolError, "it is no keyboard: is the scanner set to another mode?")
    }
    return descriptor.isNumbered ? keys.reportID : nil
  }
}

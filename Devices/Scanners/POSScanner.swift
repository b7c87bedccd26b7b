public import DeviceKit

/// A scanner that speaks HID Point of Sale: codes as data, not as keys. HID POS 扫码器
public actor POSScanner: CodeScanner, SupervisedDevice {
  /// The report descriptor is in the kernel; asking takes no time on the bus.
  static let descriptorDeadline: Duration = .milliseconds(500)
  /// Reports of one code follow each other in milliseconds; a code whose rest does not come is void.
  static let restDeadline: Duration = .seconds(1)
  /// HID_MAX_BUFFER_SIZE: no report is longer.
  private static let longestReport = 16_384

  /// How the length of data is known, where the device's descriptor does not say.
  public enum Layout: String, Sendable, CaseIterable {
    case descriptor
    case lsr118
  }

  public static let descriptor = DriverDescriptor(
    name: "hid-pos-scanner",
    kind: .scanner,
    title: "Scanners that speak HID POS",
    matches: [
      DeviceMatch(.hidUsage(page: 0x8C, usage: 0x02), "Scanners set to HID POS"),
      DeviceMatch(.usb(USBID(0x1EAB, 0x0110)), "Newland HR200, HID POS"),
    ],
    schemes: [.hidraw],
    abilities: ["codes of any bytes", "AIM identifiers"],
    options: [
      DriverOption(
        "layout",
        .choice(Layout.allCases.map(\.rawValue), usual: Layout.descriptor.rawValue),
        "Where the parts of a report lie: as the device's descriptor says, or as the LSR118's")
    ] + ScannerDesk.lengths,
    timeouts: [
      ScannerTime.reading,
      .init("descriptor", descriptorDeadline, "the kernel has read it when the device came"),
      .init("rest", restDeadline, "reports of one code follow each other in milliseconds"),
    ])

  public static let driver = Driver(descriptor, redactor: { _ in POSRedactor() }) {
    request, bench throws(DeviceFault) in
    try POSScanner(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let desk: ScannerDesk
  private let choice: Layout
  private var layout = POSLayout.lsr118
  private var assembler = POSAssembler()

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    desk = ScannerDesk(request, Self.descriptor, wallTime: bench.wallTime)
    choice = Layout(rawValue: request.choice("layout", of: Self.descriptor)) ?? .descriptor
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public nonisolated func codes() async -> AsyncStream<ScannedCode> { desk.codes() }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    assembler.reset()
    layout = try findLayout(link)
    // Codes scanned while nobody listened are nobody's.
    try link.discardInput()
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let wait = assembler.isUnderWay ? Self.restDeadline : ScannerTime.idlePeriod
    guard try link.waitForInput(until: .after(wait)) else {
      // Work that is queued ends a wait as well; a pause of the device does it only after its time.
      if assembler.isUnderWay, lastReport.duration(to: .now) >= Self.restDeadline {
        assembler.reset()
      }
      return
    }
    var report = try link.read(upTo: Self.longestReport, deadline: .after(ScannerTime.read))
    defer { report.wipe() }
    lastReport = .now
    guard let part = layout.read(report), let whole = assembler.append(part) else { return }
    desk.deliver(whole.code, symbology: whole.symbology)
  }

  private var lastReport = Deadline.now

  public func lost(_ fault: DeviceFault) { assembler.reset() }

  public func finish() { desk.finish() }

  private func findLayout(_ link: any ByteLink) throws(DeviceFault) -> POSLayout {
    guard choice == .descriptor else { return .lsr118 }
    let deadline = Deadline.after(Self.descriptorDeadline)
    guard let bytes = try link.ask(.reportDescriptor, deadline: deadline) else { return .lsr118 }
    guard let descriptor = try? HIDReportDescriptor(bytes) else {
      throw DeviceFault(.protocolError, "its report descriptor is broken")
    }
    guard let layout = POSLayout.found(in: descriptor) else {
      throw DeviceFault(
        .protocolError, "it sends no scanned data (usage page 8C): is it set to HID POS?")
    }
    return layout
  }
}

import CLibUSB
import Dispatch
import Glibc

/// A USB device's pipes as one stream of bytes (protocols.md A.6 and C.11).
final class USBLink: ByteLink {
  private let context: USBContext
  private let device: USBDevice
  private let input: USBInput
  private let output: USBPerformer
  private let control: USBPerformer
  private let waker: Waker
  private let quirks: Set<DeviceQuirk>
  private(set) var bytesWritten = 0

  /// Opening takes milliseconds, or as long as a node stays closed to us (2 s), a program that
  /// probes it has it (1 s), or an earlier opening takes to close (3 s).
  private static let openLimit: Duration = .seconds(7)
  private static let closingPatience: Duration = .seconds(3)
  /// At the end of the hall a device's thread waits so long for its interface to be given back.
  private static let farewell: Duration = .seconds(1)
  /// The largest piece whose fate is known only as a whole when the device vanishes. usbfs takes
  /// 16 KiB in one piece.
  private static let piece = 16_384
  /// What Synjones' readers take at a time (protocols.md A.6).
  private static let smallPiece = 64
  /// A printer's answers stay far below; a HID report descriptor ends there.
  private static let controlLimit = 4096

  static func open(
    _ node: HardwareNode, _ request: LinkRequest, waker: Waker
  ) throws(DeviceFault) -> USBLink {
    let context = try USBContext.shared.get()
    let (matches, split) = (request.matches, request.split)
    let opened = try abandonably(
      "opening \(node.path)", until: .after(openLimit), waker,
      late: { (late: Result<USBDevice, DeviceFault>) in
        if case .success(let device) = late { context.reap(device) }
      },
      {
        context.waitForClosing(of: node.path, until: .after(closingPatience))
        return USBDevice.open(context, node, matches: matches, split: split)
      })
    let device = try opened.get()
    do {
      return try USBLink(context, device, matches.quirks(of: node), waker)
    } catch {
      context.reap(device)
      throw error
    }
  }

  private init(
    _ context: USBContext, _ device: USBDevice, _ quirks: Set<DeviceQuirk>, _ waker: Waker
  ) throws(DeviceFault) {
    let isBulk = device.layout.output.allSatisfy { $0.kind == .bulk }
    let input = try USBInput(device)
    let output = try USBPerformer(
      device, isBulk ? LIBUSB_TRANSFER_TYPE_BULK : LIBUSB_TRANSFER_TYPE_INTERRUPT,
      capacity: Self.piece)
    let control = try USBPerformer(
      device, LIBUSB_TRANSFER_TYPE_CONTROL, capacity: Self.controlLimit + 8)
    self.context = context
    self.device = device
    self.input = input
    self.output = output
    self.control = control
    self.waker = waker
    self.quirks = quirks
    input.resume()
  }

  deinit {
    input.pause()
    let over = context.reap(device)
    // So that usblp has its printer back before the process ends.
    if waker.isStopped { _ = over?.wait(until: .after(Self.farewell)) }
  }

  // MARK: The stream

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    guard let split = device.layout.split else { return try send(bytes[...], pipe: 0, deadline) }
    for part in split.parts(of: bytes) { try send(part.bytes, pipe: part.pipe, deadline) }
  }

  private func send(
    _ bytes: ArraySlice<UInt8>, pipe: Int, _ deadline: Deadline
  ) throws(DeviceFault) {
    let endpoint = device.layout.output[pipe].address
    let piece = quirks.contains(.smallPieces) ? Self.smallPiece : Self.piece
    var rest = bytes
    while !rest.isEmpty {
      if let fault = input.fault, fault.code == .unplugged { throw fault }
      let part = rest.prefix(piece)
      output.transfer.load(part)
      let result = output.perform(to: endpoint, count: part.count, deadline, waker)
      output.wipe()
      bytesWritten += result.transferred
      rest = rest.dropFirst(result.transferred)
      guard let fault = result.fault else { continue }
      if fault.code == .unplugged || output.isWedged { input.fail(fault) }
      if fault.code == .hardwareError { try throwIfUnplugged() }
      if fault.code == .silent {
        let sent = bytes.count - rest.count
        throw DeviceFault(.silent, "took \(sent) of \(bytes.count) bytes before the deadline")
      }
      throw fault
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    while true {
      // A device that never stops sending must not keep the hall from stopping.
      if waker.isStopped { throw .stopping }
      try throwIfUnplugged()
      if let bytes = try input.take(upTo: count) { return bytes }
      guard try wait(until: deadline, idle: false) else {
        throw DeviceFault(.silent, "no answer before the deadline")
      }
    }
  }

  /// A hub tells of a disconnect at its next interrupt, up to 255 ms after the wire is dead (USB
  /// 2.0, 11.12.1); transfers fail before that.
  private static let disconnectLimit: Duration = .milliseconds(400)
  private static let look: Duration = .milliseconds(20)

  /// Tells a pulled cable from a device that sends broken packets: its node goes in a moment.
  private func throwIfUnplugged() throws(DeviceFault) {
    guard input.isBroken else { return }
    let end = Deadline.after(Self.disconnectLimit)
    repeat {
      guard access(device.node.path, F_OK) == 0 else {
        let fault = DeviceFault(.unplugged, "the device is gone")
        input.fail(fault)
        throw fault
      }
      _ = try waker.wait(for: nil, until: .after(Self.look), idle: false)
    } while Deadline.now < end
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    if try wait(until: deadline, idle: true) {
      try throwIfUnplugged()
      return true
    }
    // No transfer ends when a one-way device is pulled out.
    if device.layout.input.isEmpty, access(device.node.path, F_OK) != 0 {
      throw DeviceFault(.unplugged, "the device is gone")
    }
    return false
  }

  func discardInput() throws(DeviceFault) {
    input.discard()
    if let fault = input.fault { throw fault }
  }

  private func wait(until deadline: Deadline, idle: Bool) throws(DeviceFault) -> Bool {
    try waker.wait(for: input.arrived.raw, events: POLLIN, until: deadline, idle: idle) == .ready
  }

  // MARK: Questions to the port

  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    let layout = device.layout
    let interface = UInt16(layout.interface)
    switch question {
    case .printerID where layout.class.isPrinter:
      let answer = try request(
        USBRequest(0xA1, 0, index: interface << 8 | UInt16(layout.alternate), length: 1024),
        deadline)
      return PrinterID.text(of: answer)
    case .printerStatus where layout.class.isPrinter:
      return try request(USBRequest(0xA1, 1, index: interface, length: 1), deadline)
    case .printerReset where layout.class.isPrinter:
      // Version 1.0 of the class said 23, 1.1 says 21; printers are made after either.
      do {
        return try request(USBRequest(0x23, 2, index: interface), deadline)
      } catch  where error.code == .hardwareError {
        return try request(USBRequest(0x21, 2, index: interface), deadline)
      }
    case .reportDescriptor where layout.class.code == 3:
      return try request(
        USBRequest(0x81, 6, value: 0x2200, index: interface, length: UInt16(Self.controlLimit)),
        deadline)
    case .printerID, .printerStatus, .printerReset, .reportDescriptor, .cardPresence, .cardReset:
      return nil
    }
  }

  private func request(
    _ request: USBRequest, _ deadline: Deadline
  ) throws(DeviceFault) -> [UInt8] {
    control.transfer.load(request.setup)
    let count = request.setup.count + Int(request.length)
    let result = control.perform(to: 0, count: count, deadline, waker)
    if let fault = result.fault { throw fault }
    return request.isIn ? control.transfer.take(from: request.setup.count) : []
  }

  // MARK: Recovery

  /// A halt is cleared and a port reset with requests of the kernel's that take up to 5 s each.
  private static let clearLimit: Duration = .seconds(6)
  private static let resetLimit: Duration = .seconds(8)
  /// Cancelled transfers are back within milliseconds.
  private static let cancelLimit: DispatchTimeInterval = .seconds(1)

  func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool {
    switch step {
    case .clearHalt:
      let endpoints = (device.layout.input + device.layout.output).map(\.address)
      try blockingly("clearing halts", within: Self.clearLimit) { device in
        endpoints.reduce(0) { code, endpoint in
          code != 0 ? code : libusb_clear_halt(device.handle, endpoint)
        }
      }
      return true
    case .reset where !quirks.contains(.noReset):
      try blockingly("reset", within: Self.resetLimit) { libusb_reset_device($0.handle) }
      return true
    case .portPower:
      guard let port = device.node.port else { return false }
      return try PortPower.cycle(port, waker)
    case .reset, .reopen, .callTechnician: return false
    }
  }

  /// With nothing under way on the pipes: what the kernel asks of clear_halt's callers.
  private func blockingly(
    _ what: String, within limit: Duration, _ call: @escaping @Sendable (USBDevice) -> Int32
  ) throws(DeviceFault) {
    input.pause()
    device.cancelTransfers()
    let device = device
    device.calls.enter()
    let code = try abandonably(
      what, until: .after(limit), waker,
      unstarted: { device.calls.leave() },
      {
        defer { device.calls.leave() }
        _ = device.flying.wait(timeout: .now() + Self.cancelLimit)
        return call(device)
      })
    guard code == 0 else {
      let fault = DeviceFault.usb(code, what)
      // After a reset NOT_FOUND says that it came back as another device.
      input.fail(fault.code == .absent ? DeviceFault(.unplugged, fault.message) : fault)
      throw fault
    }
    input.resume()
  }
}

import CLinuxDevices
import Glibc

/// Opens a node that may refuse us for a moment (trap 5), without keeping the hall from stopping;
/// `rule` is the udev rule to name where it goes on refusing.
func openNode(
  _ path: String, _ flags: Int32, rule: String? = nil, _ waker: Waker
) throws(DeviceFault) -> Descriptor {
  let rule = rule ?? "a rule for it with GROUP=\"hallway\", MODE=\"0660\""
  let opened = try abandonably(
    "open \(path)", until: .after(NodeAccess.patience + .seconds(1)), waker,
    late: { (late: Result<Int32, DeviceFault>) in
      if case .success(let raw) = late { close(raw) }
    },
    { NodeAccess.open(path, flags, rule: rule) })
  return Descriptor(try opened.get())
}

/// HID reports (Documentation/hid/hidraw.rst): one read is one report, which begins with its id
/// where the descriptor numbers reports; a write begins with the id, 0 where it does not.
final class HIDRawLink: ByteLink {
  private let io: DescriptorIO
  private(set) var bytesWritten = 0

  /// HID_MAX_BUFFER_SIZE of the kernel; what does not fit a read(2) would be lost.
  private static let longestReport = 16_384

  init(path: String, rule: String? = nil, waker: Waker) throws(DeviceFault) {
    let descriptor = try openNode(path, O_RDWR | O_NONBLOCK, rule: rule, waker)
    io = DescriptorIO(descriptor, waker: waker)
  }

  /// One report. The kernel waits up to 5 s for a device that does not take it, whatever the
  /// descriptor's flags say; so another thread does.
  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    // Not known until it is back, so counted from the start (trap 11).
    bytesWritten += bytes.count
    let result = try io.abandonably("report", until: deadline) { raw in
      let count = retryingInterrupts { Glibc.write(raw, bytes, bytes.count) }
      return count < 0 ? -errno : Int32(clamping: count)
    }
    guard result >= 0 else {
      bytesWritten -= bytes.count
      throw .system(-result, "report")
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    let report = try io.read(upTo: Self.longestReport, deadline: deadline)
    guard report.count <= count else {
      throw DeviceFault(.protocolError, "a report of \(report.count) bytes, \(count) expected")
    }
    return report
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try io.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try io.discardInput() }

  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    guard question == .reportDescriptor else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    // Kept by the kernel since the plug: nothing to wait for.
    let length = hallway_hid_report_descriptor(io.raw, &bytes, Int32(bytes.count))
    guard length >= 0 else { throw .system(-length, "HIDIOCGRDESC") }
    return Array(bytes.prefix(Int(length)))
  }
}

/// Events of an input device, taken from everybody else (trap 23: a scanner must not type into the
/// console). Reads are whole `struct input_event`s; SYN_DROPPED is passed up like any other.
final class EvdevLink: ByteLink {
  private let io: DescriptorIO

  /// `struct input_event` of 64-bit Linux.
  static let eventSize = 24

  init(path: String, rule: String? = nil, waker: Waker) throws(DeviceFault) {
    let descriptor = try openNode(path, O_RDONLY | O_NONBLOCK, rule: rule, waker)
    io = DescriptorIO(descriptor, waker: waker)
    let result = hallway_input_grab(io.raw)
    guard result == 0 else {
      throw result == -EBUSY
        ? DeviceFault(.busy, "another program has grabbed \(path)")
        : .system(-result, "EVIOCGRAB of \(path)")
    }
  }

  var bytesWritten: Int { 0 }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    throw DeviceFault(.protocolError, "an input device takes no bytes")
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    let whole = count - count % Self.eventSize
    return try io.read(upTo: max(whole, Self.eventSize), deadline: deadline)
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try io.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try io.discardInput() }
}

/// A printer through the kernel's usblp (protocols.md C.11).
final class PrinterNodeLink: ByteLink {
  private let io: DescriptorIO

  /// USBLP_BUF_SIZE: the most it takes in one piece.
  private static let piece = 8192
  /// USBLP_DEVICE_ID_SIZE
  private static let longestID = 1024

  init(path: String, rule: String? = nil, waker: Waker) throws(DeviceFault) {
    let descriptor = try openNode(path, O_RDWR | O_NONBLOCK, rule: rule, waker)
    io = DescriptorIO(descriptor, waker: waker)
  }

  var bytesWritten: Int { io.bytesWritten }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    try io.write(bytes, deadline: deadline) {
      Glibc.write($0, $1.baseAddress, min($1.count, Self.piece))
    }
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    try io.read(upTo: count, deadline: deadline)
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try io.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try io.discardInput() }

  /// usblp gives the printer 5 s for each question and cannot be interrupted.
  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    switch question {
    case .printerStatus:
      let status = try answer("LPGETSTATUS", deadline) { raw in
        (hallway_printer_status(raw), [])
      }
      return [UInt8(truncatingIfNeeded: status.code)]
    case .printerID:
      let answer = try answer("LPIOC_GET_DEVICE_ID", deadline) { raw in
        var bytes = [UInt8](repeating: 0, count: Self.longestID)
        return (hallway_printer_id(raw, &bytes, Int32(bytes.count)), bytes)
      }
      return PrinterID.text(of: answer.bytes)
    case .printerReset:
      return try answer("LPIOC_SOFT_RESET", deadline) { (hallway_printer_reset($0), []) }.bytes
    case .reportDescriptor, .cardPresence, .cardReset: return nil
    }
  }

  private func answer(
    _ what: String, _ deadline: Deadline,
    _ call: @escaping @Sendable (Int32) -> (code: Int32, bytes: [UInt8])
  ) throws(DeviceFault) -> (code: Int32, bytes: [UInt8]) {
    let answer = try io.abandonably(what, until: deadline, call)
    guard answer.code >= 0 else { throw .system(-answer.code, what) }
    return answer
  }
}

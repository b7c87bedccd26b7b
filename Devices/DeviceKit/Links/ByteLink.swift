import Glibc

/// The one choke point between a driver and its device: bytes out, bytes in, each with a deadline.
///
/// A link is open while its value lives and closes with it. It is confined to its device's thread;
/// only that thread's ``Waker`` reaches it from outside.
public protocol ByteLink: AnyObject {
  /// Bytes handed to the kernel since the link was opened, also by a write that failed half-way:
  /// whether a ticket may have come out depends on it (device-daemons.md trap 11).
  var bytesWritten: Int { get }

  /// Writes everything, or throws `silent` at the deadline.
  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault)

  /// Returns 1...`count` bytes as soon as there are any, or throws `silent` at the deadline.
  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8]

  /// Whether there is something to read before the deadline; also returns false, early, when work
  /// is queued for this thread.
  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool

  /// Drops what arrived and nobody read, such as a late answer to a question given up.
  func discardInput() throws(DeviceFault)

  /// Asks the port itself, beside the stream; nil where this kind of link has no such question.
  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]?

  /// A caller's command begins; for recordings, so that a replay knows when to give it.
  func mark(_ command: String)

  /// Tries one rung of recovery on the open device; false where this kind of link has none.
  func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool
}

extension ByteLink {
  public func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    nil
  }

  public func mark(_ command: String) {}

  public func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool { false }
}

/// What can be asked of a port beside its stream of bytes. The raw values stand in recordings.
public enum PortQuestion: String, Sendable, CaseIterable {
  /// The IEEE 1284 device id without its length, `MFG:…;MDL:…;` (protocols.md C.11).
  case printerID
  /// One byte: 20 paper empty, 10 selected, 08 no error (C.11).
  case printerStatus
  /// SOFT_RESET; the answer is empty.
  case printerReset
  /// The HID report descriptor, as the device gave it.
  case reportDescriptor
  /// One byte: 0 no card in the smart-card reader, 1 a card, 2 one that does not answer.
  case cardPresence
  /// Powers the card up; the answer is its answer to reset (ISO 7816-3), empty without a card.
  case cardReset
}

/// What a link is opened to, and what its driver knows of such devices.
public struct LinkRequest: Sendable {
  public let address: DeviceAddress
  /// The driver's rows; `auto` and port selectors are resolved by them.
  public let matches: [DeviceMatch]
  public let split: FrameSplit?
  /// How a family reaches its devices that are neither nodes nor sockets but a library's, such as
  /// libcups' or libpcsclite's; only ``openLiveLink(_:_:)`` calls it.
  public let ownLink: LinkOpener?

  public init(
    _ address: DeviceAddress, matches: [DeviceMatch] = [], split: FrameSplit? = nil,
    ownLink: LinkOpener? = nil
  ) {
    self.address = address
    self.matches = matches
    self.split = split
    self.ownLink = ownLink
  }
}

/// Opens a link; drivers take one so that a recording can stand in for the device.
public typealias LinkOpener =
  @Sendable (LinkRequest, Waker) throws(DeviceFault) -> any ByteLink

/// How long a TCP peer may take to accept: a printer on the hall's own network answers in
/// milliseconds, and one that does not is off.
let connectDeadline: Duration = .seconds(2)

/// Opens the real device at an address.
public func openLiveLink(
  _ request: LinkRequest, _ waker: Waker
) throws(DeviceFault) -> any ByteLink {
  switch request.address {
  case .serial(let path, let baud?): return try SerialLink(path: path, baud: baud, waker: waker)
  case .serial(let path, nil): throw DeviceFault(.protocolError, "no baud rate for \(path)")
  case .tcp(let host, let port):
    return try TCPLink(host: host, port: port, deadline: .after(connectDeadline), waker: waker)
  case .node(let scheme, let path): return try openNodeLink(scheme, path, waker)
  case .hardware(let scheme, let selector, let baud):
    return try openHardwareLink(scheme, selector, baud: baud, request, waker)
  case .pcsc, .cups:
    guard let ownLink = request.ownLink else {
      throw DeviceFault(.absent, "no link for \(request.address)")
    }
    return try ownLink(request, waker)
  }
}

extension [UInt8] {
  /// Overwrites the bytes in place; for buffers that held a citizen's data.
  public mutating func wipe() {
    // explicit_bzero(3) is the one the optimiser may not remove.
    withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      explicit_bzero(base, bytes.count)
    }
    removeAll(keepingCapacity: true)
  }

  /// `AA 96 69`, as recordings and protocol tables write bytes.
  public var hex: String {
    map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }

  /// Reads what ``hex`` writes; nil for anything else.
  public init?(hex text: some StringProtocol) {
    var bytes: [UInt8] = []
    for pair in text.split(separator: " ") {
      guard pair.utf8.count == 2, let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    self = bytes
  }
}

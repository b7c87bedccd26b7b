import Glibc

/// Opens the link to a node of the file system.
func openNodeLink(
  _ scheme: DeviceAddress.Scheme, _ path: String, baud: Int? = nil, rule: String? = nil,
  _ waker: Waker
) throws(DeviceFault) -> any ByteLink {
  switch scheme {
  case .hidraw: return try HIDRawLink(path: path, rule: rule, waker: waker)
  case .evdev: return try EvdevLink(path: path, rule: rule, waker: waker)
  case .usblp: return try PrinterNodeLink(path: path, rule: rule, waker: waker)
  case .serial:
    guard let baud else { throw DeviceFault(.protocolError, "no baud rate for \(path)") }
    return try SerialLink(path: path, baud: baud, waker: waker)
  case .v4l2: return try V4L2Link(path: path, rule: rule, waker: waker)
  case .usb, .tcp, .pcsc, .cups:
    throw DeviceFault(.absent, "no link for \(scheme.rawValue):\(path)")
  }
}

/// Finds the hardware that a selector means, as it is plugged in now, and opens it.
func openHardwareLink(
  _ scheme: DeviceAddress.Scheme, _ selector: HardwareSelector, baud: Int?,
  _ request: LinkRequest, _ waker: Waker
) throws(DeviceFault) -> any ByteLink {
  // Serial numbers are not part of every look, because of what they cost.
  let tree =
    selector.serial == nil
    ? HotplugWatch.tree()
    : HardwareTree.scan(scheme.subsystem.map { [$0] } ?? [], withSerials: true)
  let node = try tree.find(scheme, selector, matches: request.matches)
  if scheme == .usb { return try USBLink.open(node, request, waker: waker) }
  let link = try openNodeLink(scheme, node.path, baud: baud, rule: node.rule, waker)
  guard let port = node.port else { return link }
  // A lens is more than a stream of bytes: it knows its port itself.
  if let lens = link as? V4L2Link {
    lens.port = port
    return lens
  }
  return PluggedLink(link, port: port, waker)
}

/// A node's link that knows the USB port it hangs on, and so has one more rung of recovery.
private final class PluggedLink: ByteLink {
  private let link: any ByteLink
  private let port: String
  private let waker: Waker

  init(_ link: any ByteLink, port: String, _ waker: Waker) {
    self.link = link
    self.port = port
    self.waker = waker
  }

  var bytesWritten: Int { link.bytesWritten }

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    try link.write(bytes, deadline: deadline)
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    try link.read(upTo: count, deadline: deadline)
  }

  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    try link.waitForInput(until: deadline)
  }

  func discardInput() throws(DeviceFault) { try link.discardInput() }

  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    try link.ask(question, deadline: deadline)
  }

  func recover(by step: RecoveryStep) throws(DeviceFault) -> Bool {
    guard step == .portPower else { return try link.recover(by: step) }
    return try PortPower.cycle(port, waker)
  }
}

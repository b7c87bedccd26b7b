import Testing

@testable import DeviceKit

/// Trap 21: identical units without serial numbers; section 4: bridges say nothing by their ids.
struct `Hardware is found` {
  static let reader = USBID(0x0400, 0xC35A)
  static let bridge = USBID(0x0403, 0x6001)
  static let readers = [DeviceMatch(.usb(reader), "a reader")]

  static func usb(
    _ port: String, _ ids: USBID = reader, serial: String? = nil,
    _ interfaces: [InterfaceClass] = []
  ) -> HardwareNode {
    HardwareNode(
      .usb, path: "/dev/bus/usb/001/00\(port.suffix(1))", sysPath: "/sys/devices/\(port)",
      ids: ids, port: port, serial: serial, interfaces: interfaces)
  }

  static func tty(_ number: Int, _ port: String, _ ids: USBID, serial: String? = nil)
    -> HardwareNode
  {
    HardwareNode(
      .tty, path: "/dev/ttyUSB\(number)", sysPath: "/sys/devices/\(port)/tty", ids: ids,
      port: port, serial: serial)
  }

  func find(
    _ address: String, in nodes: [HardwareNode], _ matches: [DeviceMatch] = readers
  ) throws -> HardwareNode {
    guard case .hardware(let scheme, let selector, _) = try DeviceAddress(address) else {
      throw DeviceFault(.absent, "\(address) is no selector")
    }
    return try HardwareTree(nodes).find(scheme, selector, matches: matches)
  }

  @Test func `trap 21: at the port that was named, though an identical unit hangs on another`()
    throws
  {
    let nodes = [Self.usb("1-2.3"), Self.usb("1-2.4")]
    #expect(try find("usb:0400:c35a@1-2.4", in: nodes).port == "1-2.4")
    #expect(try find("usb:@1-2.3", in: nodes).port == "1-2.3")
    #expect(try find("usb:@1-2.3", in: nodes.reversed()).port == "1-2.3")
  }

  @Test(arguments: ["usb:auto", "usb:0400:c35a"])
  func `trap 21: by no guess, two identical units are a fault that names their ports`(
    address: String
  ) throws {
    let fault = #expect(throws: DeviceFault.self) {
      try find(address, in: [Self.usb("1-2.3"), Self.usb("3-1")])
    }
    #expect(fault?.code == .protocolError)
    #expect(fault?.message.contains("1-2.3, 3-1") == true)
  }

  @Test func `alone of its kind by auto`() throws {
    let nodes = [Self.usb("1-1", USBID(0x046D, 0xC077)), Self.usb("1-2")]
    #expect(try find("usb:auto", in: nodes).port == "1-2")
    let fault = #expect(throws: DeviceFault.self) { try find("usb:auto", in: [nodes[0]]) }
    #expect(fault?.code == .absent)
  }

  @Test func `by its serial number`() throws {
    let nodes = [Self.usb("1-1", serial: "A1"), Self.usb("1-2", serial: "A2")]
    #expect(try find("usb:0400:c35a#A2", in: nodes).port == "1-2")
    #expect(throws: DeviceFault.self) { try find("usb:0400:c35a#A3", in: nodes) }
  }

  @Test func `by an interface of its class`() throws {
    let printers = [
      DeviceMatch(.usbInterface(class: 7, subclass: 1, protocol: nil), "a printer")
    ]
    let other = USBID(0x0416, 0x5011)
    let nodes = [
      Self.usb("1-1", other, [InterfaceClass(8, 6, 80)]),
      Self.usb("1-2", other, [InterfaceClass(3, 0, 0), InterfaceClass(7, 1, 2)]),
    ]
    #expect(try find("usb:auto", in: nodes, printers).port == "1-2")
  }

  @Test func `never by a bridge chip's ids alone, which are in devices of every kind`() throws {
    let nodes = [Self.tty(0, "1-3", Self.bridge, serial: "A80K1")]
    let rows = [DeviceMatch(.usb(Self.bridge), "a row that no driver should have")]
    let fault = #expect(throws: DeviceFault.self) {
      try HardwareTree(nodes).find(.serial, .auto, matches: rows)
    }
    #expect(fault?.code == .absent)
    #expect(try find("serial:@1-3", in: nodes).path == "/dev/ttyUSB0")
    #expect(try find("serial:0403:6001#A80K1", in: nodes).path == "/dev/ttyUSB0")
    #expect(throws: DeviceAddress.ParseError.self) { try DeviceAddress("serial:0403:6001") }
  }

  @Test func `at its first node where one unit has several`() throws {
    let keyboard = HIDReportDescriptor.Usage(page: 1, id: 6)
    let nodes = [10, 9].map { number in
      HardwareNode(
        .input, path: "/dev/input/event\(number)", sysPath: "/sys/event\(number)",
        ids: Self.reader, port: "1-2", usages: [keyboard])
    }
    let rows = [DeviceMatch(.hidUsage(page: 1, usage: 6), "a keyboard")]
    #expect(try find("evdev:auto", in: nodes, rows).path == "/dev/input/event9")
  }

  @Test func `as a camera at the node that captures`() throws {
    let nodes = [0, 1].map { number in
      HardwareNode(
        .video4linux, path: "/dev/video\(number)", sysPath: "/sys/video\(number)", port: "1-2",
        isCapture: number == 1)
    }
    let rows = [DeviceMatch(.videoCapture, "a camera")]
    #expect(try find("v4l2:auto", in: nodes, rows).path == "/dev/video1")
  }

  @Test func `with the quirks of the rows that are about it`() {
    let rows = [
      DeviceMatch(.usb(Self.reader), "one", quirks: [.noReset]),
      DeviceMatch(.usb(USBID(1, 1)), "another", quirks: [.oneWay]),
    ]
    #expect(rows.quirks(of: Self.usb("1-1")) == [.noReset])
  }
}

struct `Two looks at the hardware` {
  typealias Found = `Hardware is found`

  @Test func `tell what came and what went`() {
    let old = HardwareTree([Found.usb("1-1"), Found.usb("1-2")])
    let now = HardwareTree([Found.usb("1-2"), Found.usb("1-3")])
    #expect(
      now.changes(since: old) == [.removed(Found.usb("1-1")), .added(Found.usb("1-3"))])
    #expect(now.changes(since: now).isEmpty)
  }

  @Test func `tell of a device whose interfaces came after it`() {
    let bare = Found.usb("1-1")
    let whole = Found.usb("1-1", Found.reader, [InterfaceClass(7, 1, 2)])
    #expect(
      HardwareTree([whole]).changes(since: HardwareTree([bare])) == [
        .removed(bare), .added(whole),
      ])
  }

  @Test func `tell of a unit that was replaced between them under the same name`() {
    let tree = HardwareTree([Found.tty(0, "1-3", Found.reader)])
    let node = tree.nodes[0]
    #expect(
      tree.changes(since: tree, touched: [node.sysPath]) == [.removed(node), .added(node)])
  }
}

struct `A USB port's switch` {
  @Test(arguments: [
    ("1-2", "/sys/bus/usb/devices/1-0:1.0/usb1-port2/disable"),
    ("1-2.3", "/sys/bus/usb/devices/1-2:1.0/1-2-port3/disable"),
    ("12-1.4.2", "/sys/bus/usb/devices/12-1.4:1.0/12-1.4-port2/disable"),
  ])
  func `is its hub's`(port: String, path: String) {
    #expect(PortPower.attribute(of: port) == path)
  }

  @Test(arguments: ["", "1", "1-", "../1-2", "1-2/../../x", "1-2.", "usb1"])
  func `is sought nowhere for what is no port`(port: String) {
    #expect(PortPower.attribute(of: port) == nil)
  }
}

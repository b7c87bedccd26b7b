import DeviceKit
import Drivers
import Testing

/// Why a driver takes a node or leaves it, over the tables of the real drivers.
struct `A driver explains` {
  private func judge(_ driver: String, _ node: HardwareNode) throws -> Judgement {
    try #require(allDrivers.first { $0.descriptor.name == driver }).descriptor.judge(node)
  }

  private func node(
    _ subsystem: HardwareNode.Subsystem = .usb, ids: String, interfaces: [InterfaceClass] = [],
    usages: [HIDReportDescriptor.Usage] = [], isCapture: Bool = false
  ) -> HardwareNode {
    HardwareNode(
      subsystem, path: "/dev/thing", sysPath: "/sys/thing", ids: USBID(ids), port: "1-2",
      interfaces: interfaces, usages: usages, isCapture: isCapture)
  }

  @Test func `what it takes, by which row and under which address`() throws {
    guard case .recognised(let match, let address) = try judge("sam-v", node(ids: "0400:c35a"))
    else {
      Issue.record("not recognised")
      return
    }
    #expect(match.product.contains("SAM_V"))
    #expect(address.hasSuffix(":0400:c35a@1-2"))
  }

  @Test func `another product of a maker it knows, the wrong node, a camera's other node`() throws {
    guard case .nearly(_, let product) = try judge("sam-v", node(ids: "0400:c35b")),
      case .nearly(_, let wrongNode) = try judge("sam-v", node(.input, ids: "0316:5020")),
      case .nearly(_, let metadata) = try judge("v4l2-camera", node(.video4linux, ids: "1209:0001"))
    else {
      Issue.record("no near miss")
      return
    }
    #expect(product.contains("c35b") && product.contains("c35a"))
    #expect(wrongNode.contains("input node") && wrongNode.contains("hidraw, tty, usb"))
    #expect(metadata.contains("no frames"))
  }

  @Test func `a generic bridge is taken by its port alone, and what concerns nobody is unrelated`()
    throws
  {
    guard case .byAddress(let address, _) = try judge("ff68", node(.tty, ids: "1a86:7523")) else {
      Issue.record("not by address")
      return
    }
    #expect(address == "serial:@1-2")
    #expect(try judge("ff68", node(ids: "0400:c35a")) == .unrelated)
  }
}

struct `What a technician names` {
  private let tree = HardwareTree([
    HardwareNode(
      .usb, path: "/dev/bus/usb/001/004", sysPath: "/sys/a", ids: USBID(0x0400, 0xC35A),
      port: "1-2"),
    HardwareNode(
      .hidraw, path: "/dev/hidraw9", sysPath: "/sys/b", ids: USBID(0x1209, 5), port: "1-3"),
  ])

  @Test(arguments: [
    ("/dev/hidraw9", "/dev/hidraw9"), ("1-3", "/dev/hidraw9"), ("hidraw:@1-3", "/dev/hidraw9"),
    ("0400:c35a", "/dev/bus/usb/001/004"), ("usb:auto", "/dev/bus/usb/001/004"),
    ("hidraw:/dev/hidraw9", "/dev/hidraw9"),
  ])
  func `is found`(text: String, path: String) {
    #expect(tree.candidates(text)?.map(\.path) == [path])
  }

  @Test func `is nothing where nothing is, and no place where it is no place`() {
    #expect(tree.candidates("1-9")?.isEmpty == true)
    #expect(tree.candidates("tcp:127.0.0.1:9100")?.isEmpty == true)
    #expect(tree.candidates("printer") == nil)
  }

  @Test func `is where an address leads`() throws {
    let address = try DeviceAddress("usb:0400:c35a")
    #expect(tree.node(at: address, matches: [])?.port == "1-2")
    #expect(tree.node(at: try DeviceAddress("tcp:127.0.0.1:9100"), matches: []) == nil)
  }
}

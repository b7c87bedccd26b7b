import CLibUDev
import Glibc

extension HardwareTree {
  /// Looks at everything that is plugged in; empty where there is no /sys.
  ///
  /// Serial numbers cost more than the rest: without udevd's database sysfs gives them under the
  /// device's lock (usb_string_attr of drivers/usb/core/sysfs.c), which a hung device may hold for
  /// seconds. So they are read only where somebody selects by them.
  public static func scan(
    _ subsystems: [HardwareNode.Subsystem] = HardwareNode.Subsystem.allCases,
    withSerials: Bool = false
  ) -> HardwareTree {
    guard let udev = udev_new() else { return HardwareTree([]) }
    defer { udev_unref(udev) }
    var nodes: [HardwareNode] = []
    var interfaces: [String: [InterfaceClass]] = [:]
    for folder in subsystems.flatMap(SysFS.folders) {
      // Gone between the listing and now: no node.
      guard let raw = udev_device_new_from_syspath(udev, folder) else { continue }
      defer { udev_device_unref(raw) }
      let device = UDevDevice(raw)
      if let (parent, interface) = device.asInterface {
        interfaces[parent, default: []].append(interface)
      } else if let node = device.node(withSerials: withSerials) {
        nodes.append(node)
      }
    }
    return HardwareTree(
      nodes.map { node in
        node.subsystem == .usb ? node.having(interfaces[node.sysPath] ?? []) : node
      })
  }
}

extension HardwareNode {
  fileprivate func having(_ interfaces: [InterfaceClass]) -> HardwareNode {
    HardwareNode(
      subsystem, path: path, sysPath: sysPath, ids: ids, port: port, serial: serial,
      interfaces: interfaces)
  }
}

/// The kernel's own lists, and not libudev's enumerator: that one reads a dozen files of each of the
/// hundred consoles and root hubs that every machine has.
private enum SysFS {
  static func folders(of subsystem: HardwareNode.Subsystem) -> [String] {
    let list = subsystem == .usb ? "/sys/bus/usb/devices" : "/sys/class/\(subsystem.rawValue)"
    return SystemFile.names(in: list).filter { name in
      switch subsystem {
      // `usb1` is a root hub and `1-0:1.0` its interface.
      case .usb: !name.hasPrefix("usb") && !name.contains("-0:")
      case .tty: SystemFile.link("\(list)/\(name)")?.contains("/usb") == true
      case .input: name.hasPrefix("event")
      case .usbmisc: name.hasPrefix("lp")
      case .hidraw, .video4linux: true
      }
    }.map { "\(list)/\($0)" }
  }
}

/// A udev_device that somebody else holds: valid as long as that reference is, as its parents are.
private struct UDevDevice {
  private let raw: OpaquePointer

  init(_ raw: OpaquePointer) { self.raw = raw }

  var name: String { text(udev_device_get_sysname(raw)) ?? "" }
  var sysPath: String { text(udev_device_get_syspath(raw)) ?? "" }
  var type: String? { text(udev_device_get_devtype(raw)) }

  func attribute(_ name: String) -> String? { text(udev_device_get_sysattr_value(raw, name)) }

  func number(_ attribute: String) -> UInt16? {
    self.attribute(attribute).flatMap { UInt16($0, radix: 16) }
  }

  func property(_ name: String) -> String? { text(udev_device_get_property_value(raw, name)) }

  func parent(_ subsystem: String, _ type: String? = nil) -> UDevDevice? {
    udev_device_get_parent_with_subsystem_devtype(raw, subsystem, type).map(UDevDevice.init)
  }

  /// For a USB interface, its device's folder and its class.
  var asInterface: (parent: String, InterfaceClass)? {
    guard type == "usb_interface", let interface = interfaceClass,
      let device = parent("usb", "usb_device")
    else { return nil }
    return (device.sysPath, interface)
  }

  private var interfaceClass: InterfaceClass? {
    guard let code = number("bInterfaceClass"), let subclass = number("bInterfaceSubClass"),
      let `protocol` = number("bInterfaceProtocol")
    else { return nil }
    return InterfaceClass(
      UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: subclass),
      UInt8(truncatingIfNeeded: `protocol`))
  }

  func node(withSerials: Bool) -> HardwareNode? {
    guard let path = text(udev_device_get_devnode(raw)),
      let subsystem = text(udev_device_get_subsystem(raw)).flatMap(
        HardwareNode.Subsystem.init(rawValue:))
    else { return nil }
    let usb = subsystem == .usb ? self : parent("usb", "usb_device")
    switch subsystem {
    case .usb: guard type == "usb_device" else { return nil }
    // Lines of the machine itself have no identity to select by.
    case .tty: guard usb != nil else { return nil }
    case .input, .usbmisc, .hidraw, .video4linux: break
    }
    let interface = subsystem == .usb ? nil : parent("usb", "usb_interface")
    let hid = parent("hid")
    return HardwareNode(
      subsystem, path: path, sysPath: sysPath, ids: usb?.usbID ?? hid?.hidID,
      port: usb?.name, serial: withSerials ? usb?.serial ?? hid?.hidSerial : nil,
      interfaces: interface?.interfaceClass.map { [$0] } ?? [],
      interfaceNumber: interface?.number("bInterfaceNumber").map(UInt8.init(truncatingIfNeeded:)),
      usages: hid?.usages ?? [], isCapture: subsystem == .video4linux && isCapture)
  }

  private var usbID: USBID? {
    guard let vendor = number("idVendor"), let product = number("idProduct") else { return nil }
    return USBID(vendor, product)
  }

  private var serial: String? {
    (property("ID_SERIAL_SHORT") ?? attribute("serial")).flatMap(Self.writtenAsUDevDoes)
  }

  /// `0003:00000400:0000C35A`, bus, vendor and product (drivers/hid/hid-core.c, hid_uevent).
  private var hidID: USBID? {
    let parts = property("HID_ID")?.split(separator: ":") ?? []
    guard parts.count == 3, let vendor = UInt32(parts[1], radix: 16),
      let product = UInt32(parts[2], radix: 16)
    else { return nil }
    return USBID(UInt16(truncatingIfNeeded: vendor), UInt16(truncatingIfNeeded: product))
  }

  private var hidSerial: String? { property("HID_UNIQ").flatMap(Self.writtenAsUDevDoes) }

  /// None for a descriptor that cannot be read: such a device is selected by port.
  private var usages: [HIDReportDescriptor.Usage] {
    // At most 4096 bytes, HID_MAX_DESCRIPTOR_SIZE.
    let bytes = SystemFile.bytes(of: "\(sysPath)/report_descriptor", limit: 4096) ?? []
    return (try? HIDReportDescriptor(bytes))?.applications ?? []
  }

  /// udevd asks the node; without udevd the first node of a camera is the one that captures.
  private var isCapture: Bool {
    if let abilities = property("ID_V4L_CAPABILITIES") { return abilities.contains(":capture:") }
    return attribute("index") == "0"
  }

  private static func writtenAsUDevDoes(_ serial: String) -> String? {
    let words = serial.split { $0.isWhitespace }
    return words.isEmpty ? nil : words.joined(separator: "_")
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  pointer.map { String(cString: $0) }
}

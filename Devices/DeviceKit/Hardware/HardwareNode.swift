/// The class, subclass and protocol of a USB interface, as its descriptor says.
public struct InterfaceClass: Hashable, Sendable, CustomStringConvertible {
  public let code: UInt8
  public let subclass: UInt8
  public let `protocol`: UInt8

  public init(_ code: UInt8, _ subclass: UInt8, _ protocol: UInt8) {
    self.code = code
    self.subclass = subclass
    self.protocol = `protocol`
  }

  public var description: String { [code, subclass, `protocol`].hex }
}

/// One thing the kernel offers for opening, and what is known of it without opening it.
public struct HardwareNode: Hashable, Sendable {
  public enum Subsystem: String, Sendable, CaseIterable {
    case usb, tty, hidraw, input, video4linux
    /// Nodes of usblp, among others.
    case usbmisc
  }

  public let subsystem: Subsystem
  /// Its folder below /sys: tells two nodes apart, and one from its successor.
  public let sysPath: String
  /// Such as `/dev/hidraw0` or `/dev/bus/usb/001/004`.
  public let path: String
  public let ids: USBID?
  /// Bus and ports as sysfs names them, `1-2.3`; nil where it hangs on no USB port.
  public let port: String?
  /// Blanks within it are underscores, as udev writes them.
  public let serial: String?
  /// Of a USB device all its interfaces, of any other node the one it belongs to.
  public let interfaces: [InterfaceClass]
  /// The interface it belongs to; nil for a USB device itself and where there is none.
  public let interfaceNumber: UInt8?
  /// The application collections of its report descriptor.
  public let usages: [HIDReportDescriptor.Usage]
  /// Frames can be captured from it: a camera has other nodes too.
  public let isCapture: Bool

  public init(
    _ subsystem: Subsystem, path: String, sysPath: String, ids: USBID? = nil,
    port: String? = nil, serial: String? = nil, interfaces: [InterfaceClass] = [],
    interfaceNumber: UInt8? = nil, usages: [HIDReportDescriptor.Usage] = [], isCapture: Bool = false
  ) {
    self.subsystem = subsystem
    self.path = path
    self.sysPath = sysPath
    self.ids = ids
    self.port = port
    self.serial = serial
    self.interfaces = interfaces
    self.interfaceNumber = interfaceNumber
    self.usages = usages
    self.isCapture = isCapture
  }

  /// What tells this unit from an identical one (trap 21): its port, or else the node.
  var place: String { port ?? path }

  /// Whether a driver's row is about such a thing. A generic bridge is never recognised by its
  /// ids: they say nothing of what is behind it.
  func fits(_ rule: DeviceMatch.Rule) -> Bool {
    switch rule {
    case .usb(let wanted): ids == wanted && USBID.genericBridges[wanted] == nil
    case .usbInterface(let code, let subclass, let wanted):
      interfaces.contains { interface in
        interface.code == code && interface.subclass == subclass
          && (wanted == nil || interface.protocol == wanted)
      }
    case .hidUsage(let page, let wanted):
      usages.contains { $0.page == page && (wanted == nil || $0.id == wanted) }
    case .videoCapture: subsystem == .video4linux && isCapture
    }
  }
}

extension DeviceAddress.Scheme {
  /// Where nodes of this scheme are found; nil for schemes without hardware nodes.
  var subsystem: HardwareNode.Subsystem? {
    switch self {
    case .usb: .usb
    case .serial: .tty
    case .hidraw: .hidraw
    case .evdev: .input
    case .v4l2: .video4linux
    case .usblp: .usbmisc
    case .tcp, .pcsc, .cups: nil
    }
  }
}

/// Vendor and product of a USB device, written `0400:c35a`.
public struct USBID: Hashable, Sendable, CustomStringConvertible {
  public let vendor: UInt16
  public let product: UInt16

  public init(_ vendor: UInt16, _ product: UInt16) {
    self.vendor = vendor
    self.product = product
  }

  /// Reads `0400:c35a`, in either case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 4 }),
      let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
    else { return nil }
    self.init(vendor, product)
  }

  public var description: String { "\(Self.four(vendor)):\(Self.four(product))" }

  static func four(_ value: UInt16) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// Bridges inside devices of every kind, printers and scales alike: their ids say nothing, so
  /// they are bound by port or serial number only (device-daemons.md section 4, gpsd and upower).
  public static let genericBridges: [USBID: String] = [
    USBID(0x0403, 0x6001): "FTDI FT232R",
    USBID(0x0403, 0x6015): "FTDI FT-X",
    USBID(0x067B, 0x2303): "Prolific PL2303",
    USBID(0x067B, 0x23A3): "Prolific PL2303GS",
    USBID(0x1A86, 0x5523): "WCH CH341",
    USBID(0x1A86, 0x7523): "WCH CH340",
    USBID(0x10C4, 0xEA60): "Silicon Labs CP210x",
  ]
}

/// One way to recognise a driver's devices; each row names the product it was made for.
public struct DeviceMatch: Sendable, Equatable {
  public enum Rule: Sendable, Equatable {
    /// A product by its USB ids.
    case usb(USBID)
    /// A USB interface by its class triple; nil takes any protocol.
    case usbInterface(class: UInt8, subclass: UInt8, protocol: UInt8?)
    /// A HID collection by its usage page and usage; nil takes any usage.
    case hidUsage(page: UInt16, usage: UInt16?)
    /// A capture node of V4L2.
    case videoCapture
  }

  public let rule: Rule
  /// The product, or the class of products.
  public let product: String
  /// How it differs from the others.
  public let quirks: Set<DeviceQuirk>

  public init(_ rule: Rule, _ product: String, quirks: Set<DeviceQuirk> = []) {
    self.rule = rule
    self.product = product
    self.quirks = quirks
  }
}

/// Peculiarities of products that links and drivers heed.
public enum DeviceQuirk: String, Sendable, CaseIterable {
  /// A port reset wedges it: the ladder skips that rung.
  case noReset
  /// It has no way back, although its class says so.
  case oneWay
  /// It sends in pieces of 64 bytes whatever its descriptor says (protocols.md A.6, Synjones).
  case smallPieces
}

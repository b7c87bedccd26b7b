/// Where a device is reached, written as a URI in the hall's configuration.
///
/// - `serial:/dev/hallway/reader?baud=115200`, `serial:@1-3?baud=9600`, `serial:0403:6001#A80K1`
/// - `tcp:192.168.1.40:9100`, `tcp:[fd00::40]:9100`, `tcp:localhost:9100`
/// - `usb:0400:c35a`, `usb:@1-2`, `usb:auto`; see ``HardwareSelector``
/// - `hidraw:`, `evdev:`, `v4l2:` and `usblp:` with a node's path, by-path and by-id links too, or
///   a selector
/// - `pcsc:READER NAME`, `pcsc:auto`
/// - `cups:QUEUE`, `cups:ipp://192.168.1.41/ipp/print`
public enum DeviceAddress: Sendable, Hashable, CustomStringConvertible {
  /// `baud` nil means the speed that the driver's devices are delivered with.
  case serial(path: String, baud: Int?)
  /// `host` is a numeric address: see ``DeviceAddress/init(_:)`` for why names are refused.
  case tcp(host: String, port: UInt16)
  /// A node of the file system, for the schemes that have one.
  case node(Scheme, path: String)
  /// Hardware wherever the kernel puts its node; `baud` for serial lines only.
  case hardware(Scheme, HardwareSelector, baud: Int?)
  /// A PC/SC reader by its name; nil takes the first there is.
  case pcsc(reader: String?)
  /// A queue of the local CUPS, or an IPP address.
  case cups(destination: String)

  public enum Scheme: String, Sendable, CaseIterable {
    case serial, tcp, usb, hidraw, evdev, v4l2, usblp, pcsc, cups
  }

  /// Why a text is no address, for the person who wrote the configuration.
  public struct ParseError: Error, Sendable, Equatable, CustomStringConvertible {
    public let text: String
    public let reason: String
    public var description: String { "device address '\(text)': \(reason)" }
  }

  /// The speeds that termios(3) has a constant for and hall devices use.
  static let bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400]

  /// Reads an address.
  ///
  /// Host names other than `localhost` are refused: getaddrinfo(3) knows no deadline, and a name
  /// server must not decide whether tickets print.
  public init(_ text: String) throws(ParseError) {
    func fail(_ reason: String) -> ParseError { ParseError(text: text, reason: reason) }
    guard let colon = text.firstIndex(of: ":") else {
      throw fail("no scheme; expected serial:/path, tcp:host:port, usb:auto or another")
    }
    guard !text.utf8.contains(0) else { throw fail("it holds a zero byte") }
    let rest = text[text.index(after: colon)...]
    switch Scheme(rawValue: String(text[..<colon])) {
    case .serial: self = try Self.serial(rest, fail)
    case .tcp: self = try Self.tcp(rest, fail)
    case .usb: self = .hardware(.usb, try Self.selector(rest, fail), baud: nil)
    case .hidraw?: self = try Self.node(.hidraw, rest, fail)
    case .evdev?: self = try Self.node(.evdev, rest, fail)
    case .v4l2?: self = try Self.node(.v4l2, rest, fail)
    case .usblp?: self = try Self.node(.usblp, rest, fail)
    case .pcsc: self = try Self.pcsc(rest, fail)
    case .cups: self = try Self.cups(rest, fail)
    case nil:
      let known = Scheme.allCases.map(\.rawValue).joined(separator: ", ")
      throw fail("unknown scheme '\(text[..<colon])'; known are \(known)")
    }
  }

  public var scheme: Scheme {
    switch self {
    case .serial: .serial
    case .tcp: .tcp
    case .node(let scheme, _), .hardware(let scheme, _, _): scheme
    case .pcsc: .pcsc
    case .cups: .cups
    }
  }

  public var description: String {
    switch self {
    case .serial(let path, let baud?): "serial:\(path)?baud=\(baud)"
    case .serial(let path, nil): "serial:\(path)"
    case .tcp(let host, let port):
      host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
    case .node(let scheme, let path): "\(scheme.rawValue):\(path)"
    case .hardware(let scheme, let selector, let baud?):
      "\(scheme.rawValue):\(selector)?baud=\(baud)"
    case .hardware(let scheme, let selector, nil): "\(scheme.rawValue):\(selector)"
    case .pcsc(let reader): "pcsc:\(reader ?? "auto")"
    case .cups(let destination): "cups:\(destination)"
    }
  }

  /// This address with the driver's speed where it names none itself.
  func assuming(baud driverBaud: Int) -> DeviceAddress {
    switch self {
    case .serial(let path, nil): .serial(path: path, baud: driverBaud)
    case .hardware(.serial, let selector, nil):
      .hardware(.serial, selector, baud: driverBaud)
    default: self
    }
  }

  /// The speed of a serial line; nil for every other kind of link.
  public var baud: Int? {
    switch self {
    case .serial(_, let baud), .hardware(_, _, let baud): baud
    case .tcp, .node, .pcsc, .cups: nil
    }
  }
}

// MARK: - Reading

extension DeviceAddress {
  private typealias Failure = (String) -> ParseError

  private static func serial(
    _ rest: Substring, _ fail: Failure
  ) throws(ParseError) -> DeviceAddress {
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let place = parts.first ?? ""
    var baud: Int?
    if parts.count == 2 {
      guard parts[1].hasPrefix("baud="), let found = Int(parts[1].dropFirst(5)),
        bauds.contains(found)
      else {
        throw fail(
          "the only option is baud=, one of \(bauds.map(String.init).joined(separator: " "))")
      }
      baud = found
    }
    if place.hasPrefix("/") { return .serial(path: String(place), baud: baud) }
    guard place.contains(":") || place.hasPrefix("@") else {
      throw fail("a serial path is absolute, such as serial:/dev/ttyUSB0")
    }
    return .hardware(.serial, try selector(place, fail), baud: baud)
  }

  private static func node(
    _ scheme: Scheme, _ rest: Substring, _ fail: Failure
  ) throws(ParseError) -> DeviceAddress {
    if rest.hasPrefix("/") { return .node(scheme, path: String(rest)) }
    return .hardware(scheme, try selector(rest, fail), baud: nil)
  }

  private static func selector(
    _ text: Substring, _ fail: Failure
  ) throws(ParseError) -> HardwareSelector {
    let selector: HardwareSelector
    do {
      selector = try HardwareSelector(text)
    } catch {
      throw fail(error.reason)
    }
    if let bridge = selector.genericBridge {
      throw fail("\(bridge) is in devices of every kind; add its port (@1-2) or serial number (#)")
    }
    return selector
  }

  private static func pcsc(
    _ rest: Substring, _ fail: Failure
  ) throws(ParseError) -> DeviceAddress {
    // MAX_READERNAME of pcsclite.h, less the zero.
    guard (1...127).contains(rest.utf8.count) else {
      throw fail("expected pcsc:auto or pcsc: and the reader's name of at most 127 bytes")
    }
    return .pcsc(reader: rest == "auto" ? nil : String(rest))
  }

  private static func cups(
    _ rest: Substring, _ fail: Failure
  ) throws(ParseError) -> DeviceAddress {
    let isAddress = rest.hasPrefix("ipp://") || rest.hasPrefix("ipps://")
    let isQueue = rest.utf8.allSatisfy { byte in
      (0x21...0x7E).contains(byte) && !"/#?'\"\\".utf8.contains(byte)
    }
    guard (1...255).contains(rest.utf8.count), isAddress || isQueue else {
      throw fail("expected the name of a CUPS queue or ipp://host/path")
    }
    return .cups(destination: String(rest))
  }

  private static func tcp(
    _ rest: Substring, _ fail: Failure
  ) throws(ParseError) -> DeviceAddress {
    guard let colon = rest.lastIndex(of: ":"),
      let port = UInt16(rest[rest.index(after: colon)...]), port > 0
    else { throw fail("expected tcp:host:port with a port of 1...65535") }
    var host = rest[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { throw fail("brackets are for IPv6 addresses") }
    } else if host.contains(":") {
      throw fail("an IPv6 address goes in brackets, such as tcp:[::1]:9100")
    }
    let name = host == "localhost" ? "127.0.0.1" : String(host)
    guard NumericHost(name) != nil else {
      throw fail("'\(host)' is no numeric address; names are not looked up")
    }
    return .tcp(host: name, port: port)
  }
}

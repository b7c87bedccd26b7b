/// Where a device is reached, written as a URI in the hall's configuration.
///
/// - `serial:/dev/hallway/reader?baud=115200`
/// - `tcp:192.168.1.40:9100`, `tcp:[fd00::40]:9100`, `tcp:localhost:9100`
public enum DeviceAddress: Sendable, Hashable, CustomStringConvertible {
  /// `baud` nil means the speed that the driver's devices are delivered with.
  case serial(path: String, baud: Int?)
  /// `host` is a numeric address: see ``DeviceAddress/init(_:)`` for why names are refused.
  case tcp(host: String, port: UInt16)

  public enum Scheme: String, Sendable, CaseIterable { case serial, tcp }

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
      throw fail("no scheme; expected serial:/path or tcp:host:port")
    }
    let rest = text[text.index(after: colon)...]
    switch Scheme(rawValue: String(text[..<colon])) {
    case .serial: self = try Self.serial(rest, fail)
    case .tcp: self = try Self.tcp(rest, fail)
    case nil: throw fail("unknown scheme '\(text[..<colon])'; known are serial and tcp")
    }
  }

  public var scheme: Scheme {
    switch self {
    case .serial: .serial
    case .tcp: .tcp
    }
  }

  public var description: String {
    switch self {
    case .serial(let path, let baud?): "serial:\(path)?baud=\(baud)"
    case .serial(let path, nil): "serial:\(path)"
    case .tcp(let host, let port):
      host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
    }
  }

  /// This address with the driver's speed where it names none itself.
  func assuming(baud driverBaud: Int) -> DeviceAddress {
    guard case .serial(let path, nil) = self else { return self }
    return .serial(path: path, baud: driverBaud)
  }

  private static func serial(
    _ rest: Substring, _ fail: (String) -> ParseError
  ) throws(ParseError) -> DeviceAddress {
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw fail("a serial path is absolute, such as serial:/dev/ttyUSB0")
    }
    guard parts.count == 2 else { return .serial(path: String(path), baud: nil) }
    guard parts[1].hasPrefix("baud="), let baud = Int(parts[1].dropFirst(5)), bauds.contains(baud)
    else {
      throw fail(
        "the only option is baud=, one of \(bauds.map(String.init).joined(separator: " "))")
    }
    return .serial(path: String(path), baud: baud)
  }

  private static func tcp(
    _ rest: Substring, _ fail: (String) -> ParseError
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

/// Which piece of hardware is meant, by what it is and where it is plugged in.
///
/// - `0400:c35a` a product, `0400:c35a@1-2.3` at a port, `0400:c35a#A80K1` of a serial number
/// - `@1-2.3` whatever the driver matches at that port
/// - `auto` whatever the driver matches
///
/// A port is written as sysfs names it, bus, hyphen, and the ports down the hubs: it stays the same
/// over unplugging and tells identical units apart (trap 21).
public struct HardwareSelector: Hashable, Sendable, CustomStringConvertible {
  public let ids: USBID?
  public let port: String?
  public let serial: String?

  /// Whatever the driver matches, wherever it is.
  public static let auto = HardwareSelector(ids: nil, port: nil, serial: nil)

  init(ids: USBID?, port: String?, serial: String?) {
    self.ids = ids
    self.port = port
    self.serial = serial
  }

  /// - Throws: the reason, for the person who wrote it.
  init(_ text: Substring) throws(SelectorError) {
    if text == "auto" {
      self = .auto
      return
    }
    var rest = text
    var serial: String?
    if let hash = rest.firstIndex(of: "#") {
      let found = rest[rest.index(after: hash)...]
      guard Self.isSerial(found) else {
        throw SelectorError("'\(found)' is no serial number: printable characters without spaces")
      }
      serial = String(found)
      rest = rest[..<hash]
    }
    var port: String?
    if let at = rest.firstIndex(of: "@") {
      let found = rest[rest.index(after: at)...]
      guard Self.isPort(found) else {
        throw SelectorError("'\(found)' is no port; write it as sysfs does, such as 1-2.3")
      }
      port = String(found)
      rest = rest[..<at]
    }
    guard rest.isEmpty || USBID(rest) != nil else {
      throw SelectorError("'\(rest)' is no vendor:product of four hexadecimal digits each")
    }
    guard !rest.isEmpty || port != nil else {
      throw SelectorError("expected auto, vendor:product, or @port, such as 0400:c35a@1-2")
    }
    self.init(ids: USBID(rest), port: port, serial: serial)
  }

  public var description: String {
    if self == .auto { return "auto" }
    return (ids?.description ?? "") + (port.map { "@\($0)" } ?? "")
      + (serial.map { "#\($0)" } ?? "")
  }

  /// The generic bridge that this would bind by its ids alone, which is refused: such chips are in
  /// devices of every kind.
  var genericBridge: String? {
    guard port == nil, serial == nil, let ids else { return nil }
    return USBID.genericBridges[ids]
  }

  /// `bus-port.port…`, at most seven ports deep (USB 2.0, 4.1.1: five hubs between).
  static func isPort(_ text: Substring) -> Bool {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count == 2, isNumber(halves[0]) else { return false }
    let ports = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    return (1...7).contains(ports.count) && ports.allSatisfy(isNumber)
  }

  private static func isNumber(_ text: Substring) -> Bool {
    (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isSerial(_ text: Substring) -> Bool {
    (1...126).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
  }
}

/// Why a text selects no hardware.
struct SelectorError: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

import Glibc

/// Where print jobs go: the part of an address after `cups:`.
public struct CUPSDestination: Sendable, Equatable {
  public enum Server: Sendable, Equatable {
    /// The spooler this machine's libcups is configured for, its socket as a rule.
    case local
    /// A numeric address.
    case remote(host: String, port: UInt16, isEncrypted: Bool)
    /// A spooler's own socket.
    case socket(path: String)
  }

  public var server: Server
  /// The printer's URI in IPP requests.
  public let uri: String
  /// The path of HTTP requests, the URI's own.
  public let resource: String

  /// Reads `QUEUE`, `ipp://host[:port]/path` or `ipps://host[:port]/path`; nil for anything else.
  ///
  /// Host names other than `localhost` are refused: getaddrinfo(3) knows no deadline.
  public init?(_ text: String) {
    guard let scheme = text.range(of: "://") else {
      guard Self.isQueue(text) else { return nil }
      server = .local
      resource = "/printers/\(text)"
      uri = "ipp://localhost\(resource)"
      return
    }
    let isEncrypted = text[..<scheme.lowerBound] == "ipps"
    guard isEncrypted || text[..<scheme.lowerBound] == "ipp" else { return nil }
    let rest = text[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let path = rest[slash...]
    guard let (host, port) = Self.authority(rest[..<slash]),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), path.utf8.count <= 255
    else { return nil }
    server = .remote(host: host, port: port, isEncrypted: isEncrypted)
    resource = path.isEmpty ? "/" : String(path)
    uri = "\(isEncrypted ? "ipps" : "ipp")://\(rest[..<slash])\(resource)"
  }

  /// Whether requests may name their user, since the peer can see who it is.
  var isOnThisMachine: Bool { if case .remote = server { false } else { true } }

  /// What cupsd accepts as the name of a queue (`validate_name`, scheduler/ipp.c).
  private static func isQueue(_ text: String) -> Bool {
    (1...127).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !"/#?'\"\\".utf8.contains(byte)
      }
  }

  /// 631 is the port of ipp and ipps (RFC 8011, RFC 7472).
  private static func authority(_ text: Substring) -> (host: String, port: UInt16)? {
    var host = text
    var port: UInt16 = 631
    let bracket = text.firstIndex(of: "]")
    if let colon = text[(bracket ?? text.startIndex)...].lastIndex(of: ":") {
      guard let given = UInt16(text[text.index(after: colon)...]), given > 0 else { return nil }
      port = given
      host = text[..<colon]
    }
    if bracket != nil {
      guard host.first == "[", host.last == "]" else { return nil }
      host = host.dropFirst().dropLast()
      var v6 = in6_addr()
      return inet_pton(AF_INET6, String(host), &v6) == 1 ? (String(host), port) : nil
    }
    if host == "localhost" { return ("127.0.0.1", port) }
    var v4 = in_addr()
    return inet_pton(AF_INET, String(host), &v4) == 1 ? (String(host), port) : nil
  }
}

extension String {
  /// The first occurrence; Foundation's own is not worth linking Foundation for.
  fileprivate func range(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) {
        return start..<index(start, offsetBy: part.count)
      }
      start = index(after: start)
    }
    return nil
  }
}

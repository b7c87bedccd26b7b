import Glibc

/// An IPv4 or IPv6 address as inet_pton(3) reads it.
struct NumericHost {
  private enum Bytes {
    case v4(in_addr)
    case v6(in6_addr)
  }

  private let bytes: Bytes

  init?(_ text: String) {
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, text, &v4) == 1 {
      bytes = .v4(v4)
    } else if inet_pton(AF_INET6, text, &v6) == 1 {
      bytes = .v6(v6)
    } else {
      return nil
    }
  }

  var family: Int32 {
    switch bytes {
    case .v4: AF_INET
    case .v6: AF_INET6
    }
  }

  /// connect(2) to `port` of this host.
  func connect(_ descriptor: Int32, port: UInt16) -> Int {
    switch bytes {
    case .v4(let host):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr = host
      return Self.connect(descriptor, &address)
    case .v6(let host):
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_addr = host
      return Self.connect(descriptor, &address)
    }
  }

  private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) -> Int {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Int(Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size)))
      }
    }
  }
}

import Glibc

/// A socket handed over by the service manager (sd_listen_fds(3)) or by `varlinkctl exec`.
public struct InheritedSocket: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Accepts connections.
    case listening
    /// Is one connection, to be served until its peer leaves.
    case connected
  }

  /// Name from LISTEN_FDNAMES; "unknown" without one, as systemd says.
  public let name: String
  public let kind: Kind
  let descriptor: Int32

  /// First descriptor passed (SD_LISTEN_FDS_START).
  private static let first: Int32 = 3
  /// No service is given more; a larger LISTEN_FDS is a mistake, not a request.
  private static let most: Int32 = 64

  /// The stream sockets this process was started with; empty when it was not activated.
  ///
  /// Only LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES of the environment count; LISTEN_PID must name
  /// this process (or the one given), so that a child does not take its parent's sockets.
  public static func all(
    environment: [String: String] = currentEnvironment(), processID: Int32? = nil
  ) -> [InheritedSocket] {
    guard environment["LISTEN_PID"].flatMap(Int32.init) == processID ?? getpid(),
      let count = environment["LISTEN_FDS"].flatMap(Int32.init), (1...most).contains(count)
    else { return [] }
    let names = environment["LISTEN_FDNAMES"]?.split(
      separator: ":", omittingEmptySubsequences: false)
    return (0..<count).compactMap { offset in
      let name = names.flatMap { Int(offset) < $0.count ? String($0[Int(offset)]) : nil }
      return InheritedSocket(descriptor: first + offset, name: name ?? "unknown")
    }
  }

  /// Takes over a descriptor; nil when it is not a stream socket.
  public init?(descriptor: Int32, name: String) {
    guard Self.option(SO_TYPE, descriptor) == Int32(SOCK_STREAM.rawValue),
      let accepts = Self.option(SO_ACCEPTCONN, descriptor)
    else { return nil }
    // Children of this process have no business with the socket (sd_listen_fds does the same).
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
    self.name = name
    kind = accepts != 0 ? .listening : .connected
  }

  private static func option(_ option: Int32, _ descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 else { return nil }
    return value
  }

  /// The three variables of the activation protocol as this process sees them.
  public static func currentEnvironment() -> [String: String] {
    var found: [String: String] = [:]
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }
}

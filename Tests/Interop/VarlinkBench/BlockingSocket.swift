import Glibc

/// A blocking Unix stream socket: the cheapest client there is, so that servers are what is
/// measured.
struct BlockingSocket: ~Copyable {
  struct Failed: Error { let what: String }

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(adopting descriptor: Int32) { self.descriptor = descriptor }

  /// Connects, waiting up to ten seconds for a server that is still starting.
  init(connectingTo path: String) throws {
    var address = Self.address(path)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    for _ in 0..<1000 {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
      }
      if result == 0 {
        self.descriptor = descriptor
        return
      }
      Glibc.close(descriptor)
      usleep(10_000)
    }
    throw Failed(what: "connect \(path)")
  }

  deinit { Glibc.close(descriptor) }

  static func address(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return address
  }

  static func listen(_ path: String) throws -> Int32 {
    unlink(path)
    var address = address(path)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard result == 0, Glibc.listen(descriptor, 8) == 0 else { throw Failed(what: "listen") }
    return descriptor
  }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent)
      }
      guard count > 0 else { throw Failed(what: "write") }
      sent += count
    }
  }

  /// Reads until so many NULs have come.
  mutating func receive(frames: Int) throws {
    var left = frames
    while left > 0 {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw Failed(what: "read") }
      for byte in buffer[..<count] where byte == 0 { left -= 1 }
    }
  }

  /// Sends everything back until the peer closes.
  mutating func echo() {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0, write(descriptor, buffer, count) == count else { return }
    }
  }
}

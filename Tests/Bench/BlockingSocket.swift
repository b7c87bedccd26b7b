import Glibc

/// What went wrong while measuring, in words.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A blocking Unix stream socket: the cheapest client there is, so that servers are what is
/// measured.
final class BlockingSocket {
  /// No single answer takes so long; a server that hangs must not hang the run.
  private static let answerSeconds = 20
  /// A server of a busy machine may need this long until it listens.
  private static let startDeadline = Duration.seconds(20)
  /// Short beside every start that is timed, so that asking again adds next to nothing.
  private static let retryMicroseconds: UInt32 = 200

  let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Of ``receiveFrame()``: several replies may come at once.
  private var unread: [UInt8] = []

  init(adopting descriptor: Int32) { self.descriptor = descriptor }

  /// Connects, waiting for a server that is still starting.
  init(connectingTo path: String) throws {
    let end = ContinuousClock.now + Self.startDeadline
    repeat {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      if Self.withAddress(of: path, { connect(descriptor, $0, $1) }) == 0 {
        var limit = timeval(tv_sec: Self.answerSeconds, tv_usec: 0)
        setsockopt(
          descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        self.descriptor = descriptor
        return
      }
      close(descriptor)
      usleep(Self.retryMicroseconds)
    } while .now < end
    throw BenchFailure("nobody listens on \(path)")
  }

  deinit { close(descriptor) }

  static func listen(_ path: String) throws -> Int32 {
    unlink(path)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withAddress(of: path, { bind(descriptor, $0, $1) }) == 0,
      Glibc.listen(descriptor, SOMAXCONN) == 0
    else { throw BenchFailure("cannot listen on \(path)") }
    return descriptor
  }

  private static func withAddress(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent)
      }
      guard count > 0 else { throw BenchFailure("a server stopped reading: errno \(errno)") }
      sent += count
    }
  }

  /// Reads until so many NULs have come.
  func receive(frames: Int) throws {
    var left = frames
    while left > 0 {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw BenchFailure("a server did not answer: errno \(errno)") }
      for byte in buffer[..<count] where byte == 0 { left -= 1 }
    }
  }

  /// The next frame, without its NUL.
  func receiveFrame() throws -> [UInt8] {
    while true {
      if let end = unread.firstIndex(of: 0) {
        defer { unread.removeFirst(end + 1) }
        return Array(unread[..<end])
      }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw BenchFailure("a server did not answer: errno \(errno)") }
      unread += buffer[..<count]
    }
  }

  /// Sends everything back until the peer closes.
  func echo() {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0, write(descriptor, buffer, count) == count else { return }
    }
  }
}

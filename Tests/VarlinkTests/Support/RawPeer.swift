import Glibc

/// A peer that speaks bytes, so that tests can say what no well-behaved client would.
///
/// Reads block up to a deadline, beyond which something hangs; the server under test runs on its own threads.
struct RawPeer: ~Copyable {
  struct Failed: Error, Equatable { let what: String }

  private static let readDeadline = timeval(tv_sec: 60, tv_usec: 0)

  private let descriptor: Int32
  private var received: [UInt8] = []

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let descriptor = descriptor
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw Failed(what: "connect: errno \(errno)") }
    var deadline = Self.readDeadline
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &deadline, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &deadline, size)
  }

  deinit { Glibc.close(descriptor) }

  /// Sends text as it is; `\0` ends a message.
  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      // MSG_NOSIGNAL: a server that closed on us is an outcome, not a signal.
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failed(what: "send: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  /// The next message without its NUL.
  mutating func receive() throws -> String {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = String(decoding: received[..<end], as: UTF8.self)
        received.removeSubrange(...end)
        return message
      }
      guard try readMore() else { throw Failed(what: "closed") }
    }
  }

  /// Whether the server closes now, without another byte.
  mutating func isClosedByServer() throws -> Bool {
    guard received.isEmpty else { return false }
    return try !readMore()
  }

  /// Leaves the descriptor open for the rest of the process.
  consuming func leak() { _ = dup(descriptor) }

  /// Sends no more but still reads, like `socat` at the end of its input.
  func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  private mutating func readMore() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0, errno == ECONNRESET { return false }
    guard count >= 0 else { throw Failed(what: "read: errno \(errno)") }
    received.append(contentsOf: buffer[..<count])
    return count > 0
  }

  mutating func call(_ message: String) throws -> String {
    try send(message + "\0")
    return try receive()
  }
}

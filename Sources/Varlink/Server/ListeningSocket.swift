import Glibc

/// Why a socket could not be opened.
public struct SocketError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// Longer than the 107 bytes of `sockaddr_un.sun_path`.
    case pathTooLong
    /// Somebody answers on the path already.
    case alreadyServed
    /// The path exists and is not a socket.
    case notASocket
    /// This user, or all together, have as many connections as the limits allow.
    case tooManyConnections
    /// A system call failed with this errno.
    case system(Int32)
  }
  public let code: Code
  public let message: String

  public var description: String { message }

  static func system(_ call: String, _ path: String) -> SocketError {
    let number = errno
    return SocketError(
      code: .system(number), message: "\(call) \(path): \(String(cString: strerror(number)))")
  }
}

/// A bound and listening Unix socket; closes and removes what it made unless handed on.
struct ListeningSocket: ~Copyable {
  /// Connections the kernel queues before the server has taken them: every front of a hall may
  /// come back in the same moment after a restart, and a full queue turns them away (EAGAIN).
  private static let backlog: Int32 = 1024

  private var descriptor: Int32
  let path: String
  private let inode: UInt64

  /// Binds, sets the mode, and only then listens, so nobody connects under a wider mode.
  ///
  /// A file left by a dead server is removed; one that a live server answers on is not.
  init(path: String, mode: UInt32) throws(SocketError) {
    self.path = path
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Self.closeOnExec, 0)
    self.descriptor = descriptor
    guard descriptor >= 0 else { throw .system("socket", path) }
    do throws(SocketError) {
      try UnixAddress.removeStale(path)
      let bound = try UnixAddress.with(path) { bind(descriptor, $0, $1) }
      guard bound == 0 else { throw .system("bind", path) }
      guard chmod(path, mode) == 0 else { throw .system("chmod", path) }
      guard listen(descriptor, Self.backlog) == 0 else { throw .system("listen", path) }
      inode = UnixAddress.inode(path)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Gives a socket that listens already the queue of ours.
  static func widenQueue(of descriptor: Int32) { _ = listen(descriptor, backlog) }

  /// Hands the descriptor on; from now on the receiver closes it.
  mutating func take() -> Int32 {
    defer { descriptor = -1 }
    return descriptor
  }

  /// Removes the file unless somebody else has bound the path meanwhile.
  func removeFile() {
    if UnixAddress.inode(path) == inode { unlink(path) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// SOCK_CLOEXEC, an enum constant of <bits/socket_type.h>.
  static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
}

enum UnixAddress {
  /// Lends the address of a path to a system call.
  static func with(
    _ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(SocketError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    // One byte is left for the terminating NUL.
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
      throw SocketError(code: .pathTooLong, message: "\(path): too long for a Unix socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  static func inode(_ path: String) -> UInt64 {
    var status = stat()
    return lstat(path, &status) == 0 ? UInt64(status.st_ino) : 0
  }

  /// Removes a socket file on which nobody answers.
  static func removeStale(_ path: String) throws(SocketError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SocketError(code: .notASocket, message: "\(path): exists and is not a socket")
    }
    let probe = socket(
      AF_UNIX,
      Int32(SOCK_STREAM.rawValue) | ListeningSocket.closeOnExec | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard probe >= 0 else { throw .system("socket", path) }
    defer { Glibc.close(probe) }
    let answer = try with(path) { connect(probe, $0, $1) }
    // ECONNREFUSED is the only sign that nobody listens; a full queue (EAGAIN) or a mode that
    // keeps us out (EACCES) means there may be a server.
    guard answer != 0, errno == ECONNREFUSED else {
      throw SocketError(code: .alreadyServed, message: "\(path): another server answers there")
    }
    guard unlink(path) == 0 || errno == ENOENT else { throw .system("unlink", path) }
  }
}

import Glibc

/// The road to journald: one datagram a message, never waited for.
public final class JournalSocket: Sendable {
  /// Where journald listens.
  public static let usualPath = "/run/systemd/journal/socket"

  private let descriptor: Int32
  private let path: String

  /// - Returns: nil where the machine has no descriptor left, or the path no room.
  public init?(path: String = usualPath) {
    guard path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
    descriptor = socket(
      AF_UNIX,
      Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    self.path = path
  }

  deinit { close(descriptor) }

  /// Whether journald has it. A journald that is slower than we log is not waited for: a full socket
  /// must not hold up a hall.
  func send(_ bytes: [UInt8]) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    } == bytes.count
  }

  /// Whether a program's standard error is a stream of journald, as systemd says in JOURNAL_STREAM
  /// (systemd.exec(5)): device and inode, which a redirected standard error does not have.
  public static func isStandardError(_ stream: String?) -> Bool {
    let parts = (stream ?? "").split(separator: ":")
    var status = stat()
    guard parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1]),
      fstat(STDERR_FILENO, &status) == 0
    else { return false }
    return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
  }
}

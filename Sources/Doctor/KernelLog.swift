import Glibc

/// The kernel's ring buffer. One read is one record, and a file that stands for it in tests has a
/// record a line.
enum KernelLog {
  /// Longer than any record (CONSOLE_EXT_LOG_MAX of the kernel).
  private static let record = 8192

  /// The records, oldest first; nil where it cannot be read.
  static func read(_ path: String, limit: Int) -> [String]? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var records: [String] = []
    var total = 0
    var failure: Int32 = 0
    var bytes = [UInt8](repeating: 0, count: record)
    while total < limit {
      let count = Glibc.read(descriptor, &bytes, bytes.count)
      // A record that was overwritten meanwhile; the next read goes on behind it.
      if count < 0, errno == EPIPE { continue }
      guard count > 0 else {
        failure = count < 0 ? errno : 0
        break
      }
      total += count
      records += String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix(" ") }.map(String.init)
    }
    // EPERM comes with the first read where dmesg_restrict is set.
    return failure == EPERM || failure == EACCES ? nil : records
  }
}

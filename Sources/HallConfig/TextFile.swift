import Glibc

/// Reads a small text file whole, or says in one sentence why not.
enum TextFile {
  /// A hall's file is about 40 KiB; a mebibyte is no longer a configuration.
  static let limit = 1 << 20

  /// Reads a file that others than its owner may not read or write, for what they must not learn; it
  /// must belong to `owner`, where one is named.
  static func readSecret(_ path: String, owner: UInt32?) throws(ConfigurationErrors) -> String {
    try read(path) { details throws(ConfigurationErrors) in
      if let owner, details.st_uid != owner {
        throw fault(path, "the file belongs to user \(details.st_uid); give it to \(owner): chown")
      }
      guard details.st_mode & 0o077 == 0 else {
        throw fault(path, "others can read or write the file; run: chmod 600 \(path)")
      }
    }
  }

  static func read(
    _ path: String, limit: Int = limit,
    allowing: (stat) throws(ConfigurationErrors) -> Void = { _ in }
  ) throws(ConfigurationErrors) -> String {
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, because: errno) }
    defer { close(descriptor) }
    var details = stat()
    guard fstat(descriptor, &details) == 0 else { throw unreadable(path, because: errno) }
    guard details.st_mode & S_IFMT == S_IFREG else {
      throw fault(path, "this is not a file; give the path of a YAML file")
    }
    try allowing(details)
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      guard got >= 0 else {
        if errno == EINTR { continue }
        throw unreadable(path, because: errno)
      }
      if got == 0 { break }
      count += got
    }
    return try text(of: bytes[..<count], file: path, limit: limit)
  }

  /// Checks size and encoding of what a file held.
  static func text(
    of bytes: ArraySlice<UInt8>, file: String, limit: Int = limit
  ) throws(ConfigurationErrors) -> String {
    guard bytes.count <= limit else {
      throw fault(file, "the file is larger than \(limit >> 20) MiB; a configuration is not")
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let broken = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw fault(file, "this line is not UTF-8; save the file as UTF-8", line: broken + 1)
  }

  private static func unreadable(_ path: String, because code: CInt) -> ConfigurationErrors {
    fault(path, "the file cannot be read: \(String(cString: strerror(code)))")
  }

  private static func fault(_ file: String, _ message: String, line: Int? = nil)
    -> ConfigurationErrors
  {
    ConfigurationErrors([ConfigurationError(file: file, line: line, path: "", message: message)])
  }
}

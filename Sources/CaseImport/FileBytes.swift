import Crypto
import Glibc

/// A file that is read from its beginning or from the middle, piece by piece.
///
/// It is not mapped: a file that its writer cuts short meanwhile would end the program.
struct FileBytes: ~Copyable {
  /// One read's worth: large beside the cost of a call, small beside memory.
  static let piece = 1 << 20

  let path: String
  let size: Int64
  private let descriptor: Int32
  private let before: stat

  /// - Throws: where it is no plain file or cannot be read; a link is not followed.
  init(path: String) throws(CaseFileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.error(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = Self.error(path)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CaseFileError("\(path) is no plain file")
    }
    before = status
    size = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  private static func error(_ path: String) -> CaseFileError {
    CaseFileError("\(path) cannot be read: \(String(cString: strerror(errno)))")
  }

  /// Appends what stands at `offset`, one ``piece`` at most.
  ///
  /// - Returns: how many bytes; 0 at the end.
  func read(at offset: Int64, into bytes: inout [UInt8]) throws(CaseFileError) -> Int {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: Self.piece))
    let count = bytes.withUnsafeMutableBytes { raw in
      pread(descriptor, raw.baseAddress.map { $0 + start }, Self.piece, off_t(offset))
    }
    bytes.removeLast(Self.piece - max(0, count))
    guard count >= 0 else { throw Self.error(path) }
    return count
  }

  /// SHA-256 of all of it, hexadecimal.
  func digest(progress: (Double) -> Void) throws(CaseFileError) -> String {
    var hash = SHA256()
    var offset: Int64 = 0
    var bytes: [UInt8] = []
    while true {
      bytes.removeAll(keepingCapacity: true)
      let count = try read(at: offset, into: &bytes)
      if count == 0 { break }
      bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
      offset += Int64(count)
      progress(Double(offset) / Double(max(1, size)))
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
  }

  /// - Throws: where somebody has written to it since it was opened.
  func refuseChanges() throws(CaseFileError) {
    var after = stat()
    guard fstat(descriptor, &after) == 0 else { throw Self.error(path) }
    guard after.st_size == before.st_size, after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    else { throw CaseFileError("\(path) was written to while it was read; import it again") }
  }
}

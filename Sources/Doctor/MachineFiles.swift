import Glibc

/// The files of a machine, below a root that is `/` except in tests. Only reads, and never more of a
/// file than a limit: some of the kernel's files have no end.
public struct MachineFiles: Sendable {
  /// Owner, group and permission bits of a file.
  public struct Standing: Sendable, Equatable {
    public let owner: UInt32
    public let group: UInt32
    /// The lower twelve bits of st_mode.
    public let mode: UInt32
    /// S_IFMT's bits of st_mode.
    public let type: UInt32
    public let size: Int64
    /// Seconds since 1970.
    public let modified: Int64

    public var octal: String { "0" + String(mode, radix: 8) }
  }

  private let root: String

  public init(root: String = "") { self.root = root }

  public func path(_ path: String) -> String { root + path }

  /// At most `limit` bytes; nil where it cannot be read.
  public func bytes(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
    let descriptor = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while all.count < limit {
      let count = read(descriptor, &piece, min(piece.count, limit - all.count))
      guard count > 0 else { break }
      all += piece.prefix(count)
    }
    return all
  }

  public func text(_ path: String, limit: Int = 1 << 20) -> String? {
    bytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Its first line without blanks around it.
  public func line(_ path: String) -> String? {
    text(path, limit: 4096)?.split(separator: "\n").first.map { String($0.trimmed) }
  }

  /// What is in a folder, sorted; empty where it cannot be read.
  public func names(in folder: String) -> [String] {
    guard let stream = opendir(root + folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a symbolic link points to.
  public func link(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(root + path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  public func standing(_ path: String) -> Standing? {
    var status = stat()
    guard stat(root + path, &status) == 0 else { return nil }
    return Standing(
      owner: status.st_uid, group: status.st_gid, mode: status.st_mode & 0o7777,
      type: status.st_mode & S_IFMT, size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec))
  }
}

extension Substring {
  var trimmed: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}

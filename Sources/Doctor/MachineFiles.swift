import DeviceKit
import Glibc

/// The files of a machine, below a root that is `/` except in tests. Only reads.
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

  public func text(_ path: String, limit: Int = 1 << 20) -> String? {
    SystemFile.text(of: root + path, limit: limit)
  }

  /// Its first line without blanks around it.
  public func line(_ path: String) -> String? {
    SystemFile.line(of: root + path).map { String(Substring($0).trimmed) }
  }

  /// What is in a folder but hidden files, sorted; empty where it cannot be read.
  public func names(in folder: String) -> [String] {
    SystemFile.names(in: root + folder).sorted()
  }

  /// What a symbolic link points to.
  public func link(_ path: String) -> String? { SystemFile.link(root + path) }

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

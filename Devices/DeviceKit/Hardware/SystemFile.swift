import Glibc

/// Reading what the kernel and administrators write: small files, links and folders of /proc, /sys and
/// /etc. Nothing waits for a writer, and never more of a file is read than a limit: some have no end.
public enum SystemFile {
  /// At most `limit` bytes; nil where it cannot be read.
  public static func bytes(of path: String, limit: Int) -> [UInt8]? {
    let raw = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard raw >= 0 else { return nil }
    let descriptor = Descriptor(raw)
    var all: [UInt8] = []
    while all.count < limit {
      let piece = [UInt8](unsafeUninitializedCapacity: min(4096, limit - all.count)) {
        buffer, used in
        used = max(
          0, retryingInterrupts { read(descriptor.raw, buffer.baseAddress, buffer.count) })
      }
      if piece.isEmpty { break }
      all += piece
    }
    return all
  }

  /// The same as text.
  public static func text(of path: String, limit: Int) -> String? {
    bytes(of: path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first line of a small file, as attributes have one.
  public static func line(of path: String) -> String? {
    text(of: path, limit: 4096)?.split(separator: "\n").first.map(String.init)
  }

  /// What a symbolic link points to.
  public static func link(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The last part of it.
  static func linkName(_ path: String) -> String? {
    link(path)?.split(separator: "/").last.map(String.init)
  }

  /// What is in a folder but hidden files, in no order; empty where it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}

public import Glibc

/// Files that are their owner's alone.
public enum PrivateFile {
  /// Puts bytes in a file's place, mode 0600, once they are on the disk: the old file stands there or
  /// the new one, whole, whenever the power fails.
  ///
  /// - Parameters:
  ///   - bytes: all that is to be in it.
  ///   - path: the file; its draft is written beside it.
  ///   - owner: who is to have it, where that is not this process's user.
  /// - Throws: ``PrivateFileFault`` where the disk or the folder says no.
  public static func put(
    _ bytes: [UInt8], at path: String, owner: (user: uid_t, group: gid_t)? = nil
  ) throws(PrivateFileFault) {
    func check(_ result: Int) throws(PrivateFileFault) {
      guard result >= 0 else {
        throw PrivateFileFault(
          description: "\(path) cannot be written: \(String(cString: strerror(errno)))")
      }
    }
    let draft = path + ".new"
    // What a program that was killed has left; nobody's link is followed.
    if unlink(draft) != 0, errno != ENOENT { try check(-1) }
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    try check(Int(file))
    defer { close(file) }
    if let owner, owner.user != geteuid() { try check(Int(fchown(file, owner.user, owner.group))) }
    var written = 0
    while written < bytes.count {
      let more = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      try check(more)
      written += more
    }
    try check(Int(fsync(file)))
    try check(Int(rename(draft, path)))
    // A new name is on the disk only when its folder is.
    let end = path.lastIndex(of: "/")
    let parent = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try check(Int(folder))
    defer { close(folder) }
    try check(Int(fsync(folder)))
  }
}

/// Why a file is not there as it was to be, in words for a person.
public struct PrivateFileFault: Error, CustomStringConvertible, Sendable {
  public let description: String
}

import Glibc

/// The few things the simulators do to the file system, with errors that name the path.
enum FileTree {
  /// Makes a directory and its parents; answers with its absolute path.
  static func makeDirectory(_ path: String) throws(SimulatorError) -> String {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made == "/" ? String(part) : "/" + part
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else { throw failure(made) }
    }
    guard let resolved = realpath(path, nil) else { throw failure(path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static func names(in directory: String) throws(SimulatorError) -> [String] {
    guard let stream = opendir(directory) else { throw failure(directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  static func write(_ bytes: [UInt8], to path: String) throws(SimulatorError) {
    guard let file = fopen(path, "wbe") else { throw failure(path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw failure(path) }
  }

  static func rename(_ path: String, to target: String) throws(SimulatorError) {
    guard Glibc.rename(path, target) == 0 else { throw failure(path) }
  }

  /// Points `link` at `target`, in place of an older link; any other file is left alone.
  static func link(_ link: String, to target: String) throws(SimulatorError) {
    var status = stat()
    if lstat(link, &status) == 0, status.st_mode & S_IFMT != S_IFLNK {
      throw SimulatorError("\(link): a file that is no link is in the way")
    }
    let partial = link + ".partial"
    unlink(partial)
    guard symlink(target, partial) == 0 else { throw failure(partial) }
    try rename(partial, to: link)
  }

  static func remove(_ path: String) { unlink(path) }

  static func failure(_ what: String) -> SimulatorError {
    SimulatorError("\(what): \(String(cString: strerror(errno)))")
  }
}

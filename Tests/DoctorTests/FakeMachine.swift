import Doctor
import FoundationEssentials
import Glibc

/// A folder that stands for a machine's root.
final class FakeMachine {
  let root: String

  init() throws {
    root = "\(FileManager.default.temporaryDirectory.path)/doctor-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var files: MachineFiles { MachineFiles(root: root) }

  /// Makes a file with its folders.
  func put(_ path: String, _ text: String = "", mode: Int = 0o644) throws {
    let whole = root + path
    try FileManager.default.createDirectory(
      atPath: String(whole.prefix(upTo: whole.lastIndex(of: "/") ?? whole.endIndex)),
      withIntermediateDirectories: true)
    // Never through a link that is there: it leads out of this folder, into the real machine.
    unlink(whole)
    try Data(text.utf8).write(to: URL(filePath: whole))
    chmod(whole, mode_t(mode))
  }

  func link(_ path: String, to target: String) throws {
    try put(path)
    try FileManager.default.removeItem(atPath: root + path)
    symlink(target, root + path)
  }

  /// When a file says it was written, in seconds since 1970.
  func write(_ path: String, at seconds: Int) {
    var times = [timeval(tv_sec: seconds, tv_usec: 0), timeval(tv_sec: seconds, tv_usec: 0)]
    utimes(root + path, &times)
  }
}

extension FakeMachine {
  /// Makes a folder its owner's alone.
  func close(_ path: String) throws { chmod(root + path, 0o700) }
}

import Foundation
import Glibc

/// The hall's own directory, held by one service at a time.
final class StateDirectory: Sendable {
  let directory: String
  private let lock: Int32

  /// Makes the directory if it is missing and takes its lock until this value goes.
  ///
  /// - Throws: ``StateError`` in words for the person who started the service.
  init(path: String) throws {
    directory = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw StateError("the state directory \(path) cannot be made: \(Self.reason(error))")
    }
    let file = path + "/lock"
    lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw StateError("\(file): \(String(cString: strerror(errno)))") }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      close(lock)
      throw StateError(
        "another hallwayd (process \(holder.isEmpty ? "unknown" : holder)) runs on \(path); "
          + "stop it or choose another --state")
    }
    try write(pid: file)
  }

  private func write(pid file: String) throws {
    let text = Array("\(getpid())".utf8)
    guard ftruncate(lock, 0) == 0, Glibc.write(lock, text, text.count) == text.count else {
      let reason = String(cString: strerror(errno))
      close(lock)
      throw StateError("\(file) cannot be written: \(reason)")
    }
  }

  deinit { close(lock) }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? "\(error)"
  }
}

/// The state directory cannot serve, and why.
struct StateError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

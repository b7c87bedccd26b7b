import Foundation
import Glibc

/// A directory that one program at a time may call its own.
public final class StateDirectory: Sendable {
  private let directory: String
  private let lock: Int32

  /// Makes the directory with mode 0700 if it is missing and holds its lock until this value goes.
  ///
  /// From now on whatever this process makes is its user's alone, since a directory that was there
  /// before may be open to all, and SQLite makes its files as the mask allows.
  ///
  /// - Parameters:
  ///   - path: the directory, absolute.
  ///   - lockFile: the name of the lock, which holds the owner's process number.
  ///   - program: who asks, as the message to a second one names it.
  /// - Throws: ``Complaint`` for the person who started the program.
  public init(path: String, lockFile: String, program: String) throws(Complaint) {
    directory = path
    umask(0o077)
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Complaint("the state directory \(path) cannot be made: \(Self.reason(error))")
    }
    let file = "\(path)/\(lockFile)"
    lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw Complaint("\(file): \(String(cString: strerror(errno)))") }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      close(lock)
      throw Complaint(
        "another \(program) (process \(holder.isEmpty ? "unknown" : holder)) runs on \(path); "
          + "stop it or choose another --state")
    }
    let owner = Array("\(getpid())".utf8)
    guard ftruncate(lock, 0) == 0, write(lock, owner, owner.count) == owner.count else {
      let reason = String(cString: strerror(errno))
      close(lock)
      throw Complaint("\(file) cannot be written: \(reason)")
    }
  }

  deinit { close(lock) }

  /// Refuses a directory of somebody else: files of another owner would keep the service from its own
  /// ledger.
  ///
  /// - Throws: ``Complaint`` that names the owner.
  public static func refuseOthers(than path: String) throws(Complaint) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_uid != geteuid() else { return }
    let owner = getpwuid(status.st_uid).map { String(cString: $0.pointee.pw_name) }
    throw Complaint("\(path) belongs to \(owner ?? "user \(status.st_uid)"); run this as that user")
  }

  /// The path of a file in it.
  public func path(_ name: String) -> String { "\(directory)/\(name)" }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    return underlying.map { String(cString: strerror(Int32(($0 as NSError).code))) } ?? "\(error)"
  }
}

import ArgumentParser
import Foundation
import Glibc
import HallConfig
import ProgramKit

/// Where the file of clerks lies, and how it is changed.
struct ClerkPlace: ParsableArguments {
  @Option(help: "The file that `clerks` in hallway.yaml names.")
  var file = "/etc/hallway/clerks.yaml"

  /// The user of the packaged service.
  private static let serviceUser = "hallway"

  func read() throws -> ClerkFile {
    do throws(ConfigurationErrors) {
      return try ClerkFile.load(path: file, catalogue: nil)
    } catch {
      throw Complaint(error.description)
    }
  }

  /// Changes the file, or begins one: the whole of the new one takes the old one's place once it is
  /// on the disk.
  func change(_ body: (inout ClerkFile) throws -> Void) throws {
    var details = stat()
    let exists = lstat(file, &details) == 0
    var clerks = exists ? try read() : ClerkFile(clerks: [])
    try body(&clerks)
    let text = clerks.text
    do throws(ConfigurationErrors) {
      // What cannot be read back is not written.
      _ = try ClerkFile.read(text, file: file, catalogue: nil)
    } catch {
      throw Complaint(error.description)
    }
    try write(text, owner: exists ? (details.st_uid, details.st_gid) : Self.newOwner)
  }

  /// Root makes the file for the service; anybody else for themselves.
  private static var newOwner: (uid_t, gid_t)? {
    guard geteuid() == 0, let user = getpwnam(serviceUser) else { return nil }
    return (user.pointee.pw_uid, user.pointee.pw_gid)
  }

  private func write(_ text: String, owner: (uid_t, gid_t)?) throws {
    let draft = file + ".new"
    func complaint() -> Complaint {
      Complaint("\(file) cannot be written: \(String(cString: strerror(errno)))")
    }
    guard unlink(draft) == 0 || errno == ENOENT else { throw complaint() }
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw complaint() }
    defer { close(descriptor) }
    if let owner, owner.0 != geteuid(), fchown(descriptor, owner.0, owner.1) != 0 {
      throw complaint()
    }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
      rename(draft, file) == 0
    else { throw complaint() }
  }
}

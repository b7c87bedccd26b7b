import ArgumentParser
import Foundation
import Glibc
import HallConfig
import PrivateFiles
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
    try PrivateFile.put(
      Array(text.utf8), at: file,
      owner: exists ? (details.st_uid, details.st_gid) : Self.newOwner)
  }

  /// Root makes the file for the service; anybody else for themselves.
  private static var newOwner: (uid_t, gid_t)? {
    guard geteuid() == 0, let user = getpwnam(serviceUser) else { return nil }
    return (user.pointee.pw_uid, user.pointee.pw_gid)
  }
}

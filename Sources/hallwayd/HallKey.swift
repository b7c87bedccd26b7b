import Crypto
import Foundation
import ProgramKit

/// The secret that turns ID numbers into the hall's own keys.
///
/// It comes from the systemd credential `hall-key` or from a file of mode 0600 in the state
/// directory, never from the environment's values or the command line. Without it nobody can tell
/// which person a stored key belongs to; a new key means that old ones match nobody.
enum HallKey {
  static let bytes = 32

  static func load(from directory: StateDirectory) throws -> SymmetricKey {
    if let credentials = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
      let data = FileManager.default.contents(atPath: credentials + "/hall-key")
    {
      return try key(data, "the credential hall-key")
    }
    let path = directory.path("hall.key")
    if let data = FileManager.default.contents(atPath: path) {
      try refuseIfReadableByOthers(path)
      return try key(data, path)
    }
    return try make(path)
  }

  private static func key(_ data: Data, _ origin: String) throws -> SymmetricKey {
    guard data.count == bytes else {
      throw Complaint("\(origin) must hold \(bytes) bytes and holds \(data.count)")
    }
    return SymmetricKey(data: data)
  }

  private static func refuseIfReadableByOthers(_ path: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
    guard mode & 0o077 == 0 else {
      throw Complaint("\(path) can be read by others; run: chmod 600 \(path)")
    }
  }

  private static func make(_ path: String) throws -> SymmetricKey {
    let key = SymmetricKey(size: .bits256)
    let made = key.withUnsafeBytes { bytes in
      FileManager.default.createFile(
        atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    }
    guard made else { throw Complaint("\(path) cannot be written") }
    return key
  }
}

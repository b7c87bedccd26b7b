import Crypto
import Foundation
import ProgramKit

/// A secret of the hall, 32 random bytes.
///
/// It comes from a systemd credential or from a file of mode 0600 in the state directory, never from
/// the environment's values or the command line.
struct HallKey {
  /// Turns ID numbers into the hall's own keys. Without it nobody can tell which person a stored key
  /// belongs to; a new key means that old ones match nobody.
  static let people = HallKey(credential: "hall-key", file: "hall.key")
  /// Seals the ratings of a day. 封存密钥
  static let seal = HallKey(credential: "seal-key", file: "seal.key")

  static let bytes = 32

  let credential: String
  let file: String

  func load(from directory: StateDirectory) throws -> SymmetricKey {
    if let credentials = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
      let data = FileManager.default.contents(atPath: "\(credentials)/\(credential)")
    {
      return try Self.key(data, "the credential \(credential)")
    }
    let path = directory.path(file)
    // Only where there is none is one made: a key that merely cannot be read, as after a restore
    // by root, is not to be replaced, since no stored person would be found again.
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Complaint("\(path): \(String(cString: strerror(errno)))") }
      return try Self.make(path)
    }
    guard status.st_mode & S_IFMT == S_IFREG, let data = FileManager.default.contents(atPath: path)
    else {
      throw Complaint("\(path) cannot be read; give it to this user with mode 0600")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Complaint("\(path) can be read by others; run: chmod 600 \(path)")
    }
    return try Self.key(data, path)
  }

  private static func key(_ data: Data, _ origin: String) throws -> SymmetricKey {
    guard data.count == bytes else {
      throw Complaint("\(origin) must hold \(bytes) bytes and holds \(data.count)")
    }
    return SymmetricKey(data: data)
  }

  private static func make(_ path: String) throws -> SymmetricKey {
    let key = SymmetricKey(size: .bits256)
    try PrivateFile.put(key.withUnsafeBytes { Array($0) }, at: path)
    return key
  }
}

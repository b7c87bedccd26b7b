import Foundation
import PrivateFiles

/// A secret of the hall, 32 random bytes.
///
/// It comes from a systemd credential or from a file of mode 0600 in the state directory, never from
/// the environment's values or the command line.
public struct HallKey: Sendable {
  /// Turns ID numbers into the hall's own keys. Without it nobody can tell which person a stored key
  /// belongs to; a new key means that old ones match nobody.
  public static let people = HallKey(credential: "hall-key", file: "hall.key")
  /// Seals the ratings of a day. 封存密钥
  public static let seal = HallKey(credential: "seal-key", file: "seal.key")

  public static let bytes = 32

  let credential: String
  /// Its name in the state directory.
  public let file: String

  /// - Parameters:
  ///   - directory: the hall's.
  ///   - makes: whether a key is made where there is none; only the hall's service does.
  /// - Returns: its ``bytes``.
  /// - Throws: ``Complaint`` for the person who started the program.
  public func load(from directory: StateDirectory, makes: Bool) throws(Complaint) -> [UInt8] {
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
      guard makes else {
        throw Complaint("\(path) is missing; start the hall's service once, which makes it")
      }
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

  private static func key(_ data: Data, _ origin: String) throws(Complaint) -> [UInt8] {
    guard data.count == bytes else {
      throw Complaint("\(origin) must hold \(bytes) bytes and holds \(data.count)")
    }
    return Array(data)
  }

  private static func make(_ path: String) throws(Complaint) -> [UInt8] {
    // The system's generator draws from getrandom(2), which is fit for keys.
    var generator = SystemRandomNumberGenerator()
    let key = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    do {
      try PrivateFile.put(key, at: path)
    } catch {
      throw Complaint(error.description)
    }
    return key
  }
}

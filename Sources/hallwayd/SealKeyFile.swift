import Crypto
import Foundation
import Hall
import HallService
import HallStore
import HallStoreSQLite
import ProgramKit

/// The key the hall seals with, and beside the ledger the public keys it has ever sealed with.
///
/// `seal.pub` only grows: seals of an earlier key stay verifiable, and a key that was put in secretly
/// stands there as another line.
enum SealKeyFile {
  static func load(from directory: StateDirectory) throws -> SealKey {
    let secret = SymmetricKey(data: try HallKey.seal.load(from: directory, makes: true))
    guard let key = SealKey(secret) else {
      throw Complaint("the key that seals ratings is none")
    }
    try publish(Hexadecimal.text(key.publicKey), at: directory.path(RatingAnchors.keyFile))
    return key
  }

  private static func publish(_ key: String, at path: String) throws {
    let known = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    let keys = (known ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    guard !keys.contains(key) else { return }
    let text = (keys + [key]).joined(separator: "\n") + "\n"
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Complaint("\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}

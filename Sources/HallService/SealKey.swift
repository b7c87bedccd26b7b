import Crypto
public import Foundation

/// The key a hall seals its ratings with: Ed25519. 封存密钥
public struct SealKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// nil unless it is 32 bytes.
  public init?(_ bytes: some ContiguousBytes) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else {
      return nil
    }
    self.key = key
  }

  /// 32 bytes that verify what was sealed.
  public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

  func sign(_ message: [UInt8]) throws -> [UInt8] {
    Array(try key.signature(for: message))
  }
}

import Crypto
import CryptoExtras
public import Hall

/// The slow hash of PINs, in the one place where the program that makes them and the service that
/// compares them find it.
extension PINHash {
  /// The hash of a PIN with a salt of its own.
  ///
  /// - Parameters:
  ///   - pin: what somebody chose.
  ///   - logCost: binary logarithm of scrypt's cost.
  /// - Returns: what may be kept of it.
  /// - Throws: where the machine lacks the memory, 128 x 8 x 2^`logCost` bytes.
  public static func make(_ pin: String, logCost: Int = usualLogCost) throws -> PINHash {
    var random = SystemRandomNumberGenerator()
    let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let key = try derive(pin, salt: salt, logCost: logCost)
    return PINHash(logCost: logCost, salt: salt, key: key.withUnsafeBytes { Array($0) })
  }

  /// Whether a PIN is the one that was hashed; no hash matches none, after as long a time.
  public static func matches(_ pin: String, _ hash: PINHash?) -> Bool {
    let compared = hash ?? nobodys
    guard isPIN(pin),
      let key = try? derive(pin, salt: compared.salt, logCost: compared.logCost)
    else { return false }
    // Symmetric keys compare in constant time.
    return key == SymmetricKey(data: compared.key) && hash != nil
  }

  private static let nobodys = PINHash(
    logCost: usualLogCost, salt: [UInt8](repeating: 0, count: saltBytes),
    key: [UInt8](repeating: 0, count: keyBytes))

  private static func derive(_ pin: String, salt: [UInt8], logCost: Int) throws -> SymmetricKey {
    try KDF.Scrypt.deriveKey(
      from: Array(pin.utf8), salt: salt, outputByteCount: keyBytes, rounds: 1 << logCost,
      blockSize: 8, parallelism: 1)
  }
}

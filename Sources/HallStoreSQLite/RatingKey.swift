public import Crypto
import Hall

/// With what a hall marks the rows of its ratings, so that those of a stranger are told from its own:
/// the chain itself has no secret.
public struct RatingKey: Sendable {
  private let key: SymmetricKey

  /// - Parameter hallKey: the hall's key, which never leaves its machine; this one is derived from it.
  public init(hallKey: SymmetricKey) {
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: hallKey, info: Array("ratings".utf8), outputByteCount: 32)
  }

  /// The mark of a row: HMAC-SHA256 over a ``CanonicalForm`` of version 3 with hall, sequence, hash.
  func mark(of row: ChainTail, hall: String) -> [UInt8] { mark(3, row, hall) }

  /// The mark of the chain's end beside the ledger: the same, of version 4.
  func mark(ofHead end: ChainTail, hall: String) -> [UInt8] { mark(4, end, hall) }

  private func mark(_ version: UInt8, _ row: ChainTail, _ hall: String) -> [UInt8] {
    var form = CanonicalForm(version: version)
    form.put(hall)
    form.put(row.sequence)
    form.put(row.hash)
    return Array(HMAC<SHA256>.authenticationCode(for: form.bytes, using: key))
  }
}

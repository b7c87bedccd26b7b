public import Crypto
public import Hall
public import HallStore

/// Turns what names a person into what the ledger may keep: keyed hashes and masked forms.
public struct PersonKeys: Sendable {
  private let key: SymmetricKey

  /// - Parameter key: 32 random bytes that belong to one hall and never leave its machine.
  public init(key: SymmetricKey) { self.key = key }

  /// The same person, always the same key; without the secret nobody gets back to the number.
  public func key(of number: IDNumber) -> PersonKey {
    PersonKey(hash("id", number.digits))
  }

  /// A query password bound to its receipt, so that equal passwords do not look equal.
  public func password(_ password: String, receipt: String) -> [UInt8] {
    hash("password", "\(receipt)\u{0}\(password)")
  }

  private func hash(_ purpose: String, _ text: String) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(for: Array("\(purpose)\u{0}\(text)".utf8), using: key))
  }
}

/// Compares secrets without telling by time where they differ.
func equalInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  guard a.count == b.count else { return false }
  return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

public import Crypto
import Foundation
public import Hall

/// Turns what names a person into what the ledger may keep: keyed hashes and masked forms.
public struct PersonKeys: PersonSealing {
  private let key: SymmetricKey

  /// - Parameter key: 32 random bytes that belong to one hall and never leave its machine.
  public init(key: SymmetricKey) { self.key = key }

  /// The same person, always the same key; without the secret nobody gets back to the number.
  public func key(of number: IDNumber) -> PersonKey {
    PersonKey(hash("id", number.digits))
  }

  /// What proves that a card is a clerk's own: of a key of its own, so that the file of clerks says
  /// nothing of what they do here as citizens.
  public func cardProof(of person: PersonKey) -> CardProof? {
    CardProof(
      bytes: Array(
        HMAC<SHA256>.authenticationCode(
          for: Array("clerk card\u{0}".utf8) + person.bytes, using: key)))
  }

  /// The secret by which pads name what they are asked: made of its row and the hall's key, so that it
  /// is the same after a restart and nobody guesses it. 32 hexadecimal digits.
  public func evaluationToken(of row: String) -> String {
    Hexadecimal.text(Array(hash("evaluation", row).prefix(16)))
  }

  /// A query password bound to its receipt, so that equal passwords do not look equal.
  public func password(_ password: String, receipt: String) -> [UInt8] {
    hash("password", "\(receipt)\u{0}\(password)")
  }

  /// A phone number as the ledger keeps it until its message is sent: AES-GCM under a key of its own,
  /// so that a copy of the file tells nobody's number.
  public func seal(_ phone: String) throws -> [UInt8] { try seal(Array(phone.utf8), for: .phone) }

  /// The phone number, nil where the key is another or the bytes were changed.
  public func open(_ sealed: [UInt8]) -> String? {
    open(sealed, for: .phone).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is sealed; each has a key of its own.
  public enum Sealed: String { case phone, letter }

  /// AES-GCM: nonce, ciphertext and tag.
  public func seal(_ bytes: [UInt8], for purpose: Sealed) throws -> [UInt8] {
    // With the nonce of 12 bytes that it makes itself there always is a combined form.
    Array(try AES.GCM.seal(bytes, using: sealingKey(purpose)).combined ?? Data())
  }

  /// nil where the key is another or the bytes were changed.
  public func open(_ sealed: [UInt8], for purpose: Sealed) -> [UInt8]? {
    guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
    return (try? AES.GCM.open(box, using: sealingKey(purpose))).map { Array($0) }
  }

  private func sealingKey(_ purpose: Sealed) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, info: Array(purpose.rawValue.utf8), outputByteCount: 32)
  }

  private func hash(_ purpose: String, _ text: String) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(for: Array("\(purpose)\u{0}\(text)".utf8), using: key))
  }
}

/// The number of an organisation for the state, GB 32100-2015. 统一社会信用代码
public struct OrganisationCode: Hashable, Sendable, CustomStringConvertible {
  /// 18 characters, capital.
  public let text: String

  /// Small letters are read as capital ones; nil where length, alphabet or check character is wrong.
  ///
  /// The alphabet leaves out I, O, S, V and Z; the check character is 31 minus the weighted sum of
  /// the first 17 modulo 31, with weights 3^i mod 31 (GB 32100-2015, 附录A).
  public init?(_ text: String) {
    let text = text.uppercased()
    let bytes = Array(text.utf8)
    guard bytes.count == 18 else { return nil }
    var sum = 0
    var weight = 1
    for byte in bytes.dropLast() {
      guard let value = Self.alphabet.firstIndex(of: byte) else { return nil }
      sum += value * weight
      weight = weight * 3 % 31
    }
    guard Self.alphabet[(31 - sum % 31) % 31] == bytes[17] else { return nil }
    self.text = text
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  public var description: String { text }
}

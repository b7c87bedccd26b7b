/// What a card reader learned from one identity card, without its photo. 身份证件
///
/// Drivers drop photo and fingerprint as soon as a frame is parsed: nothing in the hall needs
/// them (PIPL art. 6). The number lives only in this value and leaves the service never.
public struct IdentityCard: Sendable, Equatable {
  /// The four layouts of protocols.md A.8.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// 居民身份证
    case resident
    /// 港澳台居民居住证, type letter `J`.
    case permit
    /// 外国人永久居留身份证, 2017 edition, type letter `I`.
    case foreigner
    /// 外国人永久居留身份证, 2023 edition, type letter `Y`.
    case foreigner2023
  }

  public var kind: Kind
  /// As on the card; Chinese where there is one, English otherwise. Unsanitised device input.
  public var name: String
  public var number: IDNumber
  public var birth: LocalDay?
  /// nil means 长期, valid without end.
  public var validUntil: LocalDay?

  public init(
    kind: Kind, name: String, number: IDNumber, birth: LocalDay?, validUntil: LocalDay?
  ) {
    self.kind = kind
    self.name = name
    self.number = number
    self.birth = birth
    self.validUntil = validUntil
  }
}

/// The four card layouts in use (protocols.md A.8).
public enum CardKind: String, Sendable, CaseIterable {
  /// 居民身份证.
  case resident
  /// 港澳台居民居住证.
  case permit
  /// 外国人永久居留身份证, 2017 layout.
  case foreigner
  /// 外国人永久居留身份证, 2023 layout.
  case foreigner2023

  var typeLetter: String {
    switch self {
    case .resident: " "
    case .permit: "J"
    case .foreigner: "I"
    case .foreigner2023: "Y"
    }
  }
}

/// Sex as the card codes it (GB/T 2261.1).
public enum CardSex: String, Sendable {
  case male = "1"
  case female = "2"
}

/// What only one kind of card says; dates are YYYYMMDD, codes are as printed on the wire.
public enum CardFace: Sendable {
  case resident(nation: String, address: String, issuer: String)
  case permit(address: String, issuer: String, passNumber: String, issueCount: String)
  case foreigner(englishName: String, nationality: String, version: String, authority: String)
  case foreigner2023(
    englishName: String, nationality: String, renewals: String, oldNumberLink: String)

  public var kind: CardKind {
    switch self {
    case .resident: .resident
    case .permit: .permit
    case .foreigner: .foreigner
    case .foreigner2023: .foreigner2023
    }
  }

  var nameOffset: Int { kind == .foreigner ? 158 : 0 }
  var sexOffset: Int { kind == .foreigner ? 120 : 30 }
  var numberLength: Int { kind == .foreigner ? 30 : 36 }
}

/// Somebody who does not exist, with a card that reads like a real one.
public struct InventedPerson: Sendable, Identifiable {
  /// A short word to name this person by, e.g. `ouyang`.
  public let id: String
  public let name: String
  public let sex: CardSex
  /// YYYYMMDD.
  public let birth: String
  /// The number on the card, its check character computed (GB 11643, protocols.md A.10).
  public let number: String
  /// YYYYMMDD.
  public let validFrom: String
  /// YYYYMMDD or `长期`.
  public let validUntil: String
  public let face: CardFace
  /// Bytes of fingerprint on the card: 0, 512 or 1024.
  public let fingerprintLength: Int
  /// Addresses registered after the card was issued, oldest first.
  public let newAddresses: [String]

  init(
    _ id: String, _ name: String, _ sex: CardSex, born birth: String, number: String,
    valid: (from: String, until: String), _ face: CardFace, fingerprintLength: Int = 0,
    newAddresses: [String] = []
  ) {
    self.id = id
    self.name = name
    self.sex = sex
    self.birth = birth
    self.number = number
    self.validFrom = valid.from
    self.validUntil = valid.until
    self.face = face
    self.fingerprintLength = fingerprintLength
    self.newAddresses = newAddresses
  }

  /// Appends the MOD 11-2 check character to the first 17 digits of a number (GB 11643).
  static func withCheckCharacter(_ digits: String) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(weights, digits.compactMap(\.wholeNumberValue)).reduce(0) { $0 + $1.0 * $1.1 }
    return digits + ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
  }
}
